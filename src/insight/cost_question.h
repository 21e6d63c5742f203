#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "insight/window.h"

namespace sextant::insight {

// What costs can be grouped by. The order of the enumerators is that of help texts.
enum class Key { kService, kAccount, kRegion, kChargeType, kDay, kMonth };

// "service", "account", "region", "charge_type", "day", "month": as in questions and answers.
std::string_view name_of(Key key);
const std::vector<std::string>& key_names();
inline bool is_time(Key key) {
  return key == Key::kDay || key == Key::kMonth;
}
// Tolerates case, '-' for '_', plurals and AWS's names (LINKED_ACCOUNT, RECORD_TYPE). Error:
// cost.unknown_key.
Result<Key> parse_key(std::string_view text);

// Which of a cost's amounts. AWS's five, and FOCUS's two that are made of them.
enum class Metric {
  kUnblended,
  kBlended,
  kAmortized,
  kNetUnblended,
  kNetAmortized,
  kBilled,
  kEffective
};

// "unblended", "net-amortized", ...
std::string_view name_of(Metric metric);
const std::vector<std::string>& metric_names();
// The lake's column.
std::string_view column_of(Metric metric);
// Tolerates AWS's spellings: "UnblendedCost", "NET_AMORTIZED_COST", "net unblended". Error:
// cost.unknown_metric.
Result<Metric> parse_metric(std::string_view text);

// The value of a filter that stands for costs without the key, such as those of no region.
inline constexpr std::string_view kNoValue = "none";

// Costs whose `key` has one of the values, or none of them. An account's value is its id or its
// name.
struct Filter {
  Key key = Key::kService;
  bool is_negated = false;
  std::vector<std::string> values;
};

// Reads "service=Amazon S3" and "region!=us-east-1" and joins those of the same key and sign:
// values of one key are OR, different keys AND. "none" (any case) is the value of costs that have
// none. Errors: cost.bad_filter, cost.unknown_key.
Result<std::vector<Filter>> parse_filters(const std::vector<std::string>& texts);

// One question about costs. A plain value.
struct CostQuestion {
  std::vector<Key>
      groups;  // in the order of the answer's columns, each once; empty: the total alone
  Window window;
  Metric metric = Metric::kUnblended;
  std::vector<Filter> filters;
  // Accounts whose Cost Explorer may answer; empty: all. See Scope in cost_plan.h.
  std::vector<std::string> asked_accounts;
  // With more rows than this the smallest are added up in one row "others"; 0: all are shown. Rows
  // that differ only in time count as one.
  std::size_t limit = 0;
};

}  // namespace sextant::insight
