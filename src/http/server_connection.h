#pragma once

// Private to the server.

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <array>
#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "http/request_guard.h"
#include "http/server.h"
#include "http/server_wire.h"

namespace sextant::http::internal {

class Connection;

// The connections that are open, by client. Thread-safe.
class OpenConnections {
 public:
  void add(const std::shared_ptr<Connection>& connection, const std::string& client);
  void remove(const Connection* connection, const std::string& client);
  std::size_t size() const;
  std::size_t count(const std::string& client) const;
  std::vector<std::shared_ptr<Connection>> all() const;

 private:
  mutable std::mutex mutex_;
  std::map<const Connection*, std::weak_ptr<Connection>> connections_;
  std::map<std::string, std::size_t> by_client_;
};

// Counts the threads of endless streams, so that the server can wait for them. Thread-safe.
class StreamCount {
 public:
  bool enter(std::size_t most);  // false where there are that many
  void leave();
  void wait_for_none();

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t count_ = 0;
};

// What all connections of one server share. Outlives them.
struct Shared {
  ServerOptions options;
  HeadLimits head_limits;
  Server::Handler handler;
  std::atomic<bool> stopping = false;
  std::atomic<std::size_t> writes = 0;  // responses that are made but not yet sent
  OpenConnections open;
  StreamCount streams;
  std::optional<asio::ssl::context> tls;
  // Its pending handlers hold connections, so it dies before what those refer to.
  asio::io_context io{1};
  // While a handler runs its connection may wait for nothing, and the I/O thread must not end.
  asio::executor_work_guard<asio::io_context::executor_type> keep_running{io.get_executor()};
  asio::thread_pool workers;

  Shared(ServerOptions given, Server::Handler function)
      : options(std::move(given)),
        head_limits{options.headers_max, options.target_bytes_max, options.allow_absolute_target},
        handler(std::move(function)),
        workers(options.threads) {}
};

// One client's connection. The I/O thread reads and writes, and goes on reading while a handler
// works, since that is how it learns that the client has gone; the handler runs on a worker, and an
// endless stream on a thread of its own. Of the members, a handler's thread uses only `request_`,
// and only while the state is kBusy.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Shared& shared);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // On the I/O thread, as all that is public.
  void begin();
  void refuse_overload();
  void stop();  // the server stops
  const std::string& client() const { return client_; }

 private:
  enum class State { kIdle, kHead, kBody, kBusy, kDraining };
  struct Answer;
  class PendingWrite;
  class Writer;

  // Reading.
  void await_request();
  void pump();
  void on_read(const boost::system::error_code& error, std::size_t size);
  void on_head_bytes();
  bool parse_head(std::string_view head, std::size_t& body_size);
  void await_body(std::size_t body_size);
  void on_body_bytes();
  void dispatch();
  void watch();
  void drain();

  // On a worker, or on the thread of a stream.
  void handle();
  ServerResponse ask_handler();
  void send_whole(ServerResponse response);
  void stream_on_own_thread(ServerResponse response);
  void stream_body(const ServerResponse& response);
  bool send_blocking(std::string bytes);

  // Writing.
  void write_next(const std::shared_ptr<Answer>& answer);
  void respond_and_drain(int status, std::string_view words);
  void finish(bool may_go_on);
  void close();

  Shared& shared_;
  Wire wire_;
  const std::string client_;
  State state_ = State::kIdle;
  // A read may be under way while what came before it is consumed, so the two stand apart.
  std::array<char, 16U << 10U> incoming_;
  std::string received_;
  bool is_reading_ = false;    // a read is under way
  bool client_gone_ = false;   // no more will come
  std::size_t checked_ = 0;    // bytes of the head that were looked at
  std::size_t body_size_ = 0;  // as announced
  ServerRequest request_;
  std::stop_source gone_;
  bool keep_alive_ = false;
  bool is_head_ = false;
  bool takes_chunks_ = true;  // HTTP/1.0 does not
  Deadline read_deadline_;
  Deadline write_deadline_;
};

}  // namespace sextant::http::internal
