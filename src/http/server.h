#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
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
  // Asked to stop once the client has gone or the server stops: then nobody waits for the answer.
  std::stop_token gone = {};
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
  // `stream` lasts as long as the client likes: it runs on a thread of its own, so that it keeps no
  // handler waiting, and ends when ServerRequest::gone says so. See ServerOptions::streams_max.
  bool is_endless = false;
};

// PEM files of a certificate (with its chain) and of its key.
struct TlsFiles {
  std::string certificate;
  std::string key;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  unsigned port = 0;        // 0: any free one
  std::size_t threads = 4;  // handlers that run at once
  std::size_t connections_max = 1024;
  std::size_t connections_per_client_max = 1024;  // by address
  std::size_t streams_max = 128;                  // endless ones; more are answered with 503
  std::size_t body_bytes_max = 16U << 20U;
  std::size_t header_bytes_max = 64U << 10U;
  std::size_t headers_max = 100;
  std::size_t target_bytes_max = 16U << 10U;
  bool allow_absolute_target = false;  // for a server that stands in for a proxy
  // How long a connection may rest between requests; a request's header and its body may take to
  // come, however slowly they drip; and a client may take for each 64 KiB of an answer.
  std::chrono::milliseconds idle_time{60'000};
  std::chrono::milliseconds header_time{10'000};
  std::chrono::milliseconds body_time{60'000};
  std::chrono::milliseconds write_time{20'000};
  std::optional<TlsFiles> tls = std::nullopt;  // plain HTTP
};

// An HTTP/1.1 server on one address. Handlers block a thread of the pool. What a client sends
// wrongly is answered with 4xx and never reaches the handler (http/request_guard.h says what that
// is); a handler that throws gives 500.
class Server {
 public:
  using Handler = std::function<ServerResponse(const ServerRequest&)>;

  // Binds and begins to serve. Errors: http.address_in_use, http.bind, http.certificate.
  static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);
  // Stops: no new connections; ServerRequest::gone of all is asked to stop; running handlers and
  // streams end and their answers are sent; then returns.
  virtual ~Server() = default;
  virtual unsigned port() const = 0;
  virtual std::size_t connections() const = 0;  // that are open
};

}  // namespace sextant::http
