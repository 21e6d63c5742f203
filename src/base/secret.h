#pragma once

#include <string>
#include <utility>

namespace sextant {

// Text that must never be shown: keys, tokens, authorization codes. It cannot be printed, logged or
// turned into JSON by accident, since the only way to its text is `reveal()`, which a reviewer can
// search for. The memory is wiped when it dies. While any Secret with this text lives, `redact`
// (base/redact.h) hides it in logs and errors.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text);
  Secret(const Secret& other);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret other) noexcept;
  ~Secret();

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const Secret& other) const { return text_ == other.text_; }

 private:
  std::string text_;
};

}  // namespace sextant
