#include "web/tasks.h"

#include <boost/json/serialize.hpp>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "base/civil_time.h"
#include "base/log.h"
#include "base/text.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

constexpr std::size_t kIdBytes = 8;

}  // namespace

// One task and its events. The thread that runs it uses it by reference: whoever lets go of a task
// that has begun joins that thread first.
class Tasks::Task final : public TaskEmitter {
 public:
  Task(std::string id, NewTask about, WallTime started_at)
      : id_(std::move(id)), about_(std::move(about)), started_at_(started_at) {}

  const std::string& id() const { return id_; }
  const NewTask& about() const { return about_; }

  void emit(std::string_view name, json::object data, std::string_view key) override {
    add(name, json::serialize(data), key);
  }

  // Does the work; `on_end` is told the state that it ended in.
  void begin(TaskFunction function, const Clock& clock,
             std::function<void(const std::string& state)> on_end) {
    const CallContext call =
        CallContext{SteadyTime::max(), stop_.get_token()}.within(clock, about_.limit);
    thread_ = std::thread([this, function = std::move(function), call, &clock,
                           on_end = std::move(on_end)] {
      Outcome<json::value> outcome = nullptr;
      try {
        outcome = function(*this, call);
      } catch (const std::exception& exception) {
        log::error("a task failed: " + std::string(exception.what()));
        outcome = std::unexpected(Failure(Error{"web.internal", "the task ended unexpectedly"}));
      }
      end(std::move(outcome), clock.wall());
      on_end(state());
    });
  }

  void request_stop() { stop_.request_stop(); }
  void join() {
    if (thread_.joinable()) thread_.join();
  }

  std::string state() const {
    const std::lock_guard lock(mutex_);
    return state_;
  }
  bool is_running() const { return state() == "running"; }
  json::object to_json() const {
    const std::lock_guard lock(mutex_);
    return to_json_locked();
  }

  // The first event after `after`; see EventSource::next. `gap` counts those forgotten before it.
  std::optional<StreamEvent> next_after(std::uint64_t after, SteadyTime until,
                                        const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const auto has_more = [&] { return last_sequence_ > after || state_ != "running"; };
    if (!wake_.wait_until(lock, stop, until, has_more)) return std::nullopt;
    if (forgotten_ > after) {
      return StreamEvent{forgotten_, "gap", json::serialize(json::object{{"until", forgotten_}})};
    }
    const auto found = events_.upper_bound(after);
    if (found == events_.end()) return std::nullopt;
    return found->second;
  }
  bool is_over_after(std::uint64_t after) const {
    const std::lock_guard lock(mutex_);
    return state_ != "running" && after >= last_sequence_;
  }

 private:
  void add(std::string_view name, std::string data, std::string_view key) {
    {
      const std::lock_guard lock(mutex_);
      add_locked(name, std::move(data), key);
    }
    wake_.notify_all();
  }

  void add_locked(std::string_view name, std::string data, std::string_view key) {
    const std::uint64_t sequence = ++last_sequence_;
    if (!key.empty()) {
      std::uint64_t& newest = newest_[std::string(name) + '\n' + std::string(key)];
      if (newest != 0) events_.erase(newest);
      newest = sequence;
    }
    events_.emplace(sequence, StreamEvent{sequence, std::string(name), std::move(data)});
    while (events_.size() > kEventsMax) {
      forgotten_ = events_.begin()->first;
      events_.erase(events_.begin());
    }
  }

  void end(Outcome<json::value> outcome, WallTime at) {
    {
      const std::lock_guard lock(mutex_);
      const bool stopped = stop_.stop_requested();
      state_ = stopped ? "stopped" : outcome ? "done" : "failed";
      ended_at_ = at;
      if (outcome)
        result_ = *std::move(outcome);
      else
        problem_ = problem_json(outcome.error());
      // It tells of itself, so its own number is in it.
      ++last_sequence_;
      const std::string whole = json::serialize(to_json_locked());
      --last_sequence_;
      add_locked("done", whole, "");
    }
    wake_.notify_all();
  }

  json::object to_json_locked() const {
    return {
        {"id", id_},
        {"kind", about_.kind},
        {"title", about_.title},
        {"subject", about_.subject},
        {"state", state_},
        {"started_at", format_rfc3339(started_at_)},
        {"ended_at", ended_at_ ? json::value(format_rfc3339(*ended_at_)) : json::value(nullptr)},
        {"events", last_sequence_},
        {"result", result_},
        {"problem", problem_}};
  }

  const std::string id_;
  const NewTask about_;
  const WallTime started_at_;
  std::stop_source stop_;
  std::thread thread_;

  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::string state_ = "running";  // guarded by mutex_, as is all below
  std::optional<WallTime> ended_at_;
  json::value result_ = nullptr;
  json::value problem_ = nullptr;
  std::uint64_t last_sequence_ = 0;
  std::uint64_t forgotten_ = 0;  // the last number of those that the bound has cost
  std::map<std::uint64_t, StreamEvent> events_;
  std::map<std::string, std::uint64_t, std::less<>> newest_;  // by name and key
};

