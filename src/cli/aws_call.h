#pragma once

#include <optional>
#include <string>

#include "cli/context.h"

namespace sextant::cli {

// What `sextant aws call` was asked to do. A plain value.
struct AwsCall {
  std::string service;
  std::string operation;
  std::string input = "{}";  // JSON, or "@file"
  std::optional<std::string> profile;
  std::optional<std::string> region;
  bool all_pages = false;
  std::string query;  // JMESPath; empty: the whole answer
};
// Calls one reading operation of the catalog and prints its answer as JSON. Secrets in it are
// hidden, a paid call says its price and is entered in the ledger. Returns an ExitCode.
int run_aws_call(Context& context, const AwsCall& command);

// What `sextant aws operations` was asked to show. A plain value.
struct AwsOperations {
  std::string service;  // empty: all
  std::string format = "table";
};
// Lists what may be called, with the IAM actions it needs and its price. Returns an ExitCode.
int run_aws_operations(Context& context, const AwsOperations& command);

}  // namespace sextant::cli
