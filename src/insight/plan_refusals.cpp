#include "insight/plan_refusals.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "insight/why_missing.h"

namespace sextant::insight {

using std::chrono::days;

namespace {

std::unexpected<Error> not_answerable(std::string why, std::string take) {
  return failure(Error{"cost.not_answerable", std::move(why)}.with("take", std::move(take)));
}

std::string names_of(const std::vector<Key>& keys) {
  std::vector<std::string> names;
  for (const Key key : keys) names.emplace_back(name_of(key));
  return join(names, ", ");
}

// The interval without its ragged ends, as options; "" where no whole month is in it.
std::string whole_months_of(const DateInterval& asked) {
  const Date first =
      asked.start == first_of_month(asked.start) ? asked.start : add_months(asked.start, 1);
  const Date end = first_of_month(asked.end);
  return first < end ? fmt::format("--from {} --to {}", format_month(first), format_month(end))
                     : "";
}

}  // namespace

bool needs_days(const CostQuestion& question, Date today) {
  const DateInterval& asked = question.window.days;
  const bool is_to_date = asked.end > today;
  return std::ranges::find(question.groups, Key::kDay) != question.groups.end() ||
         asked.start != first_of_month(asked.start) ||
         (asked.end != first_of_month(asked.end) && !is_to_date);
}

Result<void> check_keys(const CostQuestion& question) {
  const std::vector<Key> keys = keys_needed(question);
  const auto has_keys = [&](const KeyedFace& face) { return covers(face, keys); };
  if (!std::ranges::any_of(faces(), has_keys)) {
    std::vector<std::string> pairs;
    for (const KeyedFace& face : faces()) {
      if (!face.keys.empty()) pairs.push_back(describe(face));
    }
    return not_answerable(fmt::format("no stored face has {} together", names_of(keys)),
                          fmt::format("A face with these keys. Cost Explorer groups by two at "
                                      "most, and its cuts cannot be joined without inventing "
                                      "figures; Sextant keeps {}. Ask for "
                                      "one of these pairs at a time.",
                                      join(pairs, ", ")));
  }
  const bool by_day = std::ranges::find(question.groups, Key::kDay) != question.groups.end();
  const auto has_days = [&](const KeyedFace& face) { return face.has_daily && covers(face, keys); };
  if (by_day && !std::ranges::any_of(faces(), has_days)) {
    return not_answerable(
        fmt::format("{} is kept by month, not by day", names_of(keys)),
        "Group by month instead of day, or by service and account, which are kept by day.");
  }
  return {};
}

std::unexpected<Error> lacks_metric(Metric metric) {
  return not_answerable(fmt::format("AWS gave no {} amounts for this interval", name_of(metric)),
                        "An account that has net amounts (those with negotiated discounts do). Ask "
                        "with --metric unblended or amortized, or "
                        "with billed or effective, which are the net amounts where there are any.");
}

std::unexpected<Error> lacks_days(const CostQuestion& question, const Held& held) {
  std::optional<DateInterval> have;
  for (const auto& [payer, dates] : held.control_days) {
    if (dates.empty()) continue;
    const DateInterval these{*dates.begin(), *dates.rbegin() + days(1)};
    have = have ? DateInterval{std::min(have->start, these.start), std::max(have->end, these.end)}
                : these;
  }
  const bool by_day = std::ranges::find(question.groups, Key::kDay) != question.groups.end();
  const std::string months = whole_months_of(question.window.days);
  std::string take =
      by_day ? "Days are kept of this month and last"
             : "Part of a month is answered from days, which are kept of this month and last";
  take += have ? fmt::format(", now from {} up to {}. ", format_date(have->start),
                             format_date(have->end - days(1)))
               : ", and none are held. Pull them: sextant sync. ";
  take += by_day           ? "Group by month for what lies before."
          : months.empty() ? "Ask for whole months."
                           : "Ask for whole months: " + months + ".";
  auto refused = not_answerable(
      fmt::format("not each day of {} is held by a face that has {}",
                  describe(question.window.days),
                  keys_needed(question).empty() ? "the total" : names_of(keys_needed(question))),
      std::move(take));
  const bool is_pulled = std::ranges::any_of(faces(), [&](const KeyedFace& face) {
    return face.has_daily && covers(face, keys_needed(question));
  });
  if (is_pulled && (!have || question.window.days.start >= have->start))
    return failure(std::move(refused.error()).with(std::string(kPullFact), "yes"));
  return refused;
}

std::unexpected<Error> begins_later(const DateInterval& asked, Date earliest) {
  return not_answerable(fmt::format("{} was asked, and what is held begins with {}",
                                    describe(asked), format_month(earliest)),
                        fmt::format("Costs from before {}, which Sextant has not pulled: it asks "
                                    "for the 14 months that AWS keeps by default. Ask with "
                                    "--from {} or later.",
                                    format_month(earliest), format_month(earliest)));
}

std::unexpected<Error> no_data(const Coverage& coverage, const DateInterval& asked) {
  std::vector<std::string> reasons;
  std::vector<std::string> statuses;
  for (const Missing& missing : coverage.missing) {
    statuses.push_back(missing.status);
    const std::string who = missing.name.empty()
                                ? missing.account
                                : fmt::format("{} ({})", missing.account, missing.name);
    reasons.push_back(who + ": " + missing.reason);
  }
  constexpr std::size_t kShown = 5;
  const std::size_t more = reasons.size() > kShown ? reasons.size() - kShown : 0;
  reasons.resize(reasons.size() - more);
  if (more > 0) reasons.push_back(fmt::format("and {} more", more));
  Error refused{code_of_missing(statuses),
                fmt::format("nothing is held of {}. {}", describe(asked), join(reasons, "; "))};
  // While Cost Explorer is off a sync asks and gets nothing.
  if (refused.code == "cost.explorer_off") return failure(std::move(refused));
  return failure(std::move(refused).with(std::string(kPullFact), "yes"));
}

std::unexpected<Error> nothing_held(const Held& held, const DateInterval& asked) {
  if (held.connections.empty()) return failure("connection.none", "no costs are stored either");
  const bool all_off = std::ranges::none_of(held.connections, &connect::Connection::is_on);
  Error refused{"cost.no_data",
                fmt::format("nothing is held of {}. {}", describe(asked),
                            all_off ? "All connections are switched off."
                                    : "The connections have not been checked and synced yet.")};
  if (!all_off) return failure(std::move(refused).with(std::string(kPullFact), "yes"));
  return failure(std::move(refused));
}

}  // namespace sextant::insight
