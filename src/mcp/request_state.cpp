#include "mcp/request_state.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/digest.h"
#include "base/text.h"
#include "mcp/message.h"

namespace sextant::mcp {

namespace json = boost::json;

namespace {

constexpr std::chrono::minutes kLife{15};
constexpr std::size_t kUnusedMax = 1024;
constexpr std::size_t kNonceBytes = 16;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kSealedBytesMax = 64U << 10U;

// Takes the same time wherever two texts differ.
bool is_same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return difference == 0;
}

}  // namespace

RequestStates::RequestStates(const Clock& clock, Random& random)
    : clock_(clock), random_(random), key_(random.bytes(kKeyBytes)) {}

std::string RequestStates::mac(std::string_view body, const StateUse& use) const {
  // Each part with its length, so that no two uses make the same text.
  std::string text;
  for (const std::string_view part :
       {body, std::string_view(use.caller), std::string_view(use.method),
        std::string_view(use.subject)}) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  }
  return to_base64_url(hmac_sha256(key_, text));
}

std::string RequestStates::seal(const StateUse& use, const json::value& state) {
  const std::string nonce = to_base64_url(random_.bytes(kNonceBytes));
  const SteadyTime now = clock_.steady();
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(unused_, [&](const auto& entry) { return entry.second <= now; });
    // Who asks for that many wants to fill memory, and may ask again.
    if (unused_.size() >= kUnusedMax) unused_.clear();
    unused_.emplace(nonce, now + kLife);
  }
  const std::string body =
      to_base64_url(json::serialize(json::object{{"nonce", nonce}, {"state", state}}));
  return body + "." + mac(body, use);
}

std::optional<json::value> RequestStates::open(const StateUse& use, std::string_view sealed) {
  const std::size_t dot = sealed.rfind('.');
  if (dot == std::string_view::npos || sealed.size() > kSealedBytesMax) return std::nullopt;
  const std::string_view body = sealed.substr(0, dot);
  if (!is_same(mac(body, use), sealed.substr(dot + 1))) return std::nullopt;
  const auto text = from_base64(replace_all(replace_all(body, "-", "+"), "_", "/"));
  boost::system::error_code wrong;
  const json::value read = text ? json::parse(*text, wrong) : json::value();
  const json::object* object = wrong ? nullptr : read.if_object();
  const json::string* nonce = object == nullptr ? nullptr : text_member(*object, "nonce");
  if (nonce == nullptr) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto node = unused_.extract(std::string(*nonce));
  if (node.empty() || node.mapped() <= clock_.steady()) return std::nullopt;
  return object->at("state");
}

}  // namespace sextant::mcp
