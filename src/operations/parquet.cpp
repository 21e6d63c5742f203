#include "operations/parquet.h"

#include <fmt/format.h>
#include <unistd.h>

#include "base/text.h"

namespace sextant::operations {

namespace fs = std::filesystem;

Result<void> write_parquet(Files& files, lake::Engine& engine, const fs::path& output,
                           const ParquetTable& table, const CallContext& call) {
  std::vector<std::string> columns;
  for (const auto& [name, type] : table.columns)
    columns.push_back(lake::sql_name(name) + " " + type);
  std::vector<std::string> footer;
  for (const auto& [key, value] : table.footer)
    footer.push_back(lake::sql_name(key) + ": " + lake::sql_text(value));
  SEXTANT_TRY_VOID(
      engine.run(fmt::format("CREATE OR REPLACE TEMP TABLE answer ({})", join(columns, ", "))));
  SEXTANT_TRY_VOID(engine.append("answer", table.rows));
  const fs::path whole = fs::absolute(output);
  const fs::path temporary = whole.parent_path() / fmt::format(".{}{}{}", whole.filename().string(),
                                                               kTemporaryMark, getpid());
  auto done = engine.run(
      fmt::format("COPY answer TO {} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false{})",
                  lake::sql_text(temporary.string()),
                  footer.empty() ? "" : ", KV_METADATA {" + join(footer, ", ") + "}"),
      call);
  if (done) done = files.publish(temporary, whole);
  if (!done) (void)files.remove(temporary);  // the first error is the one that matters
  (void)engine.run("DROP TABLE IF EXISTS answer");
  return done;
}

Result<std::string> bytes_of_file(Context& context,
                                  const std::function<Result<void>(const fs::path&)>& write) {
  Files& files = context.outside.files;
  const fs::path folder = context.home / "exports";
  SEXTANT_TRY_VOID(files.make_folders(folder));
  const fs::path path = folder / (to_hex(context.outside.random.bytes(16)) + ".parquet");
  auto bytes = [&]() -> Result<std::string> {
    SEXTANT_TRY_VOID(write(path));
    return files.read(path, Files::kReadMax);
  }();
  (void)files.remove(path);  // whether it is there or not
  return bytes;
}

}  // namespace sextant::operations
