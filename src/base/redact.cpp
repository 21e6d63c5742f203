#include "base/redact.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <set>

namespace sextant {
namespace {

constexpr std::string_view kHidden = "[hidden]";
// Shorter texts would also hide harmless words.
constexpr std::size_t kLengthMin = 8;
// A process that signs in for days sees a few hundred; the bound keeps a hostile credential source
// from growing it.
constexpr std::size_t kRememberedMax = 4096;

struct Longer {
  bool operator()(const std::string& a, const std::string& b) const {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  }
};

struct Remembered {
  std::mutex mutex;
  // Guarded by mutex. Longest first, so that a secret inside another leaves no rest of the longer
  // one.
  std::set<std::string, Longer> texts;
};

Remembered& remembered() {
  static auto* instance = new Remembered;  // outlives every static that logs while it dies
  return *instance;
}

void replace_all(std::string& text, std::string_view what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), kHidden);
    at += kHidden.size();
  }
}

// Hides what follows `marker` up to the first character that ends a value of that kind.
void hide_after(std::string& text, std::string_view marker, std::string_view ends) {
  const auto same_letter = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  };
  std::size_t from = 0;
  while (true) {
    const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(),
                                   marker.begin(), marker.end(), same_letter);
    if (found == text.end()) return;
    const std::size_t begin = static_cast<std::size_t>(found - text.begin()) + marker.size();
    const std::size_t end = std::min(text.find_first_of(ends, begin), text.size());
    if (end > begin && text.compare(begin, kHidden.size(), kHidden) != 0)
      text.replace(begin, end - begin, kHidden);
    from = begin;
  }
}

struct Marker {
  std::string_view before;
  std::string_view ends;
};
constexpr std::array kMarkers = {
    Marker{"X-Amz-Signature=", "& \"'\r\n"},    Marker{"X-Amz-Security-Token=", "& \"'\r\n"},
    Marker{"X-Amz-Security-Token: ", "\r\n"},   Marker{"x-amz-sso_bearer_token: ", "\r\n"},
    Marker{"Authorization: ", "\r\n"},          Marker{"\"secretAccessKey\":\"", "\""},
    Marker{"\"sessionToken\":\"", "\""},        Marker{"\"accessToken\":\"", "\""},
    Marker{"\"refreshToken\":\"", "\""},        Marker{"\"clientSecret\":\"", "\""},
    Marker{"<SecretAccessKey>", "<"},           Marker{"<SessionToken>", "<"},
    Marker{"aws_secret_access_key = ", "\r\n"}, Marker{"aws_secret_access_key=", "\r\n"},
    Marker{"aws_session_token=", "\r\n"},
};

}  // namespace

std::string redact(std::string_view text) {
  std::string out(text);
  {
    Remembered& all = remembered();
    const std::lock_guard lock(all.mutex);
    for (const std::string& secret : all.texts) replace_all(out, secret);
  }
  for (const Marker& marker : kMarkers) hide_after(out, marker.before, marker.ends);
  return out;
}

namespace internal {

void remember_secret(std::string_view text) {
  if (text.size() < kLengthMin) return;
  Remembered& all = remembered();
  const std::lock_guard lock(all.mutex);
  if (all.texts.size() < kRememberedMax) all.texts.emplace(std::string(text));
}

}  // namespace internal
}  // namespace sextant
