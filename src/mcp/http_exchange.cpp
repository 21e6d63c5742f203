#include "mcp/http_exchange.h"

#include <boost/json/serialize.hpp>

#include <utility>

namespace sextant::mcp {

namespace json = boost::json;

namespace {

// Proxies close what is silent; a client that has gone is noticed by it too.
constexpr std::chrono::seconds kKeepAlive{15};

// What takes longer is streamed, so that it keeps no thread of the server.
constexpr std::chrono::seconds kPlainWait{2};

std::string event_of(const std::string& message) {
  return "event: message\ndata: " + message + "\n\n";
}

}  // namespace

http::ServerResponse json_response(int status, const json::object& message) {
  http::ServerResponse response;
  response.status = status;
  response.headers.set("Content-Type", "application/json");
  response.headers.set("Cache-Control", "no-store");
  response.body = json::serialize(message);
  return response;
}

http::ServerResponse to_response(const json::value& id, const Answer& answer) {
  if (answer) return json_response(200, make_result(id, *answer));
  return json_response(answer.error().http_status, make_error(id, answer.error()));
}

std::shared_ptr<HttpExchange> HttpExchange::start(Parts parts) {
  auto exchange = std::make_shared<HttpExchange>(std::move(parts));
  exchange->outer_stop_.emplace(exchange->parts_.context.stop,
                                [raw = exchange.get()] { raw->stop_.request_stop(); });
  // The destructor waits for it.
  exchange->worker_ = std::thread([raw = exchange.get()] { raw->run(); });
  return exchange;
}

HttpExchange::~HttpExchange() {
  stop_.request_stop();
  if (worker_.joinable()) worker_.join();
}

void HttpExchange::run() {
  Answer answer = parts_.server.answer({parts_.message,
                                        parts_.era,
                                        parts_.session.get(),
                                        parts_.caller,
                                        {parts_.context.deadline, stop_.get_token()},
                                        this});
  const std::lock_guard lock(mutex_);
  answer_ = std::move(answer);
  told_.notify_all();
}

void HttpExchange::send(const json::object& message) {
  std::string text = json::serialize(message);
  const std::lock_guard lock(mutex_);
  events_.push_back(std::move(text));
  told_.notify_all();
}

http::ServerResponse HttpExchange::respond() {
  {
    std::unique_lock lock(mutex_);
    told_.wait_for(lock, kPlainWait, [&] { return answer_ || !events_.empty(); });
    if (answer_ && events_.empty() && !(parts_.is_stream_wanted && answer_->has_value()))
      return to_response(parts_.message.id, *answer_);
  }
  http::ServerResponse response;
  response.headers.set("Content-Type", "text/event-stream");
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Accel-Buffering", "no");
  response.is_endless = true;
  response.stream = [self = shared_from_this()](http::BodyWriter& writer) { self->stream(writer); };
  return response;
}

void HttpExchange::stream(http::BodyWriter& writer) {
  for (;;) {
    std::string piece;
    bool is_last = false;
    {
      std::unique_lock lock(mutex_);
      told_.wait_for(lock, kKeepAlive, [&] { return answer_ || !events_.empty(); });
      for (const std::string& event : std::exchange(events_, {})) piece += event_of(event);
      if (answer_) {
        const json::object last = *answer_ ? make_result(parts_.message.id, **answer_)
                                           : make_error(parts_.message.id, answer_->error());
        piece += event_of(json::serialize(last));
        is_last = true;
      }
    }
    if (piece.empty()) piece = ": still here\n\n";
    if (!writer.write(piece)) {
      stop_.request_stop();
      return;
    }
    if (is_last) return;
  }
}

}  // namespace sextant::mcp
