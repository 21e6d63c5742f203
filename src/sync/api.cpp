#include "sync/api.h"

#include <utility>

namespace sextant::sync {
namespace {

// The client tells of attempts on the thread that called it: so the hooks of one call find their
// way there.
thread_local const Api::Attempts* current_hooks = nullptr;

class HookScope {
 public:
  explicit HookScope(const Api::Attempts& hooks) : outer_(std::exchange(current_hooks, &hooks)) {}
  HookScope(const HookScope&) = delete;
  HookScope& operator=(const HookScope&) = delete;
  ~HookScope() { current_hooks = outer_; }

 private:
  const Api::Attempts* outer_;
};

class AwsApi final : public Api {
 public:
  AwsApi(const aws::Outside& outside, std::shared_ptr<aws::CredentialsProvider> provider,
         aws::ClientOptions options)
      : client_(outside.http, outside.clock, outside.random, std::move(provider),
                std::move(options)) {}

  Result<boost::json::value> call(std::string_view service, std::string_view operation,
                                  const boost::json::object& input, const CallContext& context,
                                  const Attempts& attempts) override {
    const HookScope scope(attempts);
    return client_.call(service, operation, input, context);
  }
  Result<void> pages(std::string_view service, std::string_view operation,
                     const boost::json::object& input, const CallContext& context,
                     const Attempts& attempts, const OnPage& on_page,
                     const boost::json::value& resume_token) override {
    const HookScope scope(attempts);
    return client_.pages(service, operation, input, context, on_page, resume_token);
  }
  std::chrono::seconds clock_skew() const override { return client_.clock_skew(); }

 private:
  aws::Client client_;
};

}  // namespace

ApiFactory aws_api_factory(const aws::Outside& outside) {
  return [outside](const connect::Connection& connection) -> Result<std::shared_ptr<Api>> {
    const aws::Identity identity = connection.identity();
    SEXTANT_TRY(auto provider, aws::make_provider(outside, identity));
    SEXTANT_TRY(auto options, aws::client_options(outside, identity));
    options.before_attempt = [](std::string_view, std::string_view, int) -> Result<void> {
      if (current_hooks == nullptr || !current_hooks->before) return {};
      return current_hooks->before();
    };
    options.on_attempt = [](const aws::Attempt& attempt) {
      if (current_hooks == nullptr || !current_hooks->after) return;
      current_hooks->after(attempt.error_code, attempt.http_status);
    };
    return std::make_shared<AwsApi>(outside, std::move(provider), std::move(options));
  };
}

}  // namespace sextant::sync
