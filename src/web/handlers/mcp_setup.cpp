#include "assistant/client_config.h"
#include "web/handlers/desk.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

// What makes each client know this program; the page shows it to be copied, and writes nothing.
Outcome<Reply> get_mcp_setup(const Desk& desk) {
  SEXTANT_TRY(const auto program, assistant::this_program());
  const Environment& environment = desk.context.outside.environment;
  json::array clients;
  for (const assistant::Client& client : assistant::clients(environment)) {
    const json::object entry = assistant::server_entry(program, environment, client);
    clients.push_back(json::object{{"id", client.id},
                                   {"name", client.name},
                                   {"path", client.path.string()},
                                   {"text", assistant::entry_text(client, entry)},
                                   {"command", "sextant mcp install --client " + client.id}});
  }
  return Reply::of(json::object{{"program", program.string()}, {"clients", std::move(clients)}});
}

}  // namespace

void add_mcp_handlers(HandlerTable& table, const SharedDesk& desk) {
  table.add("getMcpSetup", [desk](const ApiRequest&) { return get_mcp_setup(*desk); });
}

}  // namespace sextant::web
