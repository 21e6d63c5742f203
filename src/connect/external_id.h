#pragma once

#include <string>

#include "base/random.h"

namespace sextant::connect {

// A new external ID: "sextant-" and 40 letters and digits from the system's generator, about 238
// bits. By AWS's own definition it is no secret, but it has to be unguessable and one connection's
// own, so that nobody can have Sextant read a role that they have only learned the ARN of.
std::string make_external_id(Random& random);

// AWS's rule: 2 to 1224 of A-Z a-z 0-9 _ + = , . @ : / -
bool is_external_id(const std::string& text);

// What the confused-deputy test tries in place of `external_id`; each differs from it.
std::string with_other_suffix(const std::string& external_id, Random& random);
std::string with_other_case(const std::string& external_id);

// The first characters and dots, for logs.
std::string mask_external_id(const std::string& external_id);

}  // namespace sextant::connect
