#pragma once

#include <memory>
#include <optional>

#include "connect/check/check.h"

namespace sextant::connect {

// The first steps, each of which the next depends on: is the connection well-formed, are there
// credentials, who are we. They hand on the Api that they have opened.
struct Access {
  std::unique_ptr<Api> base;  // role connections: our own identity
  std::optional<Principal> base_principal;
  std::unique_ptr<ObservingApi> reader;  // the identity that reads the account
  std::optional<Principal> principal;
};

CheckStep form_step(const CheckSetting& setting, const Connection& connection);
// Opens the base identity of a role connection, or the profile itself.
CheckStep credentials_step(const CheckSetting& setting, const Connection& connection,
                           Access& access, const CallContext& context);
// Who the base identity is; sets base_principal.
CheckStep base_identity_step(const CheckSetting& setting, const Connection& connection,
                             Access& access, const CallContext& context);
// Assumes the role; sets the reader.
CheckStep assume_role_step(const CheckSetting& setting, const CheckRequest& request, Access& access,
                           const CallContext& context);
// Who we are in the account that is read; sets the principal, and account, alias and principal of
// the report.
CheckStep identity_step(const CheckSetting& setting, const Connection& connection, Access& access,
                        CheckReport& report, const CallContext& context);

}  // namespace sextant::connect
