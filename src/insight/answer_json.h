#pragma once

#include <boost/json/object.hpp>

#include "insight/cost_answer.h"

namespace sextant::insight {

// The one form of an answer as JSON, for terminal, API and MCP alike:
//
//   {"rows": [{"service": "Amazon S3", "month": "2026-10", "amount": "123.4567"}], "provenance":
//   {"metric": "unblended", "currency": "USD", ...}}
//
// Groups stand under their own names (null: the cost has none), amounts are exact decimal strings.
// Rows of an account also have "account_name", rows of an answer in several currencies "currency",
// and rows that are no group's "unallocated": true or "others": 12.
boost::json::object to_json(const CostAnswer& answer);
boost::json::object to_json(const Provenance& provenance);

// "AWS Cost Explorer, the payer's view of 111122223333 (Acme), account × service by month".
std::string describe(const Part& part);
// "complete: 1 account, 2 months" or "1 of 2 accounts; 3 of 4 months".
std::string describe(const Coverage& coverage);
// "service=Amazon S3", "region!=us-east-1 or eu-west-1".
std::string describe(const Filter& filter);

}  // namespace sextant::insight
