#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/files.h"
#include "lake/engine.h"
#include "sync/plan.h"

namespace sextant::sync {

// What is taken of an account and of AWS's pages as long as no earlier sync tells. AWS documents no
// page size.
inline constexpr int kServicesAssumed = 25;  // that one account uses
inline constexpr int kAccountsAssumed = 50;  // of an organization whose members may not be listed
inline constexpr int kRowsOfAPageAssumed = 1000;

// The members that the lake lists of a payer; nullopt where it lists none. Thread-safe.
std::optional<std::size_t> count_members(lake::Engine& engine, Files& files,
                                         const lake::Layout& layout, const std::string& payer,
                                         const CallContext& context);

// The most requests that a query takes: by its pages last time and a quarter more, else by what is
// assumed above of `accounts` accounts. At least `cell.requests_expected`. Attempts that AWS
// throttles, and what it changes meanwhile, come on top.
int most_requests(const PlannedCell& cell, const StreamState& state, std::size_t accounts);

// The assumptions, in a sentence.
std::string describe_assumptions();

}  // namespace sextant::sync