namespace {

// Follows one task. Shares it; the thread that runs it is joined by the registry.
template <typename Task>
class TaskEvents final : public EventSource {
 public:
  TaskEvents(std::shared_ptr<Task> task, std::uint64_t after)
      : task_(std::move(task)), after_(after) {}

  std::optional<StreamEvent> next(SteadyTime until, const std::stop_token& stop) override {
    auto event = task_->next_after(after_, until, stop);
    if (event) after_ = event->sequence;
    return event;
  }
  bool is_over() const override { return task_->is_over_after(after_); }

 private:
  const std::shared_ptr<Task> task_;
  std::uint64_t after_;
};

}  // namespace

struct Tasks::Impl {
  Impl(const Clock& clock_in, Random& random_in, Changes& changes_in)
      : clock(clock_in), random(random_in), changes(changes_in) {}

  const Clock& clock;
  Random& random;
  Changes& changes;

  mutable std::mutex mutex;
  std::deque<std::shared_ptr<Task>> tasks;  // guarded by mutex, the oldest first
  std::map<std::pair<std::string, std::string>, std::uint64_t> ended;

  std::size_t running_locked() const {
    std::size_t count = 0;
    for (const auto& task : tasks) count += task->is_running() ? 1 : 0;
    return count;
  }

  std::shared_ptr<Task> find(std::string_view id) const {
    const std::lock_guard lock(mutex);
    for (const auto& task : tasks) {
      if (task->id() == id) return task;
    }
    return nullptr;
  }

  // Makes room for one more. What is let go of has ended, so its thread is soon joined.
  std::vector<std::shared_ptr<Task>> forget_oldest_locked() {
    std::vector<std::shared_ptr<Task>> forgotten;
    for (auto place = tasks.begin(); place != tasks.end() && tasks.size() >= kKeptMax;) {
      if ((*place)->is_running()) {
        ++place;
      } else {
        forgotten.push_back(std::move(*place));
        place = tasks.erase(place);
      }
    }
    return forgotten;
  }
};

Tasks::Tasks(const Clock& clock, Random& random, Changes& changes)
    : impl_(std::make_unique<Impl>(clock, random, changes)) {}

Tasks::~Tasks() {
  stop_all();
  for (const auto& task : impl_->tasks) task->join();
}

Result<json::object> Tasks::start(NewTask about, TaskFunction function) {
  std::shared_ptr<Task> task;
  std::vector<std::shared_ptr<Task>> forgotten;
  {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->running_locked() >= kRunningMax) return failure("web.too_many_tasks", about.title);
    forgotten = impl_->forget_oldest_locked();
    task = std::make_shared<Task>(to_hex(impl_->random.bytes(kIdBytes)), std::move(about),
                                  impl_->clock.wall());
    impl_->tasks.push_back(task);
    task->begin(std::move(function), impl_->clock,
                [impl = impl_.get(), kind = task->about().kind](const std::string& state) {
                  {
                    const std::lock_guard ended_lock(impl->mutex);
                    ++impl->ended[{kind, state}];
                  }
                  impl->changes.publish("tasks");
                });
  }
  for (const auto& old : forgotten) old->join();
  impl_->changes.publish("tasks");
  return task->to_json();
}

std::vector<json::object> Tasks::list() const {
  const std::lock_guard lock(impl_->mutex);
  std::vector<json::object> out;
  for (auto task = impl_->tasks.rbegin(); task != impl_->tasks.rend(); ++task)
    out.push_back((*task)->to_json());
  return out;
}

Result<json::object> Tasks::get(std::string_view id) const {
  const auto task = impl_->find(id);
  if (task == nullptr) return failure("web.task_not_found", std::string(id));
  return task->to_json();
}

Result<json::object> Tasks::stop(std::string_view id) {
  const auto task = impl_->find(id);
  if (task == nullptr) return failure("web.task_not_found", std::string(id));
  if (task->is_running()) task->request_stop();
  return task->to_json();
}

void Tasks::stop_all() {
  const std::lock_guard lock(impl_->mutex);
  for (const auto& task : impl_->tasks) {
    if (task->is_running()) task->request_stop();
  }
}

Result<std::shared_ptr<EventSource>> Tasks::follow(std::string_view id, std::uint64_t after) const {
  auto task = impl_->find(id);
  if (task == nullptr) return failure("web.task_not_found", std::string(id));
  return std::make_shared<TaskEvents<Task>>(std::move(task), after);
}

std::optional<std::string> Tasks::find_running(std::string_view kind,
                                               std::string_view subject) const {
  const std::lock_guard lock(impl_->mutex);
  for (const auto& task : impl_->tasks) {
    const NewTask& about = task->about();
    if (about.kind == kind && (subject.empty() || about.subject == subject) && task->is_running())
      return task->id();
  }
  return std::nullopt;
}

std::size_t Tasks::running() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->running_locked();
}

std::map<std::pair<std::string, std::string>, std::uint64_t> Tasks::ended() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->ended;
}

}  // namespace sextant::web
