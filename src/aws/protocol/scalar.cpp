#include "aws/protocol/scalar.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "aws/protocol/timestamp.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

constexpr std::size_t kShownMax = 80;

std::unexpected<Error> not_a(std::string_view kind, std::string_view text) {
  return unreadable(fmt::format("\"{}\" is not {}", for_terminal(text.substr(0, kShownMax)), kind));
}

std::string float_text(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_int64()) return fmt::format("{}", value.get_int64());
  if (value.is_uint64()) return fmt::format("{}", value.get_uint64());
  return number_text(value.as_double());
}

Result<json::value> read_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || stop != text.data() + text.size())
    return not_a("a whole number", text);
  return json::value(number);
}

}  // namespace

bool is_scalar(const Shape& shape) {
  return shape.type != ShapeType::kStructure && shape.type != ShapeType::kList &&
         shape.type != ShapeType::kMap;
}

std::unexpected<Error> unreadable(std::string detail) {
  return failure("aws.unreadable_answer", std::move(detail));
}

std::string number_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  std::string text = fmt::format("{}", number);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

bool read_number(std::string_view text, double& number) {
  if (text == "NaN") {
    number = std::numeric_limits<double>::quiet_NaN();
    return true;
  }
  if (text == "Infinity" || text == "-Infinity") {
    number = (text.front() == '-' ? -1 : 1) * std::numeric_limits<double>::infinity();
    return true;
  }
  const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc() && stop == text.data() + text.size() && std::isfinite(number);
}

json::value number_value(double number) {
  return std::isfinite(number) ? json::value(number) : json::value(number_text(number));
}

std::string scalar_text(const ShapeRef& ref, const json::value& value, TimestampFormat otherwise) {
  switch (ref.shape->type) {
    case ShapeType::kInteger:
    case ShapeType::kLong:
    case ShapeType::kFloat:
    case ShapeType::kDouble:
      return float_text(value);
    case ShapeType::kBoolean:
      return value.as_bool() ? "true" : "false";
    case ShapeType::kTimestamp: {
      const TimestampFormat named = ref.traits.timestamp_format;
      return instant_text(read_instant(value.as_string()).value(),
                          named == TimestampFormat::kUnset ? otherwise : named);
    }
    default:
      return std::string(value.as_string());
  }
}

Result<json::value> read_scalar_text(const ShapeRef& ref, std::string_view text) {
  switch (ref.shape->type) {
    case ShapeType::kInteger:
    case ShapeType::kLong:
      return read_integer(trim(text));
    case ShapeType::kFloat:
    case ShapeType::kDouble: {
      double number = 0;
      if (!read_number(trim(text), number)) return not_a("a number", text);
      return number_value(number);
    }
    case ShapeType::kBoolean: {
      const std::string word = to_lower(trim(text));
      if (word != "true" && word != "false") return not_a("true or false", text);
      return json::value(word == "true");
    }
    case ShapeType::kBlob: {
      const Result<std::string> bytes = from_base64(trim(text));
      if (!bytes) return not_a("base64", text);
      return json::value(to_base64(*bytes));
    }
    case ShapeType::kTimestamp: {
      const std::optional<Instant> instant = read_instant(trim(text));
      if (!instant) return not_a("a time", text);
      return json::value(rfc3339_text(*instant));
    }
    default:
      return json::value(text);
  }
}

}  // namespace sextant::aws
