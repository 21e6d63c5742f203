#include "http/server.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>

#include <thread>

#include "http/server_connection.h"

namespace sextant::http {
namespace {

using boost::system::error_code;
using internal::Connection;
using internal::Shared;
using internal::tcp;
namespace asio = boost::asio;

// How long the end of a server waits for clients to take their last answers.
constexpr std::chrono::seconds kLastWritesMax{2};
// Connections past the limit that are still told so; further ones are closed without a word.
constexpr std::size_t kRefusalsMax = 64;
// Before the next try where the process has no more file descriptors.
constexpr std::chrono::milliseconds kAcceptPause{100};

Result<asio::ssl::context> load_tls(const TlsFiles& files) {
  using asio::ssl::context;
  context tls(context::tls_server);
  tls.set_options(context::default_workarounds | context::no_sslv2 | context::no_sslv3 |
                  context::no_tlsv1 | context::no_tlsv1_1 | context::no_compression);
  error_code error;
  const auto fault = [&](const std::string& path) {
    return failure(
        Error{"http.certificate", fmt::format("{}: {}", path, error.message())}.with("path", path));
  };
  // Nobody is there to type a password.
  tls.set_password_callback([](std::size_t, context::password_purpose) { return std::string(); },
                            error);
  tls.use_certificate_chain_file(files.certificate, error);
  if (error) return fault(files.certificate);
  tls.use_private_key_file(files.key, context::pem, error);
  if (error) return fault(files.key);
  return tls;
}

class BeastServer final : public Server {
 public:
  BeastServer(ServerOptions options, Handler handler)
      : shared_(std::move(options), std::move(handler)),
        acceptor_(shared_.io),
        pause_(shared_.io) {}

  Result<void> listen() {
    if (shared_.options.tls) {
      SEXTANT_TRY(auto tls, load_tls(*shared_.options.tls));
      shared_.tls.emplace(std::move(tls));
    }
    const std::string where = fmt::format("{}:{}", shared_.options.address, shared_.options.port);
    error_code error;
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
      error_code ignored;
      acceptor_.close(ignored);
      for (const auto& connection : shared_.open.all()) connection->stop();
    });
    // Running handlers and streams end; their writes still find the I/O thread.
    shared_.workers.join();
    shared_.streams.wait_for_none();
    const auto longest = std::chrono::steady_clock::now() + kLastWritesMax;
    while (shared_.writes > 0 && std::chrono::steady_clock::now() < longest) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    shared_.io.stop();
    if (io_thread_.joinable()) io_thread_.join();
  }

  unsigned port() const override { return port_; }
  std::size_t connections() const override { return shared_.open.size(); }

 private:
  void accept() {
    acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
      if (error == asio::error::operation_aborted || shared_.stopping) return;
      if (error) return accept_later();
      take(std::move(socket));
      accept();
    });
  }

  void accept_later() {
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](const error_code& error) {
      if (!error && !shared_.stopping) accept();
    });
  }

  void take(tcp::socket socket) {
    const std::size_t open = shared_.open.size();
    if (open >= shared_.options.connections_max + kRefusalsMax) return;  // closes it
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto connection = std::make_shared<Connection>(std::move(socket), shared_);
    const bool is_full =
        open >= shared_.options.connections_max ||
        shared_.open.count(connection->client()) >= shared_.options.connections_per_client_max;
    shared_.open.add(connection, connection->client());
    if (is_full)
      connection->refuse_overload();
    else
      connection->begin();
  }

  Shared shared_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
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
