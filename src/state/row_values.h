#pragma once

#include <optional>
#include <string>

#include "base/civil_time.h"

namespace sextant::state {

// Times in columns: RFC 3339, "" where there is none.
inline std::optional<WallTime> time_of(const std::string& text) {
  const auto time = parse_rfc3339(text);
  return time ? std::optional<WallTime>(*time) : std::nullopt;
}
inline std::string text_of(const std::optional<WallTime>& time) {
  return time ? format_rfc3339(*time) : "";
}

}  // namespace sextant::state
