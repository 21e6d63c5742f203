#include "operations/overview.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <utility>

#include "insight/answer_json.h"
#include "operations/open_lake.h"

namespace sextant::operations {
namespace {

using insight::CostAnswer;
using insight::CostComparison;
using insight::CostQuestion;
using insight::Key;
using std::chrono::days;

constexpr std::size_t kRowsMax = 50;
constexpr std::size_t kMoversMax = 20;
constexpr int kDaysShown = 35;

class Composing {
 public:
  Composing(CostQuestion base, const insight::AnswerSources& sources, Date today,
            const CallContext& call)
      : base_(std::move(base)), sources_(sources), today_(today), call_(call) {}

  Result<MonthSpans> find_spans() const {
    CostQuestion question = base_;
    question.groups = {Key::kDay};
    const Date first = first_of_month(today_);
    question.window = {{first, today_ + days(1)}, false};
    SEXTANT_TRY(const CostAnswer answer, insight::answer_costs(question, sources_, call_));
    Date end = today_;
    for (const insight::Part& part : answer.provenance.parts)
      end = std::min({end, part.days.end, date_of(part.snapshot_newest)});
    if (end <= first) return no_day_yet(first);
    const Date before = add_months(first, -1);
    // A shorter month has no more days than it has.
    return MonthSpans{{first, end}, {before, std::min(before + (end - first), first)}};
  }

  Result<CostComparison> compare(const Result<MonthSpans>& spans, std::vector<Key> groups,
                                 std::size_t limit) const {
    if (!spans) return failure(spans.error());
    CostQuestion question = base_;
    question.groups = std::move(groups);
    question.limit = limit;
    question.window = {spans->now, true};
    return insight::compare_costs(question, {spans->before, true}, sources_, call_);
  }

  Result<CostAnswer> by_day() const {
    CostQuestion question = base_;
    question.groups = {Key::kDay};
    question.window = {{today_ - days(kDaysShown - 1), today_ + days(1)}, false};
    return insight::answer_costs(question, sources_, call_);
  }

  Result<insight::ForecastAnswer> forecast() const {
    return insight::answer_forecast({base_.metric, 0, base_.asked_accounts}, sources_, call_);
  }

 private:
  std::unexpected<Error> no_day_yet(Date first) const {
    return failure(Error{
        "cost.no_day_yet",
        first == today_ ? fmt::format("today is {}, the first of the month", format_date(today_))
                        : fmt::format("the figures were read on {}", format_date(first))}
                       .with("month", format_month(first)));
  }

  const CostQuestion base_;
  const insight::AnswerSources& sources_;
  const Date today_;
  const CallContext& call_;
};

Result<CostQuestion> base_question(Context& context, const OverviewWords& words) {
  CostQuestion base;
  SEXTANT_TRY(base.metric, insight::parse_metric(words.metric));
  SEXTANT_TRY(base.asked_accounts, accounts_of(context, words.connections));
  return base;
}

}  // namespace

Result<MonthSpans> spans_of_this_month(Context& context, const OverviewWords& words,
                                       const CallContext& call) {
  SEXTANT_TRY(auto base, base_question(context, words));
  SEXTANT_TRY(const OpenLake lake, open_lake(context));
  const auto sources = sources_of(context, lake);
  return Composing(std::move(base), sources, date_of(context.outside.clock.wall()), call)
      .find_spans();
}

Result<Overview> make_overview(Context& context, const OverviewWords& words,
                               const CallContext& call) {
  SEXTANT_TRY(const auto base, base_question(context, words));
  SEXTANT_TRY(const KnownState state, open_state(context));
  const Date today = date_of(context.outside.clock.wall());
  // Each part is several statements over files of its own, so that they are asked side by side,
  // each with an engine of its own.
  const auto begin = [&](auto make) {
    using Made = decltype(make(std::declval<const Composing&>()));
    return std::async(std::launch::async, [&context, &base, &state, &call, today, make]() -> Made {
      OpenLake lake;
      lake.state = state;
      SEXTANT_TRY(lake.engine, context.engine());
      const auto sources = sources_of(context, lake);
      return make(Composing(base, sources, today, call));
    });
  };
  auto forecast = begin([](const Composing& of) { return of.forecast(); });
  auto daily = begin([](const Composing& of) { return of.by_day(); });
  const auto spans = begin([](const Composing& of) { return of.find_spans(); }).get();
  const auto compare = [&](std::vector<Key> groups, std::size_t limit) {
    return begin(
        [&spans, groups, limit](const Composing& of) { return of.compare(spans, groups, limit); });
  };
  auto movers = compare({Key::kService, Key::kAccount}, kMoversMax);
  auto by_service = compare({Key::kService}, kRowsMax);
  auto by_account = compare({Key::kAccount}, kRowsMax);
  auto month_to_date = compare({}, 0);
  Overview overview{
      today,        month_to_date.get(), forecast.get(), by_service.get(), by_account.get(),
      movers.get(), daily.get()};
  // Nobody waits for it any more: parts that were cut short are no answer that another may get.
  if (call.stop.stop_requested()) return failure("lake.cancelled", "the overview was left");
  return overview;
}

boost::json::object to_json(const Overview& overview,
                            const std::function<boost::json::object(const Error&)>& problem) {
  const auto part = [&](const auto& result) {
    return result ? insight::to_json(*result) : problem(result.error());
  };
  return {{"today", format_date(overview.today)},
          {"month_to_date", part(overview.month_to_date)},
          {"forecast", part(overview.forecast)},
          {"by_service", part(overview.by_service)},
          {"by_account", part(overview.by_account)},
          {"movers", part(overview.movers)},
          {"daily", part(overview.daily)}};
}

}  // namespace sextant::operations
