#include "sim/iam/authenticate.h"

#include <fmt/core.h>

#include "base/civil_time.h"
#include "sim/iam/auth_fault.h"

namespace sextant::sim {

namespace {

struct Failure {
  AuthFailure kind;
  std::string detail;
};

std::optional<Failure> check_key(const Simulation& simulation, const Key& key,
                                 const Signature& signature, WallTime now) {
  if (key.token.empty() != signature.session_token.empty()) {
    return Failure{AuthFailure::kUnknownKey, ""};
  }
  if (key.token != signature.session_token) return Failure{AuthFailure::kWrongToken, ""};
  if (!key.expires) return std::nullopt;
  if (*key.expires <= now || simulation.faults.has_expired(Faults::Issued::kSession, key.issued)) {
    return Failure{AuthFailure::kExpiredToken, ""};
  }
  return std::nullopt;
}

std::optional<Failure> check_time(const Signature& signature, WallTime signed_at, WallTime now) {
  const int minutes = signature.service == "s3" ? 15 : 5;
  const std::chrono::minutes window(minutes);
  const std::chrono::seconds life =
      signature.is_presigned ? std::chrono::seconds(signature.expires_s) : window;
  const std::string at = format_basic(now);
  if (signed_at + life < now) {
    if (signature.is_presigned) {
      return Failure{AuthFailure::kTooOld,
                     fmt::format("Signature expired: {} is now earlier than {} ({} - {} s.)",
                                 signature.amz_date, format_basic(now - life), at, life.count())};
    }
    return Failure{AuthFailure::kTooOld,
                   fmt::format("Signature expired: {} is now earlier than {} ({} - {} min.)",
                               signature.amz_date, format_basic(now - window), at, minutes)};
  }
  if (signed_at > now + window) {
    return Failure{
        AuthFailure::kTooNew,
        fmt::format("Signature not yet current: {} is still later than {} ({} + {} min.)",
                    signature.amz_date, format_basic(now + window), at, minutes)};
  }
  return std::nullopt;
}

// Compares without telling by its time where two texts differ.
bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

}  // namespace

std::expected<Principal, Fault> authenticate(const Simulation& simulation, const Route& route,
                                             const http::ServerRequest& request,
                                             const Target& target,
                                             const std::optional<Signature>& signature) {
  const auto fail = [&](AuthFailure kind, const std::string& detail = "") {
    return std::unexpected(auth_fault(route, kind, detail));
  };
  if (!signature) return fail(AuthFailure::kMissing);
  const std::optional<WallTime> signed_at = parse_amz_date(signature->amz_date);
  if (!signature->is_complete || !signed_at) return fail(AuthFailure::kIncomplete);
  const WallTime now = simulation.clock.now();
  auto principal = simulation.directory.principal(signature->access_key_id);
  if (!principal) return fail(AuthFailure::kUnknownKey);
  if (route.service != nullptr && route.service->signing_name != signature->service) {
    return fail(AuthFailure::kWrongScope, route.service->signing_name);
  }
  if (const auto failed = check_time(*signature, *signed_at, now)) {
    return fail(failed->kind, failed->detail);
  }
  const bool dates_agree = signature->amz_date.starts_with(signature->date);
  if (!dates_agree ||
      !same_text(expected_signature(*signature, request, target, principal->key.secret),
                 signature->value)) {
    return fail(AuthFailure::kMismatch);
  }
  if (const auto failed = check_key(simulation, principal->key, *signature, now)) {
    return fail(failed->kind, failed->detail);
  }
  return std::move(*principal);
}

}  // namespace sextant::sim
