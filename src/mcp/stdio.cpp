#include "mcp/stdio.h"

#include <poll.h>
#include <unistd.h>
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <ostream>
#include <thread>

namespace sextant::mcp {

namespace json = boost::json;

namespace {

constexpr std::size_t kReadBytes = 64U << 10U;
constexpr int kPollMs = 100;  // how soon a stop is noticed
constexpr std::size_t kWaitingMax = 256;

class StreamWire final : public Wire {
 public:
  explicit StreamWire(std::ostream& out) : out_(out) {}
  void send(const json::object& message) override {
    const std::string line = json::serialize(message) + "\n";
    const std::lock_guard lock(mutex_);
    out_.write(line.data(), static_cast<std::streamsize>(line.size()));
    out_.flush();
  }

 private:
  std::mutex mutex_;
  std::ostream& out_;
};

// What a handler may keep waiting; all else is answered at once, in order.
bool may_take_long(const Message& message) {
  return message.method == "tools/call" || message.method == "prompts/get" ||
         message.method == "resources/read";
}

// One client on a pair of streams.
class Conversation {
 public:
  Conversation(Server& server, std::ostream& out, const StdioOptions& options, CallContext context)
      : server_(server), wire_(out), options_(options), context_(std::move(context)) {}
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  ~Conversation() {
    {
      std::unique_lock lock(mutex_);
      is_over_ = true;
      idle_.wait_for(lock, options_.grace, [&] { return running_.empty() && waiting_.empty(); });
      waiting_.clear();
      for (auto& [id, stop] : running_) stop.request_stop();
    }
    work_.notify_all();
    workers_.clear();
  }

  void take(const std::string& line) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) return;
    auto message = read_message(line);
    if (!message) {
      wire_.send(make_error(message.error().id, message.error().error));
      return;
    }
    switch (message->kind) {
      case Message::Kind::kResponse:
        session_.inquiries.take(*message);
        return;
      case Message::Kind::kNotification:
        if (message->method == "notifications/cancelled") cancel(message->params);
        return;
      case Message::Kind::kRequest:
        if (may_take_long(*message)) {
          enqueue(*std::move(message));
        } else {
          respond(*message, context_);
        }
    }
  }

 private:
  void respond(const Message& message, const CallContext& context) {
    const Era era = Server::era_of(message);
    const Answer answer = server_.answer({message, era, era == Era::kLegacy ? &session_ : nullptr,
                                          Caller{"local", ""}, context, &wire_});
    // A cancelled request gets no answer.
    if (context.stop.stop_requested() && !context_.stop.stop_requested()) return;
    wire_.send(answer ? make_result(message.id, *answer) : make_error(message.id, answer.error()));
  }

  void enqueue(Message message) {
    const std::lock_guard lock(mutex_);
    const std::string key = json::serialize(message.id);
    const bool is_known = running_.contains(key) || find_waiting(key) != waiting_.end();
    if (is_known || waiting_.size() >= kWaitingMax) {
      wire_.send(
          make_error(message.id, {kInvalidRequest, is_known ? "A request of this id runs already"
                                                            : "Too many requests wait"}));
      return;
    }
    waiting_.push_back(std::move(message));
    if (workers_.size() < options_.at_once_max && idle_workers_ < waiting_.size())
      workers_.emplace_back([this] { work(); });
    work_.notify_one();
  }

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_workers_;
      work_.wait(lock, [&] { return is_over_ || !waiting_.empty(); });
      --idle_workers_;
      if (waiting_.empty()) return;
      const Message message = std::move(waiting_.front());
      waiting_.pop_front();
      const std::string key = json::serialize(message.id);
      std::stop_source stop = running_[key];
      lock.unlock();
      {
        const std::stop_callback all(context_.stop, [&] { stop.request_stop(); });
        respond(message, {context_.deadline, stop.get_token()});
      }
      lock.lock();
      running_.erase(key);
      idle_.notify_all();
    }
  }

  std::deque<Message>::iterator find_waiting(const std::string& key) {
    return std::ranges::find_if(
        waiting_, [&](const Message& message) { return json::serialize(message.id) == key; });
  }

  void cancel(const json::object& params) {
    const json::value* id = params.if_contains("requestId");
    if (id == nullptr) return;
    const std::string key = json::serialize(*id);
    const std::lock_guard lock(mutex_);
    if (const auto waits = find_waiting(key); waits != waiting_.end()) waiting_.erase(waits);
    if (const auto runs = running_.find(key); runs != running_.end()) runs->second.request_stop();
  }

  Server& server_;
  StreamWire wire_;
  const StdioOptions options_;
  const CallContext context_;
  Session session_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable idle_;
  std::deque<Message> waiting_;                      // guarded by mutex_, as are those below
  std::map<std::string, std::stop_source> running_;  // by id, as JSON
  std::size_t idle_workers_ = 0;
  bool is_over_ = false;
  std::vector<std::jthread> workers_;
};

}  // namespace

bool DescriptorLines::fill() {
  for (;;) {
    pollfd waiting{descriptor_, POLLIN, 0};
    const int ready = poll(&waiting, 1, kPollMs);
    if (stop_.stop_requested()) return false;
    if (ready < 0 && errno != EINTR) return false;
    if (ready <= 0) continue;
    const std::size_t before = buffer_.size();
    buffer_.resize(before + kReadBytes);
    const ssize_t count = read(descriptor_, buffer_.data() + before, kReadBytes);
    buffer_.resize(before + (count > 0 ? static_cast<std::size_t>(count) : 0));
    if (count > 0) return true;
    if (count == 0 || errno != EINTR) return false;
  }
}

std::optional<std::string> DescriptorLines::next(std::size_t bytes_max) {
  std::size_t searched = 0;
  bool is_cut = false;
  std::string cut;
  for (;;) {
    const std::size_t end = buffer_.find('\n', searched);
    if (end != std::string::npos) {
      std::string line = is_cut ? std::move(cut) : buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      if (line.size() > bytes_max + 1) line.resize(bytes_max + 1);
      return line;
    }
    // The rest of a line that is too long is read past, not kept.
    if (buffer_.size() > bytes_max && !is_cut) {
      is_cut = true;
      cut = buffer_.substr(0, bytes_max + 1);
    }
    if (is_cut) buffer_.clear();
    searched = buffer_.size();
    if (is_over_ || !fill()) {
      is_over_ = true;
      if (stop_.stop_requested() || (buffer_.empty() && !is_cut)) return std::nullopt;
      std::string line = is_cut ? std::move(cut) : std::move(buffer_);
      buffer_.clear();
      return line;
    }
  }
}

void serve_lines(Server& server, LineSource& source, std::ostream& out, const StdioOptions& options,
                 const CallContext& context) {
  Conversation conversation(server, out, options, context);
  while (const auto line = source.next(kMessageBytesMax)) {
    conversation.take(*line);
    if (!out) return;  // nobody reads
  }
}

}  // namespace sextant::mcp
