#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lake/engine.h"

namespace sextant::insight {

// The longest SQL that is looked at.
inline constexpr std::size_t kSqlBytesMax = 64U << 10U;

// Succeeds only where `sql` is one statement that reads (SELECT in any of its spellings, FROM,
// VALUES, DESCRIBE, SHOW, SUMMARIZE), and calls no table function outside of a short list. It is
// the first of two walls; the second is the lock of the engine that runs it. This one keeps out
// what a lock does not: PRAGMA, functions that take raw pointers, run text as SQL, read files or
// change logging.
//
// `engine` parses it, and runs nothing of it. Errors: lake.bad_sql, query.not_a_question,
// query.not_allowed, query.too_long.
Result<void> check_only_reads(lake::Engine& engine, std::string_view sql,
                              const CallContext& context);

// The names of tables that a statement which passes the guard reads, in lower case, sorted, each
// once; those that it defines itself (WITH) among them. Errors: as above.
Result<std::vector<std::string>> tables_read(lake::Engine& engine, std::string_view sql,
                                             const CallContext& context);

}  // namespace sextant::insight
