#include "base/random.h"

#include <openssl/rand.h>

#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace sextant {

std::string SystemRandom::bytes(std::size_t count) {
  std::string out(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1) {
    throw std::runtime_error("the system's random generator failed");
  }
  return out;
}

double SystemRandom::uniform() {
  const std::string raw = bytes(sizeof(std::uint64_t));
  std::uint64_t bits = 0;
  std::memcpy(&bits, raw.data(), sizeof bits);
  return static_cast<double>(bits >> 11U) * 0x1.0p-53;
}

}  // namespace sextant
