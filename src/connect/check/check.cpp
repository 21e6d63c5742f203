#include "connect/check/check.h"

#include <fmt/format.h>

#include <future>
#include <mutex>

#include "connect/check/access_steps.h"
#include "connect/check/confused_deputy.h"
#include "connect/check/cost_explorer.h"
#include "connect/check/permission_steps.h"
#include "connect/check/principal_policies.h"
#include "connect/check/write_step.h"
#include "connect/json_access.h"

namespace sextant::connect {
namespace {

using Simulated = std::map<std::string, SimulatedAction>;

// The account's place in an organization.
struct Kind {
  CheckStep step;
  std::string kind;
  std::string organization_id;
  std::string payer_id;
};

Kind look_up_kind(Api& api, const std::string& account_id, const CallContext& context) {
  Kind out;
  out.step.id = "account_kind";
  out.step.title = "Payer, member or standalone";
  out.step.evidence = Evidence::kProved;
  const auto answer = api.call("organizations", "DescribeOrganization", {}, context);
  if (answer) {
    out.organization_id = text_at(*answer, {"Organization", "Id"});
    out.payer_id = text_at(*answer, {"Organization", "MasterAccountId"});
    out.kind = out.payer_id == account_id ? "payer" : "member";
    out.step.said =
        out.kind == "payer"
            ? fmt::format("Payer: management account of organization {}", out.organization_id)
            : fmt::format("Member of organization {}, whose management account is {}",
                          out.organization_id, out.payer_id);
    if (out.kind == "member") {
      out.step.details.emplace_back(
          "Costs are the member's view: the payer's may differ by shared discounts. Connect the "
          "payer to cover every member.");
    }
  } else if (outcome_of(answer.error()) == Outcome::kNotEnabled) {
    out.kind = "standalone";
    out.step.said = "Standalone: the account is in no organization";
  } else {
    out.step.status = StepStatus::kNotTested;
    out.step.evidence = Evidence::kNotTested;
    out.step.counts = false;  // the permission's own step tells what is missing
    out.step.said = "Not known: " + words_of(answer.error());
  }
  return out;
}

class CheckRun {
 public:
  CheckRun(const CheckSetting& setting, const CheckRequest& request, const CheckObserver& observer,
           const CallContext& context)
      : setting_(setting), request_(request), observer_(observer), context_(context) {}

  CheckReport run() {
    const SteadyTime start = setting_.clock.steady();
    report_.connection = request_.connection.name;
    report_.started_at = setting_.clock.wall();
    if (gain_access()) look_around();
    report_.elapsed = since(start);
    return std::move(report_);
  }

 private:
  std::chrono::milliseconds since(SteadyTime start) const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(setting_.clock.steady() - start);
  }

  // Whether what depends on the step can be looked at.
  bool tell(CheckStep step) {
    const bool failed = step.status == StepStatus::kFailed || step.status == StepStatus::kNotTested;
    report_.steps.push_back(std::move(step));
    const std::lock_guard lock(observer_mutex_);
    if (observer_.on_step) observer_.on_step(report_.steps.back());
    return !failed;
  }

  template <typename Step>
  bool take(Step&& make) {
    const SteadyTime start = setting_.clock.steady();
    CheckStep step = make();
    step.elapsed = since(start);
    return tell(std::move(step));
  }

  // Runs `work` on a thread of its own.
  template <typename Work>
  auto begin(Work&& work) {
    return std::async(std::launch::async, std::forward<Work>(work));
  }

  bool is_role() const { return request_.connection.method == Method::kRole; }

  bool gain_access() {
    const Connection& connection = request_.connection;
    if (!take([&] { return form_step(setting_, connection); })) return false;
    if (!take([&] { return credentials_step(setting_, connection, access_, context_); }))
      return false;
    if (is_role()) {
      if (!take([&] { return base_identity_step(setting_, connection, access_, context_); }))
        return false;
      if (!take([&] { return assume_role_step(setting_, request_, access_, context_); }))
        return false;
    }
    return take([&] { return identity_step(setting_, connection, access_, report_, context_); });
  }

  CheckStep trust() {
    return test_role_trust(
        {*access_.base, setting_.clock, setting_.random, request_.connection.name,
         request_.connection.role_arn, request_.connection.external_id, setting_.trust_retest_after,
         [this](const std::string& text) {
           const std::lock_guard lock(observer_mutex_);
           if (observer_.on_wait) observer_.on_wait(text);
         }},
        context_);
  }

