#pragma once

#include <cstddef>
#include <string>

namespace sextant {

// Where randomness comes from. Tests pass one that repeats itself. Implementations are thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  // Uniform in [0, 1); for jitter, never for secrets.
  virtual double uniform() = 0;
  // `count` bytes fit for secrets.
  virtual std::string bytes(std::size_t count) = 0;
};

// The operating system's generator, by way of OpenSSL.
class SystemRandom final : public Random {
 public:
  double uniform() override;
  std::string bytes(std::size_t count) override;
};

}  // namespace sextant
