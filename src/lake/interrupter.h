#pragma once

#include <duckdb.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

#include "base/call_context.h"

namespace sextant::lake {

// Ends what a DuckDB connection runs at a deadline or a stop, for as long as this object lives.
// Included by .cpp files only.
//
// DuckDB forgets an interrupt that comes just before a statement begins, so it is repeated until
// the object dies.
class Interrupter {
 public:
  Interrupter(duckdb_connection connection, const Clock& clock, const CallContext& context);
  Interrupter(const Interrupter&) = delete;
  Interrupter& operator=(const Interrupter&) = delete;
  ~Interrupter();

  // The code of the error if it has interrupted: lake.deadline or lake.cancelled.
  std::optional<std::string_view> reason() const;

 private:
  void watch();
  void interrupt_until_done();

  const duckdb_connection connection_;
  const Clock& clock_;
  const CallContext context_;
  std::atomic<const char*> reason_ = nullptr;
  std::stop_source done_;
  std::thread watcher_;
};

}  // namespace sextant::lake
