#include "sync/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>

namespace sextant::sync {
namespace {

TEST(WorkerPool, RunsTasksThatAddTasksAndWaitsForAll) {
  std::atomic<int> count = 0;
  WorkerPool pool(3);
  std::function<void(int)> spread = [&](int depth) {
    ++count;
    if (depth == 0) return;
    for (int i = 0; i < 2; ++i) pool.add([&spread, depth] { spread(depth - 1); });
  };
  pool.add([&] { spread(6); });
  pool.wait();
  EXPECT_EQ(count, 127);
  pool.add([&] { ++count; });
  pool.wait();
  EXPECT_EQ(count, 128);
}

TEST(WorkerPool, OneThreadKeepsTheOrder) {
  std::vector<int> order;
  {
    WorkerPool pool(1);
    for (int i = 0; i < 5; ++i) pool.add([&order, i] { order.push_back(i); });
  }
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(WorkerPool, EndsWithoutWork) {
  const WorkerPool pool(4);
}

}  // namespace
}  // namespace sextant::sync
