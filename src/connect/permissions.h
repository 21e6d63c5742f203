#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::connect {

// Who has to be granted an operation: the identity that reads an account, our own identity that
// assumes its role, or nobody (calls that IAM policies do not govern).
enum class HeldBy { kReader, kBase, kNobody };
enum class ReaderKind { kAny, kRole, kUser };

// An operation that the program calls.
struct NeededOperation {
  std::string service;    // botocore's name, "ce"
  std::string operation;  // "GetCostAndUsage"
  ReaderKind reader = ReaderKind::kAny;
  std::vector<std::string> account_kinds;  // that it makes sense for; empty: all
  // Input of a free call that proves the permission; nullopt where other evidence has to do.
  std::optional<boost::json::object> probe;
  bool is_paid = false;

  bool fits_account(std::string_view kind) const;  // "" (not known) fits all
};

// What a group of operations is needed for; a statement of the least policy and a step of the
// check.
struct Purpose {
  std::string id;
  std::string sid;  // "" where nothing has to be granted
  std::string title;
  std::string reason;
  HeldBy held_by = HeldBy::kReader;
  bool is_required = false;
  bool is_advice = false;        // its lack is told without turning the connection amber
  bool is_about_itself = false;  // its resource is the identity itself
  std::vector<NeededOperation> operations;
};

// catalog/permissions/aws.yaml, in its order. Lives as long as the program; thread-safe. A fault in
// it is a broken build, which a test finds, so reading it throws.
const std::vector<Purpose>& purposes();

}  // namespace sextant::connect
