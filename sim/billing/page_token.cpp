#include "sim/billing/page_token.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "base/digest.h"
#include "base/text.h"

namespace sextant::sim {

namespace {

constexpr std::size_t kSealLength = 16;
constexpr std::size_t kFieldCount = 7;

// The text of a value with the members of objects in the order of their names.
std::string canonical(const json::value& value) {
  if (value.is_array()) {
    std::string out = "[";
    for (const json::value& item : value.get_array()) out += canonical(item) + ",";
    return out + "]";
  }
  if (!value.is_object()) return json::serialize(value);
  std::vector<std::string> members;
  for (const auto& [name, member] : value.get_object()) {
    members.push_back(json::serialize(json::value(name)) + ":" + canonical(member));
  }
  std::ranges::sort(members);
  return "{" + join(members, ",") + "}";
}

std::unexpected<Fault> invalid_token() {
  return refuse("InvalidNextTokenException",
                "The pagination token is invalid. Try again without a "
                "pagination token.");
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

}  // namespace

std::string PageTokens::fingerprint(std::string_view account_id, std::string_view operation,
                                    const json::object& input) {
  json::object request = input;
  for (const char* token : {"NextPageToken", "NextToken"}) request.erase(token);
  const std::string text = fmt::format("{} {} {}", account_id, operation, canonical(request));
  return to_hex(sha256(text)).substr(0, 2 * kSealLength);
}

std::string PageTokens::seal(std::string_view text) const {
  return to_hex(hmac_sha256(fmt::format("page-token-{}", seed_), text)).substr(0, kSealLength);
}

std::string PageTokens::make(const PagePlace& place, std::string_view fingerprint) const {
  const std::string text =
      fmt::format("{}.{}.{}.{}.{}.{}", place.fresh.today.time_since_epoch().count(),
                  place.fresh.hours, place.fresh.refreshes, place.period, place.row, fingerprint);
  return to_base64(text + "." + seal(text));
}

Checked<std::optional<PagePlace>> PageTokens::read(const json::object& input,
                                                   std::string_view member,
                                                   std::string_view fingerprint) const {
  SEXTANT_TRY(const std::string token, read_text(input, member));
  if (token.empty()) return std::nullopt;
  const auto text = from_base64(token);
  if (!text) return invalid_token();
  const std::vector<std::string> fields = split(*text, '.');
  if (fields.size() != kFieldCount) return invalid_token();
  if (seal(text->substr(0, text->rfind('.'))) != fields.back()) return invalid_token();
  std::array<std::size_t, 5> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto field = number(fields[i]);
    if (!field) return invalid_token();
    numbers[i] = *field;
  }
  if (fields[5] != fingerprint) {
    return refuse("RequestChangedException",
                  "Your request parameters changed between pages. Try again with the old "
                  "parameters or without a pagination token.");
  }
  PagePlace place;
  place.fresh.today = Date(std::chrono::days(numbers[0]));
  place.fresh.hours = static_cast<int>(numbers[1]);
  place.fresh.refreshes = static_cast<std::uint32_t>(numbers[2]);
  place.period = numbers[3];
  place.row = numbers[4];
  return place;
}

}  // namespace sextant::sim
