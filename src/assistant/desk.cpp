#include "assistant/desk.h"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include "assistant/arguments.h"
#include "assistant/bounds.h"
#include "base/civil_time.h"
#include "base/redact.h"
#include "base/text.h"
#include "operations/json_values.h"

namespace sextant::assistant {

namespace json = boost::json;

namespace {

constexpr std::size_t kDetailMax = 4000;
constexpr std::size_t kClientMax = 120;

std::string client_of(const mcp::Call& call) {
  const std::string words = call.client.name + " " + call.client.program_version;
  return mcp::clipped(for_terminal(redact(trim(words))), kClientMax);
}

WallTime begin_of_today(const Clock& clock) {
  return WallTime(date_of(clock.wall()));
}

}  // namespace

Desk::Desk(operations::Context& work, Options given)
    : context(work), options(given), rate_limit_(given.calls_per_second, work.outside.clock) {}

mcp::ToolResult error_result(const Error& error) {
  json::value shown = json::object{{"error", operations::explained_json(error)}};
  make_visible(shown);
  return mcp::tool_error(json::serialize(shown));
}

mcp::Tool Desk::tool(ToolSpec spec) {
  mcp::Tool out;
  out.name = spec.name;
  out.title = spec.title;
  out.description = spec.description;
  out.input_schema = spec.input_schema;
  out.output_schema = spec.output_schema;
  out.hints = spec.hints;
  out.tidy = [schema = spec.input_schema](json::object& arguments) {
    tidy_arguments(arguments, schema);
  };
  out.checked_by = JsonSchema::compile(spec.input_schema, spec.input_schema);
  out.run = [this, shared = std::make_shared<const ToolSpec>(std::move(spec))](
                mcp::Call& call, const json::object& arguments) {
    return serve(*shared, call, arguments);
  };
  return out;
}

Result<Reply> Desk::admit_and_run(const ToolSpec& spec, mcp::Call& call,
                                  const json::object& arguments) {
  if (const auto wait = rate_limit_.take(call.caller.id)) {
    return failure(Error{"assistant.too_fast", ""}.with("wait_s", std::to_string(wait->count())));
  }
  if (spec.needs_operate && call.caller.scope == "read")
    return failure(Error{"web.scope", spec.name}.with("scope", "operate"));
  return spec.run(*this, call, arguments);
}

mcp::ToolOutcome Desk::serve(const ToolSpec& spec, mcp::Call& call, const json::object& arguments) {
  const Clock& clock = context.outside.clock;
  const SteadyTime begun = clock.steady();
  auto reply = admit_and_run(spec, call, arguments);
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() - begun);
  std::string outcome = "ok";
  if (!reply) outcome = reply.error().code;
  if (reply && std::holds_alternative<mcp::InputRequired>(*reply)) outcome = "asked";
  // What cannot be entered is not answered: the log holds every call.
  if (const auto entered = enter(call, spec.name, json::serialize(arguments), outcome, elapsed);
      !entered)
    return error_result(entered.error());
  if (!reply) return error_result(reply.error());
  if (auto* needed = std::get_if<mcp::InputRequired>(&*reply)) return std::move(*needed);
  json::value structured = std::move(std::get<json::object>(*reply));
  make_visible(structured);
  mcp::ToolResult result{{mcp::text_block(json::serialize(structured))}};
  result.structured = std::move(structured.get_object());
  return result;
}

state::AuditEntry Desk::entry_of(const mcp::Call& call, const std::string& action) const {
  state::AuditEntry entry;
  entry.at = context.outside.clock.wall();
  entry.caller = call.caller.id;
  entry.client = client_of(call);
  entry.action = action;
  entry.detail = "{}";
  return entry;
}

Result<void> Desk::enter(const mcp::Call& call, const std::string& action, std::string detail,
                         const std::string& outcome, std::chrono::milliseconds elapsed) {
  SEXTANT_TRY(state::Database* const database, context.database());
  state::AuditEntry entry = entry_of(call, action);
  entry.detail = mcp::clipped(redact(detail), kDetailMax);
  entry.outcome = outcome;
  entry.elapsed_ms = elapsed.count();
  const auto entered = state::AuditLog(*database).enter(entry);
  return entered ? Result<void>() : failure(entered.error());
}

Result<Decimal> Desk::left_to_spend_usd(const mcp::Call& call) {
  SEXTANT_TRY(state::Database* const database, context.database());
  SEXTANT_TRY(const Decimal spent, state::AuditLog(*database).spent_usd(
                                       call.caller.id, begin_of_today(context.outside.clock)));
  SEXTANT_TRY(const Decimal left, options.max_cost_usd_a_day.minus(spent));
  return left.is_negative() ? Decimal() : left;
}

Result<std::int64_t> Desk::begin_spending(const mcp::Call& call, const std::string& action,
                                          Decimal at_most_usd) {
  SEXTANT_TRY(state::Database* const database, context.database());
  state::AuditEntry entry = entry_of(call, action);
  entry.outcome = "begun";
  entry.cost_usd = at_most_usd;
  return state::AuditLog(*database).enter(entry);
}

Result<void> Desk::end_spending(const mcp::Call& call, const std::string& action,
                                std::int64_t begun, const std::string& outcome, Decimal spent_usd) {
  SEXTANT_TRY(state::Database* const database, context.database());
  state::AuditEntry entry = entry_of(call, action);
  entry.outcome = outcome;
  entry.cost_usd = spent_usd;
  entry.ends = begun;
  const auto entered = state::AuditLog(*database).enter(entry);
  return entered ? Result<void>() : failure(entered.error());
}

}  // namespace sextant::assistant
