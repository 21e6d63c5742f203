#include "base/secret.h"

#include <openssl/crypto.h>

#include "base/redact.h"

namespace sextant {

Secret::Secret(std::string text) : text_(std::move(text)) {
  internal::remember_secret(text_);
}
Secret::Secret(const Secret& other) = default;
Secret::Secret(Secret&& other) noexcept : text_(other.text_) {
  // A moved-from short string keeps its characters: copy, then wipe, so that one place holds them.
  OPENSSL_cleanse(other.text_.data(), other.text_.size());
  other.text_.clear();
}
Secret& Secret::operator=(Secret other) noexcept {
  std::swap(text_, other.text_);
  return *this;
}
Secret::~Secret() {
  OPENSSL_cleanse(text_.data(), text_.size());
}

}  // namespace sextant
