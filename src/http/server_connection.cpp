#include "http/server_connection.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/write.hpp>

#include <array>
#include <exception>
#include <sstream>
#include <system_error>
#include <thread>

#include "base/log.h"
#include "base/text.h"

namespace sextant::http::internal {
namespace {

namespace bhttp = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kWriteBytes = 64U << 10U;
// Of the next requests, read while one is being answered.
constexpr std::size_t kReadAheadMax = 64U << 10U;
// How long a refused client is listened to, so that it gets to read why.
constexpr std::chrono::milliseconds kDrainTime{2'000};

// The head of an answer as bytes. `body_size` is announced where given.
std::string head_of(const ServerResponse& response, bool keep_alive, bool is_chunked,
                    std::optional<std::size_t> body_size) {
  bhttp::response<bhttp::empty_body> head;
  head.version(11);
  head.result(static_cast<unsigned>(response.status));
  for (const auto& [name, value] : response.headers.fields()) head.insert(name, value);
  if (body_size) head.content_length(*body_size);
  if (is_chunked) head.chunked(true);
  head.keep_alive(keep_alive);
  std::ostringstream text;
  text << head.base();
  return std::move(text).str();
}

bool has_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

}  // namespace

void OpenConnections::add(const std::shared_ptr<Connection>& connection,
                          const std::string& client) {
  const std::lock_guard lock(mutex_);
  connections_[connection.get()] = connection;
  ++by_client_[client];
}

void OpenConnections::remove(const Connection* connection, const std::string& client) {
  const std::lock_guard lock(mutex_);
  if (connections_.erase(connection) == 0) return;
  const auto found = by_client_.find(client);
  if (--found->second == 0) by_client_.erase(found);
}

std::size_t OpenConnections::size() const {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

std::size_t OpenConnections::count(const std::string& client) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_client_.find(client);
  return found == by_client_.end() ? 0 : found->second;
}

std::vector<std::shared_ptr<Connection>> OpenConnections::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Connection>> out;
  for (const auto& [place, weak] : connections_) {
    if (auto alive = weak.lock()) out.push_back(std::move(alive));
  }
  return out;
}

bool StreamCount::enter(std::size_t most) {
  const std::lock_guard lock(mutex_);
  if (count_ >= most) return false;
  ++count_;
  return true;
}

void StreamCount::leave() {
  const std::lock_guard lock(mutex_);
  if (--count_ == 0) none_.notify_all();
}

void StreamCount::wait_for_none() {
  std::unique_lock lock(mutex_);
  none_.wait(lock, [this] { return count_ == 0; });
}

// Counts one response from when it is made until it was sent or given up.
class Connection::PendingWrite {
 public:
  explicit PendingWrite(Shared& shared) : shared_(shared) { ++shared_.writes; }
  PendingWrite(const PendingWrite&) = delete;
  PendingWrite& operator=(const PendingWrite&) = delete;
  ~PendingWrite() { --shared_.writes; }

 private:
  Shared& shared_;
};

// An answer that is being sent.
struct Connection::Answer {
  Answer(Shared& shared, std::string head_bytes, std::string body_bytes)
      : head(std::move(head_bytes)), body(std::move(body_bytes)), counted(shared) {}

