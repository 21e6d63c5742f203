#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace sextant::http {

struct HeadLimits {
  std::size_t headers_max = 100;
  std::size_t target_bytes_max = 16U << 10U;
  // "GET http://host/path", as it is sent to a proxy. A server that is none refuses it.
  bool allow_absolute_target = false;
};

// Why the head of a request is refused: a status and a line for the client.
struct HeadFault {
  int status = 400;
  std::string_view words;
};

// Looks at the raw head of a request, from its first byte through the empty line that ends it, and
// refuses what two programs could read in two ways, since that is how requests are smuggled past a
// proxy: two lengths, any transfer encoding, folded lines, CR or LF alone, NUL, space before a
// colon, two hosts, targets that are not a path. nullopt where the head is fine; a parser then
// reads it. Touches nothing else.
std::optional<HeadFault> check_head(std::string_view head, const HeadLimits& limits);

// Whether `bytes` holds a LF that no CR precedes: no proper head goes on so, however it ends.
// `before` is the byte that precedes `bytes` ('\0' for none).
bool has_lone_line_feed(std::string_view bytes, char before);

}  // namespace sextant::http
