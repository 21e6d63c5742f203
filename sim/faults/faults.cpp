#include "sim/faults/faults.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value_to.hpp>
#include <limits>

#include "base/civil_time.h"
#include "sim/derive.h"

namespace sextant::sim {

namespace json = boost::json;

namespace {

// Ten years: what a clock may be wrong by.
constexpr std::int64_t kSecondsMax = std::int64_t{86'400} * 3650;

std::unexpected<Error> bad(std::string_view key, std::string_view wanted) {
  return failure("sim.bad_faults", fmt::format("\"{}\" must be {}", key, wanted));
}

Result<double> probability(std::string_view key, const json::value& value) {
  if (!value.is_number()) return bad(key, "a number from 0 to 1");
  const double number = value.to_number<double>();
  if (!(number >= 0 && number <= 1)) return bad(key, "a number from 0 to 1");
  return number;
}

Result<std::int64_t> whole(std::string_view key, const json::value& value, std::int64_t min,
                           std::int64_t max) {
  if (!value.is_int64() || value.get_int64() < min || value.get_int64() > max) {
    return bad(key, fmt::format("a whole number from {} to {}", min, max));
  }
  return value.get_int64();
}

Result<bool> boolean(std::string_view key, const json::value& value) {
  if (!value.is_bool()) return bad(key, "true or false");
  return value.get_bool();
}

Result<std::vector<std::string>> texts(std::string_view key, const json::value& value) {
  if (!value.is_array()) return bad(key, "a list of texts");
  std::vector<std::string> out;
  for (const json::value& item : value.get_array()) {
    if (!item.is_string()) return bad(key, "a list of texts");
    out.emplace_back(item.get_string());
  }
  return out;
}

Result<std::string> expiry(std::string_view key, const json::value& value) {
  if (value.is_bool()) return std::string(value.get_bool() ? "all" : "");
  if (value.is_string()) {
    const std::string text(value.get_string());
    if (text == "all" || text == "sessions" || text == "sso" || text.empty()) return text;
  }
  return bad(key, "true, false, \"all\", \"sessions\" or \"sso\"");
}

Result<std::map<std::string, WallTime>> times(std::string_view key, const json::value& value) {
  if (!value.is_object()) return bad(key, "an object of account ids and times");
  std::map<std::string, WallTime> out;
  for (const auto& [account, time] : value.get_object()) {
    if (!time.is_string()) return bad(key, "an object of account ids and times");
    SEXTANT_TRY(out[account], parse_rfc3339(std::string(time.get_string())));
  }
  return out;
}

Result<std::int64_t> refusals(std::string_view key, const json::value& value) {
  if (value.is_bool()) return value.get_bool() ? -1 : 0;
  return whole(key, value, -1, std::numeric_limits<std::int32_t>::max());
}

Result<void> read_chance(FaultPlan& plan, std::string_view key, const json::value& value,
                         bool& known) {
  if (key == "throttle") {
    SEXTANT_TRY(plan.throttle, probability(key, value));
  } else if (key == "error_5xx") {
    SEXTANT_TRY(plan.error_5xx, probability(key, value));
  } else if (key == "cut_body") {
    SEXTANT_TRY(plan.cut_body, probability(key, value));
  } else if (key == "latency_ms") {
    SEXTANT_TRY(const std::int64_t number, whole(key, value, 0, 600'000));
    plan.latency_ms = static_cast<int>(number);
  } else if (key == "services") {
    SEXTANT_TRY(plan.services, texts(key, value));
  } else if (key == "after_requests") {
    SEXTANT_TRY(const std::int64_t number, whole(key, value, 0, 1'000'000'000));
    plan.after_requests = static_cast<std::uint64_t>(number);
  } else {
    known = false;
  }
  return {};
}

Result<void> read_refusal(FaultPlan& plan, std::string_view key, const json::value& value,
                          bool& known) {
  if (key == "expired_token") {
    SEXTANT_TRY(plan.expired_token, expiry(key, value));
  } else if (key == "deny") {
    SEXTANT_TRY(plan.deny, texts(key, value));
  } else if (key == "deny_scp") {
    SEXTANT_TRY(plan.deny_scp, texts(key, value));
  } else if (key == "looping_token") {
    SEXTANT_TRY(plan.looping_token, boolean(key, value));
  } else if (key == "refuse_page_tokens") {
    SEXTANT_TRY(plan.refuse_page_tokens, refusals(key, value));
  } else if (key == "skew_s") {
    SEXTANT_TRY(const std::int64_t number, whole(key, value, -kSecondsMax, kSecondsMax));
    plan.skew_s = static_cast<int>(number);
  } else if (key == "ce_not_enabled") {
    SEXTANT_TRY(plan.ce_not_enabled, texts(key, value));
  } else if (key == "ce_enabled_at") {
    SEXTANT_TRY(plan.ce_enabled_at, times(key, value));
  } else if (key == "ce_members_denied") {
    SEXTANT_TRY(plan.ce_members_denied, boolean(key, value));
  } else if (key == "drift_after_requests") {
    SEXTANT_TRY(const std::int64_t number, whole(key, value, 0, 1'000'000'000));
    plan.drift_after_requests = static_cast<std::uint64_t>(number);
  } else if (key == "page_rows") {
    SEXTANT_TRY(const std::int64_t number, whole(key, value, 1, 1'000'000));
    plan.page_rows = static_cast<int>(number);
  } else {
    known = false;
  }
  return {};
}

}  // namespace

Result<FaultPlan> parse_fault_plan(const json::value& value) {
  if (!value.is_object()) return failure("sim.bad_faults", "a JSON object is wanted");
  FaultPlan plan;
  for (const auto& [key, item] : value.get_object()) {
    bool is_chance = true;
    SEXTANT_TRY_VOID(read_chance(plan, key, item, is_chance));
    if (is_chance) continue;
    bool is_refusal = true;
    SEXTANT_TRY_VOID(read_refusal(plan, key, item, is_refusal));
    if (!is_refusal) {
      return failure("sim.bad_faults", fmt::format("unknown key \"{}\"", std::string(key)));
    }
  }
  return plan;
}

void Faults::set(FaultPlan plan) {
  const std::lock_guard lock(mutex_);
  refusals_left_ = plan.refuse_page_tokens;
  drawn_since_set_ = 0;
  active_since_.reset();
  plan_ = std::make_shared<const FaultPlan>(std::move(plan));
}

std::shared_ptr<const FaultPlan> Faults::plan() const {
  const std::lock_guard lock(mutex_);
  return plan_;
}

std::shared_ptr<const FaultPlan> Faults::active_plan() const {
  const std::lock_guard lock(mutex_);
  return active_since_ ? plan_ : std::make_shared<const FaultPlan>();
}

int Faults::page_rows() const {
  const std::lock_guard lock(mutex_);
  return plan_->page_rows.value_or(page_rows_);
}

Faults::Draw Faults::draw(std::string_view service, WallTime now) {
  const std::lock_guard lock(mutex_);
  const FaultPlan& plan = *plan_;
  const std::uint64_t number = drawn_++;
  Draw out;
  out.is_active = drawn_since_set_++ >= plan.after_requests;
  if (out.is_active && !active_since_) active_since_ = now;
  const bool concerned =
      plan.services.empty() || std::ranges::find(plan.services, service) != plan.services.end();
  if (!out.is_active || !concerned) return out;
  const auto hits = [&](std::string_view what, double chance) {
    if (chance <= 0) return false;
    const std::uint64_t bits = derive_number(seed_, fmt::format("fault/{}/{}", what, number));
    return static_cast<double>(bits >> 11U) / 9007199254740992.0 < chance;
  };
  out.latency_ms = plan.latency_ms;
  out.throttle = hits("throttle", plan.throttle);
  out.error_5xx = hits("5xx", plan.error_5xx);
  out.cut_body = hits("cut", plan.cut_body);
  return out;
}

bool Faults::has_expired(Issued what, WallTime issued) const {
  const std::lock_guard lock(mutex_);
  if (!active_since_ || issued > *active_since_) return false;
  const std::string& kind = plan_->expired_token;
  switch (what) {
    case Issued::kSession:
      return kind == "all" || kind == "sessions";
    case Issued::kSsoToken:
      return kind == "all" || kind == "sso";
    case Issued::kRefreshToken:
      return kind == "all";
  }
  return false;
}

bool Faults::take_token_refusal() {
  const std::lock_guard lock(mutex_);
  if (drawn_since_set_ <= plan_->after_requests || refusals_left_ == 0) return false;
  if (refusals_left_ > 0) --refusals_left_;
  return true;
}

}  // namespace sextant::sim
