#include "sim/derive.h"

#include <fmt/core.h>

#include "base/digest.h"

namespace sextant::sim {

namespace {

std::string block(std::uint64_t seed, std::string_view label, std::size_t index) {
  return hmac_sha256(fmt::format("sextant-sim-{}", seed), fmt::format("{}#{}", label, index));
}

}  // namespace

std::uint64_t derive_number(std::uint64_t seed, std::string_view label) {
  const std::string bytes = block(seed, label, 0);
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) out = (out << 8U) | static_cast<unsigned char>(bytes[i]);
  return out;
}

std::string derive_text(std::uint64_t seed, std::string_view label, std::string_view alphabet,
                        std::size_t length) {
  std::string out;
  for (std::size_t index = 0; out.size() < length; ++index) {
    for (const char byte : block(seed, label, index)) {
      if (out.size() == length) break;
      out += alphabet[static_cast<unsigned char>(byte) % alphabet.size()];
    }
  }
  return out;
}

std::string derive_uuid(std::uint64_t seed, std::string_view label) {
  const std::string hex = derive_text(seed, label, kHexAlphabet, 32);
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20, 12));
}

}  // namespace sextant::sim
