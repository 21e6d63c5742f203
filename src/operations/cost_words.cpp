#include "operations/cost_words.h"

#include <algorithm>

#include "base/text.h"
#include "operations/open_lake.h"
#include "operations/pull_price.h"

namespace sextant::operations {
namespace {

using insight::Key;

Result<std::vector<Key>> read_groups(const std::vector<std::string>& words) {
  if (words.empty()) return std::vector{Key::kService};
  std::vector<Key> groups;
  bool wants_total = false;
  for (const std::string& word : words) {
    // "--by service,month" is what many type.
    for (const std::string& name : split(word, ',')) {
      wants_total = wants_total || name == "total";
      if (name == "total") continue;
      SEXTANT_TRY(const Key key, insight::parse_key(trim(name)));
      if (std::ranges::find(groups, key) == groups.end()) groups.push_back(key);
    }
  }
  if (wants_total && !groups.empty()) return failure("usage.cost", "--by total stands alone");
  return groups;
}

}  // namespace

Result<insight::CostQuestion> read_question(Context& context, const CostWords& words) {
  insight::CostQuestion question;
  SEXTANT_TRY(question.groups, read_groups(words.by));
  SEXTANT_TRY(question.window,
              insight::parse_window(words.window, date_of(context.outside.clock.wall())));
  SEXTANT_TRY(question.metric, insight::parse_metric(words.metric));
  std::vector<std::string> where = words.where;
  for (const std::string& account : words.accounts) where.push_back("account=" + account);
  SEXTANT_TRY(question.filters, insight::parse_filters(where));
  SEXTANT_TRY(question.asked_accounts, accounts_of(context, words.connections));
  question.limit = words.limit;
  return question;
}

Result<AnsweredCosts> ask_costs(Context& context, const CostWords& words, const CallContext& call) {
  SEXTANT_TRY(auto question, read_question(context, words));
  SEXTANT_TRY(const OpenLake lake, open_lake(context));
  auto answer = insight::answer_costs(question, sources_of(context, lake), call);
  if (!answer) return failure(with_price(context, lake, std::move(answer).error(), call));
  return AnsweredCosts{std::move(question), *std::move(answer)};
}

Result<ComparedCosts> compare_costs(Context& context, const CompareWords& words,
                                    const CallContext& call) {
  SEXTANT_TRY(auto question, read_question(context, words));
  SEXTANT_TRY(const auto before,
              insight::parse_window(words.before, date_of(context.outside.clock.wall())));
  SEXTANT_TRY(const OpenLake lake, open_lake(context));
  auto comparison = insight::compare_costs(question, before, sources_of(context, lake), call);
  if (!comparison) return failure(with_price(context, lake, std::move(comparison).error(), call));
  return ComparedCosts{std::move(question), *std::move(comparison)};
}

Result<KeyValues> list_values(Context& context, const std::string& key, const CallContext& call) {
  KeyValues out;
  SEXTANT_TRY(out.key, insight::parse_key(key));
  if (insight::is_time(out.key)) return failure("cost.bad_filter", key + " is no key of a filter");
  SEXTANT_TRY(const OpenLake lake, open_lake(context));
  SEXTANT_TRY(out.values, insight::list_cost_values(out.key, sources_of(context, lake), call));
  return out;
}

Result<insight::ForecastAnswer> ask_forecast(Context& context, const ForecastWords& words,
                                             const CallContext& call) {
  insight::ForecastQuestion question;
  SEXTANT_TRY(question.metric, insight::parse_metric(words.metric));
  SEXTANT_TRY(question.asked_accounts, accounts_of(context, words.connections));
  question.months_max = words.months;
  SEXTANT_TRY(const OpenLake lake, open_lake(context));
  return insight::answer_forecast(question, sources_of(context, lake), call);
}

}  // namespace sextant::operations
