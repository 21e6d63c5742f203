#pragma once

#include <string>

#include "cli/context.h"

namespace sextant::cli {

// What `sextant token create` was asked to do. A plain value.
struct TokenCommand {
  std::string name;
  std::string scope;  // "read" or "operate"
  int days = 90;
  std::string format = "text";  // or "json"
};
// Makes a bearer token of the API and shows its text, this once.
int run_token_create(Context& context, const TokenCommand& command);
// `format`: "text" or "json".
int run_token_list(Context& context, const std::string& format);
int run_token_revoke(Context& context, const std::string& id);

}  // namespace sextant::cli
