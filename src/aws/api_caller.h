#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <string_view>

#include "aws/client.h"

namespace sextant::aws {

// The few API calls that finding credentials itself needs (STS, the SSO portal, SSO's sign-in),
// each possibly with a region and an identity of its own. Tests pass one that answers by itself.
// Implementations are thread-safe.
class ApiCaller {
 public:
  virtual ~ApiCaller() = default;
  // See Client::call. `provider` is null for calls that are not signed.
  virtual Result<boost::json::value> call(std::string_view service, std::string_view operation,
                                          const boost::json::object& input,
                                          const ClientOptions& options,
                                          std::shared_ptr<CredentialsProvider> provider,
                                          const CallContext& context) = 0;
  // See Client::endpoint_url.
  virtual Result<std::string> endpoint_url(std::string_view service,
                                           const ClientOptions& options) = 0;
};

// The real one. References outlive it.
class ClientApiCaller final : public ApiCaller {
 public:
  ClientApiCaller(http::Client& http, const Clock& clock, Random& random)
      : http_(http), clock_(clock), random_(random) {}
  Result<boost::json::value> call(std::string_view service, std::string_view operation,
                                  const boost::json::object& input, const ClientOptions& options,
                                  std::shared_ptr<CredentialsProvider> provider,
                                  const CallContext& context) override {
    return Client(http_, clock_, random_, std::move(provider), options)
        .call(service, operation, input, context);
  }
  Result<std::string> endpoint_url(std::string_view service,
                                   const ClientOptions& options) override {
    return Client(http_, clock_, random_, nullptr, options).endpoint_url(service);
  }

 private:
  http::Client& http_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace sextant::aws
