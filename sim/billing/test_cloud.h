#pragma once

#include <boost/json/parse.hpp>
#include <map>
#include <string>

#include "base/decimal.h"
#include "sim/billing/billing.h"

namespace sextant::sim {

// Cost Explorer of a small organization, for tests that call it without HTTP.
class TestCloud {
 public:
  explicit TestCloud(const std::string& now = "2026-10-15T12:00:00Z",
                     const BillingOptions& options = {}, int organizations = 1,
                     std::uint64_t seed = 7, int page_rows = 1000)
      : world(make_world({.seed = seed,
                          .now = *parse_rfc3339(now),
                          .members = 12,
                          .organizations = organizations,
                          .second_currency = "EUR"})),
        clock(*parse_rfc3339(now)),
        faults(seed, page_rows) {
    add_billing(registry, world, clock, faults, options);
  }

  Outcome call_as(const std::string& account, const std::string& operation,
                  const json::object& input) const {
    Caller caller;
    caller.account_id = account;
    for (const Operation& candidate : registry.find("ce")->operations) {
      if (candidate.name == operation) return candidate.run(caller, input);
    }
    return refuse("UnknownOperationException", operation);
  }
  Outcome call(const std::string& operation, const json::object& input) const {
    return call_as(payer(), operation, input);
  }
  Outcome call(const std::string& operation, const std::string& text) const {
    return call(operation, json::parse(text).as_object());
  }
  // "Code: message" of the refusal, "" where there was none.
  std::string refusal(const std::string& operation, const std::string& text) const {
    const Outcome outcome = call(operation, text);
    return outcome ? "" : outcome.error().code + ": " + outcome.error().message;
  }
  json::object truth(const std::map<std::string, std::string>& query) const {
    const ControlHandler* handler = registry.find_control("GET", "/_sim/ledger");
    return (*handler)({"GET", "/_sim/ledger", query, nullptr})->as_object();
  }
  void set_faults(const std::string& text) { faults.set(*parse_fault_plan(json::parse(text))); }

  const SimOrganization& organization() const { return world.organizations.front(); }
  std::string payer() const { return organization().payer().id; }
  std::string member(std::size_t index = 1) const { return organization().accounts[index].id; }

  World world;
  SimClock clock;
  Faults faults;
  Registry registry;
};

inline Decimal decimal(const json::value& text) {
  return *Decimal::parse(text.as_string());
}

}  // namespace sextant::sim
