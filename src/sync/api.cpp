#include "sync/api.h"

#include "base/log.h"

namespace sextant::sync {
namespace {

// The client asks before each attempt on the thread that called it, so this is how the hook of one
// call finds its way there.
thread_local const Api::BeforeAttempt* current_hook = nullptr;

class HookScope {
 public:
  explicit HookScope(const Api::BeforeAttempt& hook)
      : before_(std::exchange(current_hook, &hook)) {}
  HookScope(const HookScope&) = delete;
  HookScope& operator=(const HookScope&) = delete;
  ~HookScope() { current_hook = before_; }

 private:
  const Api::BeforeAttempt* before_;
};

class AwsApi final : public Api {
 public:
  AwsApi(const aws::Outside& outside, std::shared_ptr<aws::CredentialsProvider> provider,
         aws::ClientOptions options)
      : client_(outside.http, outside.clock, outside.random, std::move(provider),
                std::move(options)) {}

  Result<boost::json::value> call(std::string_view service, std::string_view operation,
                                  const boost::json::object& input, const CallContext& context,
                                  const BeforeAttempt& before) override {
    const HookScope scope(before);
    return client_.call(service, operation, input, context);
  }
  Result<void> pages(std::string_view service, std::string_view operation,
                     const boost::json::object& input, const CallContext& context,
                     const BeforeAttempt& before, const OnPage& on_page,
                     const boost::json::value& resume_token) override {
    const HookScope scope(before);
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
      if (current_hook == nullptr || !*current_hook) return {};
      return (*current_hook)();
    };
    return std::make_shared<AwsApi>(outside, std::move(provider), std::move(options));
  };
}

}  // namespace sextant::sync
