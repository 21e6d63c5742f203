#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials/credentials.h"
#include "aws/lanes.h"
#include "base/call_context.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "http/client.h"

namespace sextant::aws {

// One try of one request, told to `ClientOptions::on_attempt` after it ended, whatever came of it.
// What a paid API charges for is at most the number of these.
struct Attempt {
  std::string_view service;
  std::string_view operation;
  int number = 1;          // 1 for the first try of a request
  int http_status = 0;     // 0 where no answer came
  std::string error_code;  // AWS's or ours; empty on success
  std::string request_id;
  std::chrono::milliseconds elapsed{0};
};

struct ClientOptions {
  std::string region = "us-east-1";
  bool use_fips = false;
  bool use_dual_stack = false;
  // A custom endpoint for every service, and those for single ones by botocore's service name
  // ("ce"); these win. See credentials/profile_settings.h for how they are read.
  std::optional<std::string> endpoint_url;
  std::map<std::string, std::string> service_endpoint_urls;
  // "preferred", "required" or "disabled": whether endpoints of the account's own are used.
  std::string account_id_endpoint_mode = "preferred";
  int attempts_max = 3;
  std::chrono::milliseconds attempt_timeout{60'000};
  // How fast services may be called at most, where that is to differ from the catalog.
  std::map<std::string, Pace> paces;
  // Shared by clients that read the same accounts, so that they keep to these rates together; made
  // by the client where null.
  std::shared_ptr<Lanes> lanes;
  // May be called from any thread that calls the client; must return quickly.
  std::function<void(const Attempt&)> on_attempt;
  // Asked before each attempt with service, operation and the attempt's number; an error stops the
  // call and is returned. For budgets and ledgers that must be written before money is spent.
  std::function<Result<void>(std::string_view service, std::string_view operation, int attempt)>
      before_attempt;
};

// One page of a paginated operation.
struct Page {
  boost::json::value result;
  // What to give back as `resume_token` to go on after this page; null on the last page. A string
  // or an object of the paginator's token fields.
  boost::json::value next_token;
};

// AWS's APIs, driven by their models: any operation of any packed service by its name. Services are
// named as botocore names them ("ce", "sso-oidc"). Inputs and results are JSON in the API's own
// member names; blob = base64 string, timestamp = RFC 3339 string, non-finite number = string.
//
// Thread-safe. It retries by the standard rules, corrects its clock from the servers' Date header,
// and never logs a secret.
//
// Errors: aws.* of catalog/errors/aws.yaml with `remote` filled where a service answered; http.*
// where none did; credentials.* and sso.* from the provider; model.* for an unknown service,
// operation or bad input.
class Client {
 public:
  // `provider` may be null: requests are then not signed, and operations that need a signature
  // fail. References outlive the client.
  Client(http::Client& http, const Clock& clock, Random& random,
         std::shared_ptr<CredentialsProvider> provider, ClientOptions options);
  ~Client();
  Client(Client&&) noexcept;

  Result<boost::json::value> call(std::string_view service, std::string_view operation,
                                  const boost::json::object& input, const CallContext& context);

  // Calls page by page until the last one or until `on_page` returns false or an error.
  // `resume_token` is a former page's next_token. A token that repeats is the error
  // aws.repeated_token.
  Result<void> pages(std::string_view service, std::string_view operation,
                     const boost::json::object& input, const CallContext& context,
                     const std::function<Result<bool>(Page&&)>& on_page,
                     const boost::json::value& resume_token = nullptr);

  // All pages in one document: list members of the paginator's result keys appended, the rest from
  // the first page.
  Result<boost::json::value> call_all_pages(std::string_view service, std::string_view operation,
                                            const boost::json::object& input,
                                            const CallContext& context);

  // Waits for what a waiter of the service's model ("BucketExists") describes. Errors:
  // aws.waiter_failed, aws.waiter_timeout, and those of `call`.
  Result<void> wait(std::string_view service, std::string_view waiter,
                    const boost::json::object& input, const CallContext& context);

  // How far the servers' clock is ahead of ours, learned from their Date headers; zero until then.
  std::chrono::seconds clock_skew() const;
  const ClientOptions& options() const;
  // The URL that calls of this service go to, for showing where they go. Error as for `call`.
  Result<std::string> endpoint_url(std::string_view service) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sextant::aws
