#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/service.h"

namespace sextant::sim {

struct Page {
  json::array items;
  std::string next_token;  // "" on the last page
};

// The items of one page. `token` is "" for the first; `limit` is what the client asked for (0:
// nothing), `page_rows` what the simulator gives at most. nullopt where the token is not one of
// ours for this list.
std::optional<Page> take_page(const json::array& items, std::string_view list,
                              std::string_view token, std::int64_t limit, int page_rows);

// A whole number at `key`, as JSON number or text; 0 where there is none.
std::int64_t number_at(const json::object& input, std::string_view key);

}  // namespace sextant::sim
