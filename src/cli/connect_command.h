#pragma once

#include <string>

#include "cli/context.h"

namespace sextant::cli {

// What `sextant connect aws` was asked to do; which of the three ways follows from what is given.
struct ConnectCommand {
  std::string profile;   // connect a profile
  std::string setup;     // "role": make a set-up
  std::string role_arn;  // bind a set-up to its role
  std::string name;
  std::string base_profile;
  std::string role_name;  // "": that of the set-up, else the suggested one
  bool is_organization = false;
  std::string format = "text";  // of a set-up
  bool may_pay = true;
  std::string role_json;  // see CheckCommand
  bool yes = false;       // connect although the check found something red
  bool sync = false;      // pull costs at once, without asking
};
int run_connect(Context& context, const ConnectCommand& command);

}  // namespace sextant::cli
