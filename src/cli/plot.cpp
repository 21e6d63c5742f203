#include "cli/plot.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"

namespace sextant::cli {
namespace {

constexpr std::size_t kWidthWithoutTerminal = 100;
constexpr std::size_t kBarMin = 10;
constexpr std::size_t kLabelMin = 8;

std::string drawn(double share, bool is_negative, std::size_t width, const TextStyle& style) {
  const double length = std::clamp(share, 0.0, 1.0) * static_cast<double>(width);
  if (!style.use_unicode || is_negative) {
    // What is not zero is to be seen.
    const auto cells = static_cast<std::size_t>(std::max(std::lround(length), share > 0 ? 1L : 0L));
    std::string out;
    for (std::size_t i = 0; i < cells; ++i)
      out += is_negative ? (style.use_unicode ? "▒" : "-") : "#";
    return out;
  }
  constexpr std::array<std::string_view, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths =
      static_cast<std::size_t>(std::max(std::lround(length * 8), share > 0 ? 1L : 0L));
  std::string out;
  for (std::size_t i = 0; i < eighths / 8; ++i) out += "█";
  return out.append(kEighths[eighths % 8]);
}

}  // namespace

std::string render_bars(const std::vector<Bar>& bars, const TextStyle& style) {
  std::size_t label_width = 0;
  std::size_t text_width = 0;
  double largest = 0;
  for (const Bar& bar : bars) {
    label_width = std::max(label_width, display_width(for_terminal(bar.label)));
    text_width = std::max(text_width, display_width(bar.text));
    largest = std::max(largest, std::abs(bar.value));
  }
  const std::size_t width =
      style.width > 0 ? static_cast<std::size_t>(style.width) : kWidthWithoutTerminal;
  const std::size_t gaps = 4;
  const std::size_t fixed = text_width + gaps;
  // A third for the labels, where that is enough for the bars too.
  const std::size_t for_labels =
      width > fixed + kBarMin + kLabelMin ? width - fixed - kBarMin : kLabelMin;
  label_width = std::min(label_width, std::max(kLabelMin, std::min(for_labels, width * 2 / 5)));
  const std::size_t bar_width = width > fixed + label_width + 1 ? width - fixed - label_width : 1;
  std::string out;
  for (const Bar& bar : bars) {
    const double share = largest > 0 ? std::abs(bar.value) / largest : 0;
    const std::string label =
        padded(shortened(for_terminal(bar.label), label_width, style), label_width, Align::kLeft);
    const std::string body = drawn(share, bar.value < 0, bar_width, style);
    out += label + "  " + padded(bar.text, text_width, Align::kRight) + "  " +
           toned(body, bar.value < 0 ? Tone::kGood : Tone::kAccent, style);
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  }
  return out;
}

}  // namespace sextant::cli
