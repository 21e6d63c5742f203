#include "insight/cost_values.h"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.h"
#include "insight/account_choice.h"
#include "insight/gather.h"

namespace sextant::insight {
namespace {

namespace json = boost::json;

// The smallest face that has the key, by month, since months go further back.
const KeyedFace* face_of(Key key) {
  const auto found =
      std::ranges::find_if(faces(), [&](const KeyedFace& face) { return covers(face, {key}); });
  return found == faces().end() ? nullptr : &*found;
}

std::vector<std::string> paths_of(const Held& held, const KeyedFace* face) {
  const AccountChoice choice = choose_accounts(held);
  const std::set<std::string> counted(choice.accounts.begin(), choice.accounts.end());
  std::vector<std::string> paths;
  for (const HeldFile& file : held.files) {
    if (file.face == face && file.grain == Grain::kMonthly && counted.contains(file.payer))
      paths.push_back(file.path.string());
  }
  return paths;
}

}  // namespace

Result<std::vector<CostValue>> list_cost_values(Key key, const AnswerSources& sources,
                                                const CallContext& context) {
  std::vector<CostValue> values;
  SEXTANT_TRY(const Held held, gather_accounts(sources, context));
  const auto paths = paths_of(held, face_of(key));
  if (paths.empty()) return values;
  const bool is_account = key == Key::kAccount;
  SEXTANT_TRY(
      const lake::Table table,
      sources.engine.query(
          fmt::format("SELECT {}, {} FROM read_parquet({}, hive_partitioning = false) WHERE NOT "
                      "x_Unallocated GROUP BY 1",
                      column_of(key), is_account ? "max(SubAccountName)" : "''", sql_list(paths)),
          {}, context));
  for (const lake::Row& row : table.rows) {
    CostValue value{row[0], row[1].value_or("")};
    if (is_account && value.value) {
      const std::string known = account_name(held, *value.value);
      if (!known.empty()) value.name = known;
    }
    values.push_back(std::move(value));
  }
  std::ranges::sort(values, {}, [](const CostValue& value) {
    return std::tuple(!value.value.has_value(), to_lower(value.name), value.value);
  });
  return values;
}

json::object to_json(Key key, const std::vector<CostValue>& values) {
  json::array list;
  for (const CostValue& one : values) {
    json::object value = {{"value", one.value ? json::value(*one.value) : json::value(nullptr)}};
    if (key == Key::kAccount && one.value) value["name"] = one.name;
    list.push_back(std::move(value));
  }
  return {{"key", name_of(key)}, {"values", std::move(list)}};
}

}  // namespace sextant::insight
