#include "operations/sso.h"

#include <boost/json/array.hpp>

#include "base/civil_time.h"
#include "operations/json_values.h"
#include "operations/side_effects.h"
#include "web/handlers/desk.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

// AWS's own limit of a device code and of our listener.
constexpr std::chrono::minutes kSignInLimit{15};
constexpr std::chrono::minutes kPortalLimit{1};

aws::SsoChoice choice_of_body(const ApiRequest& request) {
  return {request.body_text("profile"), request.body_text("session"),
          request.body_text("start_url"), request.body_text("region")};
}

Outcome<Reply> list_sessions(const Desk& desk) {
  json::array sessions;
  const WallTime now = desk.context.outside.clock.wall();
  for (const operations::KnownPlace& place : operations::known_places(desk.context))
    sessions.push_back(operations::to_json(place, now));
  return Reply::of(json::object{{"sessions", std::move(sessions)}});
}

Outcome<json::value> sign_in(Desk& desk, const aws::SsoChoice& choice,
                             operations::SignInMethod method,
                             const std::vector<operations::Consent>& agreed, TaskEmitter& emitter,
                             const CallContext& call) {
  operations::AgreedContext world(desk.context, agreed);
  SEXTANT_TRY(const auto place, operations::find_place(world.get(), choice));
  const auto show = [&](const aws::SsoLoginPrompt& prompt) {
    emitter.emit("prompt", {{"url", prompt.url},
                            {"user_code", prompt.user_code},
                            {"expires_at", operations::time_or_null(prompt.expires_at)}});
  };
  SEXTANT_TRY(const auto token, operations::sign_in(place, method, show, call));
  if (desk.services.wake_schedule) desk.services.wake_schedule();
  for (const char* what : {"profiles", "schedule"}) desk.services.changes.publish(what);
  return json::object{
      {"session", place.session.cache_name()},
      {"ends_at", format_rfc3339(std::chrono::floor<std::chrono::seconds>(token.expires_at))}};
}

Outcome<Reply> begin_sign_in(const SharedDesk& desk, const ApiRequest& request) {
  const aws::SsoChoice choice = choice_of_body(request);
  SEXTANT_TRY(const auto place, operations::find_place(desk->context, choice));
  const auto agreed = operations::effects_of_sign_in(desk->context, choice);
  SEXTANT_TRY_VOID(desk->require(agreed, request));
  const auto method = request.body_text("method") == "device" ? operations::SignInMethod::kDevice
                                                              : operations::SignInMethod::kBrowser;
  const std::string& name = place.session.cache_name();
  SEXTANT_TRY(const auto task,
              desk->services.tasks.start(
                  {"sign_in", "Sign in to " + name, name, kSignInLimit},
                  [desk, choice, method, agreed](TaskEmitter& emitter, const CallContext& call) {
                    return sign_in(*desk, choice, method, agreed, emitter, call);
                  }));
  return Reply::accepted(task);
}

Outcome<Reply> sign_out(Desk& desk, const ApiRequest& request) {
  const aws::SsoChoice choice = choice_of_body(request);
  const auto agreed = operations::effects_of_sign_out(desk.context, choice);
  SEXTANT_TRY_VOID(desk.require(agreed, request));
  operations::AgreedContext world(desk.context, agreed);
  SEXTANT_TRY(const auto place, operations::find_place(world.get(), choice));
  SEXTANT_TRY(
      const auto done,
      operations::sign_out(place, request.call.within(desk.context.outside.clock, kPortalLimit)));
  for (const char* what : {"profiles", "schedule"}) desk.services.changes.publish(what);
  return Reply::of(json::object{
      {"session", place.session.cache_name()},
      {"was_signed_in", done.was_signed_in},
      {"not_told", done.not_told ? json::value(operations::explained_json(*done.not_told))
                                 : json::value(nullptr)}});
}

Outcome<Reply> list_assignments(Desk& desk, const ApiRequest& request) {
  const aws::SsoChoice choice{request.text("profile"), request.text("session"),
                              request.text("start_url"), request.text("region")};
  const auto agreed = operations::effects_of_portal(desk.context, choice);
  SEXTANT_TRY_VOID(desk.require(agreed, request));
  operations::AgreedContext world(desk.context, agreed);
  SEXTANT_TRY(const auto place, operations::find_place(world.get(), choice));
  SEXTANT_TRY(const auto assignments,
              operations::list_assignments(
                  place, request.call.within(desk.context.outside.clock, kPortalLimit)));
  return Reply::of(operations::to_json(place.session, assignments));
}

std::vector<operations::SsoPick> picks_of(const ApiRequest& request) {
  std::vector<operations::SsoPick> picks;
  for (const json::value& value : request.body.at("picks").as_array()) {
    const json::object& from = value.as_object();
    const auto text = [&](std::string_view name) -> std::string {
      const json::value* found = from.if_contains(name);
      return found == nullptr ? "" : std::string(found->as_string());
    };
    operations::SsoPick pick{text("account_id"), text("role"), text("name"), text("account_name"),
                             std::nullopt};
    if (!text("region").empty()) pick.region = text("region");
    picks.push_back(std::move(pick));
  }
  return picks;
}

Outcome<Reply> add_profiles(Desk& desk, const ApiRequest& request) {
  SEXTANT_TRY(const auto place, operations::find_place(desk.context, choice_of_body(request)));
  SEXTANT_TRY(auto lines, operations::config_lines(place, picks_of(request)));
  const std::string digest = desk.digest_of(lines);
  bool is_written = false;
  if (const auto agreed = request.body_text("digest")) {
    if (*agreed != digest)
      return std::unexpected(
          Error{"profile.lines_changed", lines.path.string()}.with("file", lines.path.string()));
    SEXTANT_TRY_VOID(operations::write_config(desk.context, lines));
    desk.services.changes.publish("profiles");
    is_written = true;
  }
  json::array names;
  for (const aws::NewSsoProfile& profile : lines.profiles) names.emplace_back(profile.name);
  return Reply::of(json::object{{"path", lines.path.string()},
                                {"lines", lines.text},
                                {"digest", digest},
                                {"written", is_written},
                                {"profiles", std::move(names)}});
}

}  // namespace

void add_sso_handlers(HandlerTable& table, const SharedDesk& desk) {
  table.add("listSsoSessions", [desk](const ApiRequest&) { return list_sessions(*desk); });
  table.add("signIn", [desk](const ApiRequest& request) { return begin_sign_in(desk, request); });
  table.add("signOut", [desk](const ApiRequest& request) { return sign_out(*desk, request); });
  table.add("listAssignments",
            [desk](const ApiRequest& request) { return list_assignments(*desk, request); });
  table.add("addSsoProfiles",
            [desk](const ApiRequest& request) { return add_profiles(*desk, request); });
}

}  // namespace sextant::web
