#include "mcp/inquiries.h"

#include <utility>

namespace sextant::mcp {

Inquiries::Answer Inquiries::ask(Wire& wire, std::string_view method, boost::json::object params,
                                 const CallContext& context) {
  std::int64_t id = 0;
  {
    const std::lock_guard lock(mutex_);
    id = ++last_;
    asked_.emplace(id, std::nullopt);
  }
  wire.send(make_request(id, method, std::move(params)));
  std::unique_lock lock(mutex_);
  const auto has_come = [&] { return asked_.at(id).has_value(); };
  // A deadline of "never" overflows in some clocks.
  if (context.deadline == SteadyTime::max()) {
    arrived_.wait(lock, context.stop, has_come);
  } else {
    arrived_.wait_until(lock, context.stop, context.deadline, has_come);
  }
  const auto node = asked_.extract(id);
  if (node.mapped()) return *std::move(node.mapped());
  return std::unexpected(RpcError{kInternalError, "The client did not answer in time"});
}

void Inquiries::take(const Message& response) {
  const auto* id = response.id.if_int64();
  if (id == nullptr) return;
  const std::lock_guard lock(mutex_);
  const auto found = asked_.find(*id);
  if (found == asked_.end() || found->second) return;
  found->second = response.answer;
  arrived_.notify_all();
}

}  // namespace sextant::mcp
