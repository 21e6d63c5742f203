#include "web/tasks.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <future>
#include <thread>

namespace sextant::web {
namespace {

namespace json = boost::json;
using std::chrono::seconds;

SteadyTime soon() {
  return std::chrono::steady_clock::now() + seconds(20);
}

class TasksTest : public ::testing::Test {
 protected:
  std::string start(TaskFunction function, NewTask about = {"check", "Check prod", "prod"}) {
    auto started = tasks_.start(std::move(about), std::move(function));
    return started ? std::string(started->at("id").as_string()) : started.error().code;
  }
  // Events of a task to its end: "name data" each; `done` without what it carries.
  std::vector<std::string> events(const std::string& id, std::uint64_t after = 0) {
    std::vector<std::string> out;
    const auto source = *tasks_.follow(id, after);
    while (!source->is_over()) {
      const auto event = source->next(soon(), {});
      if (!event) break;
      out.push_back(event->name == "done" ? "done" : event->name + " " + event->data);
    }
    return out;
  }
  std::string state(const std::string& id) {
    return std::string(tasks_.get(id)->at("state").as_string());
  }
  void wait_until_ended(const std::string& id) { events(id); }

  SystemClock clock_;
  SystemRandom random_;
  Changes changes_;
  Tasks tasks_{clock_, random_, changes_};
};

TEST_F(TasksTest, KeepsEventsInOrderAndTheResult) {
  const std::string id =
      start([](TaskEmitter& emitter, const CallContext&) -> Outcome<json::value> {
        emitter.emit("step", {{"n", 1}});
        emitter.emit("step", {{"n", 2}});
        return json::value("fine");
      });
  EXPECT_EQ(events(id), (std::vector<std::string>{R"(step {"n":1})", R"(step {"n":2})", "done"}));
  EXPECT_EQ(events(id, 1), (std::vector<std::string>{R"(step {"n":2})", "done"}));
  EXPECT_TRUE((*tasks_.follow(id, 3))->is_over());
  const auto task = *tasks_.get(id);
  EXPECT_EQ(task.at("state").as_string(), "done");
  EXPECT_EQ(task.at("result").as_string(), "fine");
  EXPECT_EQ(task.at("events").to_number<int>(), 3);
  EXPECT_EQ(task.at("title").as_string(), "Check prod");
  EXPECT_FALSE(task.at("ended_at").is_null());
}

TEST_F(TasksTest, DoneCarriesTheTask) {
  const std::string id = start([](TaskEmitter&, const CallContext&) -> Outcome<json::value> {
    return failure("profile.not_found", "x");
  });
  const auto event = (*tasks_.follow(id, 0))->next(soon(), {});
  ASSERT_TRUE(event);
  const json::value task = json::parse(event->data);
  EXPECT_EQ(task.at("state").as_string(), "failed");
  EXPECT_EQ(task.at("problem").at("code").as_string(), "profile.not_found");
  EXPECT_EQ(task.at("events").to_number<int>(), 1);
}

TEST_F(TasksTest, EventsOfOneKeyCoalesceButFollowersSeeEach) {
  std::promise<void> seen;
  const std::string id =
      start([&](TaskEmitter& emitter, const CallContext&) -> Outcome<json::value> {
        emitter.emit("cell", {{"pages", 1}}, "a");
        emitter.emit("cell", {{"pages", 1}}, "b");
        seen.get_future().wait();
        emitter.emit("cell", {{"pages", 2}}, "a");
        return nullptr;
      });
  const auto source = *tasks_.follow(id, 0);
  EXPECT_EQ(source->next(soon(), {})->data, R"({"pages":1})");
  EXPECT_EQ(source->next(soon(), {})->sequence, 2U);
  seen.set_value();
  EXPECT_EQ(source->next(soon(), {})->data, R"({"pages":2})");
  EXPECT_EQ(source->next(soon(), {})->name, "done");
  EXPECT_TRUE(source->is_over());
  EXPECT_EQ(events(id),
            (std::vector<std::string>{R"(cell {"pages":1})", R"(cell {"pages":2})", "done"}));
}

TEST_F(TasksTest, ForgetsTheOldestEventsAndSaysSo) {
  const std::string id =
      start([](TaskEmitter& emitter, const CallContext&) -> Outcome<json::value> {
        for (std::size_t i = 0; i < Tasks::kEventsMax + 9; ++i) emitter.emit("note", {{"i", i}});
        return nullptr;
      });
  wait_until_ended(id);
  const auto all = events(id);
  ASSERT_EQ(all.size(), Tasks::kEventsMax + 1);
  EXPECT_EQ(all[0], R"(gap {"until":10})");
  EXPECT_EQ(all[1], R"(note {"i":10})");
  EXPECT_EQ(all.back(), "done");
}

TEST_F(TasksTest, StopsAndKeepsWhatItHas) {
  const std::string id = start([](TaskEmitter&, const CallContext& call) -> Outcome<json::value> {
    while (!call.stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return json::value("half");
  });
  EXPECT_EQ(state(id), "running");
  EXPECT_EQ(tasks_.find_running("check", "prod"), id);
  EXPECT_EQ(tasks_.find_running("sync"), std::nullopt);
  ASSERT_TRUE(tasks_.stop(id));
  wait_until_ended(id);
  EXPECT_EQ(state(id), "stopped");
  EXPECT_EQ(tasks_.get(id)->at("result").as_string(), "half");
  EXPECT_TRUE(tasks_.stop(id)) << "again, without effect";
  EXPECT_EQ(tasks_.stop("0000000000000000").error().code, "web.task_not_found");
}

TEST_F(TasksTest, AThrownExceptionFailsTheTaskOnly) {
  const std::string id = start([](TaskEmitter&, const CallContext&) -> Outcome<json::value> {
    throw std::runtime_error("for the test");
  });
  wait_until_ended(id);
  EXPECT_EQ(state(id), "failed");
  EXPECT_EQ(tasks_.get(id)->at("problem").at("code").as_string(), "web.internal");
}

TEST_F(TasksTest, BoundsWhatRunsAndWhatIsKept) {
  std::promise<void> go_on;
  const auto gate = go_on.get_future().share();
  const TaskFunction waiting = [gate](TaskEmitter&, const CallContext&) -> Outcome<json::value> {
    gate.wait();
    return nullptr;
  };
  for (std::size_t i = 0; i < Tasks::kRunningMax; ++i) EXPECT_EQ(start(waiting).size(), 16U);
  EXPECT_EQ(start(waiting), "web.too_many_tasks");
  EXPECT_EQ(tasks_.running(), Tasks::kRunningMax);
  go_on.set_value();
  for (const auto& task : tasks_.list()) wait_until_ended(std::string(task.at("id").as_string()));
  std::string last;
  for (std::size_t i = 0; i < Tasks::kKeptMax; ++i) {
    last = start(waiting);
    wait_until_ended(last);
  }
  EXPECT_EQ(tasks_.list().size(), Tasks::kKeptMax);
  EXPECT_EQ(tasks_.list().front().at("id").as_string(), last) << "the newest first";
}

TEST_F(TasksTest, TellsThatTasksChange) {
  const auto source = changes_.follow();
  EXPECT_EQ(source->next(soon(), {})->name, "hello");
  wait_until_ended(start(
      [](TaskEmitter&, const CallContext&) -> Outcome<json::value> { return json::value(); }));
  EXPECT_EQ(source->next(soon(), {})->data, R"({"what":"tasks"})");
}

TEST(Changes, TellsEachSubjectOnceHoweverOftenItChanged) {
  Changes changes;
  const auto source = changes.follow();
  EXPECT_EQ(source->next(soon(), {})->name, "hello");
  for (int i = 0; i < 1000; ++i) changes.publish(i % 2 == 0 ? "costs" : "accounts");
  EXPECT_EQ(source->next(soon(), {})->data, R"({"what":"costs"})");
  EXPECT_EQ(source->next(soon(), {})->data, R"({"what":"accounts"})");
  EXPECT_EQ(source->next(std::chrono::steady_clock::now(), {}), std::nullopt);
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  EXPECT_EQ(source->next(soon(), stop.get_token()), std::nullopt) << "a stop ends the wait";
}

}  // namespace
}  // namespace sextant::web
