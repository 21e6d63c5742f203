#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sextant::sim {

// Everything random in the simulated cloud is drawn from (seed, label), so that it does not depend
// on the order of calls.
inline constexpr std::string_view kDigits = "0123456789";
inline constexpr std::string_view kLowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789";
inline constexpr std::string_view kKeyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
inline constexpr std::string_view kTokenAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
inline constexpr std::string_view kHexAlphabet = "0123456789abcdef";

// 64 bits that look random.
std::uint64_t derive_number(std::uint64_t seed, std::string_view label);
// `length` characters of `alphabet`.
std::string derive_text(std::uint64_t seed, std::string_view label, std::string_view alphabet,
                        std::size_t length);
// "8-4-4-4-12" hexadecimal.
std::string derive_uuid(std::uint64_t seed, std::string_view label);

}  // namespace sextant::sim
