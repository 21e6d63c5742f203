#include "cli/cost_footnotes.h"

#include <fmt/format.h>

#include "base/text.h"
#include "insight/answer_json.h"

namespace sextant::cli {
namespace {

using insight::CostAnswer;
using insight::Provenance;

constexpr std::size_t kShown = 10;  // of sources and of gaps; JSON has them all

std::string when(const Provenance& from) {
  std::string text = "read " + describe_age(from.age_newest) + " ago";
  if (from.age - from.age_newest > std::chrono::hours(1))
    text += ", older months up to " + describe_age(from.age) + " ago";
  return text;
}

void add_coverage(const insight::Coverage& coverage,
                  std::vector<std::pair<std::string, Tone>>& lines) {
  const bool complete = coverage.is_complete();
  lines.emplace_back((complete ? "Coverage: " : "Incomplete: ") + insight::describe(coverage),
                     complete ? Tone::kDim : Tone::kWarning);
  for (std::size_t i = 0; i < coverage.missing.size() && i < kShown; ++i) {
    const insight::Missing& gap = coverage.missing[i];
    const std::string who =
        gap.name.empty() ? gap.account : fmt::format("{} ({})", gap.account, gap.name);
    lines.emplace_back(
        fmt::format("  missing: {}, {}: {}", who, insight::describe(gap.days), gap.reason),
        Tone::kWarning);
  }
  if (coverage.missing.size() > kShown) {
    lines.emplace_back(
        fmt::format("  and {} more; --format json lists all", coverage.missing.size() - kShown),
        Tone::kWarning);
  }
  for (const insight::LeftOut& one : coverage.left_out) {
    lines.emplace_back(fmt::format("Not counted: {}{}: {}", one.account,
                                   one.name.empty() ? "" : " (" + one.name + ")", one.reason),
                       Tone::kDim);
  }
}

}  // namespace

std::string cost_footnotes(const CostAnswer& answer, const TextStyle& style) {
  return cost_footnotes(answer.provenance, !answer.rows.empty(), style);
}

std::string cost_footnotes(const Provenance& from, bool has_rows, const TextStyle& style) {
  std::vector<std::pair<std::string, Tone>> lines;
  std::string charges = from.charge_types.empty()
                            ? "all charge types (usage, tax, credits, refunds, fees, ...)"
                            : "charge types " + join(from.charge_types, ", ");
  lines.emplace_back(
      fmt::format("{}, {}, {}", insight::name_of(from.metric),
                  from.currencies.empty() ? "no currency" : join(from.currencies, " and "),
                  charges),
      Tone::kDim);
  for (const insight::Filter& filter : from.filters)
    lines.emplace_back("Only where " + insight::describe(filter), Tone::kDim);
  if (from.estimated_since) {
    lines.emplace_back(fmt::format("Estimated from {} on: AWS may still change these figures",
                                   format_date(*from.estimated_since)),
                       Tone::kDim);
  } else if (has_rows) {
    lines.emplace_back("Final: AWS marks none of these figures as estimated", Tone::kDim);
  }
  for (std::size_t i = 0; i < from.parts.size() && i < kShown; ++i) {
    lines.emplace_back(fmt::format("Source: {}", insight::describe(from.parts[i])), Tone::kDim);
  }
  if (from.parts.size() > kShown) {
    lines.emplace_back(fmt::format("and {} sources more", from.parts.size() - kShown), Tone::kDim);
  }
  lines.back().first += "; " + when(from);
  add_coverage(from.coverage, lines);
  for (const std::string& note : from.notes) lines.emplace_back(note, Tone::kWarning);
  std::string out;
  for (const auto& [text, tone] : lines) {
    // Colored line by line, so that a break does not leave the color on.
    for (const std::string& line : split(wrapped(for_terminal(text), style, 2), '\n'))
      out += toned(line, tone, style) + "\n";
  }
  return out;
}

}  // namespace sextant::cli
