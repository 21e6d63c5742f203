#include "web/responses.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include <algorithm>

#include "base/log.h"
#include "base/text.h"

namespace sextant::web {
namespace {

// Proxies and browsers give up on a connection that says nothing.
constexpr std::chrono::seconds kCommentEvery{15};

constexpr std::string_view kContentPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' "
    "data:; font-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'";

std::string event_text(const StreamEvent& event) {
  std::string out;
  if (event.sequence != 0) out += fmt::format("id: {}\n", event.sequence);
  return out + fmt::format("event: {}\ndata: {}\n\n", event.name, event.data);
}

void send_events(EventSource& events, http::BodyWriter& writer, const std::stop_token& gone,
                 const Clock& clock, const StillValid& is_still_valid) {
  // The first bytes tell a browser that the stream is open.
  bool goes_on = writer.write("retry: 2000\n\n");
  while (goes_on && !events.is_over()) {
    const SteadyTime until = clock.steady() + kCommentEvery;
    const auto event = events.next(until, gone);
    if (gone.stop_requested()) return;
    goes_on = event ? writer.write(event_text(*event)) : writer.write(":\n\n") && is_still_valid();
  }
}

http::ServerResponse event_response(std::shared_ptr<EventSource> events,
                                    const http::ServerRequest& request, const Clock& clock,
                                    StillValid is_still_valid) {
  http::ServerResponse out;
  out.headers = {{"Content-Type", "text/event-stream"}, {"X-Accel-Buffering", "no"}};
  out.is_endless = true;
  out.stream = [events = std::move(events), gone = request.gone, &clock,
                is_still_valid = std::move(is_still_valid)](http::BodyWriter& writer) {
    send_events(*events, writer, gone, clock, is_still_valid);
  };
  return out;
}

http::ServerResponse file_response(FileReply file) {
  http::ServerResponse out = text_response(200, std::move(file.content_type), "");
  out.headers.add("Content-Disposition", attachment_header(file.file_name));
  out.body = std::move(file.bytes);
  return out;
}

}  // namespace

std::string attachment_header(const std::string& file_name) {
  std::string plain;
  for (const char c : file_name) {
    const bool is_plain = c >= ' ' && c < '\x7f' && c != '"' && c != '\\' && c != '/';
    plain += is_plain ? c : '_';
  }
  std::string out = "attachment; filename=\"" + plain + "\"";
  if (plain != file_name) out += "; filename*=UTF-8''" + percent_encode(file_name);
  return out;
}

http::ServerResponse text_response(int status, std::string content_type, std::string body) {
  return {status,
          {{"Content-Type", std::move(content_type)}, {"Cache-Control", "no-store"}},
          std::move(body),
          {}};
}

http::ServerResponse to_response(Reply reply, const http::ServerRequest& request,
                                 const Clock& clock, StillValid is_still_valid) {
  if (reply.events) {
    auto out = event_response(std::move(reply.events), request, clock, std::move(is_still_valid));
    out.headers.add("Cache-Control", "no-store");
    return out;
  }
  if (reply.file) return file_response(*std::move(reply.file));
  if (reply.status == 204) return {204, {{"Cache-Control", "no-store"}}, "", {}};
  return text_response(reply.status, "application/json", std::move(reply.json));
}

http::ServerResponse to_response(const Failure& failure) {
  const auto problem = problem_json(failure);
  const int status = status_of(failure.error.code);
  if (status == 500)
    log::error(fmt::format("a request failed: {}: {}", failure.error.code, failure.error.detail));
  auto out = text_response(status, "application/problem+json", boost::json::serialize(problem));
  const auto& facts = failure.error.facts;
  const auto copy_fact = [&](std::string_view fact, const char* header) {
    const auto found = std::ranges::find(facts, fact, &std::pair<std::string, std::string>::first);
    if (found != facts.end()) out.headers.add(header, found->second);
  };
  if (status == 401) out.headers.add("WWW-Authenticate", "Bearer realm=\"sextant\"");
  if (status == 405) copy_fact("methods", "Allow");
  if (status == 429) copy_fact("wait_s", "Retry-After");
  return out;
}

void add_safety_headers(http::ServerResponse& response) {
  http::Headers& headers = response.headers;
  headers.add("Content-Security-Policy", std::string(kContentPolicy));
  headers.add("X-Content-Type-Options", "nosniff");
  headers.add("X-Frame-Options", "DENY");
  headers.add("Cross-Origin-Opener-Policy", "same-origin");
  headers.add("Cross-Origin-Resource-Policy", "same-origin");
  headers.add("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  if (!headers.has("Referrer-Policy")) headers.add("Referrer-Policy", "no-referrer");
}

}  // namespace sextant::web
