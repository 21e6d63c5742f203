#include "operations/agreements.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/civil_time.h"
#include "base/digest.h"
#include "base/text.h"
#include "operations/side_effects.h"
#include "state/settings.h"

namespace sextant::operations {
namespace {

namespace json = boost::json;

constexpr std::string_view kPrefix = "agreement/";
constexpr std::size_t kIdLength = 32;

// No kind and no profile holds the separator, so no two are the same.
std::string id_of(const Consent& consent) {
  const std::string text =
      std::string(name_of(consent.kind)) + "\n" + consent.profile + "\n" + consent.what;
  return to_hex(sha256(text)).substr(0, kIdLength);
}

std::string text_in(const json::object& object, std::string_view key) {
  const json::value* found = object.if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

std::optional<Agreement> read_agreement(const std::string& id, const std::string& text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  const json::object& stored = value.get_object();
  Agreement out;
  out.id = id;
  out.consent.kind = text_in(stored, "kind") == name_of(ConsentKind::kForeignHost)
                         ? ConsentKind::kForeignHost
                         : ConsentKind::kRunProgram;
  out.consent.what = text_in(stored, "what");
  out.consent.why = text_in(stored, "why");
  out.consent.profile = text_in(stored, "profile");
  const auto at = parse_rfc3339(text_in(stored, "agreed_at"));
  // What somebody has written into the state by hand is no agreement.
  if (!at || id_of(out.consent) != id) return std::nullopt;
  out.agreed_at = *at;
  return out;
}

}  // namespace

Result<std::vector<Agreement>> list_agreements(Context& context) {
  SEXTANT_TRY(auto* database, context.database());
  SEXTANT_TRY(const auto stored, state::SettingStore(*database).list(kPrefix));
  std::vector<Agreement> out;
  for (const auto& [name, text] : stored) {
    if (auto agreement = read_agreement(name.substr(kPrefix.size()), text))
      out.push_back(*std::move(agreement));
  }
  std::ranges::sort(out, {}, [](const Agreement& one) {
    return std::pair(one.consent.profile, one.consent.what);
  });
  return out;
}

bool needs_agreement(const Consent& consent) {
  return consent.kind != ConsentKind::kWriteFile;
}

Result<std::vector<Consent>> not_agreed(Context& context, const std::vector<Consent>& needed) {
  SEXTANT_TRY(const auto agreements, list_agreements(context));
  std::vector<Consent> out;
  std::ranges::copy_if(needed, std::back_inserter(out), [&](const Consent& consent) {
    return needs_agreement(consent) &&
           std::ranges::find(agreements, id_of(consent), &Agreement::id) == agreements.end();
  });
  return out;
}

Result<void> remember_agreements(Context& context, const std::vector<Consent>& consents) {
  SEXTANT_TRY(auto* database, context.database());
  state::SettingStore store(*database);
  for (const Consent& consent : consents) {
    if (!needs_agreement(consent)) continue;
    const Agreement agreement{id_of(consent), consent, context.outside.clock.wall()};
    SEXTANT_TRY_VOID(
        store.set(std::string(kPrefix) + agreement.id, json::serialize(to_json(agreement))));
  }
  return {};
}

std::vector<Consent> agreements_needed(const Context& context,
                                       const connect::Connection& connection) {
  // Renewals of tokens need nobody, so that no time ahead is looked at.
  auto needed = effects_of_connections(context, {connection}, std::chrono::seconds(0));
  std::erase_if(needed, [](const Consent& one) { return !needs_agreement(one); });
  return needed;
}

Result<void> revoke_agreement(Context& context, const std::string& id) {
  SEXTANT_TRY(auto* database, context.database());
  SEXTANT_TRY(const bool was_there,
              state::SettingStore(*database).remove(std::string(kPrefix) + id));
  if (!was_there) return failure(Error{"agreement.not_found", id}.with("id", id));
  return {};
}

json::object to_json(const Agreement& agreement) {
  return {{"id", agreement.id},
          {"kind", name_of(agreement.consent.kind)},
          {"profile", agreement.consent.profile},
          {"what", agreement.consent.what},
          {"why", agreement.consent.why},
          {"agreed_at", format_rfc3339(agreement.agreed_at)}};
}

}  // namespace sextant::operations