  std::string head;
  std::string body;
  std::size_t sent = 0;  // of the body
  bool is_head_sent = false;
  bool is_last = false;  // the connection ends with it
  PendingWrite counted;
};

Connection::Connection(tcp::socket socket, Shared& shared)
    : shared_(shared),
      wire_(std::move(socket), shared.tls ? &*shared.tls : nullptr),
      client_([this] {
        error_code ignored;
        return wire_.socket().remote_endpoint(ignored).address().to_string();
      }()),
      read_deadline_(wire_.get_executor()),
      write_deadline_(wire_.get_executor()) {}

Connection::~Connection() {
  shared_.open.remove(this, client_);
}

void Connection::begin() {
  if (!wire_.is_tls()) return await_request();
  read_deadline_.set(shared_.options.header_time, shared_from_this(), &Connection::close);
  wire_.async_handshake([self = shared_from_this()](const error_code& error) {
    if (error || self->shared_.stopping) return self->close();
    self->await_request();
  });
}

void Connection::refuse_overload() {
  // No words over TLS, which would take the handshake that is to be saved.
  if (wire_.is_tls()) return close();
  respond_and_drain(503, "too many connections");
}

void Connection::stop() {
  gone_.request_stop();
  if (state_ != State::kBusy) close();
}

void Connection::await_request() {
  state_ = State::kIdle;
  checked_ = 0;
  request_ = {};
  gone_ = std::stop_source();
  if (shared_.stopping) return close();
  read_deadline_.set(shared_.options.idle_time, shared_from_this(), &Connection::close);
  if (!received_.empty())
    on_head_bytes();
  else
    pump();
}

void Connection::pump() {
  if (is_reading_) return;
  is_reading_ = true;
  wire_.async_read_some(asio::buffer(incoming_),
                        [self = shared_from_this()](const error_code& error, std::size_t size) {
                          self->is_reading_ = false;
                          self->on_read(error, size);
                        });
}

void Connection::on_read(const error_code& error, std::size_t size) {
  if (error) {
    client_gone_ = true;
    gone_.request_stop();
    if (state_ != State::kBusy) close();
    return;
  }
  received_.append(incoming_.data(), size);
  switch (state_) {
    case State::kIdle:
    case State::kHead:
      return on_head_bytes();
    case State::kBody:
      return on_body_bytes();
    case State::kBusy:
      return watch();
    case State::kDraining:
      return drain();
  }
}

void Connection::on_head_bytes() {
  if (state_ == State::kIdle) {
    state_ = State::kHead;
    // Of the whole head, so that one who drips gains nothing.
    read_deadline_.set(shared_.options.header_time, shared_from_this(), &Connection::close);
  }
  const std::string_view bytes = received_;
  const std::size_t end = bytes.find("\r\n\r\n", checked_ < 3 ? 0 : checked_ - 3);
  const std::string_view head =
      bytes.substr(0, end == std::string_view::npos ? bytes.size() : end + 4);
  if (head.size() > shared_.options.header_bytes_max)
    return respond_and_drain(431, "the header is too large");
  if (has_lone_line_feed(head.substr(checked_), checked_ == 0 ? '\0' : head[checked_ - 1]))
    return respond_and_drain(400, "a line ends improperly");
  checked_ = head.size();
  if (end == std::string_view::npos) return pump();
  if (const auto fault = check_head(head, shared_.head_limits))
    return respond_and_drain(fault->status, fault->words);
  std::size_t body_size = 0;
  if (!parse_head(head, body_size)) return respond_and_drain(400, "not a proper HTTP request");
  received_.erase(0, head.size());
  await_body(body_size);
}

bool Connection::parse_head(std::string_view head, std::size_t& body_size) {
  bhttp::request_parser<bhttp::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(head.size()));
  parser.body_limit(boost::none);
  error_code error;
  parser.put(asio::buffer(head.data(), head.size()), error);
  if (error || !parser.is_header_done()) return false;
  const auto& message = parser.get();
  request_.method = std::string(message.method_string());
  request_.target = std::string(message.target());
  for (const auto& field : message)
    request_.headers.add(std::string(field.name_string()), std::string(field.value()));
  request_.remote_address = client_;
  request_.gone = gone_.get_token();
  keep_alive_ = message.keep_alive();
  is_head_ = message.method() == bhttp::verb::head;
  takes_chunks_ = message.version() >= 11;
  body_size = static_cast<std::size_t>(parser.content_length().value_or(0));
  return true;
}

