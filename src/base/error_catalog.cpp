#include "base/error_catalog.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <stdexcept>

#include "base/embedded.h"
#include "base/redact.h"
#include "base/text.h"

namespace sextant {
namespace {

// The catalog is part of the program: a fault in it is a broken build, which a test finds, so it
// throws.
std::vector<ErrorEntry> load() {
  std::vector<ErrorEntry> entries;
  for (const EmbeddedFile& file : embedded_files_below("catalog/errors/")) {
    const YAML::Node root = YAML::Load(std::string(file.bytes));
    for (const auto& node : root) {
      ErrorEntry entry;
      entry.code = node.first.as<std::string>();
      entry.title = node.second["title"].as<std::string>();
      if (node.second["causes"])
        entry.causes = node.second["causes"].as<std::vector<std::string>>();
      entry.fix = node.second["fix"].as<std::string>();
      entries.push_back(std::move(entry));
    }
  }
  std::ranges::sort(entries, {}, &ErrorEntry::code);
  return entries;
}

std::string fill(std::string text, const Error& error) {
  for (const auto& [name, value] : error.facts) text = replace_all(text, "{" + name + "}", value);
  // A placeholder is {lower_case}; JSON in a fix has other braces.
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t close = text[i] == '{'
                                  ? text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", i + 1)
                                  : std::string::npos;
    const bool placeholder = close != std::string::npos && close > i + 1 && text[close] == '}';
    if (!placeholder) {
      out += text[i];
      continue;
    }
    out.append("<").append(text, i + 1, close - i - 1).append(">");
    i = close;
  }
  return out;
}

std::string safe(const std::string& text) {
  return for_terminal(redact(text));
}

std::string safe_lines(const std::string& text) {
  std::vector<std::string> lines = split(redact(text), '\n');
  for (std::string& line : lines) line = for_terminal(line);
  return join(lines, "\n");
}

}  // namespace

const std::vector<ErrorEntry>& all_errors() {
  static const auto* entries = new std::vector<ErrorEntry>(load());
  return *entries;
}

const ErrorEntry* find_error(std::string_view code) {
  const auto& entries = all_errors();
  const auto found = std::ranges::lower_bound(entries, code, {}, &ErrorEntry::code);
  return found != entries.end() && found->code == code ? &*found : nullptr;
}

ExplainedError explain(const Error& error) {
  // A parser's words point at a place in a line of their own; all else is one line, so that what a
  // cloud says cannot look like lines of ours.
  const bool has_lines = error.code == "lake.bad_sql";
  ExplainedError out{
      error.code, error.code, has_lines ? safe_lines(error.detail) : safe(error.detail), {}, ""};
  const ErrorEntry* entry = find_error(error.code);
  if (entry == nullptr) return out;
  out.title = safe(fill(entry->title, error));
  for (const std::string& cause : entry->causes) out.causes.push_back(safe(fill(cause, error)));
  out.fix = std::string(trim(safe_lines(fill(entry->fix, error))));
  return out;
}

}  // namespace sextant
