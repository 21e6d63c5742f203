#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/call_context.h"
#include "operations/context.h"
#include "operations/sql.h"

namespace sextant::operations {

// SQL that a browser or a model gives runs in a process of its own, which can be ended at any time
// without harm to the server: DuckDB counts most of the memory that a statement takes, but not the
// texts that it makes, and looks at a stop between vectors, not within one. The process is given
// the statement on its standard input, no credentials, and at most so much memory.
inline constexpr std::uint64_t kSqlProcessMemoryMax = 3ULL << 29U;  // 1.5 GiB
// Of all values of an answer that comes from there.
inline constexpr std::size_t kSqlAnswerBytesMax = std::size_t{64} << 20U;
// The command of `Context::sql_program` that is such a process.
inline constexpr std::string_view kSqlCommand = "sql-process";

// As ask_sql and write_sql_parquet, by such a process. At most two run at once, others wait.
// Errors: theirs, and lake.process_ended, process.*.
Result<SqlAnswer> ask_sql_apart(Context& context, const SqlWords& words, const CallContext& call);
Result<std::int64_t> write_sql_parquet_apart(Context& context, const SqlWords& words,
                                             const std::filesystem::path& output,
                                             const CallContext& call);

// What such a process does: `request` is its input; returns what it prints.
std::string answer_sql_request(Context& context, std::string_view request, const CallContext& call);

}  // namespace sextant::operations
