#include <boost/json/array.hpp>

#include <charconv>

#include "web/own_handlers.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

Outcome<Reply> list_tasks(const OwnServices& services) {
  json::array out;
  for (json::object& task : services.tasks.list()) out.push_back(std::move(task));
  return Reply::of(json::object{{"tasks", std::move(out)}});
}

// The number of a Last-Event-ID; 0, which is the beginning, for anything else.
std::uint64_t number_of(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

Outcome<Reply> stream_task(const OwnServices& services, const ApiRequest& request) {
  SEXTANT_TRY(auto events,
              services.tasks.follow(request.required_text("id"), number_of(request.last_event_id)));
  // A browser that has seen the end asks again, until it is told that there is no more.
  if (!request.last_event_id.empty() && events->is_over()) return Reply::no_content();
  return Reply::stream(std::move(events));
}

}  // namespace

void add_task_handlers(HandlerTable& table, const OwnServices& services) {
  table.add("listTasks", [services](const ApiRequest&) { return list_tasks(services); });
  table.add("getTask", [services](const ApiRequest& request) -> Outcome<Reply> {
    SEXTANT_TRY(const auto task, services.tasks.get(request.required_text("id")));
    return Reply::of(task);
  });
  table.add("stopTask", [services](const ApiRequest& request) -> Outcome<Reply> {
    SEXTANT_TRY(const auto task, services.tasks.stop(request.required_text("id")));
    return Reply::of(task);
  });
  table.add("streamTask",
            [services](const ApiRequest& request) { return stream_task(services, request); });
}

}  // namespace sextant::web
