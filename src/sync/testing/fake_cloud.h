#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/civil_time.h"
#include "base/decimal.h"
#include "sync/api.h"

namespace sextant::sync::testing {

// What somebody paid on one day.
struct Charge {
  Date day{};
  std::string account;
  std::string service;
  std::string region;
  std::string type;
  Decimal amount;
};

// A cloud in memory for unit tests: its answers are drawn from a list of charges, by code of its
// own. Metrics are multiples of a charge, so that mixing them up is seen: blended ×2, amortized ×3,
// net unblended ×4, net amortized ×5.
class FakeCloud {
 public:
  std::string account_id = "111111111111";
  std::string organization_answer = "payer";  // or "member", "standalone", "denied"
  std::vector<std::pair<std::string, std::string>> members;
  std::vector<Charge> charges;
  Date final_before{};  // periods that end later are estimated
  std::size_t page_rows = 1000;
  bool has_net = true;
  std::chrono::seconds skew{0};

  // Called before each answer with operation, page (from 0) and the input; an error is given
  // instead of the answer.
  std::function<std::optional<Error>(const std::string& operation, std::size_t page,
                                     const boost::json::object& input)>
      fault;
  // Called after each answer to a cost query: what AWS does between two requests.
  std::function<void()> after_answer;

  // How often each page of each query was answered: "GetCostAndUsage {...} #0".
  std::map<std::string, int> answered;
  int calls_of(const std::string& operation) const;
  int calls() const;

  ApiFactory factory();
  Result<boost::json::value> answer(const std::string& operation, const boost::json::object& input,
                                    std::size_t page, std::optional<std::size_t>& next);

 private:
  boost::json::value costs(const boost::json::object& input, std::size_t page,
                           std::optional<std::size_t>& next) const;
  boost::json::value organization() const;
  boost::json::value account_list() const;
  mutable std::mutex mutex_;
};

// An AWS refusal, as the client reports it.
Error refusal(const std::string& code, int http_status = 400,
              const std::string& message = "refused");

}  // namespace sextant::sync::testing
