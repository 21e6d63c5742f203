#include "http/server.h"

#include <fmt/format.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <sstream>
#include <thread>

#include "base/log.h"

namespace sextant::http {
namespace {

// How long the end of a server waits for clients to take their last answers.
constexpr std::chrono::seconds kLastWritesMax{2};

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using tcp = asio::ip::tcp;

// What all connections of one server share. Outlives them.
struct Shared {
  ServerOptions options;
  Server::Handler handler;
  std::atomic<bool> stopping = false;
  std::atomic<std::size_t> connections = 0;
  std::atomic<std::size_t> writes = 0;  // responses that are made but not yet sent
  asio::io_context io{
      1};  // its pending handlers hold connections, so it dies before what those refer to
  // While a handler runs its connection waits for nothing, and the I/O thread must not end.
  asio::executor_work_guard<asio::io_context::executor_type> keep_running{io.get_executor()};
  asio::thread_pool workers;

  Shared(ServerOptions given, Server::Handler function)
      : options(std::move(given)), handler(std::move(function)), workers(options.threads) {}
};

// Counts one response from when it is made until it was sent or given up.
class PendingWrite {
 public:
  explicit PendingWrite(Shared& shared) : shared_(shared) { ++shared_.writes; }
  PendingWrite(const PendingWrite&) = delete;
  PendingWrite& operator=(const PendingWrite&) = delete;
  ~PendingWrite() { --shared_.writes; }

 private:
  Shared& shared_;
};

using Parser = bhttp::request_parser<bhttp::string_body>;

// One client's connection. The I/O thread reads and writes; the handler runs on a worker. At any
// time one of the two has it.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Shared& shared) : stream_(std::move(socket)), shared_(shared) {
    ++shared_.connections;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { --shared_.connections; }

  void read() {
    parser_.emplace();
    parser_->body_limit(shared_.options.body_bytes_max);
    parser_->header_limit(static_cast<std::uint32_t>(shared_.options.header_bytes_max));
    stream_.expires_after(shared_.options.idle_timeout);
    bhttp::async_read(stream_, buffer_, *parser_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        self->on_read(error);
                      });
  }

  void refuse_overload() { respond_and_close(503, "too many connections"); }

 private:
  void on_read(beast::error_code error) {
    if (error == bhttp::error::body_limit) return respond_and_close(413, "the body is too large");
    if (error == bhttp::error::header_limit)
      return respond_and_close(431, "the header is too large");
    if (error == bhttp::error::end_of_stream || error == beast::error::timeout) return close();
    if (error && error.category() == bhttp::make_error_code(bhttp::error::bad_method).category()) {
      return respond_and_close(400, "not a proper HTTP request");
    }
    if (error || shared_.stopping) return close();
    // Two ways to say the length is how requests are smuggled past one of two servers.
    const auto& message = parser_->get();
    if (message.count(bhttp::field::content_length) +
            message.count(bhttp::field::transfer_encoding) >
        1) {
      return respond_and_close(400, "the length is announced twice");
    }
    asio::post(shared_.workers, [self = shared_from_this()] { self->handle(); });
  }

  ServerRequest take_request() {
    auto& message = parser_->get();
    ServerRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    for (const auto& field : message)
      request.headers.add(std::string(field.name_string()), std::string(field.value()));
    request.body = std::move(message.body());
    beast::error_code ignored;
    request.remote_address = stream_.socket().remote_endpoint(ignored).address().to_string();
    return request;
  }

  // On a worker.
  void handle() {
    keep_alive_ = parser_->get().keep_alive();
    is_head_ = parser_->get().method() == bhttp::verb::head;
    ServerResponse response;
    try {
      response = shared_.handler(take_request());
    } catch (const std::exception& exception) {
      log::error(fmt::format("a request handler failed: {}", exception.what()));
      response = ServerResponse{500, {{"Content-Type", "text/plain"}}, "internal error\n", {}};
    }
    if (response.stream) return stream_body(std::move(response));
    auto message = std::make_shared<bhttp::response<bhttp::string_body>>();
    fill_header(*message, response);
    message->body() = std::move(response.body);
    if (is_head_ && message->count(bhttp::field::content_length) != 0)
      message->body().clear();
    else
      message->prepare_payload();
    auto counted = std::make_shared<PendingWrite>(shared_);
    asio::post(stream_.get_executor(),
               [self = shared_from_this(), message, counted] { self->write(message, counted); });
  }

  template <typename Body>
  void fill_header(bhttp::response<Body>& message, const ServerResponse& response) const {
    message.version(11);
    message.result(static_cast<unsigned>(response.status));
    message.keep_alive(keep_alive_);
    for (const auto& [name, value] : response.headers.fields()) message.insert(name, value);
  }

  void write(const std::shared_ptr<bhttp::response<bhttp::string_body>>& message,
             std::shared_ptr<PendingWrite> counted) {
    stream_.expires_after(shared_.options.idle_timeout);
    auto done = [self = shared_from_this(), message, counted = std::move(counted)](
                    beast::error_code error, std::size_t) {
      if (error || !message->keep_alive() || self->shared_.stopping) return self->close();
      self->read();
    };
    if (is_head_) {
      auto serializer = std::make_shared<bhttp::response_serializer<bhttp::string_body>>(*message);
      bhttp::async_write_header(
          stream_, *serializer,
          [serializer, done](beast::error_code error, std::size_t size) { done(error, size); });
    } else {
      bhttp::async_write(stream_, *message, done);
    }
  }

