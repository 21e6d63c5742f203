#pragma once

#include "base/result.h"
#include "state/cells.h"
#include "sync/cell_spec.h"

namespace sextant::sync {

// What a sync does about a failed call.
enum class Reaction {
  kWaitThrottled,  // wait and go on, as long as the deadline allows
  kWaitTransient,  // the same, a few times
  kStartOver,      // the page token was refused: ask from the first page
  kEndCell,        // this cell has ended; the others go on
  kEndAccount,     // nothing can be asked with these credentials any more
  kEndRun,         // nothing can be done at all: no space, no money, no state
};

struct Outcome {
  Reaction reaction = Reaction::kEndCell;
  state::CellStatus status = state::CellStatus::kFailed;
  Error error;  // in words that help with this cell
};

// Whether AWS refused because it was asked too often.
bool is_throttling(std::string_view code, int http_status);

// The error with what its words in the catalog need: the account, the IAM action and the statement
// that would allow it, and the option that names the profile ("" for the default one).
Error with_facts(Error error, const CellSpec& spec, const std::string& profile);

// Reads AWS's and our own errors. `profile` is that of the connection, for the fix ("" for the
// default one).
Outcome classify(const Error& error, const CellSpec& spec, const std::string& profile);

}  // namespace sextant::sync
