#include "connect/check/api.h"

namespace sextant::connect {
namespace {

class AwsApi final : public Api {
 public:
  AwsApi(std::shared_ptr<aws::CredentialsProvider> provider, aws::Client client)
      : provider_(std::move(provider)), client_(std::move(client)) {}

  Result<boost::json::value> call(std::string_view service, std::string_view operation,
                                  const boost::json::object& input,
                                  const CallContext& context) override {
    return client_.call(service, operation, input, context);
  }
  Result<boost::json::value> call_all_pages(std::string_view service, std::string_view operation,
                                            const boost::json::object& input,
                                            const CallContext& context) override {
    return client_.call_all_pages(service, operation, input, context);
  }
  Result<aws::Credentials> credentials(const CallContext& context) override {
    return provider_->get(context);
  }
  std::chrono::seconds clock_skew() const override { return client_.clock_skew(); }
  Result<std::string> endpoint_url(std::string_view service) const override {
    return client_.endpoint_url(service);
  }

 private:
  std::shared_ptr<aws::CredentialsProvider> provider_;
  aws::Client client_;
};

}  // namespace

Result<std::unique_ptr<Api>> AwsCloud::open(const aws::Identity& identity,
                                            const ApiOptions& options) {
  SEXTANT_TRY(auto provider, aws::make_provider(outside_, identity));
  SEXTANT_TRY(auto client_options, aws::client_options(outside_, identity));
  client_options.attempts_max = options.attempts_max;
  client_options.before_attempt = options.before_attempt;
  aws::Client client(outside_.http, outside_.clock, outside_.random, provider,
                     std::move(client_options));
  return std::make_unique<AwsApi>(std::move(provider), std::move(client));
}

}  // namespace sextant::connect
