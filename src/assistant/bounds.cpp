#include "assistant/bounds.h"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/digest.h"
#include "base/text.h"

namespace sextant::assistant {

namespace json = boost::json;

namespace {

constexpr std::size_t kDigestChars = 16;
// For what is added to an answer after its rows were counted.
constexpr std::size_t kReserveTokens = 500;

// "120.<digest>": where to go on, and of which rows.
std::string cursor_of(std::size_t at, const std::string& digest) {
  return fmt::format("{}.{}", at, digest);
}

}  // namespace

Result<Page> page_of(json::array rows, const json::object& rest, std::string_view cursor,
                     std::string_view question) {
  Page page;
  page.total = rows.size();
  std::vector<std::string> texts;
  std::string all(question);
  for (const json::value& row : rows) {
    texts.push_back(json::serialize(row));
    all += '\n' + texts.back();
  }
  const std::string digest = to_hex(sha256(all)).substr(0, kDigestChars);
  if (!cursor.empty()) {
    const auto [end, error] =
        std::from_chars(cursor.data(), cursor.data() + cursor.size(), page.first);
    if (error != std::errc() || page.first >= page.total || cursor != cursor_of(page.first, digest))
      return failure("assistant.cursor", "");
  }
  std::size_t tokens = estimate_tokens(json::serialize(rest).size()) + kReserveTokens;
  std::size_t at = page.first;
  for (; at < rows.size(); ++at) {
    tokens += estimate_tokens(texts[at].size() + 1);
    // One row at least, or nothing would ever come of it.
    if (tokens > kTokensMax && at > page.first) break;
    page.rows.push_back(std::move(rows[at]));
  }
  if (at < page.total) page.next_cursor = cursor_of(at, digest);
  return page;
}

void shorten_list(json::object& object, std::string_view member, std::size_t count_max,
                  std::string_view rest_is_found, json::array& notes) {
  json::value* value = object.if_contains(member);
  json::array* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr || list->size() <= count_max) return;
  notes.push_back(json::value(fmt::format("Of {} entries in '{}' the first {} are shown; {}.",
                                          list->size(), member, count_max, rest_is_found)));
  list->erase(list->begin() + static_cast<std::ptrdiff_t>(count_max), list->end());
}

void make_visible(json::value& value) {
  if (json::string* text = value.if_string()) {
    const bool is_plain =
        std::ranges::all_of(*text, [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\n'; });
    if (is_plain) return;
    std::vector<std::string> lines;
    for (const std::string& line : split(*text, '\n')) lines.push_back(for_terminal(line));
    value = join(lines, "\n");
    return;
  }
  if (json::array* list = value.if_array())
    for (json::value& item : *list) make_visible(item);
  if (json::object* object = value.if_object())
    for (auto& [name, member] : *object) make_visible(member);
}

}  // namespace sextant::assistant
