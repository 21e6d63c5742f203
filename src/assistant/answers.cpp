#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include "assistant/bounds.h"
#include "assistant/tools.h"
#include "mcp/message.h"

namespace sextant::assistant {

namespace json = boost::json;

json::object begin_answer(std::string summary) {
  return {{"notice", kNotice}, {"summary", std::move(summary)}};
}

json::object repeat_json(std::string_view command, json::value sql) {
  return {{"command", command}, {"sql", std::move(sql)}};
}

Result<void> put_page(json::object& answer, json::array rows, json::array notes,
                      std::string_view cursor, const json::object& question) {
  json::object same = question;
  same.erase("cursor");
  SEXTANT_TRY(Page page, page_of(std::move(rows), answer, cursor, mcp::canonical_text(same)));
  if (page.first > 0 || !page.next_cursor.empty()) {
    notes.push_back(json::value(fmt::format(
        "Rows {} to {} of {} are shown, since more would not fit.{}", page.first + 1,
        page.first + page.rows.size(), page.total,
        page.next_cursor.empty()
            ? ""
            : " Go on with cursor = next_cursor and the same other arguments, group more coarsely, "
              "set limit, or add up with run_sql.")));
  }
  answer["rows"] = std::move(page.rows);
  answer["row_count"] = page.total;
  answer["next_cursor"] =
      page.next_cursor.empty() ? json::value(nullptr) : json::value(page.next_cursor);
  answer["notes"] = std::move(notes);
  return {};
}

}  // namespace sextant::assistant
