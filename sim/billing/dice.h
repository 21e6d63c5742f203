#pragma once

#include <cstdint>
#include <string_view>

#include "sim/derive.h"

namespace sextant::sim {

// One step of SplitMix64 (public domain): spreads the bits of `x`.
inline std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

// Numbers that follow from (seed, label), in whole arithmetic so that every compiler agrees.
class Dice {
 public:
  Dice(std::uint64_t seed, std::string_view label) : state_(derive_number(seed, label)) {}

  std::uint64_t next() { return state_ = mix(state_); }
  // Uniform, both ends included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  // Mostly near `low`, seldom near `high`.
  std::int64_t skewed(std::int64_t low, std::int64_t high) {
    const std::int64_t u = between(0, 1000);
    return low + (high - low) / 1000 * (u * u / 1000 * u / 1000) + between(0, 999);
  }
  bool chance(int percent) { return between(1, 100) <= percent; }
  // The seed of something that is drawn apart.
  std::uint64_t seed() { return next(); }

 private:
  std::uint64_t state_;
};

}  // namespace sextant::sim
