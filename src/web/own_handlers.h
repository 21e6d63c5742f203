#pragma once

#include <filesystem>
#include <string>

#include "base/clock.h"
#include "base/environment.h"
#include "base/random.h"
#include "state/database.h"
#include "web/api.h"
#include "web/auth.h"
#include "web/changes.h"
#include "web/scheduler.h"
#include "web/tasks.h"

namespace sextant::web {

// What the handlers of the server itself work with. References outlive the handlers.
struct OwnServices {
  state::Database& database;
  const Environment& environment;
  const Clock& clock;
  Random& random;
  std::filesystem::path home;
  std::string version;
  Auth& auth;
  Tasks& tasks;
  Changes& changes;
  Scheduler& scheduler;
};

// getStatus, endSession, streamEvents; tokens; tasks; the schedule. What is about clouds and costs
// stands in handlers/.
void add_own_handlers(HandlerTable& table, const OwnServices& services);

// The parts of it.
void add_server_handlers(HandlerTable& table, const OwnServices& services);
void add_token_handlers(HandlerTable& table, const OwnServices& services);
void add_task_handlers(HandlerTable& table, const OwnServices& services);
void add_schedule_handlers(HandlerTable& table, const OwnServices& services);

// A token as the schema Token.
boost::json::object token_json(const state::Token& token);

}  // namespace sextant::web
