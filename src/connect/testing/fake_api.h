#pragma once

#include <boost/json/parse.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "connect/check/api.h"

namespace sextant::connect {

// Answers calls by functions that a test gives, and refuses all others as AWS would.
class FakeApi : public Api {
 public:
  using Answer = Result<boost::json::value>;
  using Handler = std::function<Answer(const boost::json::object&)>;

  static Answer answer(const std::string& text) { return boost::json::parse(text); }
  static Answer refusal(std::string code, std::string message) {
    Error error{"aws.service_error", message};
    error.remote = RemoteFault{"", "", std::move(code), std::move(message), "req-1", 403};
    return failure(std::move(error));
  }

  void on(const std::string& service, const std::string& operation, Handler handler) {
    handlers_[service + "." + operation] = std::move(handler);
  }
  void on(const std::string& service, const std::string& operation, const std::string& text) {
    on(service, operation, [text](const boost::json::object&) { return answer(text); });
  }

  Answer call(std::string_view service, std::string_view operation,
              const boost::json::object& input, const CallContext&) override {
    const std::string key = std::string(service) + "." + std::string(operation);
    {
      const std::lock_guard lock(mutex_);
      calls_.push_back(key);
    }
    const auto found = handlers_.find(key);
    if (found == handlers_.end())
      return refusal("AccessDenied", "not authorized to perform: " + key);
    return found->second(input);
  }
  Answer call_all_pages(std::string_view service, std::string_view operation,
                        const boost::json::object& input, const CallContext& context) override {
    return call(service, operation, input, context);
  }
  Result<aws::Credentials> credentials(const CallContext&) override {
    if (credentials_error) return failure(*credentials_error);
    aws::Credentials out;
    out.access_key_id = "AKIAEXAMPLE";
    if (is_temporary) out.session_token = Secret("session-token-of-the-test");
    out.source = "shared credentials file";
    return out;
  }
  std::chrono::seconds clock_skew() const override { return skew; }
  Result<std::string> endpoint_url(std::string_view service) const override {
    return "https://" + std::string(service) + ".us-east-1.amazonaws.com";
  }

  std::vector<std::string> calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

  std::optional<Error> credentials_error;
  std::chrono::seconds skew{0};
  bool is_temporary = true;

 private:
  std::map<std::string, Handler> handlers_;  // complete before the first call
  mutable std::mutex mutex_;
  std::vector<std::string> calls_;  // guarded by mutex_
};

// Opens FakeApis by profile ("" for the default order) or role ARN.
class FakeCloud final : public Cloud {
 public:
  FakeApi& at(const std::string& key) {
    auto& api = apis_[key];
    if (!api) api = std::make_shared<FakeApi>();
    return *api;
  }

  Result<std::unique_ptr<Api>> open(const aws::Identity& identity,
                                    const ApiOptions& options) override {
    const std::string key =
        identity.role_arn.empty() ? identity.profile.value_or("") : identity.role_arn;
    const std::lock_guard lock(mutex_);
    auto& api = apis_[key];
    if (!api) api = std::make_shared<FakeApi>();
    return std::make_unique<Opened>(api, options);
  }

 private:
  // Asks before each attempt, as the real client does.
  class Opened final : public Api {
   public:
    Opened(std::shared_ptr<FakeApi> api, ApiOptions options)
        : api_(std::move(api)), options_(std::move(options)) {}
    FakeApi::Answer call(std::string_view service, std::string_view operation,
                         const boost::json::object& input, const CallContext& context) override {
      if (options_.before_attempt) SEXTANT_TRY_VOID(options_.before_attempt(service, operation, 1));
      return api_->call(service, operation, input, context);
    }
    FakeApi::Answer call_all_pages(std::string_view service, std::string_view operation,
                                   const boost::json::object& input,
                                   const CallContext& context) override {
      return call(service, operation, input, context);
    }
    Result<aws::Credentials> credentials(const CallContext& context) override {
      return api_->credentials(context);
    }
    std::chrono::seconds clock_skew() const override { return api_->clock_skew(); }
    Result<std::string> endpoint_url(std::string_view service) const override {
      return api_->endpoint_url(service);
    }

   private:
    std::shared_ptr<FakeApi> api_;
    ApiOptions options_;
  };

  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<FakeApi>> apis_;
};

}  // namespace sextant::connect