  class Writer;
  void stream_body(ServerResponse response);

  // Hands bytes to the I/O thread and waits, on the worker, until they are sent. False on any
  // failure.
  bool send_blocking(std::string_view bytes) {
    struct Sent {
      std::mutex mutex;
      std::condition_variable wake;
      bool done = false;
      bool fine = false;
    };
    auto sent = std::make_shared<Sent>();
    auto copy = std::make_shared<std::string>(bytes);
    asio::post(stream_.get_executor(), [self = shared_from_this(), copy, sent] {
      self->stream_.expires_after(self->shared_.options.idle_timeout);
      asio::async_write(self->stream_, asio::buffer(*copy),
                        [self, copy, sent](beast::error_code error, std::size_t) {
                          const std::lock_guard lock(sent->mutex);
                          sent->done = true;
                          sent->fine = !error;
                          sent->wake.notify_all();
                        });
    });
    std::unique_lock lock(sent->mutex);
    // The I/O thread runs until every worker has ended, so this always wakes.
    sent->wake.wait(lock, [&] { return sent->done; });
    return sent->fine;
  }

  void respond_and_close(int status, std::string_view words) {
    keep_alive_ = false;
    auto message = std::make_shared<bhttp::response<bhttp::string_body>>();
    fill_header(*message, ServerResponse{status, {{"Content-Type", "text/plain"}}, "", {}});
    message->body() = std::string(words) + "\n";
    message->prepare_payload();
    is_head_ = false;
    write(message, std::make_shared<PendingWrite>(shared_));
  }

  void close() {
    beast::error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  beast::tcp_stream stream_;
  Shared& shared_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  bool keep_alive_ = false;
  bool is_head_ = false;
};

class Connection::Writer final : public BodyWriter {
 public:
  Writer(Connection& connection, bool chunked) : connection_(connection), chunked_(chunked) {}

  bool write(std::string_view piece) override {
    if (gone_ || connection_.shared_.stopping) return false;
    if (piece.empty()) return true;  // an empty chunk would end the body
    written_ += piece.size();
    const std::string framed =
        chunked_ ? fmt::format("{:x}\r\n{}\r\n", piece.size(), piece) : std::string(piece);
    gone_ = !connection_.send_blocking(framed);
    return !gone_;
  }
  bool client_gone() override {
    if (connection_.shared_.stopping) gone_ = true;
    return gone_;
  }
  std::size_t written() const { return written_; }

 private:
  Connection& connection_;
  const bool chunked_;
  bool gone_ = false;
  std::size_t written_ = 0;
};

void Connection::stream_body(ServerResponse response) {
  const auto announced = response.headers.find("Content-Length");
  bhttp::response<bhttp::empty_body> header;
  fill_header(header, response);
  if (!announced) header.chunked(true);
  std::ostringstream text;
  text << header.base();
  Writer writer(*this, !announced);
  bool whole = send_blocking(text.str());
  if (whole && !is_head_) {
    response.stream(writer);
    whole = !writer.client_gone();
    if (announced)
      whole = whole && std::to_string(writer.written()) == *announced;
    else
      whole = whole && send_blocking("0\r\n\r\n");
  }
  asio::post(stream_.get_executor(), [self = shared_from_this(), whole] {
    if (whole && self->keep_alive_ && !self->shared_.stopping)
      self->read();
    else
      self->close();
  });
}

class BeastServer final : public Server {
 public:
  BeastServer(ServerOptions options, Handler handler)
      : shared_(std::move(options), std::move(handler)), acceptor_(shared_.io) {}

  Result<void> listen() {
    const std::string where = fmt::format("{}:{}", shared_.options.address, shared_.options.port);
    beast::error_code error;
    const auto address = asio::ip::make_address(shared_.options.address, error);
    const tcp::endpoint endpoint(address, static_cast<unsigned short>(shared_.options.port));
    if (!error) acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      const bool taken = error == asio::error::address_in_use;
      return failure(Error{taken ? "http.address_in_use" : "http.bind",
                           fmt::format("{}: {}", where, error.message())}
                         .with("address", where));
    }
    port_ = acceptor_.local_endpoint().port();
    accept();
    io_thread_ = std::thread([this] { shared_.io.run(); });
    return {};
  }

  ~BeastServer() override {
    shared_.stopping = true;
    asio::post(shared_.io, [this] {
      beast::error_code ignored;
      acceptor_.close(ignored);
    });
    shared_.workers.join();  // running handlers end; their writes still find the I/O thread
    const auto longest = std::chrono::steady_clock::now() + kLastWritesMax;
    while (shared_.writes > 0 && std::chrono::steady_clock::now() < longest) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    shared_.io.stop();
    if (io_thread_.joinable()) io_thread_.join();
  }

  unsigned port() const override { return port_; }

 private:
  void accept() {
    acceptor_.async_accept([this](beast::error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted || shared_.stopping) return;
      if (!error) {
        const bool full = shared_.connections >= shared_.options.connections_max;
        beast::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        auto connection = std::make_shared<Connection>(std::move(socket), shared_);
        if (full)
          connection->refuse_overload();
        else
          connection->read();
      }
      accept();
    });
  }

  Shared shared_;
  tcp::acceptor acceptor_;
  unsigned port_ = 0;
  std::thread io_thread_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler) {
  auto server = std::make_unique<BeastServer>(std::move(options), std::move(handler));
  SEXTANT_TRY_VOID(server->listen());
  return server;
}

}  // namespace sextant::http
