#pragma once

// Private to the server: with server_connection.h the only headers of ours that include Asio.

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace sextant::http::internal {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

// A socket with or without TLS, as one kind of stream for Asio. Used by the I/O thread.
class Wire {
 public:
  using executor_type = tcp::socket::executor_type;

  // `tls` outlives it; nullptr for plain HTTP.
  Wire(tcp::socket socket, asio::ssl::context* tls) : socket_(std::move(socket)) {
    if (tls != nullptr) tls_.emplace(socket_, *tls);
  }

  executor_type get_executor() { return socket_.get_executor(); }
  tcp::socket& socket() { return socket_; }
  bool is_tls() const { return tls_.has_value(); }

  template <typename Function>
  void async_handshake(Function&& done) {
    tls_->async_handshake(asio::ssl::stream_base::server, std::forward<Function>(done));
  }
  template <typename Buffers, typename Function>
  void async_read_some(const Buffers& buffers, Function&& done) {
    if (tls_)
      tls_->async_read_some(buffers, std::forward<Function>(done));
    else
      socket_.async_read_some(buffers, std::forward<Function>(done));
  }
  template <typename Buffers, typename Function>
  void async_write_some(const Buffers& buffers, Function&& done) {
    if (tls_)
      tls_->async_write_some(buffers, std::forward<Function>(done));
    else
      socket_.async_write_some(buffers, std::forward<Function>(done));
  }

 private:
  tcp::socket socket_;
  std::optional<asio::ssl::stream<tcp::socket&>> tls_;
};

// Calls a function when a time has passed, unless it was set anew or cleared. Used by the I/O
// thread.
class Deadline {
 public:
  explicit Deadline(const tcp::socket::executor_type& executor) : timer_(executor) {}

  // `owner` is what `expired` uses; it is not kept alive.
  template <typename Owner>
  void set(std::chrono::milliseconds limit, const std::shared_ptr<Owner>& owner,
           void (Owner::*expired)()) {
    const std::uint64_t round = ++round_;
    timer_.expires_after(limit);
    timer_.async_wait([this, round, weak = std::weak_ptr<Owner>(owner),
                       expired](const boost::system::error_code& error) {
      const auto alive = weak.lock();
      // A timer that had fired before it was cleared calls all the same.
      if (!error && alive && round == round_) ((*alive).*expired)();
    });
  }
  void clear() {
    ++round_;
    timer_.cancel();
  }

 private:
  asio::steady_timer timer_;
  std::uint64_t round_ = 0;
};

}  // namespace sextant::http::internal
