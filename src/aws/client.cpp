#include "aws/client.h"

#include <fmt/format.h>

#include "aws/exchange.h"
#include "aws/paginator.h"
#include "aws/routing.h"
#include "aws/waiter.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

Error about(Error error, std::string_view service, std::string_view operation) {
  return std::move(error)
      .with("service", std::string(service))
      .with("operation", std::string(operation));
}

}  // namespace

class Client::Impl {
 public:
  Impl(http::Client& http, const Clock& clock, Random& random,
       std::shared_ptr<CredentialsProvider> provider, ClientOptions options)
      : engine_{http, clock, random, std::move(provider), std::move(options), nullptr} {
    engine_.lanes = engine_.options.lanes;
    if (!engine_.lanes) engine_.lanes = std::make_shared<Lanes>(clock, engine_.options.paces);
  }

  Result<json::value> call(const Service& service, const Operation& operation,
                           const json::object& input, const CallContext& context) {
    return Exchange(engine_, service, operation, input, context).run();
  }

  Engine& engine() { return engine_; }

 private:
  Engine engine_;
};

Client::Client(http::Client& http, const Clock& clock, Random& random,
               std::shared_ptr<CredentialsProvider> provider, ClientOptions options)
    : impl_(std::make_unique<Impl>(http, clock, random, std::move(provider), std::move(options))) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;

Result<json::value> Client::call(std::string_view service, std::string_view operation,
                                 const json::object& input, const CallContext& context) {
  SEXTANT_TRY(const auto loaded, load_service(service));
  SEXTANT_TRY(const Operation* found, loaded->model->operation(operation));
  return impl_->call(*loaded, *found, input, context);
}

Result<void> Client::pages(std::string_view service, std::string_view operation,
                           const json::object& input, const CallContext& context,
                           const std::function<Result<bool>(Page&&)>& on_page,
                           const json::value& resume_token) {
  SEXTANT_TRY(const auto loaded, load_service(service));
  SEXTANT_TRY(const Operation* found, loaded->model->operation(operation));
  SEXTANT_TRY(const std::optional<Paginator> paginator, Paginator::find(*loaded->model, operation));
  TokenMemory memory;
  json::object page_input = input;
  json::value token = resume_token;
  while (true) {
    if (!token.is_null()) {
      if (!paginator)
        return failure(
            about({"aws.invalid_page_token", "the operation has no pages"}, service, operation));
      if (auto fresh = memory.remember(token); !fresh)
        return failure(about(std::move(fresh).error(), service, operation));
      if (auto applied = paginator->apply(token, page_input); !applied) {
        return failure(about(std::move(applied).error(), service, operation));
      }
    }
    // Not assigned, since that would copy from one memory of JSON to another.
    SEXTANT_TRY(json::value result, impl_->call(*loaded, *found, page_input, context));
    Page page{std::move(result), nullptr};
    if (paginator) page.next_token = paginator->next_token(page.result);
    token = page.next_token;
    SEXTANT_TRY(const bool goes_on, on_page(std::move(page)));
    if (!goes_on || token.is_null()) return {};
  }
}

Result<json::value> Client::call_all_pages(std::string_view service, std::string_view operation,
                                           const json::object& input, const CallContext& context) {
  SEXTANT_TRY(const auto loaded, load_service(service));
  SEXTANT_TRY(const std::optional<Paginator> paginator, Paginator::find(*loaded->model, operation));
  json::value whole;
  bool is_first = true;
  SEXTANT_TRY_VOID(pages(service, operation, input, context, [&](Page&& page) -> Result<bool> {
    if (is_first) {
      whole = std::move(page.result);
      is_first = false;
    } else if (auto merged = paginator->merge(whole, std::move(page.result)); !merged) {
      return failure(about(std::move(merged).error(), service, operation));
    }
    return true;
  }));
  if (paginator) paginator->remove_tokens(whole);
  return whole;
}

Result<void> Client::wait(std::string_view service, std::string_view waiter,
                          const json::object& input, const CallContext& context) {
  SEXTANT_TRY(const auto loaded, load_service(service));
  const json::object* description = loaded->model->waiter(waiter);
  if (description == nullptr)
    return failure("model.malformed", fmt::format("{} has no waiter {}", service, waiter));
  SEXTANT_TRY(const Waiter parsed, Waiter::parse(*description));
  const Clock& clock = impl_->engine().clock;
  for (int asked = 0; asked < parsed.attempts_max(); ++asked) {
    auto answer = call(service, parsed.operation(), input, context);
    const auto state = parsed.judge(answer);
    if (!state) return failure(std::move(answer).error());
    if (state == Waiter::State::kSuccess) return {};
    if (state == Waiter::State::kFailure) {
      return failure(
          about({"aws.waiter_failed", answer ? std::string(waiter) : answer.error().detail},
                service, waiter));
    }
    const SteadyTime next = clock.steady() + parsed.delay();
    if (next >= context.deadline) break;
    if (!clock.sleep_until(next, context.stop)) {
      return failure(
          about({"http.cancelled", fmt::format("while waiting for {}", waiter)}, service, waiter));
    }
  }
  return failure(about({"aws.waiter_timeout", std::string(waiter)}, service, waiter));
}

std::chrono::seconds Client::clock_skew() const {
  return std::chrono::duration_cast<std::chrono::seconds>(impl_->engine().skew.offset());
}

const ClientOptions& Client::options() const {
  return impl_->engine().options;
}

Result<std::string> Client::endpoint_url(std::string_view service) const {
  SEXTANT_TRY(const auto loaded, load_service(service));
  // Any operation will do: where none has an input, the service's own endpoint is meant.
  static const Operation kNone;
  SEXTANT_TRY(const Endpoint endpoint,
              find_endpoint(options(), *loaded, kNone, {}, options().region, ""));
  return endpoint.url;
}

}  // namespace sextant::aws
