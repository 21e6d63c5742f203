#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "sim/billing/ledger.h"
#include "sim/billing/validation.h"

namespace sextant::sim {

// Where an answer goes on, and by which state of the figures: so that the pages of one answer agree
// with each other although the figures are refreshed meanwhile.
struct PagePlace {
  Freshness fresh;
  std::size_t period = 0;
  std::size_t row = 0;  // within the period, or of a list
};

// Makes and reads page tokens. A token holds for one request of one account only. Thread-safe.
class PageTokens {
 public:
  explicit PageTokens(std::uint64_t seed) : seed_(seed) {}

  // What a token is bound to: the caller's account and all of the request but the token itself,
  // whatever the order of its members.
  static std::string fingerprint(std::string_view account_id, std::string_view operation,
                                 const json::object& input);

  std::string make(const PagePlace& place, std::string_view fingerprint) const;
  // nullopt where the request has no token in `member` ("NextPageToken").
  // Faults: InvalidNextTokenException for one that was not made here, RequestChangedException for
  // one that was made for another request.
  Checked<std::optional<PagePlace>> read(const json::object& input, std::string_view member,
                                         std::string_view fingerprint) const;

 private:
  std::string seal(std::string_view text) const;

  const std::uint64_t seed_;
};

}  // namespace sextant::sim
