#include "sim/services/paging.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace sextant::sim {

namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

}  // namespace

std::optional<Page> take_page(const json::array& items, std::string_view list,
                              std::string_view token, std::int64_t limit, int page_rows) {
  std::size_t start = 0;
  if (!token.empty()) {
    const Result<std::string> text = from_base64(token);
    const std::string prefix = std::string(list) + '@';
    if (!text || !text->starts_with(prefix)) return std::nullopt;
    const auto offset = whole_number(std::string_view(*text).substr(prefix.size()));
    if (!offset || *offset < 0) return std::nullopt;
    start = static_cast<std::size_t>(*offset);
  }
  const std::int64_t rows = limit > 0 ? std::min<std::int64_t>(limit, page_rows) : page_rows;
  start = std::min(start, items.size());
  const std::size_t end = std::min(items.size(), start + static_cast<std::size_t>(rows));
  Page page;
  for (std::size_t i = start; i < end; ++i) page.items.push_back(items[i]);
  if (end < items.size()) {
    page.next_token = to_base64(std::string(list) + '@' + std::to_string(end));
  }
  return page;
}

std::int64_t number_at(const json::object& input, std::string_view key) {
  const json::value* value = input.if_contains(key);
  if (value == nullptr) return 0;
  if (value->is_int64()) return value->get_int64();
  if (value->is_string()) return whole_number(std::string_view(value->get_string())).value_or(0);
  return 0;
}

}  // namespace sextant::sim
