#include "connect/external_id.h"

#include <algorithm>
#include <cctype>

namespace sextant::connect {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t kRandomLength = 40;
constexpr std::size_t kSuffixLength = 8;

// Bytes from the top of the range are drawn again, so that every letter is equally likely.
std::string random_letters(Random& random, std::size_t count) {
  constexpr unsigned kFair = 256 / kAlphabet.size() * kAlphabet.size();
  std::string out;
  while (out.size() < count) {
    for (const char byte : random.bytes(count)) {
      const auto value = static_cast<unsigned char>(byte);
      if (value < kFair && out.size() < count) out += kAlphabet[value % kAlphabet.size()];
    }
  }
  return out;
}

}  // namespace

std::string make_external_id(Random& random) {
  std::string out;
  // Without a letter in it there would be no other case to try.
  while (out.empty() || with_other_case(out) == out) {
    out = "sextant-" + random_letters(random, kRandomLength);
  }
  return out;
}

bool is_external_id(const std::string& text) {
  constexpr std::string_view kMore = "_+=,.@:/-";
  return text.size() >= 2 && text.size() <= 1224 && std::ranges::all_of(text, [&](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                  kMore.find(c) != std::string_view::npos;
         });
}

std::string with_other_suffix(const std::string& external_id, Random& random) {
  const std::size_t kept =
      external_id.size() > kSuffixLength ? external_id.size() - kSuffixLength : 1;
  std::string out = external_id;
  while (out == external_id)
    out = external_id.substr(0, kept) + random_letters(random, kSuffixLength);
  return out;
}

std::string with_other_case(const std::string& external_id) {
  std::string out = external_id;
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    c = static_cast<char>(std::islower(byte) != 0 ? std::toupper(byte) : std::tolower(byte));
  }
  return out;
}

std::string mask_external_id(const std::string& external_id) {
  return external_id.substr(0, std::min<std::size_t>(12, external_id.size() / 2)) + "...";
}

}  // namespace sextant::connect
