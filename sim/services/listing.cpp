#include "sim/services/listing.h"

#include <fmt/core.h>

#include "sim/protocol/form_tree.h"
#include "sim/services/paging.h"

namespace sextant::sim {

namespace {

Outcome answer(const Simulation& simulation, const Listing& given, const Caller& caller,
               const json::object& input) {
  const json::array items = given.items(caller, input);
  const bool has_pages = !given.token_in.empty();
  const auto page = has_pages
                        ? take_page(items, given.name, text_at(input, given.token_in),
                                    number_at(input, given.limit), simulation.faults.page_rows())
                        : std::optional<Page>(Page{items, ""});
  if (!page) return refuse("InvalidNextTokenException", "The token is not valid.");
  json::object out;
  if (given.element.empty()) {
    out[given.key] = page->items;
  } else {
    out[given.key] =
        page->items.empty() ? json::object() : json::object{{given.element, page->items}};
  }
  if (!given.has_more.empty()) out[given.has_more] = !page->next_token.empty();
  if (!page->next_token.empty()) out[given.token_out] = page->next_token;
  return out;
}

}  // namespace

Operation listing(const Simulation& simulation, Listing given) {
  Operation out;
  out.name = given.name;
  out.action = given.action;
  if (!given.shown_resource.empty()) {
    out.shown_resource = [shown = given.shown_resource](const Caller&, const json::object&) {
      return shown;
    };
  }
  out.run = [&simulation, given = std::move(given)](const Caller& caller,
                                                    const json::object& input) {
    return answer(simulation, given, caller, input);
  };
  return out;
}

Operation answering(std::string name, std::string action, JsonOperation run) {
  Operation out;
  out.name = std::move(name);
  out.action = std::move(action);
  out.run = std::move(run);
  return out;
}

Operation at(Operation operation, std::string method, std::string path, std::string query_key,
             std::string xml_root) {
  operation.http_method = std::move(method);
  operation.path = std::move(path);
  operation.query_key = std::move(query_key);
  operation.xml_root = std::move(xml_root);
  return operation;
}

std::string arn_of(std::string_view service, const Caller& caller, const std::string& rest) {
  return fmt::format("arn:aws:{}:{}:{}:{}", service, caller.region, caller.account_id, rest);
}

json::array tag_list(const Tags& tags, const char* key, const char* value) {
  json::array out;
  for (const auto& [name, text] : tags) out.push_back(json::object{{key, name}, {value, text}});
  return out;
}

std::function<json::array(const Caller&, const json::object&)> written(
    const Simulation& simulation, std::string kind, std::uint64_t count_max,
    std::function<json::value(const Caller&, const Thing&)> write) {
  return [&simulation, kind = std::move(kind), count_max, write = std::move(write)](
             const Caller& caller, const json::object&) {
    json::array out;
    for (const Thing& thing :
         Estate(simulation.world).things(caller.account_id, caller.region, kind, count_max)) {
      out.push_back(write(caller, thing));
    }
    return out;
  };
}

}  // namespace sextant::sim
