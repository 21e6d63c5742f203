#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <vector>

#include "base/clock.h"
#include "connect/connection.h"
#include "operations/consents.h"
#include "operations/context.h"

namespace sextant::operations {

// What a person has agreed to for good: that syncs by schedule run exactly this program for this
// profile, or call exactly this host. It holds until it is revoked; another command, another host
// or another profile needs another agreement. A plain value.
struct Agreement {
  std::string id;  // a digest of kind, profile and text
  Consent consent;
  WallTime agreed_at{};
};

// By profile, then text. Errors: state.*.
Result<std::vector<Agreement>> list_agreements(Context& context);
// Whether somebody must agree to it before a sync that nobody looks at does it. A token's renewal
// needs nobody, since the sign-in was agreed to.
bool needs_agreement(const Consent& consent);
// What syncs by schedule of a connection need somebody's agreement to.
std::vector<Consent> agreements_needed(const Context& context,
                                       const connect::Connection& connection);
// Those of `needed` that need an agreement and have none. Errors: state.*.
Result<std::vector<Consent>> not_agreed(Context& context, const std::vector<Consent>& needed);
// Remembers those of `consents` that need an agreement. Errors: state.*.
Result<void> remember_agreements(Context& context, const std::vector<Consent>& consents);
// Error: agreement.not_found; state.*.
Result<void> revoke_agreement(Context& context, const std::string& id);

boost::json::object to_json(const Agreement& agreement);

}  // namespace sextant::operations
