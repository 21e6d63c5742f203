#include "insight/held_costs.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace sextant::insight {
namespace {

constexpr std::string_view kView = "primary";

// The values of folders named `<key>=<value>`.
Result<std::vector<std::string>> values_below(Files& files, const std::filesystem::path& folder,
                                              std::string_view key) {
  SEXTANT_TRY(const auto names, files.list(folder));
  std::vector<std::string> values;
  for (const std::string& name : names) {
    if (name.starts_with(std::string(key) + "=")) values.push_back(name.substr(key.size() + 1));
  }
  return values;
}

Result<void> find_of_grain(Files& files, const std::filesystem::path& face_folder,
                           const KeyedFace& face, Grain grain, std::vector<HeldFile>& found) {
  const auto grain_folder = face_folder / fmt::format("grain={}", lake::name_of(grain));
  SEXTANT_TRY(const auto payers, values_below(files, grain_folder, "payer"));
  for (const std::string& payer : payers) {
    if (!lake::is_account_id(payer)) continue;
    const auto view_folder = grain_folder / ("payer=" + payer) / fmt::format("view={}", kView);
    SEXTANT_TRY(const auto months, values_below(files, view_folder, "month"));
    for (const std::string& text : months) {
      const auto month = parse_month(text);
      const auto path = view_folder / ("month=" + text) / "data.parquet";
      if (month && files.exists(path)) found.push_back({path, &face, grain, payer, *month});
    }
  }
  return {};
}

std::int64_t to_integer(const lake::Datum& datum) {
  std::int64_t value = 0;
  if (datum) std::from_chars(datum->data(), datum->data() + datum->size(), value);
  return value;
}

bool is_zero(const lake::Datum& amount) {
  const auto value = Decimal::parse(amount.value_or(""));
  return value && value->is_zero();
}

// DuckDB writes "2026-10-15 12:00:00.123" in footers.
Result<WallTime> parse_footer_time(const std::string& text) {
  return parse_rfc3339(replace_all(text, " ", "T") + "Z");
}

// Takes what the footers say of one column of one file. `least` and `most` are nullopt where each
// row is NULL, or where the writer gave none.
Result<void> take_column(FileFacts& facts, std::string_view column, std::string_view metric_column,
                         const lake::Datum& least, const lake::Datum& most, std::int64_t nulls) {
  if (column == metric_column) {
    facts.has_metric = nulls == 0;
    facts.is_zero = is_zero(least) && is_zero(most);
  }
  if (column == "x_Perspective") facts.perspective = most.value_or("");
  if (column == "x_Estimated") facts.may_be_estimated = most.value_or("true") == "true";
  if (column == "x_Unallocated") facts.may_be_unallocated = most.value_or("true") == "true";
  if (column == "BillingCurrency" && least && least == most && nulls == 0) facts.currency = *least;
  if (column == "x_SnapshotAt" && least) {
    SEXTANT_TRY(facts.snapshot, parse_footer_time(*least));
  }
  return {};
}

}  // namespace

std::string sql_list(const std::vector<std::string>& paths) {
  std::vector<std::string> texts;
  for (const std::string& path : paths) texts.push_back(lake::sql_text(path));
  return "[" + join(texts, ", ") + "]";
}

Result<std::vector<HeldFile>> find_cost_files(Files& files,
                                              const std::filesystem::path& lake_folder) {
  std::vector<HeldFile> found;
  for (const KeyedFace& face : faces()) {
    const auto face_folder =
        lake_folder / "costs" / fmt::format("face={}", lake::name_of(face.face));
    SEXTANT_TRY_VOID(find_of_grain(files, face_folder, face, Grain::kMonthly, found));
    if (face.has_daily)
      SEXTANT_TRY_VOID(find_of_grain(files, face_folder, face, Grain::kDaily, found));
  }
  std::ranges::sort(found, {}, &HeldFile::path);
  return found;
}

Result<std::map<std::string, FileFacts>> read_facts(lake::Engine& engine,
                                                    const std::vector<const HeldFile*>& files,
                                                    Metric metric, const CallContext& context) {
  std::map<std::string, FileFacts> facts;
  if (files.empty()) return facts;
  std::vector<std::string> paths;
  for (const HeldFile* file : files) paths.push_back(file->path.string());
  const std::string sql = fmt::format(
      "SELECT file_name, path_in_schema, min(stats_min_value), max(stats_max_value), "
      "sum(stats_null_count), sum(num_values) "
      "FROM parquet_metadata({}) WHERE path_in_schema IN "
      "('x_Perspective', 'x_Estimated', 'x_Unallocated', 'BillingCurrency', 'x_SnapshotAt', {}) "
      "GROUP BY 1, 2",
      sql_list(paths), lake::sql_text(column_of(metric)));
  SEXTANT_TRY(const lake::Table table, engine.query(sql, {}, context));
  for (const lake::Row& row : table.rows) {
    FileFacts& entry = facts[row[0].value_or("")];
    entry.rows = to_integer(row[5]);
    SEXTANT_TRY_VOID(take_column(entry, row[1].value_or(""), column_of(metric), row[2], row[3],
                                 to_integer(row[4])));
  }
  return facts;
}

}  // namespace sextant::insight
