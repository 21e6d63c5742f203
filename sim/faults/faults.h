#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace sextant::sim {

// What goes wrong, as told by flags or by POST /_sim/faults. Probabilities are in [0, 1].
struct FaultPlan {
  // Probabilities, latency and `services` concern requests to AWS services, never the control API.
  double throttle = 0;
  double error_5xx = 0;
  double cut_body = 0;
  int latency_ms = 0;
  std::vector<std::string> services;  // which services the above concern; empty: all
  std::uint64_t after_requests = 0;   // all faults that concern requests begin after so many
  // What was issued before the plan was set counts as expired: "all" (sessions, SSO tokens and
  // their refresh tokens), "sessions", "sso" (access tokens, which may be refreshed); "" for
  // nothing.
  std::string expired_token;
  std::vector<std::string> deny;        // IAM actions, with * and ?, that no policy allows
  std::vector<std::string> deny_scp;    // denied by a service control policy
  bool looping_token = false;           // a page asked for by token names that token as its next
  std::int64_t refuse_page_tokens = 0;  // so many requests with a page token are refused; -1: all
  int skew_s = 0;                       // added to the cloud's clock
  std::vector<std::string> ce_not_enabled;  // account ids
  bool ce_members_denied = false;           // payers have not opened Cost Explorer to their members
  std::uint64_t drift_after_requests = 0;   // after so many answers the figures are drawn up anew
  std::map<std::string, WallTime>
      ce_enabled_at;             // account id -> when Cost Explorer was switched on
  std::optional<int> page_rows;  // overrides --page-rows
};

// Reads the JSON of the control API. Error: sim.bad_faults, with what is wrong.
Result<FaultPlan> parse_fault_plan(const boost::json::value& json);

// The plan that is in force, and the dice. Thread-safe.
class Faults {
 public:
  explicit Faults(std::uint64_t seed, int page_rows) : seed_(seed), page_rows_(page_rows) {}

  void set(FaultPlan plan);
  std::shared_ptr<const FaultPlan> plan() const;
  // The plan once its `after_requests` have passed, before that one without faults.
  std::shared_ptr<const FaultPlan> active_plan() const;
  // How many rows or items a page holds at most.
  int page_rows() const;

  // Which of the faults by chance hit the next request to this service, in the order drawn.
  struct Draw {
    bool throttle = false;
    bool error_5xx = false;
    bool cut_body = false;
    int latency_ms = 0;
    bool is_active = false;  // whether `after_requests` have passed
  };
  Draw draw(std::string_view service, WallTime now);
  // What `FaultPlan::expired_token` is about.
  enum class Issued { kSession, kSsoToken, kRefreshToken };
  // Whether what was issued at that time counts as expired because of the plan.
  bool has_expired(Issued what, WallTime issued) const;
  // Whether a request with a page token is to be refused; counts down.
  bool take_token_refusal();

 private:
  const std::uint64_t seed_;
  const int page_rows_;
  mutable std::mutex mutex_;
  std::shared_ptr<const FaultPlan> plan_ = std::make_shared<FaultPlan>();  // guarded, as all below
  std::uint64_t drawn_ = 0;
  std::uint64_t drawn_since_set_ = 0;
  std::int64_t refusals_left_ = 0;
  std::optional<WallTime> active_since_;
};

}  // namespace sextant::sim
