#pragma once

#include <string>
#include <vector>

#include "cli/table.h"

namespace sextant::cli {

struct Bar {
  std::string label;  // as the cloud said it; made safe for the terminal here
  double value = 0;   // for the length alone
  std::string text;   // shown beside the bar
};

// One line for each bar: label, bar, text. Bars are scaled to the largest magnitude and drawn in
// eighths of a character, or with '#' where the style has no Unicode. A negative one is drawn with
// another character. Fits the style's width, and 100 columns where it has none.
std::string render_bars(const std::vector<Bar>& bars, const TextStyle& style);

}  // namespace sextant::cli
