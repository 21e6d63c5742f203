#pragma once

#include <string>
#include <string_view>

namespace sextant {

// Raw bytes; see to_hex in base/text.h.
std::string sha256(std::string_view data);
std::string hmac_sha256(std::string_view key, std::string_view data);
// Only for names that other programs have chosen to derive so (the AWS token cache).
std::string sha1(std::string_view data);
std::string md5(std::string_view data);  // Content-MD5 only

}  // namespace sextant
