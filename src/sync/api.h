#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <functional>
#include <memory>
#include <string_view>

#include "aws/client.h"
#include "base/call_context.h"
#include "base/result.h"
#include "connect/connection.h"

namespace sextant::sync {

// AWS as seen through one connection, reduced to what a sync asks. Tests pass one that lies, fails
// and stalls. Thread-safe.
class Api {
 public:
  // Told about each attempt at a call, on the calling thread. `before` may refuse it, which ends
  // the call; `after` gets AWS's error code (empty on success) and the HTTP status. Both may be
  // empty.
  struct Attempts {
    std::function<Result<void>()> before = {};
    std::function<void(const std::string& error_code, int http_status)> after = {};
  };
  // A page; false ends the pull.
  using OnPage = std::function<Result<bool>(aws::Page&&)>;

  virtual ~Api() = default;
  virtual Result<boost::json::value> call(std::string_view service, std::string_view operation,
                                          const boost::json::object& input,
                                          const CallContext& context, const Attempts& attempts) = 0;
  virtual Result<void> pages(std::string_view service, std::string_view operation,
                             const boost::json::object& input, const CallContext& context,
                             const Attempts& attempts, const OnPage& on_page,
                             const boost::json::value& resume_token) = 0;
  // How far AWS's clock is ahead of ours, as far as it is known.
  virtual std::chrono::seconds clock_skew() const = 0;
};

// Makes the Api of a connection. Errors: credentials.*, profile.*, sso.*.
using ApiFactory = std::function<Result<std::shared_ptr<Api>>(const connect::Connection&)>;
// The real one. What `outside` refers to must outlive what it makes.
ApiFactory aws_api_factory(const aws::Outside& outside);

}  // namespace sextant::sync