void Connection::await_body(std::size_t body_size) {
  if (body_size > shared_.options.body_bytes_max)
    return respond_and_drain(413, "the body is too large");
  state_ = State::kBody;
  body_size_ = body_size;
  if (received_.size() < body_size) {
    read_deadline_.set(shared_.options.body_time, shared_from_this(), &Connection::close);
    const auto expect = request_.headers.find("Expect");
    if (expect && equals_ignoring_case(*expect, "100-continue")) {
      static constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
      return asio::async_write(wire_, asio::buffer(kGoOn.data(), kGoOn.size()),
                               [self = shared_from_this()](const error_code& error, std::size_t) {
                                 if (error) return self->close();
                                 self->on_body_bytes();
                               });
    }
  }
  on_body_bytes();
}

void Connection::on_body_bytes() {
  const std::size_t wanted = body_size_ - request_.body.size();
  const std::size_t taken = std::min(wanted, received_.size());
  request_.body.append(received_, 0, taken);
  received_.erase(0, taken);
  if (taken < wanted) return pump();
  dispatch();
}

void Connection::dispatch() {
  if (shared_.stopping) return close();
  state_ = State::kBusy;
  read_deadline_.clear();
  watch();
  asio::post(shared_.workers, [self = shared_from_this()] { self->handle(); });
}

void Connection::watch() {
  if (!client_gone_ && received_.size() < kReadAheadMax) pump();
}

void Connection::drain() {
  received_.clear();
  pump();
}

void Connection::handle() {
  ServerResponse response = ask_handler();
  if (response.stream && response.is_endless) return stream_on_own_thread(std::move(response));
  if (response.stream) return stream_body(response);
  send_whole(std::move(response));
}

ServerResponse Connection::ask_handler() {
  try {
    return shared_.handler(request_);
  } catch (const std::exception& exception) {
    log::error(fmt::format("a request handler failed: {}", exception.what()));
    return ServerResponse{500, {{"Content-Type", "text/plain"}}, "internal error\n", {}};
  }
}

void Connection::send_whole(ServerResponse response) {
  // What a HEAD would have been answered with may be announced by the handler itself.
  const bool is_announced = is_head_ && response.headers.has("Content-Length");
  std::optional<std::size_t> size;
  if (!is_announced && has_body(response.status)) size = response.body.size();
  auto answer = std::make_shared<Answer>(
      shared_, head_of(response, keep_alive_, false, size),
      is_head_ || !has_body(response.status) ? std::string() : std::move(response.body));
  asio::post(wire_.get_executor(),
             [self = shared_from_this(), answer] { self->write_next(answer); });
}

void Connection::stream_on_own_thread(ServerResponse response) {
  const auto refuse = [&] {
    send_whole({503,
                {{"Content-Type", "text/plain"}, {"Retry-After", "10"}},
                "too many streams are open\n",
                {}});
  };
  if (!shared_.streams.enter(shared_.options.streams_max)) return refuse();
  try {
    std::thread([self = shared_from_this(), &shared = shared_,
                 response = std::move(response)]() mutable {
      // What they hold uses `shared`, which may die once this thread has left.
      {
        const ServerResponse mine = std::move(response);
        const auto connection = std::move(self);
        connection->keep_alive_ = false;
        connection->stream_body(mine);
      }
      shared.streams.leave();
    }).detach();
  } catch (const std::system_error&) {
    shared_.streams.leave();
    refuse();
  }
}

bool Connection::send_blocking(std::string bytes) {
  struct Sent {
    std::mutex mutex;
    std::condition_variable wake;
    bool done = false;
    bool fine = false;
  };
  auto sent = std::make_shared<Sent>();
  auto kept = std::make_shared<std::string>(std::move(bytes));
  asio::post(wire_.get_executor(), [self = shared_from_this(), kept, sent] {
    self->write_deadline_.set(self->shared_.options.write_time, self, &Connection::close);
    asio::async_write(self->wire_, asio::buffer(*kept),
                      [self, kept, sent](const error_code& error, std::size_t) {
                        self->write_deadline_.clear();
                        const std::lock_guard lock(sent->mutex);
                        sent->done = true;
                        sent->fine = !error;
                        sent->wake.notify_all();
                      });
  });
  std::unique_lock lock(sent->mutex);
  // The I/O thread runs until every worker and stream has ended, so this always wakes.
  sent->wake.wait(lock, [&] { return sent->done; });
  return sent->fine;
}

