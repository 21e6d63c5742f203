#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/environment.h"
#include "cli/context.h"

namespace sextant::cli {

// What a table, a bar or a note may use. A plain value.
struct TextStyle {
  int width = 0;  // columns; 0 = as wide as it gets (a file or a pipe, where nothing is cut off)
  bool use_color = false;
  bool use_unicode = true;  // false: plain ASCII lines and "..." for the ellipsis
};

// The style that fits this terminal: its width and colors, and Unicode unless the locale says
// otherwise. A locale that is not set at all counts as UTF-8, since the names in tables are that
// anyway.
TextStyle style_of(const Terminal& terminal, const Environment& environment);

enum class Align { kLeft, kRight };
enum class Tone { kPlain, kStrong, kDim, kGood, kWarning, kBad, kAccent };

struct TableColumn {
  std::string title;
  Align align = Align::kLeft;
  // May be cut to no less than this many columns where the table is too wide; 0: never cut
  // (amounts, ids).
  int width_min = 0;
};

// A cell's text is made safe for the terminal when it is shown; hand over what the cloud said as it
// is.
struct TableCell {
  std::string text;
  Tone tone = Tone::kPlain;

  TableCell(std::string text_in, Tone tone_in = Tone::kPlain)  // NOLINT: a text is a cell
      : text(std::move(text_in)), tone(tone_in) {}
  TableCell(const char* text_in) : text(text_in) {}  // NOLINT
};

// Rows and columns that fit a terminal: columns that may be cut give way first, widest first; where
// that is not enough the columns are shown in several blocks below each other, with the first
// `key_columns` repeated, so that nothing is lost. Not thread-safe.
class Table {
 public:
  explicit Table(std::vector<TableColumn> columns, std::size_t key_columns = 1);

  // Missing cells are empty; there may not be more cells than columns.
  void add_row(std::vector<TableCell> cells);
  // A rule below the rows so far, as before a total.
  void add_rule();
  bool empty() const { return rows_.empty(); }

  // Lines that end in "\n", without trailing spaces.
  std::string render(const TextStyle& style) const;

 private:
  struct Row {
    bool is_rule = false;
    std::vector<TableCell> cells;
  };
  std::vector<TableColumn> columns_;
  std::size_t key_columns_;
  std::vector<Row> rows_;
};

// `text` in the tone's color; unchanged where there is no color.
std::string toned(std::string_view text, Tone tone, const TextStyle& style);
// Cut to `width` columns with an ellipsis at the end; wide characters count two. `text` is already
// safe for a terminal.
std::string shortened(std::string_view text, std::size_t width, const TextStyle& style);
// Filled up with spaces to `width` columns.
std::string padded(std::string_view text, std::size_t width, Align align);
// Broken at spaces into lines of at most `style.width` columns; further lines begin with `indent`
// spaces. No line feed at the end.
std::string wrapped(std::string_view text, const TextStyle& style, std::size_t indent = 0);

}  // namespace sextant::cli
