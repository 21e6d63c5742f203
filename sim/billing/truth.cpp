#include "sim/billing/truth.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <functional>
#include <map>

#include "base/decimal.h"
#include "base/text.h"
#include "sim/billing/validation.h"

namespace sextant::sim {

namespace {

using Keys = std::vector<std::string>;

// 10^-12 to the 10^-18 of Decimal.
constexpr Decimal::Units kUnitsOfPico = 1'000'000;

const std::map<std::string, Dimension, std::less<>>& short_names() {
  static const std::map<std::string, Dimension, std::less<>> names = {
      {"service", Dimension::kService},
      {"account", Dimension::kLinkedAccount},
      {"account_name", Dimension::kLinkedAccountName},
      {"region", Dimension::kRegion},
      {"charge_type", Dimension::kRecordType},
      {"usage_type", Dimension::kUsageType}};
  return names;
}

// How one group key is read off a line, or off a day.
struct GroupReader {
  std::function<std::string(const Ledger&, const ChargeLine&)> of_line;
  std::function<std::string(Date)> of_day;  // set where the other is not
};

GroupReader line_reader(std::function<std::string(const Ledger&, const ChargeLine&)> read) {
  return {std::move(read), nullptr};
}

Checked<GroupReader> group_reader(const std::string& name) {
  if (name == "month") return GroupReader{nullptr, format_month};
  if (name == "day") return GroupReader{nullptr, format_date};
  for (std::size_t i = 0; i < kTagKeys.size(); ++i) {
    if (name != fmt::format("tag:{}", kTagKeys[i])) continue;
    return line_reader([i](const Ledger& ledger, const ChargeLine& line) {
      return ledger.names().text(line.tags[i]);
    });
  }
  for (std::size_t i = 0; i < kCategoryNames.size(); ++i) {
    if (name != fmt::format("category:{}", kCategoryNames[i])) continue;
    return line_reader([i](const Ledger& ledger, const ChargeLine& line) {
      return ledger.names().text(line.categories[i]);
    });
  }
  const auto found = short_names().find(name);
  const auto dimension =
      found == short_names().end() ? find_dimension(name) : std::optional(found->second);
  if (!dimension) return invalid(fmt::format("no group '{}'", name));
  return line_reader([which = *dimension](const Ledger& ledger, const ChargeLine& line) {
    return std::string(ledger.text_of(line, which));
  });
}

struct Question {
  std::vector<std::string> group_names;
  std::vector<GroupReader> groups;
  Metric metric = Metric::kUnblendedCost;
  DateInterval interval{};
  std::string account;
};

Checked<Question> read_question(const Books::Reading& reading,
                                const std::map<std::string, std::string>& query) {
  const auto text = [&](const char* key) {
    const auto found = query.find(key);
    return found == query.end() ? std::string() : found->second;
  };
  Question out;
  if (const std::string group = text("group"); !group.empty()) out.group_names = split(group, ',');
  for (const std::string& name : out.group_names) {
    SEXTANT_TRY(GroupReader reader, group_reader(name));
    out.groups.push_back(std::move(reader));
  }
  if (const std::string metric = text("metric"); !metric.empty()) {
    const auto known = find_metric(metric);
    if (!known) return invalid(fmt::format("no metric '{}'", metric));
    if (is_net(*known) && !reading.ledger->has_net_metrics()) {
      return invalid(fmt::format("this bill has no metric '{}'", metric));
    }
    out.metric = *known;
  }
  out.interval = {reading.ledger->begin(), add_months(reading.fresh.today, 1)};
  for (const auto& [key, day] :
       {std::pair("from", &out.interval.start), std::pair("to", &out.interval.end)}) {
    const std::string value = text(key);
    if (value.empty()) continue;
    const auto parsed = parse_date(value);
    if (!parsed) return invalid(fmt::format("'{}' is not of the form YYYY-MM-DD", value));
    *day = *parsed;
  }
  out.account = text("account");
  return out;
}

struct Sums {
  std::map<Keys, Decimal> rows;
  Decimal total;
  std::uint64_t items = 0;
};

Result<void> add_to(Decimal& sum, Pico amount) {
  SEXTANT_TRY(sum,
              sum.plus(Decimal::from_units(static_cast<Decimal::Units>(amount) * kUnitsOfPico)));
  return {};
}

// The sum that amounts of one line are added to. Its keys change with the day at most.
class RowFinder {
 public:
  RowFinder(Sums& sums, const Question& question) : sums_(sums), question_(question) {}

  void start_line(const Ledger& ledger, const ChargeLine& line) {
    row_ = nullptr;
    keys_.clear();
    for (const GroupReader& group : question_.groups) {
      keys_.push_back(group.of_line ? group.of_line(ledger, line) : "");
    }
  }
  Decimal& row_of(Date day) {
    bool is_same = row_ != nullptr;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (!question_.groups[i].of_day) continue;
      std::string key = question_.groups[i].of_day(day);
      is_same = is_same && key == keys_[i];
      keys_[i] = std::move(key);
    }
    if (!is_same) row_ = &sums_.rows[keys_];
    return *row_;
  }

 private:
  Sums& sums_;
  const Question& question_;
  Keys keys_;
  Decimal* row_ = nullptr;
};

Result<Sums> add_up(const Books::Reading& reading, const Question& question) {
  const Ledger& ledger = *reading.ledger;
  Sums out;
  RowFinder finder(out, question);
  Amounts amounts;
  for (const ChargeLine& line : ledger.lines(reading.fresh.refreshes)) {
    if (!question.account.empty() &&
        ledger.text_of(line, Dimension::kLinkedAccount) != question.account) {
      continue;
    }
    finder.start_line(ledger, line);
    const DateInterval span = ledger.span_of(line, reading.perspective);
    for (Date day = question.interval.start; day < question.interval.end;
         day += std::chrono::days(1)) {
      if (day < span.start || day >= span.end) continue;
      if (!ledger.amounts_on(line, day, reading.fresh, amounts)) continue;
      const Pico amount = amounts[static_cast<std::size_t>(question.metric)];
      SEXTANT_TRY_VOID(add_to(finder.row_of(day), amount));
      SEXTANT_TRY_VOID(add_to(out.total, amount));
      ++out.items;
    }
  }
  return out;
}

}  // namespace

std::expected<json::value, Fault> ledger_truth(const Books& books, const ControlRequest& request) {
  const auto view = request.query.find("view");
  const bool is_default = view == request.query.end() || view->second == "payer";
  const auto reading =
      books.read(is_default ? books.world().organizations.front().payer().id : view->second);
  if (!reading) return invalid(fmt::format("no account '{}'", view->second));
  SEXTANT_TRY(const Question question, read_question(*reading, request.query));
  const Result<Sums> sums = add_up(*reading, question);
  if (!sums) return refuse("InternalFailure", sums.error().detail, 500);

  json::array rows;
  for (const auto& [keys, amount] : sums->rows) {
    json::object row;
    for (std::size_t i = 0; i < keys.size(); ++i) row[question.group_names[i]] = keys[i];
    row["amount"] = amount.to_string();
    rows.emplace_back(std::move(row));
  }
  return json::object{{"currency", reading->ledger->currency()},
                      {"metric", metric_name(question.metric)},
                      {"from", format_date(question.interval.start)},
                      {"to", format_date(question.interval.end)},
                      {"refreshes", reading->fresh.refreshes},
                      {"line_items", sums->items},
                      {"total", sums->total.to_string()},
                      {"rows", std::move(rows)}};
}

}  // namespace sextant::sim
