#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/pacer.h"
#include "base/decimal.h"
#include "base/result.h"

namespace sextant::aws {

// A reading operation that the program may call, as catalog/services/<service>.yaml says. A plain
// value.
struct AllowedOperation {
  std::string service;  // botocore's name: "ce"
  std::string name;     // "GetCostAndUsage"
  std::vector<std::string>
      actions;        // the IAM actions it needs, which are not its name; empty: none
  Decimal price_usd;  // of one request
  // Where the result holds secrets: "Functions[].Environment.Variables.*". Their values are hidden
  // before anything else sees them.
  std::vector<std::string> secret_fields;
};

// One service of the catalog. A plain value.
struct CatalogService {
  std::string name;   // botocore's
  std::string title;  // "Cost Explorer"
  bool is_global = false;
  std::optional<Pace> pace;                            // where the service minds more than most
  std::map<std::string, AllowedOperation> operations;  // by name
  std::map<std::string, std::string> refused;  // what people ask for and why it is not allowed
};

// The allow-list. All of it is data of the program: it lives as long as the process, and reading it
// is thread-safe.
const std::map<std::string, CatalogService, std::less<>>& catalog_services();
// nullptr where there is none.
const CatalogService* find_catalog_service(std::string_view service);
const AllowedOperation* find_allowed(std::string_view service, std::string_view operation);
// The same, or aws.call_refused with the reason and the nearest names that are allowed.
Result<const AllowedOperation*> allowed_operation(std::string_view service,
                                                  std::string_view operation);

// Replaces the values of `operation.secret_fields` in a result by "[hidden]".
void hide_secret_fields(const AllowedOperation& operation, boost::json::value& result);

// catalog/aws/paginators.yaml: what AWS's own paginators lack, in their form; nullptr where nothing
// is added.
const boost::json::object* added_paginator(std::string_view service, std::string_view operation);

}  // namespace sextant::aws
