#include "mcp/http_endpoint.h"

#include <utility>

#include "base/text.h"
#include "mcp/http_exchange.h"
#include "mcp/http_headers.h"

namespace sextant::mcp {
namespace {

constexpr std::string_view kSessionHeader = "Mcp-Session-Id";
// Of a request whose client takes no stream: it keeps a thread of the server.
constexpr std::chrono::minutes kPlainLimit{3};
constexpr std::string_view kEvents = "text/event-stream";

http::ServerResponse refuse(int status, std::string words, const boost::json::value& id = nullptr) {
  return json_response(status, make_error(id, {kInvalidRequest, std::move(words)}));
}

http::ServerResponse empty(int status) {
  http::ServerResponse response;
  response.status = status;
  return response;
}

http::ServerResponse only_post() {
  http::ServerResponse response = refuse(405, "Only POST is taken here");
  response.headers.set("Allow", "POST");
  return response;
}

}  // namespace

http::ServerResponse HttpEndpoint::handle(const http::ServerRequest& request,
                                          const Caller& caller) {
  if (request.method == "DELETE" && request.headers.has(kSessionHeader))
    return end_session(request, caller);
  return request.method == "POST" ? post(request, caller) : only_post();
}

http::ServerResponse HttpEndpoint::end_session(const http::ServerRequest& request,
                                               const Caller& caller) {
  const std::string id = request.headers.find(kSessionHeader).value_or("");
  if (sessions_.remove(id, caller.id)) return empty(204);
  return refuse(404, "There is no such session");
}

http::ServerResponse HttpEndpoint::post(const http::ServerRequest& request, const Caller& caller) {
  if (!is_json(request)) return refuse(415, "A message is application/json");
  if (!accepts(request, "application/json") && !accepts(request, kEvents))
    return refuse(406, "An answer is application/json or text/event-stream");
  auto message = read_message(request.body);
  if (!message) {
    return json_response(message.error().error.http_status,
                         make_error(message.error().id, message.error().error));
  }
  const auto era = era_of(request, *message);
  if (!era) return to_response(message->id, std::unexpected(era.error()));
  return *era == Era::kModern ? modern(request, *std::move(message), caller)
                              : legacy(request, *std::move(message), caller);
}

http::ServerResponse HttpEndpoint::modern(const http::ServerRequest& request, Message message,
                                          const Caller& caller) {
  // Nothing but requests is sent to a server that asks nothing.
  if (message.kind != Message::Kind::kRequest)
    return message.kind == Message::Kind::kNotification
               ? empty(202)
               : refuse(400, "No response was asked for", message.id);
  if (auto wrong = check_headers(request, message, server_.registry()))
    return to_response(message.id, std::unexpected(*std::move(wrong)));
  return converse(request, std::move(message), Era::kModern, nullptr, caller);
}

http::ServerResponse HttpEndpoint::legacy(const http::ServerRequest& request, Message message,
                                          const Caller& caller) {
  if (message.kind == Message::Kind::kRequest && message.method == "initialize")
    return begin_session(request, message, caller);
  std::shared_ptr<Session> session;
  if (const auto id = request.headers.find(kSessionHeader)) {
    session = sessions_.find(trim(*id), caller.id);
    if (session == nullptr) return refuse(404, "There is no such session; begin anew", message.id);
  }
  if (message.kind == Message::Kind::kResponse && session != nullptr)
    session->inquiries.take(message);
  if (message.kind != Message::Kind::kRequest) return empty(202);
  if (session == nullptr) {
    // A client that keeps no session has said nothing of itself but a version.
    const auto version = request.headers.find("MCP-Protocol-Version");
    session = std::make_shared<Session>(version ? trim(*version) : kLegacyUnnamed);
  }
  return converse(request, std::move(message), Era::kLegacy, std::move(session), caller);
}

http::ServerResponse HttpEndpoint::begin_session(const http::ServerRequest& request,
                                                 const Message& message, const Caller& caller) {
  auto session = std::make_shared<Session>();
  const Answer answer = server_.answer(
      {message, Era::kLegacy, session.get(), caller, {SteadyTime::max(), request.gone}, nullptr});
  http::ServerResponse response = to_response(message.id, answer);
  if (answer)
    response.headers.set(std::string(kSessionHeader), sessions_.add(caller.id, std::move(session)));
  return response;
}

http::ServerResponse HttpEndpoint::converse(const http::ServerRequest& request, Message message,
                                            Era era, std::shared_ptr<Session> session,
                                            const Caller& caller) {
  const CallContext context{SteadyTime::max(), request.gone};
  if (!accepts(request, kEvents)) {
    const Answer answer = server_.answer({message, era, session.get(), caller,
                                          context.within(server_.clock(), kPlainLimit), nullptr});
    return to_response(message.id, answer);
  }
  return HttpExchange::start({server_, std::move(message), era, std::move(session), caller, context,
                              !accepts(request, "application/json")})
      ->respond();
}

}  // namespace sextant::mcp
