#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <semaphore>
#include <vector>

#include "aws/access.h"
#include "base/result.h"
#include "lake/engine.h"
#include "state/database.h"

namespace sextant::operations {

// An engine that is given back when the lease ends.
using EngineLease = std::unique_ptr<lake::Engine, std::function<void(lake::Engine*)>>;

// What every operation works with: the world outside, the state and the home folder. Built once by
// each face and handed to operations by reference; outlives them. Thread-safe.
class Context {
 public:
  Context(aws::Outside outside_world, std::filesystem::path folder)
      : outside(std::move(outside_world)), home(std::move(folder)) {}
  // With a state that is open already and outlives this object.
  Context(aws::Outside outside_world, std::filesystem::path folder, state::Database& opened)
      : outside(std::move(outside_world)), home(std::move(folder)), database_(&opened) {}
  // Another world over the folder and the state of `base`, which outlives this object.
  Context(aws::Outside outside_world, Context& base)
      : outside(std::move(outside_world)), home(base.home), base_(&base) {}
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  const aws::Outside outside;
  const std::filesystem::path home;  // see Environment::sextant_home
  // The program of which a process runs SQL that a browser or a model gives (sql_process.h); set
  // before the context is shared. Empty: it runs in this process.
  std::filesystem::path sql_program;

  // Opens (and creates) the state on first use. Errors: state.*, file.*.
  Result<state::Database*> database();
  std::filesystem::path lake_folder() const { return home / "lake"; }
  // An engine that reads the lake's files, kept for the next one who asks. This object must outlive
  // the lease. Errors: lake.*.
  Result<EngineLease> engine();
  // For each process that runs SQL, so that they do not take all the memory together.
  std::counting_semaphore<>& sql_slots() { return sql_slots_; }

 private:
  void give_back(std::unique_ptr<lake::Engine> engine);

  Context* const base_ = nullptr;
  std::mutex mutex_;
  std::unique_ptr<state::Database> own_database_;  // guarded by mutex_, as are those below
  state::Database* database_ = nullptr;
  std::vector<std::unique_ptr<lake::Engine>> idle_;
  std::counting_semaphore<> sql_slots_{2};
};

}  // namespace sextant::operations