  // What AWS's simulator says, else what the policies say.
  Simulated simulate_all(const PrincipalPolicies& policies) {
    std::vector<std::string> actions = needed_actions(*access_.principal, setting_.actions);
    Simulated read = judge_by_policies(policies, actions);
    if (policies.source_arn.empty()) return read;
    const auto& writes = sample_write_actions();
    actions.insert(actions.end(), writes.begin(), writes.end());
    auto out = simulate(*access_.reader, policies.source_arn, actions, "", context_);
    return out ? std::move(*out) : std::move(read);
  }

  // Free calls that prove what nothing else has shown.
  void probe(const std::string& kind) {
    for (const Purpose& purpose : purposes()) {
      if (purpose.held_by != HeldBy::kReader) continue;
      for (const NeededOperation& operation : purpose.operations) {
        if (!operation.probe || operation.is_paid ||
            !is_needed(operation, *access_.principal, kind))
          continue;
        (void)access_.reader->call(operation.service, operation.operation, *operation.probe,
                                   context_);
      }
    }
  }

  CostExplorerFinding ask_cost_explorer(const Kind& kind) {
    CostExplorerFinding out;
    out.step.id = "cost_explorer";
    out.step.title = "Cost Explorer";
    if (!request_.may_pay) {
      out.step.status = StepStatus::kSkipped;
      out.step.said = "Left out: it would have cost 0.01 USD";
      return out;
    }
    ApiOptions options;
    options.attempts_max = 1;  // one paid call is one attempt
    options.before_attempt = [this](std::string_view service, std::string_view operation,
                                    int) -> Result<void> {
      return setting_.before_paid_call
                 ? setting_.before_paid_call(report_.account_id, service, operation)
                 : Result<void>();
    };
    auto api = setting_.cloud.open(request_.connection.identity(), options);
    if (!api) {
      describe_error(out.step, api.error());
      out.step.status = StepStatus::kNotTested;
      return out;
    }
    report_.paid_calls = 1;
    CostExplorerQuestion question{
        request_.connection.name, kind.kind, kind.payer_id, date_of(setting_.clock.wall()), {}};
    if (const auto actions = setting_.actions("ce", "GetCostAndUsage")) question.actions = *actions;
    const SteadyTime start = setting_.clock.steady();
    out = check_cost_explorer(**api, question, context_);
    access_.reader->note("ce", "GetCostAndUsage", out.answer, since(start));
    return out;
  }

  template <typename Finding>
  Finding timed(const std::function<Finding()>& work) {
    const SteadyTime start = setting_.clock.steady();
    Finding out = work();
    out.step.elapsed = since(start);
    return out;
  }

  // What does not depend on one another runs at once; results are told in the order of a report.
  void look_around() {
    const CallContext& context = context_;
    const Principal& principal = *access_.principal;
    auto policies = begin([&] {
      auto read = read_policies(*access_.reader, principal, context);
      auto simulated = simulate_all(read);
      return std::pair(std::move(read), std::move(simulated));
    });
    std::future<CheckStep> trust_step;
    if (is_role()) trust_step = begin([&] { return trust(); });

    const Kind kind =
        timed<Kind>([&] { return look_up_kind(*access_.reader, report_.account_id, context); });
    report_.account_kind = kind.kind;
    report_.organization_id = kind.organization_id;
    report_.payer_id = kind.payer_id;
    auto cost_explorer =
        begin([&] { return timed<CostExplorerFinding>([&] { return ask_cost_explorer(kind); }); });
    auto probes = begin([&] { probe(kind.kind); });

    if (is_role()) tell(trust_step.get());
    tell(kind.step);
    probes.get();
    auto costs = cost_explorer.get();
    const auto [read, simulated] = policies.get();
    tell_permissions(simulated);
    report_.costs_until = costs.costs_until;
    tell(std::move(costs.step));
    auto write = judge_write_access(principal, read, simulated);
    report_.write_access = write.access;
    tell(std::move(write.step));
  }

  void tell_permissions(const Simulated& simulated) {
    const PermissionSources sources{*access_.reader, request_.past, simulated, setting_.actions};
    for (const Purpose& purpose : purposes()) {
      if (purpose.held_by != HeldBy::kReader) continue;
      tell(permission_step(purpose, *access_.principal, report_.account_kind, sources));
    }
  }

  const CheckSetting& setting_;
  const CheckRequest& request_;
  const CheckObserver& observer_;
  const CallContext& context_;
  CheckReport report_;
  Access access_;
  std::mutex observer_mutex_;
};

}  // namespace

CheckReport run_check(const CheckSetting& setting, const CheckRequest& request,
                      const CheckObserver& observer, const CallContext& context) {
  return CheckRun(setting, request, observer, context).run();
}

}  // namespace sextant::connect
