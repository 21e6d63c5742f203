#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/message.h"

namespace sextant::http {

struct ServerRequest {
  std::string method;
  std::string target;  // as sent: path and query, undecoded
  Headers headers;
  std::string body;
  std::string remote_address;
};

// Where a handler writes a body piece by piece. Valid only while the handler's `stream` function
// runs.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;
  // Blocks until the client took it; false once the client has gone or the server stops.
  virtual bool write(std::string_view piece) = 0;
  virtual bool client_gone() = 0;
};

struct ServerResponse {
  int status = 200;
  Headers headers;
  std::string body;
  // Where set, `body` is ignored and this writes it (chunked, unless Content-Length is among the
  // headers). When it returns before the announced length was written, the connection is closed, so
  // that the client sees a cut body.
  std::function<void(BodyWriter&)> stream;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  unsigned port = 0;        // 0: any free one
  std::size_t threads = 4;  // handlers that run at once
  std::size_t connections_max = 1024;
  std::size_t body_bytes_max = 16U << 20U;
  std::size_t header_bytes_max = 64U << 10U;
  std::chrono::seconds idle_timeout{
      60};  // also the longest that a client may take to send a request
};

// An HTTP/1.1 server on one address. Handlers block a thread of the pool. What a client sends
// wrongly is answered with 4xx and never reaches the handler; a handler that throws gives 500.
class Server {
 public:
  using Handler = std::function<ServerResponse(const ServerRequest&)>;

  // Binds and begins to serve. Errors: http.address_in_use, http.bind.
  static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);
  virtual ~Server() = default;  // stops: no new connections, running handlers end, then returns
  virtual unsigned port() const = 0;
};

}  // namespace sextant::http
