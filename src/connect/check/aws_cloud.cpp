#include <algorithm>
#include <atomic>
#include <type_traits>

#include "connect/check/api.h"

namespace sextant::connect {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kWaitFirst{500};
constexpr milliseconds kWaitMax{4'000};

class AwsApi final : public Api {
 public:
  AwsApi(const aws::Outside& outside, const ApiOptions& options,
         std::shared_ptr<aws::CredentialsProvider> provider, aws::Client client)
      : clock_(outside.clock),
        random_(outside.random),
        patience_(options.attempts_max > 1 ? options.patience.count() : 0),
        provider_(std::move(provider)),
        client_(std::move(client)) {}

  Result<boost::json::value> call(std::string_view service, std::string_view operation,
                                  const boost::json::object& input,
                                  const CallContext& context) override {
    return patiently(context, [&] { return client_.call(service, operation, input, context); });
  }
  Result<boost::json::value> call_all_pages(std::string_view service, std::string_view operation,
                                            const boost::json::object& input,
                                            const CallContext& context) override {
    return patiently(context,
                     [&] { return client_.call_all_pages(service, operation, input, context); });
  }
  Result<aws::Credentials> credentials(const CallContext& context) override {
    return patiently(context, [&] { return provider_->get(context); });
  }
  std::chrono::seconds clock_skew() const override { return client_.clock_skew(); }
  Result<std::string> endpoint_url(std::string_view service) const override {
    return client_.endpoint_url(service);
  }

 private:
  // A check is slower where AWS throttles, and not failed: what the client has given up is tried
  // again while there is patience, which all calls share.
  template <typename Call>
  std::invoke_result_t<Call> patiently(const CallContext& context, const Call& call) {
    milliseconds longest = kWaitFirst;
    while (true) {
      const SteadyTime start = clock_.steady();
      auto result = call();
      if (result || !is_throttled(result.error())) return result;
      const milliseconds wait(static_cast<std::int64_t>(static_cast<double>(longest.count()) *
                                                        (0.5 + random_.uniform() / 2)));
      const SteadyTime until = clock_.steady() + wait;
      const auto spent = std::chrono::duration_cast<milliseconds>(until - start);
      if (until >= context.deadline || patience_.fetch_sub(spent.count()) <= spent.count() ||
          !clock_.sleep_until(until, context.stop))
        return result;
      longest = std::min(longest * 2, kWaitMax);
    }
  }

  const Clock& clock_;
  Random& random_;
  std::atomic<std::int64_t> patience_;  // milliseconds that are left
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
  return std::make_unique<AwsApi>(outside_, options, std::move(provider), std::move(client));
}

}  // namespace sextant::connect
