#include <fmt/format.h>

#include "insight/answer_json.h"
#include "operations/cost_files.h"
#include "operations/cost_words.h"
#include "operations/overview.h"
#include "operations/repeat.h"
#include "web/handlers/desk.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

std::string metric_of(const ApiRequest& request) {
  return request.text("metric").value_or(operations::CostWords().metric);
}

operations::CostWords words_of(const ApiRequest& request) {
  operations::CostWords words;
  words.by = request.texts("by");
  if (words.by.empty()) words.by = {"total"};
  words.window = {request.text("from").value_or(""), request.text("to").value_or(""),
                  request.text("last").value_or("")};
  words.metric = metric_of(request);
  words.where = request.texts("where");
  words.connections = request.texts("connection");
  words.limit = static_cast<std::size_t>(request.integer("limit").value_or(0));
  return words;
}

// "costs-2026-09-01-2026-10-01.csv": the last day is excluded, as everywhere.
std::string file_name(const insight::Provenance& from, std::string_view ending) {
  return fmt::format("costs-{}-{}.{}", format_date(from.days.start), format_date(from.days.end),
                     ending);
}

Outcome<Reply> parquet_of(Desk& desk, const insight::CostAnswer& answer, const CallContext& call) {
  SEXTANT_TRY(const auto engine, desk.context.engine());
  Files& files = desk.context.outside.files;
  SEXTANT_TRY(auto bytes, operations::bytes_of_file(desk.context, [&](const auto& path) {
                return operations::write_parquet(files, *engine, path,
                                                 operations::to_parquet(answer), call);
              }));
  return Reply::download({"application/vnd.apache.parquet", file_name(answer.provenance, "parquet"),
                          std::move(bytes)});
}

Outcome<Reply> get_costs(Desk& desk, const ApiRequest& request) {
  const operations::CostWords words = words_of(request);
  SEXTANT_TRY(const auto answered, operations::ask_costs(desk.context, words, request.call));
  const insight::CostAnswer& answer = answered.answer;
  const std::string format = request.text("format").value_or("json");
  if (format == "csv") {
    return Reply::download({"text/csv; charset=utf-8", file_name(answer.provenance, "csv"),
                            operations::to_csv(answer)});
  }
  if (format == "parquet") return parquet_of(desk, answer, request.call);
  SEXTANT_TRY(const auto repeat,
              operations::repeat_of(desk.context, words, answered, request.call));
  json::object out = insight::to_json(answer);
  out["repeat"] = operations::to_json(repeat);
  return Reply::of(out);
}

Outcome<Reply> compare_costs(Desk& desk, const ApiRequest& request) {
  operations::CompareWords words;
  static_cast<operations::CostWords&>(words) = words_of(request);
  words.before = {request.required_text("before_from"), request.required_text("before_to"), ""};
  SEXTANT_TRY(const auto compared, operations::compare_costs(desk.context, words, request.call));
  SEXTANT_TRY(const auto repeat,
              operations::repeat_of(desk.context, words, compared, request.call));
  json::object out = insight::to_json(compared.comparison);
  out["repeat"] = operations::to_json(repeat);
  return Reply::of(out);
}

Outcome<Reply> list_values(Desk& desk, const ApiRequest& request) {
  SEXTANT_TRY(const auto found,
              operations::list_values(desk.context, request.required_text("key"), request.call));
  return Reply::of(insight::to_json(found.key, found.values));
}

Outcome<Reply> get_forecast(Desk& desk, const ApiRequest& request) {
  SEXTANT_TRY(
      const auto answer,
      operations::ask_forecast(desk.context, {metric_of(request), 0, request.texts("connection")},
                               request.call));
  return Reply::of(insight::to_json(answer));
}

Outcome<Reply> get_overview(Desk& desk, const ApiRequest& request) {
  SEXTANT_TRY(const auto overview,
              operations::make_overview(
                  desk.context, {metric_of(request), request.texts("connection")}, request.call));
  return Reply::of(operations::to_json(
      overview, [](const Error& error) { return problem_json(Failure(error)); }));
}

}  // namespace

void add_cost_handlers(HandlerTable& table, const SharedDesk& desk) {
  const auto add = [&](const char* operation, Outcome<Reply> (*handle)(Desk&, const ApiRequest&)) {
    table.add(operation, [desk, handle](const ApiRequest& request) {
      return desk->answer(request, [&] { return handle(*desk, request); });
    });
  };
  add("compareCosts", compare_costs);
  add("listCostValues", list_values);
  add("getForecast", get_forecast);
  add("getOverview", get_overview);
  add("getCosts", get_costs);
}

}  // namespace sextant::web
