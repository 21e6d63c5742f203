#pragma once

#include <string>
#include <string_view>

namespace sextant::log {

enum class Level { kDebug, kInfo, kWarning, kError, kOff };

// Where and from which level log lines go (default: warnings and errors, to standard error). `file`
// may be empty. Call once, before threads start.
void configure(Level level, const std::string& file);
bool enabled(Level level);

// The one way to log. Each line is redacted and made fit for a terminal. Thread-safe. Build a
// costly text only where `enabled` says so.
void debug(std::string_view text);
void info(std::string_view text);
void warning(std::string_view text);
void error(std::string_view text);

}  // namespace sextant::log
