#include "insight/cost_question.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace sextant::insight {
namespace {

constexpr std::array<std::string_view, 6> kKeyNames = {"service",     "account", "region",
                                                       "charge_type", "day",     "month"};
constexpr std::array<std::string_view, 7> kMetricNames = {
    "unblended", "blended", "amortized", "net-unblended", "net-amortized", "billed", "effective"};
constexpr std::array<std::string_view, 7> kMetricColumns = {
    "x_UnblendedCost",    "x_BlendedCost", "x_AmortizedCost", "x_NetUnblendedCost",
    "x_NetAmortizedCost", "BilledCost",    "EffectiveCost"};
constexpr std::size_t kValueBytesMax = 1024;
constexpr std::size_t kValuesMax = 1000;

template <std::size_t N>
std::vector<std::string> texts(const std::array<std::string_view, N>& names) {
  return {names.begin(), names.end()};
}

// Lower case and letters alone: "NET_UNBLENDED_COST" and "NetUnblendedCost" are one.
std::string letters(std::string_view text) {
  std::string out;
  for (const char c : to_lower(text)) {
    if (c >= 'a' && c <= 'z') out += c;
  }
  return out;
}

std::string suggestion(std::string_view text, const std::vector<std::string>& names) {
  const auto near = nearest(text, names, 1);
  return near.empty() ? "" : "; did you mean " + near.front() + "?";
}

}  // namespace

std::string_view name_of(Key key) {
  return kKeyNames[static_cast<std::size_t>(key)];
}
std::string_view name_of(Metric metric) {
  return kMetricNames[static_cast<std::size_t>(metric)];
}
std::string_view column_of(Metric metric) {
  return kMetricColumns[static_cast<std::size_t>(metric)];
}

const std::vector<std::string>& key_names() {
  static const auto* names = new std::vector<std::string>(texts(kKeyNames));
  return *names;
}

const std::vector<std::string>& metric_names() {
  static const auto* names = new std::vector<std::string>(texts(kMetricNames));
  return *names;
}

Result<Key> parse_key(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Key>, 13> kWords = {
      {{"service", Key::kService},
       {"services", Key::kService},
       {"account", Key::kAccount},
       {"accounts", Key::kAccount},
       {"linkedaccount", Key::kAccount},
       {"region", Key::kRegion},
       {"regions", Key::kRegion},
       {"chargetype", Key::kChargeType},
       {"recordtype", Key::kChargeType},
       {"day", Key::kDay},
       {"daily", Key::kDay},
       {"month", Key::kMonth},
       {"monthly", Key::kMonth}}};
  const std::string word = letters(text);
  for (const auto& [name, key] : kWords) {
    if (word == name) return key;
  }
  return failure(Error{"cost.unknown_key",
                       "'" + std::string(text.substr(0, 60)) + "'" + suggestion(text, key_names())}
                     .with("keys", join(key_names(), ", ")));
}

Result<Metric> parse_metric(std::string_view text) {
  std::string word = letters(text);
  if (word.ends_with("cost")) word.resize(word.size() - 4);
  for (std::size_t i = 0; i < kMetricNames.size(); ++i) {
    if (word == letters(kMetricNames[i])) return static_cast<Metric>(i);
  }
  return failure(Error{"cost.unknown_metric", "'" + std::string(text.substr(0, 60)) + "'" +
                                                  suggestion(text, metric_names())}
                     .with("metrics", join(metric_names(), ", ")));
}

Result<std::vector<Filter>> parse_filters(const std::vector<std::string>& words) {
  std::vector<Filter> filters;
  if (words.size() > kValuesMax) return failure("cost.bad_filter", "more than 1000 filters");
  for (const std::string& text : words) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return failure("cost.bad_filter", "'" + text.substr(0, 80) + "' has no '='");
    }
    const bool is_negated = text[equals - 1] == '!';
    SEXTANT_TRY(const Key key,
                parse_key(trim(std::string_view(text).substr(0, equals - (is_negated ? 1 : 0)))));
    const std::string value(trim(std::string_view(text).substr(equals + 1)));
    if (is_time(key))
      return failure("cost.bad_filter", "days and months are chosen by --from, --to and --last");
    if (value.empty() || value.size() > kValueBytesMax) {
      return failure("cost.bad_filter",
                     "the value of '" + text.substr(0, 80) + "' is empty or too long");
    }
    const auto same = std::ranges::find_if(filters, [&](const Filter& filter) {
      return filter.key == key && filter.is_negated == is_negated;
    });
    Filter& filter =
        same != filters.end() ? *same : filters.emplace_back(Filter{key, is_negated, {}});
    if (std::ranges::find(filter.values, value) == filter.values.end())
      filter.values.push_back(value);
  }
  return filters;
}

}  // namespace sextant::insight
