#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sextant::sim {

// A policy that AWS itself keeps, abridged to what the simulated services can tell apart.
struct ManagedPolicy {
  std::string arn;   // "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"
  std::string name;  // "ViewOnlyAccess"
  std::string path;  // "/job-function/"
  std::string id;    // "ANPA..."
  std::string document;
};

const std::vector<ManagedPolicy>& managed_policies();
// nullptr where AWS has none of that ARN here.
const ManagedPolicy* find_managed_policy(std::string_view arn);

// What Sextant's roles and readers have in the simulated accounts: the reading actions of a full
// set-up.
std::string_view reader_policy();

}  // namespace sextant::sim
