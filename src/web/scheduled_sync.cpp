#include "web/scheduled_sync.h"

#include <algorithm>
#include <boost/json/value.hpp>

#include "aws/credentials/chain.h"
#include "aws/sso/token_cache.h"
#include "operations/agreements.h"
#include "operations/guarded_world.h"
#include "operations/side_effects.h"
#include "operations/sync.h"
#include "web/handlers/sync_task.h"

namespace sextant::web {
namespace {

constexpr std::chrono::minutes kSyncLimit{60};

// Why the profile's sign-in does not last; nullopt where it does, or where there is none.
std::optional<Error> why_signed_out(const aws::Outside& outside,
                                    const std::optional<std::string>& name) {
  const auto files = aws::ProfileFiles::load(outside.environment, outside.files);
  const auto profile = aws::choose_profile(files, outside.environment, name);
  if (!profile) return profile.error();
  const auto source = aws::choose_source({outside, nullptr, aws::ClientOptions{}}, files, *profile);
  if (!source) return source.error();
  if (!source->effects.sso) return std::nullopt;
  const aws::SsoSession& session = *source->effects.sso;
  const auto explained = [&](const char* code) {
    return Error{code, ""}
        .with("session", session.cache_name())
        .with("arguments", "--profile " + profile->name);
  };
  const auto token = aws::SsoTokenCache(outside.environment, outside.files).load_token(session);
  if (!token) return token.error();
  if (!*token) return explained("sso.not_signed_in");
  const WallTime now = outside.clock.wall();
  const bool can_renew = !(*token)->refresh_token.empty() && !(*token)->client_id.empty() &&
                         (*token)->registration_expires_at > now;
  if ((*token)->expires_at > now || can_renew) return std::nullopt;
  return explained("sso.expired");
}

}  // namespace

ScheduledSync::ScheduledSync(const aws::Outside& outside, const std::filesystem::path& home,
                             state::Database& database, Tasks& tasks, Changes& changes)
    : outside_(outside),
      world_(outside_, {}),
      context_(world_.outside(), home, database),
      database_(database),
      tasks_(tasks),
      changes_(changes) {}

std::optional<Error> ScheduledSync::why_waiting(const connect::Connection& connection) {
  if (auto signed_out = why_signed_out(outside_, connection.identity().profile)) return signed_out;
  const auto effects = operations::effects_of_connections(context_, {connection}, kSyncLimit);
  const auto missing = operations::not_agreed(context_, effects);
  if (!missing) return missing.error();
  if (missing->empty()) return std::nullopt;
  const operations::Consent& first = missing->front();
  return Error{"sync.not_agreed", first.what + ": " + first.why}.with("connection",
                                                                      connection.name);
}

Result<std::vector<operations::Consent>> ScheduledSync::agreed_of(
    const std::vector<std::string>& connections) {
  SEXTANT_TRY(const auto choice, operations::choose_for_sync(context_, connections));
  auto effects = operations::effects_of_connections(context_, choice.chosen, kSyncLimit);
  SEXTANT_TRY(const auto missing, operations::not_agreed(context_, effects));
  std::erase_if(effects, [&](const operations::Consent& effect) {
    return std::ranges::any_of(missing, [&](const auto& one) { return one.is_same_as(effect); });
  });
  return effects;
}

Result<Readiness> ScheduledSync::look(const CallContext& /*call*/) {
  Readiness out;
  const auto choice = operations::choose_for_sync(context_, {});
  if (!choice) {
    const std::string& code = choice.error().code;
    if (code == "connection.none" || code == "sync.connection_off") return out;
    return failure(choice.error());
  }
  for (const connect::Connection& connection : choice->chosen) {
    if (auto reason = why_waiting(connection))
      out.waiting.push_back({connection.name, *std::move(reason)});
    else
      out.ready.push_back(connection.name);
  }
  return out;
}

Result<void> ScheduledSync::sync(const std::vector<std::string>& connections,
                                 const Decimal& max_cost_usd, const CallContext& call) {
  if (tasks_.find_running("sync"))
    return failure(Error{"sync.locked", ""}.with("holder", "of this server"));
  operations::SyncWords words;
  words.names = connections;
  words.max_cost_usd = max_cost_usd;
  words.origin = state::RunOrigin::kSchedule;
  SEXTANT_TRY(const auto task,
              tasks_.start({"sync", "Scheduled sync", "", kSyncLimit},
                           [this, words](TaskEmitter& emitter,
                                         const CallContext& limits) -> Outcome<boost::json::value> {
                             SEXTANT_TRY(const auto agreed, agreed_of(words.names));
                             const operations::GuardedWorld world(outside_, agreed);
                             operations::Context context(world.outside(), context_);
                             return run_sync_task(context, changes_, words, emitter, limits);
                           }));
  return await(std::string(task.at("id").as_string()), call);
}

Result<void> ScheduledSync::await(const std::string& task_id, const CallContext& call) {
  SEXTANT_TRY(const auto events, tasks_.follow(task_id, 0));
  while (!events->is_over() && !call.stop.stop_requested())
    (void)events->next(call.deadline, call.stop);
  if (call.stop.stop_requested()) (void)tasks_.stop(task_id);
  SEXTANT_TRY(const auto task, tasks_.get(task_id));
  const auto* problem = task.at("problem").if_object();
  if (problem == nullptr) return {};
  return failure(std::string(problem->at("code").as_string()),
                 std::string(problem->at("detail").as_string()));
}

}  // namespace sextant::web
