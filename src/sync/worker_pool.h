#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sextant::sync {

// A few threads that take tasks in the order in which they came. Tasks may add tasks. Thread-safe.
class WorkerPool {
 public:
  using Task = std::function<void()>;

  explicit WorkerPool(int threads);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  // Waits for all tasks.
  ~WorkerPool();

  void add(Task task);
  // Waits until no task is left and none is running.
  void wait();

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;  // guarded by mutex_, as is all below
  int busy_ = 0;
  bool is_closed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sextant::sync
