#include "connect/check/confused_deputy.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <vector>

#include "base/secret.h"
#include "connect/external_id.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

constexpr std::string_view kSessionName = "sextant-trust-probe";
constexpr int kDurationSeconds = 900;
constexpr std::string_view kDenyAll =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]})";

enum class Door { kClosed, kOpen, kUnknown };

struct Try {
  std::string name;
  std::optional<std::string> external_id;
  Door door = Door::kUnknown;
  std::string said = {};
};

// The answer of a try that got in holds credentials: they are made known to the redactor and
// forgotten.
void drop_credentials(const json::value& answer) {
  const auto* object = answer.if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains("Credentials");
  const auto* credentials = found == nullptr ? nullptr : found->if_object();
  if (credentials == nullptr) return;
  for (const std::string_view key : {"SecretAccessKey", "SessionToken"}) {
    const auto* value = credentials->if_contains(key);
    if (value != nullptr && value->is_string()) {
      const Secret known{std::string(value->get_string())};
    }
  }
}

void attempt(const RoleTrustTest& test, Try& one, const CallContext& context) {
  json::object input = {{"RoleArn", test.role_arn},
                        {"RoleSessionName", kSessionName},
                        {"DurationSeconds", kDurationSeconds},
                        {"Policy", kDenyAll}};
  if (one.external_id) input["ExternalId"] = *one.external_id;
  const auto answer = test.base.call("sts", "AssumeRole", input, context);
  one.said.clear();
  if (answer) {
    one.door = Door::kOpen;
    drop_credentials(*answer);
    return;
  }
  one.door = is_access_denied(answer.error()) ? Door::kClosed : Door::kUnknown;
  one.said = words_of(answer.error());
}

std::vector<Try> wrong_tries(const RoleTrustTest& test) {
  return {{"without an external ID", std::nullopt},
          {"with a random external ID", make_external_id(test.random)},
          {"with another suffix", with_other_suffix(test.external_id, test.random)},
          {"with upper and lower case exchanged", with_other_case(test.external_id)}};
}

bool any(const std::vector<Try>& tries, Door door) {
  return std::ranges::any_of(tries, [&](const Try& one) { return one.door == door; });
}

std::string names(const std::vector<Try>& tries, Door door) {
  std::string out;
  for (const Try& one : tries) {
    if (one.door == door) out += (out.empty() ? "" : ", ") + one.name;
  }
  return out;
}

void not_tested(CheckStep& step, std::string why) {
  step.status = StepStatus::kNotTested;
  step.code = "check.trust_not_tested";
  step.said = "Not tested, so not known to be closed: " + why;
  step.fix = "Check again: sextant check";
}

void judge(CheckStep& step, const RoleTrustTest& test, const std::vector<Try>& tries) {
  for (const Try& one : tries) {
    const std::string_view result = one.door == Door::kClosed ? "refused"
                                    : one.door == Door::kOpen ? "LET IN"
                                                              : "not tested";
    step.details.push_back(one.door == Door::kUnknown
                               ? fmt::format("{}: {} ({})", one.name, result, one.said)
                               : fmt::format("{}: {}", one.name, result));
  }
  if (any(tries, Door::kOpen)) {
    Error error{"check.trust_open", fmt::format("AWS let us in {}", names(tries, Door::kOpen))};
    const auto details = std::move(step.details);
    describe_error(
        step,
        std::move(error).with("external_id", test.external_id).with("connection", test.connection));
    step.details.insert(step.details.end(), details.begin(), details.end());
    step.status = StepStatus::kFailed;
    step.evidence = Evidence::kProved;
    step.cause_is_proven = true;
  } else if (any(tries, Door::kUnknown)) {
    not_tested(step, names(tries, Door::kUnknown));
  } else {
    step.evidence = Evidence::kProved;
    step.said = "Closed: the role can be assumed with its own external ID only";
  }
}

// Those that got in are tried once more after the wait; false where the wait was cancelled.
bool retest(const RoleTrustTest& test, std::vector<Try>& tries, const CallContext& context) {
  if (test.on_wait) {
    test.on_wait(fmt::format(
        "AWS let us in {}; IAM may still be applying a change, so this is tried again in {} s",
        names(tries, Door::kOpen), test.retest_after.count()));
  }
  const SteadyTime due = test.clock.steady() + test.retest_after;
  if (due > context.deadline || !test.clock.sleep_until(due, context.stop)) return false;
  for (Try& one : tries) {
    if (one.door == Door::kOpen) attempt(test, one, context);
  }
  return true;
}

}  // namespace

CheckStep test_role_trust(const RoleTrustTest& test, const CallContext& context) {
  CheckStep step;
  step.id = "trust";
  step.title = "Role trust";
  const SteadyTime start = test.clock.steady();
  const auto finish = [&] {
    step.elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(test.clock.steady() - start);
    return step;
  };
  Try right{"with the right external ID", test.external_id};
  attempt(test, right, context);
  if (right.door != Door::kOpen) {
    not_tested(step, "a session that may do nothing was refused even with the right external ID: " +
                         right.said);
    return finish();
  }
  std::vector<Try> tries = wrong_tries(test);
  for (Try& one : tries) attempt(test, one, context);
  if (any(tries, Door::kOpen) && !retest(test, tries, context)) {
    not_tested(step,
               "cancelled before the second try; the first got in " + names(tries, Door::kOpen));
    return finish();
  }
  judge(step, test, tries);
  return finish();
}

}  // namespace sextant::connect
