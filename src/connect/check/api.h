#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "aws/access.h"
#include "base/call_context.h"
#include "base/result.h"

namespace sextant::connect {

// AWS's APIs as one identity sees them; tests pass one that answers by itself. Thread-safe.
class Api {
 public:
  virtual ~Api() = default;
  virtual Result<boost::json::value> call(std::string_view service, std::string_view operation,
                                          const boost::json::object& input,
                                          const CallContext& context) = 0;
  virtual Result<boost::json::value> call_all_pages(std::string_view service,
                                                    std::string_view operation,
                                                    const boost::json::object& input,
                                                    const CallContext& context) = 0;
  // What requests are signed with; fetched if need be.
  virtual Result<aws::Credentials> credentials(const CallContext& context) = 0;
  virtual std::chrono::seconds clock_skew() const = 0;
  // Where calls of a service go.
  virtual Result<std::string> endpoint_url(std::string_view service) const = 0;
};

struct ApiOptions {
  int attempts_max = 3;
  // How long calls that AWS throttles go on being tried, in all. Not where there is one attempt.
  std::chrono::milliseconds patience = std::chrono::seconds(30);
  // See aws::ClientOptions.
  std::function<Result<void>(std::string_view service, std::string_view operation, int attempt)>
      before_attempt;
};

// Opens an Api for an identity. Thread-safe.
class Cloud {
 public:
  virtual ~Cloud() = default;
  virtual Result<std::unique_ptr<Api>> open(const aws::Identity& identity,
                                            const ApiOptions& options) = 0;
};

// The real one.
class AwsCloud final : public Cloud {
 public:
  explicit AwsCloud(const aws::Outside& outside) : outside_(outside) {}
  Result<std::unique_ptr<Api>> open(const aws::Identity& identity,
                                    const ApiOptions& options) override;

 private:
  aws::Outside outside_;
};

// What a call said about a permission.
enum class Outcome { kUnknown, kAllowed, kDenied, kNotEnabled };
// How it is known: by doing it, by asking AWS's policy simulator, from the last sync, or not at
// all.
enum class Evidence { kNotTested, kProved, kSimulated };

struct Observation {
  Outcome outcome = Outcome::kUnknown;
  Evidence evidence = Evidence::kNotTested;
  std::string said;  // the service's own words, "" on success
  std::chrono::milliseconds elapsed{0};
};

// What the outcome of a call proves. A refusal of anything but the right to call proves nothing,
// but for errors that say that the call got past authorization ("no such policy").
Outcome outcome_of(const Error& error);
bool is_access_denied(const Error& error);
bool is_throttled(const Error& error);
bool is_cost_explorer_off(const Error& error);
// Service's message, or ours.
std::string words_of(const Error& error);

// Passes calls on and remembers what each operation's outcome proved. A success beats a refusal,
// since policies may allow a call for one resource only. Thread-safe.
class ObservingApi final : public Api {
 public:
  ObservingApi(std::unique_ptr<Api> inner, const Clock& clock)
      : inner_(std::move(inner)), clock_(clock) {}
  Result<boost::json::value> call(std::string_view service, std::string_view operation,
                                  const boost::json::object& input,
                                  const CallContext& context) override;
  Result<boost::json::value> call_all_pages(std::string_view service, std::string_view operation,
                                            const boost::json::object& input,
                                            const CallContext& context) override;
  Result<aws::Credentials> credentials(const CallContext& context) override {
    return inner_->credentials(context);
  }
  std::chrono::seconds clock_skew() const override { return inner_->clock_skew(); }
  Result<std::string> endpoint_url(std::string_view service) const override {
    return inner_->endpoint_url(service);
  }

  std::optional<Observation> seen(std::string_view service, std::string_view operation) const;
  // Notes what another Api of the same identity saw.
  void note(std::string_view service, std::string_view operation,
            const Result<boost::json::value>& result, std::chrono::milliseconds elapsed);

 private:
  std::unique_ptr<Api> inner_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Observation, std::less<>>
      seen_;  // by "service.Operation"; guarded by mutex_
};

}  // namespace sextant::connect
