#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "insight/faces.h"

namespace sextant::insight {

struct LakeColumn {
  std::string_view name;
  std::string_view type;  // DuckDB's
  std::string_view meaning;
};

// One table that free SQL can ask. Costs are one table for each face and grain, and never one table
// of all, since adding up faces would count each cost several times.
struct LakeTable {
  std::string name;
  std::string meaning;
  std::vector<LakeColumn> columns;
};

// "cost_account_service_monthly".
std::string table_of(const KeyedFace& face, Grain grain);

// All tables, in the order to show them; they live as long as the program.
const std::vector<LakeTable>& lake_tables();
inline constexpr std::string_view kAccountsTable = "accounts";
inline constexpr std::string_view kForecastsTable = "forecasts";
inline constexpr std::string_view kCoverageTable = "coverage";

}  // namespace sextant::insight
