#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/civil_time.h"
#include "base/result.h"

namespace sextant::lake {

// Which two dimensions of Cost Explorer's cube a file holds. kTotal has none: it is the control
// that the others are compared with.
enum class Face { kTotal, kAccountService, kServiceRegion, kServiceChargeType };
enum class Grain { kMonthly, kDaily };

// As they stand in paths: "account_service", "monthly".
std::string_view name_of(Face face);
std::string_view name_of(Grain grain);

// One month of one face: what is replaced as a whole. A plain value.
struct CostPartition {
  Face face = Face::kTotal;
  Grain grain = Grain::kMonthly;
  std::string payer;  // the account whose Cost Explorer answered; 12 digits
  std::string view = "primary";
  Date month{};  // its first day
};

// Where things lie below `$SEXTANT_HOME/lake`. The folders are part of the program's promise: any
// Parquet reader may read them.
//
//   costs/face=<face>/grain=<grain>/payer=<id>/view=<view>/month=<YYYY-MM>/data.parquet
//   accounts/payer=<id>/data.parquet
//   forecasts/payer=<id>/view=<view>/data.parquet
//
// A plain value; cheap to copy. Payers and views must be safe (see below), which is asserted.
class Layout {
 public:
  explicit Layout(std::filesystem::path root) : root_(std::move(root)) {}
  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path costs(const CostPartition& partition) const;
  // All months of one face as a pattern for read_parquet, with the root's own special characters
  // escaped.
  std::string costs_pattern(Face face, Grain grain, const std::string& payer,
                            const std::string& view) const;
  std::filesystem::path accounts(const std::string& payer) const;
  std::filesystem::path forecasts(const std::string& payer, const std::string& view) const;

 private:
  std::filesystem::path stream_folder(Face face, Grain grain, const std::string& payer,
                                      const std::string& view) const;
  std::filesystem::path root_;
};

// Letters, digits, '-' and '_', 1 to 64 of them: fit for one part of a path.
bool is_safe_name(std::string_view name);
// 12 digits.
bool is_account_id(std::string_view text);
// "primary" where `arn` is empty, else a short name of it.
std::string view_name(std::string_view billing_view_arn);

}  // namespace sextant::lake
