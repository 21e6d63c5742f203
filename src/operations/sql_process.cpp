#include "operations/sql_process.h"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/log.h"

namespace sextant::operations {
namespace {

namespace json = boost::json;

// How long the process may take to begin and to end, on top of what the statement may take.
constexpr std::chrono::seconds kGrace{5};
// How often a statement that waits for its turn looks whether it is still wanted.
constexpr std::chrono::milliseconds kTurnEvery{20};
// Text that is quoted in JSON may take up to six times its own length; it seldom does.
constexpr std::size_t kReplyBytesMax = 4 * kSqlAnswerBytesMax;

class Turn {
 public:
  static Result<Turn> wait(Context& context, const CallContext& call) {
    while (!context.sql_slots().try_acquire_for(kTurnEvery)) {
      if (call.stop.stop_requested()) return failure("lake.cancelled", "while others ran");
      if (context.outside.clock.steady() >= call.deadline)
        return failure("lake.deadline", "other statements took its time");
    }
    return Turn(context);
  }
  Turn(Turn&& other) noexcept : context_(std::exchange(other.context_, nullptr)) {}
  Turn& operator=(Turn&&) = delete;
  ~Turn() {
    if (context_ != nullptr) context_->sql_slots().release();
  }

 private:
  explicit Turn(Context& context) : context_(&context) {}
  Context* context_;
};

// What it needs to find its state and to run; credentials are not among it.
std::vector<std::string> variables_for(const Environment& environment) {
  constexpr std::array<std::string_view, 5> kNames = {"HOME", "PATH", "TMPDIR", "TZ", "LANG"};
  constexpr std::array<std::string_view, 4> kPrefixes = {"SEXTANT_", "XDG_", "LC_", "LD_"};
  std::vector<std::string> out;
  for (const auto& [name, value] : environment.all()) {
    const bool is_needed =
        std::ranges::find(kNames, name) != kNames.end() || name.ends_with("SAN_OPTIONS") ||
        std::ranges::any_of(kPrefixes, [&](auto prefix) { return name.starts_with(prefix); });
    if (is_needed) out.push_back(fmt::format("{}={}", name, value));
  }
  return out;
}

// How the process ended, where it was not by an answer.
Error why_no_answer(Error error) {
  if (error.code == "process.timeout") return {"lake.deadline", "it was ended"};
  if (error.code == "process.cancelled") return {"lake.cancelled", "it was ended"};
  if (error.code == "process.too_large") {
    return {"lake.out_of_memory",
            fmt::format("it took more than {} MiB", kSqlProcessMemoryMax >> 20U)};
  }
  return error;
}

json::object error_json(const Error& error) {
  return {{"code", error.code}, {"detail", error.detail}, {"facts", json::value_from(error.facts)}};
}

Error read_error(const json::object& from) {
  return {json::value_to<std::string>(from.at("code")),
          json::value_to<std::string>(from.at("detail")),
          json::value_to<std::vector<std::pair<std::string, std::string>>>(from.at("facts"))};
}

// Runs one request, and gives the reply to `read`, while it lives.
Result<void> exchange(Context& context, const SqlWords& words, const std::filesystem::path& output,
                      const CallContext& call,
                      const std::function<void(const json::object&)>& read) {
  const CallContext limits = call.within(context.outside.clock, words.timeout + kGrace);
  SEXTANT_TRY(const Turn turn, Turn::wait(context, limits));
  ProcessOptions options;
  options.input = json::serialize(json::object{{"sql", words.sql},
                                               {"max_rows", words.max_rows},
                                               {"timeout_ms", words.timeout.count()},
                                               {"output", output.string()}});
  options.output_bytes_max = kReplyBytesMax;
  options.memory_bytes_max = kSqlProcessMemoryMax;
  options.environment = variables_for(context.outside.environment);
  const auto ran = context.outside.processes.run(
      {context.sql_program.string(), std::string(kSqlCommand)}, options, limits);
  if (!ran) return failure(why_no_answer(ran.error()));
  if (ran->out.size() >= kReplyBytesMax)
    return failure("lake.answer_too_large", fmt::format("more than {} MiB", kReplyBytesMax >> 20U));
  json::monotonic_resource memory;
  boost::system::error_code broken;
  const json::value reply = json::parse(ran->out, broken, &memory);
  if (broken || !reply.is_object()) {
    log::warning("a process that ran SQL ended by itself: " + ran->err);
    return failure("lake.process_ended", fmt::format("exit code {}", ran->exit_code));
  }
  if (const json::value* error = reply.get_object().if_contains("error"))
    return failure(read_error(error->as_object()));
  read(reply.get_object());
  return {};
}

json::object reply_json(const SqlAnswer& answer) {
  json::array columns;
  for (const lake::Column& column : answer.table.columns)
    columns.push_back(json::array{column.name, static_cast<int>(column.kind)});
  json::array rows;
  rows.reserve(answer.table.rows.size());
  for (const lake::Row& row : answer.table.rows) {
    json::array values;
    values.reserve(row.size());
    for (const lake::Datum& datum : row)
      values.push_back(datum ? json::value(*datum) : json::value(nullptr));
    rows.push_back(std::move(values));
  }
  return {{"columns", std::move(columns)},
          {"rows", std::move(rows)},
          {"cut", answer.table.is_cut},
          {"provenance", answer.provenance}};
}

SqlAnswer read_answer(const json::object& reply) {
  SqlAnswer answer;
  for (const json::value& column : reply.at("columns").as_array()) {
    const json::array& pair = column.as_array();
    answer.table.columns.push_back({json::value_to<std::string>(pair.at(0)),
                                    static_cast<lake::ColumnKind>(pair.at(1).as_int64())});
  }
  for (const json::value& values : reply.at("rows").as_array()) {
    lake::Row& row = answer.table.rows.emplace_back();
    for (const json::value& value : values.as_array()) {
      row.push_back(value.is_null() ? lake::Datum() : json::value_to<std::string>(value));
    }
  }
  answer.table.is_cut = reply.at("cut").as_bool();
  // A copy in memory of its own, since the reply's goes with it.
  answer.provenance = json::object(reply.at("provenance").as_object(), json::storage_ptr());
  return answer;
}

Result<json::object> answer(Context& context, const json::object& request,
                            const CallContext& call) {
  SqlWords words;
  words.sql = json::value_to<std::string>(request.at("sql"));
  words.max_rows = json::value_to<std::size_t>(request.at("max_rows"));
  words.max_bytes = kSqlAnswerBytesMax;
  words.timeout = std::chrono::milliseconds(json::value_to<std::int64_t>(request.at("timeout_ms")));
  const std::filesystem::path output = json::value_to<std::string>(request.at("output"));
  if (!output.empty()) {
    SEXTANT_TRY(const std::int64_t rows, write_sql_parquet(context, words, output, call));
    return json::object{{"written", rows}};
  }
  SEXTANT_TRY(const SqlAnswer answered, ask_sql(context, words, call));
  return reply_json(answered);
}

}  // namespace

Result<SqlAnswer> ask_sql_apart(Context& context, const SqlWords& words, const CallContext& call) {
  SqlAnswer answer;
  SEXTANT_TRY_VOID(exchange(context, words, {}, call,
                            [&](const json::object& reply) { answer = read_answer(reply); }));
  return answer;
}

Result<std::int64_t> write_sql_parquet_apart(Context& context, const SqlWords& words,
                                             const std::filesystem::path& output,
                                             const CallContext& call) {
  std::int64_t rows = 0;
  SEXTANT_TRY_VOID(exchange(context, words, output, call, [&](const json::object& reply) {
    rows = reply.at("written").as_int64();
  }));
  return rows;
}

std::string answer_sql_request(Context& context, std::string_view request,
                               const CallContext& call) {
  boost::system::error_code broken;
  const json::value read = json::parse(request, broken);
  if (broken || !read.is_object())
    return json::serialize(json::object{
        {"error", error_json({"usage.query", "this command is Sextant's own, for its server"})}});
  const auto reply = answer(context, read.get_object(), call);
  return json::serialize(reply ? *reply : json::object{{"error", error_json(reply.error())}});
}

}  // namespace sextant::operations
