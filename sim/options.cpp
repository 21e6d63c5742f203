#include "sim/options.h"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cstdio>

#include "base/civil_time.h"

namespace sextant::sim {

namespace {

constexpr const char* kExamples = R"(
Examples:
  sextant-sim --port 4599 --write-profiles /tmp/simulated
  sextant-sim --seed 7 --now 2026-10-15T12:00:00Z --accounts 500 --page-rows 100
  sextant-sim --throttle 0.3 --error-5xx 0.1 --latency-ms 50
  sextant-sim --faults '{"deny": ["ce:GetCostForecast"], "after_requests": 5}'

Point a client at it:
  export AWS_ENDPOINT_URL=http://127.0.0.1:4599
  export AWS_CONFIG_FILE=/tmp/simulated/config AWS_SHARED_CREDENTIALS_FILE=/tmp/simulated/credentials
  aws sts get-caller-identity --profile payer

Once it serves it prints one line, "sextant-sim ready http://127.0.0.1:PORT", and stops at SIGTERM or SIGINT.
)";

// Reads what the parser took as text.
Result<void> finish(Options& options, const std::string& now, const std::string& faults) {
  if (now.empty()) {
    options.world.now = SystemClock().wall();
  } else {
    SEXTANT_TRY(options.world.now, parse_rfc3339(now));
  }
  if (faults.empty()) return {};
  boost::system::error_code error;
  const boost::json::value json = boost::json::parse(faults, error);
  if (error) return failure("sim.bad_faults", "--faults is not JSON");
  SEXTANT_TRY(FaultPlan plan, parse_fault_plan(json));
  // The short flags add to what --faults says.
  if (options.faults.throttle > 0) plan.throttle = options.faults.throttle;
  if (options.faults.error_5xx > 0) plan.error_5xx = options.faults.error_5xx;
  if (options.faults.cut_body > 0) plan.cut_body = options.faults.cut_body;
  if (options.faults.latency_ms > 0) plan.latency_ms = options.faults.latency_ms;
  if (options.faults.skew_s != 0) plan.skew_s = options.faults.skew_s;
  if (!options.faults.deny.empty()) plan.deny = options.faults.deny;
  options.faults = std::move(plan);
  return {};
}

}  // namespace

namespace {

void add_billing_options(CLI::App& app, BillingOptions& billing) {
  app.add_option("--months", billing.months, "months of costs, the current one included (17)")
      ->check(CLI::Range(1, 60));
  app.add_option("--services", billing.services, "services that accounts choose from (22)")
      ->check(CLI::Range(1, 500));
  app.add_flag(
      "!--no-net-metrics", billing.has_net_metrics,
      "no organization has NetUnblendedCost and NetAmortizedCost (default: the first has)");
  app.add_option("--history-months", billing.history_months,
                 "that Cost Explorer shows: 14, or up to 38 as if opted for (14)")
      ->check(CLI::Range(14, 38));
  app.add_option("--drift", billing.drift,
                 "draw the figures up anew after each so many answers of Cost Explorer (0: never)");
}

}  // namespace

std::optional<Options> read_options(int argc, const char* const* argv, int& exit_code) {
  Options options;
  std::string now;
  std::string faults;
  CLI::App app("A simulated AWS organization on loopback, for demonstrations and tests.",
               "sextant-sim");
  app.footer(kExamples);
  app.add_option("--port", options.port, "port on 127.0.0.1; 0 takes a free one")
      ->check(CLI::Range(0, 65535));
  app.add_option("--seed", options.world.seed,
                 "draws everything: accounts, keys, costs (default 7)");
  app.add_option("--now", now,
                 "its time at the start, RFC 3339; runs on from there (default: the machine's)");
  app.add_option("--accounts", options.world.members, "members of each organization (default 12)")
      ->check(CLI::Range(1, 5000));
  app.add_option("--organizations", options.world.organizations,
                 "1 or 2; the second has profiles payer2 and member2")
      ->check(CLI::Range(1, 2));
  app.add_option("--second-currency", options.world.second_currency,
                 "of the second organization (default EUR)");
  app.add_flag("--plain-names", options.world.plain_names,
               "give no account a hostile name (by default three have one)");
  app.add_option("--page-rows", options.page_rows, "rows or items of a page at most (default 1000)")
      ->check(CLI::Range(1, 1'000'000));
  add_billing_options(app, options.billing);
  app.add_option("--write-profiles", options.profiles_folder,
                 "folder for config, credentials and identities.json");
  app.add_option("--device-interval-s", options.device_interval_s,
                 "how often a device sign-in may ask (default 1; AWS: 5)")
      ->check(CLI::Range(1, 60));
  app.add_option("--throttle", options.faults.throttle, "part of requests to be throttled, 0 to 1")
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--error-5xx", options.faults.error_5xx, "part of requests to fail with 5xx")
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--cut-body", options.faults.cut_body, "part of answers to be cut off")
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--latency-ms", options.faults.latency_ms, "wait before each answer")
      ->check(CLI::Range(0, 600'000));
  app.add_option("--skew-s", options.faults.skew_s, "seconds by which its clock is wrong");
  app.add_option("--deny", options.faults.deny,
                 "IAM actions that no policy allows, such as ce:GetCostAndUsage");
  app.add_option("--faults", faults, "faults as JSON, as for POST /_sim/faults");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exit_code = app.exit(error) == 0 ? 0 : 2;
    return std::nullopt;
  }
  if (const Result<void> done = finish(options, now, faults); !done) {
    std::fprintf(stderr, "sextant-sim: %s\n", done.error().detail.c_str());
    exit_code = 2;
    return std::nullopt;
  }
  return options;
}

}  // namespace sextant::sim
