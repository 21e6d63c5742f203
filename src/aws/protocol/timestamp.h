#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aws/model/shape.h"

namespace sextant::aws {

// A point in time as APIs write it: whole seconds since 1970 (UTC) and microseconds after that;
// within the years 0 to 9999. Finer than the program's WallTime, so that a token or a time that we
// hand back is the one that we were given.
struct Instant {
  std::int64_t seconds = 0;
  std::int32_t microseconds = 0;  // 0 to 999999
  bool operator==(const Instant&) const = default;
};

// Reads any form that services use, whichever one the model announces, since they do not keep to
// it: RFC 3339 (zone and time of day may be missing; UTC and midnight then), HTTP date, both with
// fractions, seconds since 1970 with or without fraction. nullopt for anything else.
std::optional<Instant> read_instant(std::string_view text);
std::optional<Instant> instant_of_seconds(double seconds);

// RFC 3339 with "Z"; a fraction of three or six digits only where there is one. Our own form
// everywhere.
std::string rfc3339_text(Instant instant);
// In the given form; kUnset is not one of them. HTTP dates have no fraction.
std::string instant_text(Instant instant, TimestampFormat format);

}  // namespace sextant::aws
