#pragma once

#include <chrono>
#include <expected>
#include <string>

#include "sim/service.h"

namespace sextant::sim {

// What AssumeRole and AssumeRoleWithWebIdentity are asked for.
struct AssumeInput {
  std::string role_arn;
  std::string role_account;  // of the ARN
  std::string role_name;     // of the ARN, without its path
  std::string session_name;
  std::string external_id;
  bool has_external_id = false;
  std::string policy;
  std::vector<std::string> policy_arns;
  std::chrono::seconds duration{3600};
};

// Reads and checks the form; the fault is STS's ValidationError.
std::expected<AssumeInput, Fault> read_assume_input(const json::object& input);

}  // namespace sextant::sim
