#include "cli/table.h"

#include <algorithm>
#include <cassert>

#include "base/text.h"

namespace sextant::cli {
namespace {

constexpr std::size_t kGap = 2;  // columns between columns

std::size_t utf8_length(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

std::string_view color_of(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return "";
    case Tone::kStrong:
      return "\x1b[1m";
    case Tone::kDim:
      return "\x1b[2m";
    case Tone::kGood:
      return "\x1b[32m";
    case Tone::kWarning:
      return "\x1b[33m";
    case Tone::kBad:
      return "\x1b[31m";
    case Tone::kAccent:
      return "\x1b[36m";
  }
  return "";
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

// Takes from the widest column that may be cut, a column at a time, until `keys` and each other
// column would fit beside each other, or nothing more may be cut.
void shrink(std::vector<std::size_t>& widths, const std::vector<TableColumn>& columns,
            std::size_t available) {
  const auto total = [&] {
    std::size_t sum = kGap * (widths.size() - 1);
    for (const std::size_t width : widths) sum += width;
    return sum;
  };
  for (std::size_t excess = total() > available ? total() - available : 0; excess > 0; --excess) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const auto least = static_cast<std::size_t>(columns[i].width_min);
      const bool may_be_cut = least > 0 && widths[i] > least;
      if (may_be_cut && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
    }
    if (widest == widths.size()) return;
    --widths[widest];
  }
}

// Which columns stand in which block: the keys in each, the others one after another as they fit,
// at least one.
std::vector<std::vector<std::size_t>> make_blocks(const std::vector<std::size_t>& widths,
                                                  std::size_t keys, std::size_t available) {
  std::vector<std::vector<std::size_t>> blocks;
  std::size_t used = 0;
  for (std::size_t i = keys; i < widths.size(); ++i) {
    if (blocks.empty() || (used + kGap + widths[i] > available && blocks.back().size() > keys)) {
      std::vector<std::size_t> block;
      used = 0;
      for (std::size_t k = 0; k < keys; ++k) {
        block.push_back(k);
        used += widths[k] + (k == 0 ? 0 : kGap);
      }
      blocks.push_back(std::move(block));
    }
    blocks.back().push_back(i);
    used += kGap + widths[i];
  }
  if (blocks.empty()) {
    blocks.emplace_back();
    for (std::size_t k = 0; k < widths.size(); ++k) blocks.back().push_back(k);
  }
  return blocks;
}

void end_line(std::string& out) {
  out.erase(out.find_last_not_of(' ') + 1);
  out += '\n';
}

}  // namespace

TextStyle style_of(const Terminal& terminal, const Environment& environment) {
  std::string locale;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (locale.empty()) locale = to_lower(environment.get(name).value_or(""));
  }
  const bool utf8 = locale.empty() || locale.find("utf-8") != std::string::npos ||
                    locale.find("utf8") != std::string::npos;
  return {terminal.out_is_terminal ? terminal.width : 0, terminal.use_color, utf8};
}

std::string toned(std::string_view text, Tone tone, const TextStyle& style) {
  if (!style.use_color || tone == Tone::kPlain || text.empty()) return std::string(text);
  return std::string(color_of(tone)).append(text).append("\x1b[0m");
}

std::string shortened(std::string_view text, std::size_t width, const TextStyle& style) {
  if (display_width(text) <= width) return std::string(text);
  const std::string_view mark = style.use_unicode ? "…" : "...";
  const std::size_t mark_width = std::min(display_width(mark), width);
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, utf8_length(text.front()));
    used += display_width(character);
    if (used + mark_width > width) break;
    out += character;
    text.remove_prefix(character.size());
  }
  return out.append(style.use_unicode ? mark : mark.substr(0, mark_width));
}

std::string padded(std::string_view text, std::size_t width, Align align) {
  const std::size_t have = display_width(text);
  const std::string fill(width > have ? width - have : 0, ' ');
  return align == Align::kLeft ? std::string(text) + fill : fill + std::string(text);
}

std::string wrapped(std::string_view text, const TextStyle& style, std::size_t indent) {
  if (style.width <= 0) return std::string(text);
  const auto width = std::max(static_cast<std::size_t>(style.width), indent + 20);
  std::string out;
  std::size_t used = 0;
  for (const std::string& word : split(text, ' ')) {
    const std::size_t length = display_width(word);
    if (used > indent && used + 1 + length > width) {
      out.append("\n").append(indent, ' ');
      used = indent;
    } else if (!out.empty()) {
      out += ' ';
      ++used;
    }
    out += word;
    used += length;
  }
  return out;
}

Table::Table(std::vector<TableColumn> columns, std::size_t key_columns)
    : columns_(std::move(columns)), key_columns_(key_columns) {
  assert(!columns_.empty() && key_columns_ <= columns_.size());
}

void Table::add_row(std::vector<TableCell> cells) {
  assert(cells.size() <= columns_.size());
  for (TableCell& cell : cells) cell.text = for_terminal(cell.text);
  while (cells.size() < columns_.size()) cells.emplace_back("");
  rows_.push_back({false, std::move(cells)});
}

void Table::add_rule() {
  rows_.push_back({true, {}});
}

std::string Table::render(const TextStyle& style) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = display_width(columns_[i].title);
    for (const Row& row : rows_) {
      if (!row.is_rule) width = std::max(width, display_width(row.cells[i].text));
    }
    widths.push_back(width);
  }
  const auto available =
      style.width > 0 ? static_cast<std::size_t>(style.width) : std::size_t{1} << 20U;
  shrink(widths, columns_, available);

  std::string out;
  for (const auto& block : make_blocks(widths, key_columns_, available)) {
    if (!out.empty()) out += '\n';
    const auto line = [&](const auto& text_of, const auto& tone_of) {
      for (std::size_t k = 0; k < block.size(); ++k) {
        const std::size_t i = block[k];
        const std::string text = shortened(text_of(i), widths[i], style);
        const std::string filled = padded(text, widths[i], columns_[i].align);
        const bool last = k + 1 == block.size() && columns_[i].align == Align::kLeft;
        out += toned(last ? text : filled, tone_of(i), style);
        if (k + 1 < block.size()) out.append(kGap, ' ');
      }
      end_line(out);
    };
    line([&](std::size_t i) { return columns_[i].title; },
         [](std::size_t) { return Tone::kStrong; });
    const auto rule = [&] {
      const std::string_view dash = style.use_unicode ? "─" : "-";
      line([&](std::size_t i) { return repeated(dash, widths[i]); },
           [](std::size_t) { return Tone::kDim; });
    };
    rule();
    for (const Row& row : rows_) {
      if (row.is_rule)
        rule();
      else
        line([&](std::size_t i) { return row.cells[i].text; },
             [&](std::size_t i) { return row.cells[i].tone; });
    }
  }
  return out;
}

}  // namespace sextant::cli
