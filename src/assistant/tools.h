#pragma once

#include <string>
#include <string_view>

#include "assistant/desk.h"

namespace sextant::assistant {

// The tools, by subject.
ToolSpec query_costs_tool();
ToolSpec compare_costs_tool();
ToolSpec forecast_costs_tool();
ToolSpec list_cloud_accounts_tool();
ToolSpec data_coverage_tool();
ToolSpec describe_lake_tool();
ToolSpec run_sql_tool();
ToolSpec check_connection_tool();
ToolSpec sync_costs_tool();

// The first members of every answer: the notice and a line that says it all.
boost::json::object begin_answer(std::string summary);
// The last but the notes: how a person asks the same in a terminal; `sql` may be null.
boost::json::object repeat_json(std::string_view command, boost::json::value sql = nullptr);
// Puts a page of rows into an answer that has all but them, with what a reader must know of it.
// Error: assistant.cursor.
Result<void> put_page(boost::json::object& answer, boost::json::array rows,
                      boost::json::array notes, std::string_view cursor,
                      const boost::json::object& question);

}  // namespace sextant::assistant
