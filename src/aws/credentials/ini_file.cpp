#include "aws/credentials/ini_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::string_view kBlank = " \t\r\n\v\f";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kDefaultsName = "DEFAULT";

std::string_view strip(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::string_view strip_end(std::string_view text) {
  const std::size_t last = text.find_last_not_of(kBlank);
  return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

// Takes the next line off `rest`; lines end in LF, CRLF or a lone CR.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find_first_of("\r\n");
  const std::string_view line = rest.substr(0, end);
  if (end == std::string_view::npos) {
    rest = {};
  } else {
    const bool pair = rest[end] == '\r' && end + 1 < rest.size() && rest[end + 1] == '\n';
    rest.remove_prefix(end + (pair ? 2 : 1));
  }
  return line;
}

class Parser {
 public:
  IniFile parse(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (!is_valid_utf8(text)) problem("the file is not valid UTF-8");
    while (!text.empty()) {
      ++line_;
      read_line(take_line(text));
    }
    finish_value();
    lend_defaults();
    return std::move(out_);
  }

 private:
  void problem(std::string text) {
    if (out_.problems.size() < kIniProblemsMax) {
      out_.problems.push_back({line_, section_ == nullptr ? "" : section_->name, std::move(text)});
    }
  }

  void read_line(std::string_view line) {
    const std::string_view content = strip(line);
    if (content.empty()) {
      if (value_ != nullptr) pieces_ += '\n';
      return;
    }
    if (content.front() == '#' || content.front() == ';') return;
    const std::size_t indent = line.find_first_not_of(kBlank);
    if (value_ != nullptr && indent > indent_) {
      pieces_ += '\n';
      pieces_ += content;
      return;
    }
    indent_ = indent;
    finish_value();
    const std::size_t close = content.rfind(']');
    if (content.front() == '[' && close != std::string_view::npos && close > 1) {
      begin_section(std::string(content.substr(1, close - 1)));
    } else if (content.front() == '[') {
      problem("this section header has no name or no closing bracket; it was skipped");
    } else {
      read_option(content);
    }
  }

  void begin_section(const std::string& name) {
    is_skipping_ = false;
    if (name == kDefaultsName) {
      section_ = &defaults_;
      section_->name = name;
      return;
    }
    if (const auto found = places_.find(name); found != places_.end()) {
      section_ = &out_.sections[found->second];
      problem(fmt::format(
          "the section [{}] stands twice (first in line {}); AWS's own tools refuse such a file",
          name, section_->line));
      return;
    }
    if (out_.sections.size() == kIniSectionsMax) {
      section_ = nullptr;
      is_skipping_ = true;
      problem(
          fmt::format("there are more than {} sections; the rest was skipped", kIniSectionsMax));
      return;
    }
    places_[name] = out_.sections.size();
    out_.sections.push_back({name, line_, {}});
    section_ = &out_.sections.back();
  }

  void read_option(std::string_view content) {
    if (is_skipping_) return;
    if (section_ == nullptr) {
      problem("this line stands before the first [section]; it was skipped");
      return;
    }
    const std::size_t delimiter = content.find_first_of("=:");
    const std::string key = to_lower(strip_end(content.substr(0, delimiter)));
    if (delimiter == std::string_view::npos || key.empty()) {
      problem("this line is neither `key = value` nor a [section]; it was skipped");
      return;
    }
    if (section_->values.size() >= kIniKeysMax && !section_->values.contains(key)) {
      problem(fmt::format("the section has more than {} keys; this one was skipped", kIniKeysMax));
      return;
    }
    former_.reset();
    const auto [place, is_new] = section_->values.try_emplace(key);
    if (!is_new) former_ = std::move(place->second);
    key_ = key;
    value_ = &place->second;
    value_line_ = line_;
    pieces_ = strip(content.substr(delimiter + 1));
  }

  // The key's value is whole only when the next key, section or the end has come.
  void finish_value() {
    if (value_ == nullptr) return;
    *value_ = {};
    value_->line = value_line_;
    const std::string_view whole = strip_end(pieces_);
    if (whole.starts_with('\n')) {
      read_nested(whole);
    } else {
      value_->text = whole;
    }
    if (former_) tell_duplicate();
    value_ = nullptr;
  }

  void read_nested(std::string_view whole) {
    while (!whole.empty()) {
      const std::string_view line = strip(take_line(whole));
      if (line.empty()) continue;
      const std::size_t delimiter = line.find('=');
      if (delimiter == std::string_view::npos) {
        problem_at(value_line_,
                   fmt::format("a line below {} is not `name = value`; it was skipped", key_));
      } else if (value_->nested.size() < kIniKeysMax) {
        value_->nested.insert_or_assign(std::string(strip(line.substr(0, delimiter))),
                                        std::string(strip(line.substr(delimiter + 1))));
      }
    }
  }

  void tell_duplicate() {
    const bool same = former_->text == value_->text && former_->nested == value_->nested;
    problem_at(
        value_line_,
        fmt::format(
            "the key {} is given twice (first in line {}){}; AWS's own tools refuse such a file",
            key_, former_->line, same ? "" : " with two values, of which the later is used"));
  }

  void problem_at(int line, std::string text) {
    std::swap(line, line_);
    problem(std::move(text));
    std::swap(line, line_);
  }

  void lend_defaults() {
    if (defaults_.values.empty()) return;
    for (IniNamedSection& section : out_.sections) {
      for (const auto& [key, value] : defaults_.values) section.values.try_emplace(key, value);
    }
  }

  IniFile out_;
  IniNamedSection defaults_;
  std::unordered_map<std::string, std::size_t> places_;  // name → index in out_.sections
  IniNamedSection* section_ = nullptr;
  bool is_skipping_ = false;
  int line_ = 0;
  // The value that is being read; null between values.
  IniValue* value_ = nullptr;
  std::string key_;
  std::string pieces_;
  std::optional<IniValue> former_;
  int value_line_ = 0;
  std::size_t indent_ = 0;
};

}  // namespace

const IniNamedSection* IniFile::find(std::string_view name) const {
  const auto found = std::ranges::find(sections, name, &IniNamedSection::name);
  return found == sections.end() ? nullptr : &*found;
}

IniFile parse_ini(std::string_view text) {
  return Parser().parse(text);
}

}  // namespace sextant::aws