class Connection::Writer final : public BodyWriter {
 public:
  Writer(Connection& connection, std::stop_token gone, bool is_chunked)
      : connection_(connection), gone_(std::move(gone)), is_chunked_(is_chunked) {}

  bool write(std::string_view piece) override {
    if (client_gone()) return false;
    written_ += piece.size();
    while (!piece.empty()) {  // an empty chunk would end the body
      const std::string_view part = piece.substr(0, kWriteBytes);
      piece.remove_prefix(part.size());
      std::string framed =
          is_chunked_ ? fmt::format("{:x}\r\n{}\r\n", part.size(), part) : std::string(part);
      if (!connection_.send_blocking(std::move(framed))) {
        failed_ = true;
        return false;
      }
    }
    return true;
  }
  bool client_gone() override { return failed_ || gone_.stop_requested(); }
  std::size_t written() const { return written_; }

 private:
  Connection& connection_;
  const std::stop_token gone_;
  const bool is_chunked_;
  bool failed_ = false;
  std::size_t written_ = 0;
};

void Connection::stream_body(const ServerResponse& response) {
  const auto announced = response.headers.find("Content-Length");
  const bool is_chunked = !announced && takes_chunks_;
  // Without a length and without chunks the end of the connection is that of the body.
  if (!announced && !is_chunked) keep_alive_ = false;
  Writer writer(*this, request_.gone, is_chunked);
  bool whole = send_blocking(head_of(response, keep_alive_, is_chunked, std::nullopt));
  if (whole && !is_head_) {
    response.stream(writer);
    whole = !writer.client_gone();
    if (announced) whole = whole && std::to_string(writer.written()) == *announced;
    if (whole && is_chunked) whole = send_blocking("0\r\n\r\n");
  }
  asio::post(wire_.get_executor(), [self = shared_from_this(), whole] { self->finish(whole); });
}

void Connection::write_next(const std::shared_ptr<Answer>& answer) {
  const std::size_t size = std::min(kWriteBytes, answer->body.size() - answer->sent);
  const std::array<asio::const_buffer, 2> buffers = {
      answer->is_head_sent ? asio::const_buffer() : asio::buffer(answer->head),
      asio::buffer(answer->body.data() + answer->sent, size)};
  // Anew for each piece, so that a slow reader gets a large answer, and one who does not read none.
  write_deadline_.set(shared_.options.write_time, shared_from_this(), &Connection::close);
  asio::async_write(
      wire_, buffers,
      [self = shared_from_this(), answer, size](const error_code& error, std::size_t) {
        self->write_deadline_.clear();
        if (error) return self->close();
        answer->is_head_sent = true;
        answer->sent += size;
        if (answer->sent < answer->body.size()) return self->write_next(answer);
        if (!answer->is_last) return self->finish(true);
        error_code ignored;
        self->wire_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        self->state_ = State::kDraining;
        self->read_deadline_.set(kDrainTime, self, &Connection::close);
        self->drain();
      });
}

void Connection::respond_and_drain(int status, std::string_view words) {
  state_ = State::kBusy;
  read_deadline_.clear();
  const ServerResponse response{status, {{"Content-Type", "text/plain"}}, "", {}};
  std::string body = std::string(words) + "\n";
  auto answer = std::make_shared<Answer>(shared_, head_of(response, false, false, body.size()),
                                         std::move(body));
  answer->is_last = true;
  write_next(answer);
}

void Connection::finish(bool may_go_on) {
  if (!may_go_on || !keep_alive_ || client_gone_ || shared_.stopping) return close();
  await_request();
}

void Connection::close() {
  read_deadline_.clear();
  write_deadline_.clear();
  gone_.request_stop();
  client_gone_ = true;
  error_code ignored;
  wire_.socket().shutdown(tcp::socket::shutdown_both, ignored);
  wire_.socket().close(ignored);
}

}  // namespace sextant::http::internal
