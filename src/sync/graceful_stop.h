#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace sextant::sync {

// Ends a sync that is stopped without losing what is under way: once a stop is asked for, nothing
// more is sent, and requests that were sent before have some time to be answered, since AWS charges
// for them in any case. Thread-safe.
class GracefulStop {
 public:
  explicit GracefulStop(std::stop_token wanted,
                        std::chrono::milliseconds grace = std::chrono::seconds(5));
  GracefulStop(const GracefulStop&) = delete;
  GracefulStop& operator=(const GracefulStop&) = delete;
  ~GracefulStop();

  // Ends what is being sent: set when all is answered after the stop was asked for, or when the
  // time is over.
  std::stop_token token() const { return source_.get_token(); }
  bool is_wanted() const { return wanted_.stop_requested(); }

  // One request that is under way, from `begin` on, which a stop forbids, to `end` or the end of
  // this object. For one thread.
  class Request {
   public:
    explicit Request(GracefulStop& stop) : stop_(stop) {}
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;
    ~Request() { end(); }
    bool begin();  // false: nothing may be sent any more
    void end();

   private:
    GracefulStop& stop_;
    bool is_under_way_ = false;
  };

 private:
  void watch();

  const std::stop_token wanted_;
  const std::chrono::milliseconds grace_;
  std::stop_source source_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  int under_way_ = 0;  // guarded by mutex_, as is the one below
  bool is_over_ = false;
  std::thread thread_;
};

}  // namespace sextant::sync
