#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sextant::assistant {

// No answer is longer, by estimate: models pay for each token, and some clients refuse more than
// 25,000. Text and structure say the same, so only one of them counts.
inline constexpr std::size_t kTokensMax = 20'000;

// How many tokens a text is, at most: digits and punctuation, of which JSON is full, are hardly
// more than two and a half characters a token.
constexpr std::size_t estimate_tokens(std::size_t bytes) {
  return (bytes * 2 + 4) / 5;
}

// A page of rows that fits, and how to go on.
struct Page {
  boost::json::array rows;
  std::size_t first = 0;    // place of its first row
  std::size_t total = 0;    // of all rows
  std::string next_cursor;  // "" where this is the last page
};

// The rows from where `cursor` says ("" for the first), as many as fit beside the `rest` of the
// answer. A cursor is good for the same rows alone: `question` is what was asked, and where the
// rows have changed since it is refused. Error: assistant.cursor.
Result<Page> page_of(boost::json::array rows, const boost::json::object& rest,
                     std::string_view cursor, std::string_view question);

// Cuts a list to `count_max` items, and tells in `notes` what was left out and where it is found.
// The list is a member of `object`; where there is none nothing is done.
void shorten_list(boost::json::object& object, std::string_view member, std::size_t count_max,
                  std::string_view rest_is_found, boost::json::array& notes);

// `value` with each text made fit to be shown: control characters, escape sequences and characters
// that turn the direction of text become visible, so that a name from a cloud cannot pass for
// something else. Line breaks stay.
void make_visible(boost::json::value& value);

}  // namespace sextant::assistant
