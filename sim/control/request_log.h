#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "base/clock.h"

namespace sextant::sim {

// One request to a service, once it is answered. Holds no secret.
struct LoggedRequest {
  WallTime at{};
  std::string service;
  std::string operation;
  std::string outcome;  // "ok", an error code, or "cut_body"
  std::string account_id;
  std::string principal_arn;
  std::string region;
  std::string page_token;  // "" where the request had none
  std::string user_agent;
};

// Counts requests and keeps the latest. Thread-safe.
class RequestLog {
 public:
  static constexpr std::size_t kKept = 20'000;

  void add(LoggedRequest request);
  void clear();
  // {"total": n, "services": {"ce": {"GetCostAndUsage": {"ok": 3, "ThrottlingException": 1}}}}
  boost::json::object counts() const;
  // The latest `limit`, oldest first.
  boost::json::array latest(std::size_t limit) const;

 private:
  mutable std::mutex mutex_;
  std::uint64_t total_ = 0;  // guarded, as all below
  std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t> counts_;
  std::deque<LoggedRequest> latest_;
};

}  // namespace sextant::sim
