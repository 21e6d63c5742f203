#include "operations/consents.h"

#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "base/text.h"

namespace sextant::operations {

std::string_view name_of(ConsentKind kind) {
  switch (kind) {
    case ConsentKind::kRunProgram:
      return "run_program";
    case ConsentKind::kWriteFile:
      return "write_file";
    case ConsentKind::kForeignHost:
      return "foreign_host";
  }
  std::unreachable();
}

void add_consent(Consent consent, std::vector<Consent>& consents) {
  const bool is_there = std::ranges::any_of(
      consents, [&](const Consent& other) { return other.is_same_as(consent); });
  if (!is_there) consents.push_back(std::move(consent));
}

ConsentDesk::ConsentDesk(Random& random) : key_(random.bytes(32)) {}

std::string ConsentDesk::id_of(const Consent& consent) const {
  // No kind holds the separator, so no two texts are the same.
  return to_hex(hmac_sha256(key_, std::string(name_of(consent.kind)) + ":" + consent.what));
}

std::vector<Consent> ConsentDesk::missing(const std::vector<Consent>& needed,
                                          const std::vector<std::string>& given) const {
  std::vector<Consent> out;
  std::ranges::copy_if(needed, std::back_inserter(out), [&](const Consent& consent) {
    return std::ranges::find(given, id_of(consent)) == given.end();
  });
  return out;
}

}  // namespace sextant::operations
