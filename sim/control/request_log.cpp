#include "sim/control/request_log.h"

#include <algorithm>

#include "base/civil_time.h"

namespace sextant::sim {

namespace json = boost::json;

void RequestLog::add(LoggedRequest request) {
  const std::lock_guard lock(mutex_);
  ++total_;
  ++counts_[{request.service, request.operation, request.outcome}];
  latest_.push_back(std::move(request));
  if (latest_.size() > kKept) latest_.pop_front();
}

void RequestLog::clear() {
  const std::lock_guard lock(mutex_);
  total_ = 0;
  counts_.clear();
  latest_.clear();
}

json::object RequestLog::counts() const {
  const std::lock_guard lock(mutex_);
  json::object services;
  for (const auto& [key, count] : counts_) {
    const auto& [service, operation, outcome] = key;
    json::value& by_operation = services[service];
    if (!by_operation.is_object()) by_operation = json::object();
    json::value& by_outcome = by_operation.get_object()[operation];
    if (!by_outcome.is_object()) by_outcome = json::object();
    by_outcome.get_object()[outcome] = count;
  }
  return {{"total", total_}, {"services", std::move(services)}};
}

json::array RequestLog::latest(std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  json::array out;
  for (std::size_t i = latest_.size() - std::min(limit, latest_.size()); i < latest_.size(); ++i) {
    const LoggedRequest& request = latest_[i];
    out.push_back(json::object{{"at", format_rfc3339(request.at)},
                               {"service", request.service},
                               {"operation", request.operation},
                               {"outcome", request.outcome},
                               {"account_id", request.account_id},
                               {"principal_arn", request.principal_arn},
                               {"region", request.region},
                               {"page_token", request.page_token},
                               {"user_agent", request.user_agent}});
  }
  return out;
}

}  // namespace sextant::sim
