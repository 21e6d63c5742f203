#include "assistant/prompts.h"

#include <fmt/format.h>

#include "assistant/arguments.h"
#include "assistant/bounds.h"

namespace sextant::assistant {

namespace json = boost::json;

namespace {

mcp::PromptOutcome say(std::string description, std::string_view text) {
  json::object message = {{"role", "user"}, {"content", mcp::text_block(text)}};
  return mcp::PromptResult{std::move(description), {std::move(message)}};
}

// An argument as data in a sentence: quoted, on one line, and short.
std::string quoted(const json::object& arguments, std::string_view name,
                   std::string_view otherwise) {
  std::string text = mcp::clipped(text_of(arguments, name), 100);
  for (char& c : text)
    if (c == '\n' || c == '\r' || c == '"') c = ' ';
  json::value shown(text.empty() ? std::string(otherwise) : text);
  make_visible(shown);
  return fmt::format("\"{}\"", std::string_view(shown.as_string()));
}

mcp::PromptOutcome monthly_review(mcp::Call&, const json::object& arguments) {
  const std::string month = quoted(arguments, "month", "last-month");
  return say(
      "A review of one month's costs",
      fmt::format(
          "Review the cloud costs of the period {0}.\n"
          "1. data_coverage: is the period whole, and how old are the figures?\n"
          "2. query_costs, period {0}, group_by [\"service\"], limit 10; then by account.\n"
          "3. compare_costs, period {0}: the biggest contributors to the change; for the two "
          "largest, again with a filter on the service and group_by [\"account\"].\n"
          "4. query_costs, period {0}, group_by [\"charge_type\"]: credits, refunds, taxes.\n"
          "5. forecast_costs: where this month is heading.\n"
          "Write one page: the total and its change, what drove it, what is unusual, what "
          "deserves a look. Give each amount with its currency, and say what is estimated or "
          "missing.",
          month));
}

mcp::PromptOutcome explain_change(mcp::Call&, const json::object& arguments) {
  return say(
      "Why costs changed",
      fmt::format(
          "Explain why the cloud costs of {} differ from those of {}.\n"
          "Call compare_costs for the two by service, then by account, then by region. For the "
          "services that stand out, filter on them and go one step deeper; look at their days "
          "with query_costs and group_by [\"day\"] to see whether it was a jump or a drift. "
          "Check with group_by [\"charge_type\"] that it is no credit, refund or purchase. Say "
          "what is shown by the figures and what is only likely, and what to look at next.",
          quoted(arguments, "period", "this-month"), quoted(arguments, "compare_to", "previous")));
}

mcp::PromptOutcome onboarding(mcp::Call&, const json::object&) {
  return say(
      "Help with connecting a cloud account",
      "Help me connect AWS accounts to Sextant. Call list_cloud_accounts first and tell me "
      "what is connected and what is amber or red. If nothing is connected: ask whether I "
      "sign in with IAM Identity Center (SSO), have keys in a profile, or want a role with an "
      "external ID, and give me the commands: `sextant profiles` shows what is found here, "
      "`sextant sso login`, `sextant connect aws --profile NAME`, `sextant connect aws "
      "--role`; `sextant policy aws` prints the least policy. In an organization the payer "
      "(management) account comes first, since it sees the costs of all. For a connection "
      "with trouble call check_connection and explain its fix. Never ask me for a key, a "
      "token or a password.");
}

}  // namespace

void add_prompts(mcp::Registry& registry) {
  registry.add(
      mcp::Prompt{"monthly_review",
                  "Monthly review",
                  "Reviews one month's costs: what was spent, what changed, what to look at.",
                  {{"month", "The month, such as 2026-09; left out: last month.", false}},
                  monthly_review});
  registry.add(mcp::Prompt{
      "explain_change",
      "Explain a change",
      "Explains why one period cost more or less than another.",
      {{"period", "The later period, such as 2026-09; left out: this month so far.", false},
       {"compare_to", "The earlier one; left out: the one before.", false}},
      explain_change});
  registry.add(mcp::Prompt{"onboarding_help",
                           "Help with connecting",
                           "Helps to connect AWS accounts and to mend connections.",
                           {},
                           onboarding});
}

}  // namespace sextant::assistant
