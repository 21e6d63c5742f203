#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "http/server.h"
#include "mcp/server.h"

namespace sextant::mcp {

// One request over HTTP while it is answered, on a thread of its own. What the client is told
// before the answer makes the answer a stream of events; where there is nothing to tell it is plain
// JSON, whose status can still say what is wrong. A client that goes has cancelled.
class HttpExchange final : public Wire, public std::enable_shared_from_this<HttpExchange> {
 public:
  struct Parts {
    Server& server;
    Message message;
    Era era = Era::kModern;
    std::shared_ptr<Session> session;
    Caller caller;
    CallContext context;
    bool is_stream_wanted = false;  // the client takes nothing but events
  };

  // Begins to answer.
  static std::shared_ptr<HttpExchange> start(Parts parts);
  explicit HttpExchange(Parts parts) : parts_(std::move(parts)) {}
  HttpExchange(const HttpExchange&) = delete;
  HttpExchange& operator=(const HttpExchange&) = delete;
  ~HttpExchange() override;

  void send(const boost::json::object& message) override;
  // Waits for the first thing to tell; the response, which keeps this exchange alive.
  http::ServerResponse respond();

 private:
  void run();
  void stream(http::BodyWriter& writer);

  const Parts parts_;
  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable told_;
  std::deque<std::string> events_;  // guarded by mutex_
  std::optional<Answer> answer_;    // guarded by mutex_
  std::optional<std::stop_callback<std::function<void()>>> outer_stop_;
  std::thread worker_;
};

// A message as a plain response, with the status that an error asks for.
http::ServerResponse json_response(int status, const boost::json::object& message);
http::ServerResponse to_response(const boost::json::value& id, const Answer& answer);

}  // namespace sextant::mcp
