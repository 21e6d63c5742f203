#include "base/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/redact.h"
#include "base/text.h"

namespace sextant::log {
namespace {

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarning:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
    case Level::kOff:
      return spdlog::level::off;
  }
  return spdlog::level::off;
}

std::shared_ptr<spdlog::logger>& logger() {
  static auto* instance = new std::shared_ptr<spdlog::logger>([] {
    auto made = std::make_shared<spdlog::logger>("sextant",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_level(spdlog::level::warn);
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    return made;
  }());
  return *instance;
}

void write(Level level, std::string_view text) {
  if (enabled(level)) logger()->log(to_spdlog(level), for_terminal(redact(text)));
}

}  // namespace

void configure(Level level, const std::string& file) {
  if (!file.empty()) {
    logger()->sinks() = {std::make_shared<spdlog::sinks::basic_file_sink_mt>(file)};
    logger()->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  }
  logger()->set_level(to_spdlog(level));
  logger()->flush_on(to_spdlog(level));
}

bool enabled(Level level) {
  return logger()->should_log(to_spdlog(level));
}

void debug(std::string_view text) {
  write(Level::kDebug, text);
}
void info(std::string_view text) {
  write(Level::kInfo, text);
}
void warning(std::string_view text) {
  write(Level::kWarning, text);
}
void error(std::string_view text) {
  write(Level::kError, text);
}

}  // namespace sextant::log
