#include "sim/protocol/cbor.h"

#include <bit>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>

#include "base/text.h"

namespace sextant::sim {

namespace json = boost::json;

namespace {

enum Major : std::uint8_t { kUnsigned, kNegative, kBytes, kText, kArray, kMap, kTag, kSimple };
constexpr int kDepthMax = 32;
constexpr std::uint8_t kIndefinite = 31;
constexpr std::uint8_t kBreak = 0xff;

void write_head(std::string& out, Major major, std::uint64_t value) {
  const auto high = static_cast<unsigned>(major) << 5U;
  const auto write = [&](unsigned info, int bytes) {
    out += static_cast<char>(high | info);
    for (int i = bytes - 1; i >= 0; --i) {
      out += static_cast<char>(value >> (8U * static_cast<unsigned>(i)));
    }
  };
  if (value < 24) {
    out += static_cast<char>(high | static_cast<unsigned>(value));
  } else if (value <= 0xff) {
    write(24, 1);
  } else if (value <= 0xffff) {
    write(25, 2);
  } else if (value <= 0xffffffff) {
    write(26, 4);
  } else {
    write(27, 8);
  }
}

void write_text(std::string& out, std::string_view text) {
  write_head(out, kText, text.size());
  out += text;
}

void write_double(std::string& out, double number) {
  const auto bits = std::bit_cast<std::uint64_t>(number);
  out += static_cast<char>(0xfb);
  for (unsigned i = 8; i-- > 0;) out += static_cast<char>(bits >> (8U * i));
}

void write_value(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      out += static_cast<char>(0xf6);
      break;
    case json::kind::bool_:
      out += static_cast<char>(value.get_bool() ? 0xf5 : 0xf4);
      break;
    case json::kind::double_:
      write_double(out, value.get_double());
      break;
    case json::kind::uint64:
      write_head(out, kUnsigned, value.get_uint64());
      break;
    case json::kind::string:
      write_text(out, std::string_view(value.get_string()));
      break;
    case json::kind::int64: {
      const std::int64_t number = value.get_int64();
      if (number >= 0) {
        write_head(out, kUnsigned, static_cast<std::uint64_t>(number));
      } else {
        write_head(out, kNegative, static_cast<std::uint64_t>(-1 - number));
      }
      break;
    }
    case json::kind::array:
      write_head(out, kArray, value.get_array().size());
      for (const json::value& item : value.get_array()) write_value(out, item);
      break;
    case json::kind::object:
      write_head(out, kMap, value.get_object().size());
      for (const auto& [key, item] : value.get_object()) {
        write_text(out, key);
        write_value(out, item);
      }
      break;
  }
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::optional<json::value> read(int depth) {
    if (depth > kDepthMax || rest_.empty()) return std::nullopt;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    const auto major = static_cast<Major>(first >> 5U);
    const auto info = static_cast<std::uint8_t>(first & 31U);
    if (major == kSimple) return read_simple(info);
    if (info == kIndefinite) return read_indefinite(major, depth);
    const auto argument = read_argument(info);
    if (!argument) return std::nullopt;
    return read_sized(major, *argument, depth);
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::optional<std::uint64_t> read_argument(std::uint8_t info) {
    if (info < 24) return info;
    if (info > 27) return std::nullopt;
    return read_big_endian(1U << (info - 24U));
  }

  std::optional<std::uint64_t> read_big_endian(std::size_t bytes) {
    if (rest_.size() < bytes) return std::nullopt;
    std::uint64_t out = 0;
    for (const char byte : rest_.substr(0, bytes))
      out = out << 8U | static_cast<unsigned char>(byte);
    rest_.remove_prefix(bytes);
    return out;
  }

  std::optional<json::value> read_simple(std::uint8_t info) {
    switch (info) {
      case 20:
        return json::value(false);
      case 21:
        return json::value(true);
      case 22:
      case 23:
        return json::value(nullptr);
      case 26:
        if (const auto bits = read_big_endian(4)) {
          return json::value(
              static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(*bits))));
        }
        return std::nullopt;
      case 27:
        if (const auto bits = read_big_endian(8)) return json::value(std::bit_cast<double>(*bits));
        return std::nullopt;
      default:
        return std::nullopt;
    }
  }

  std::optional<json::value> read_sized(Major major, std::uint64_t argument, int depth) {
    constexpr std::uint64_t kInt64Max = 0x7fffffffffffffff;
    switch (major) {
      case kUnsigned:
        if (argument > kInt64Max) return json::value(argument);
        return json::value(static_cast<std::int64_t>(argument));
      case kNegative:
        if (argument > kInt64Max) return std::nullopt;
        return json::value(-1 - static_cast<std::int64_t>(argument));
      case kTag:
        return read(depth + 1);
      case kBytes:
      case kText: {
        if (argument > rest_.size()) return std::nullopt;
        const std::string_view piece = rest_.substr(0, argument);
        rest_.remove_prefix(argument);
        return json::value(major == kText ? std::string(piece) : to_base64(piece));
      }
      default:
        return read_items(major, argument, depth);
    }
  }

  std::optional<json::value> read_items(Major major, std::uint64_t count, int depth) {
    if (count > rest_.size()) return std::nullopt;  // each item takes a byte at least
    json::array array;
    json::object object;
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!read_item(major, array, object, depth)) return std::nullopt;
    }
    return major == kArray ? json::value(std::move(array)) : json::value(std::move(object));
  }

  std::optional<json::value> read_indefinite(Major major, int depth) {
    json::array array;
    json::object object;
    std::string text;
    while (!rest_.empty()) {
      if (static_cast<std::uint8_t>(rest_.front()) == kBreak) {
        rest_.remove_prefix(1);
        if (major == kText) return json::value(text);
        return major == kArray ? json::value(std::move(array)) : json::value(std::move(object));
      }
      if (major == kText) {
        const auto piece = read(depth + 1);
        if (!piece || !piece->is_string()) return std::nullopt;
        text += std::string_view(piece->get_string());
      } else if (!read_item(major, array, object, depth)) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  bool read_item(Major major, json::array& array, json::object& object, int depth) {
    auto item = read(depth + 1);
    if (!item) return false;
    if (major == kArray) {
      array.push_back(std::move(*item));
      return true;
    }
    if (major != kMap || !item->is_string()) return false;
    auto value = read(depth + 1);
    if (!value) return false;
    object[std::string_view(item->get_string())] = std::move(*value);
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::string cbor_encode(const json::value& value) {
  std::string out;
  write_value(out, value);
  return out;
}

std::optional<json::value> cbor_decode(std::string_view bytes) {
  Reader reader(bytes);
  auto value = reader.read(0);
  if (!value || !reader.at_end()) return std::nullopt;
  return value;
}

}  // namespace sextant::sim
