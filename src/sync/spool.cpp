#include "sync/spool.h"

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/log.h"
#include "base/text.h"

namespace sextant::sync {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view kHeaderName = "cell.json";

std::string page_name(int number) {
  return fmt::format("page-{:05}.json", number);
}

std::unexpected<Error> unreadable(const fs::path& path) {
  return failure(Error{"sync.spool_unreadable", path.string()}.with("path", path.string()));
}

Result<json::object> read_object(Files& files, const fs::path& path) {
  SEXTANT_TRY(const std::string text, files.read(path, Spool::kPageBytesMax));
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error || !value.is_object()) return unreadable(path);
  return std::move(value.get_object());
}

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

}  // namespace

fs::path Spool::folder(const CellSpec& spec) const {
  // Accounts and views are safe names, the rest of a key is ours.
  return root_ / replace_all(spec.key(), "/", "_");
}

Result<SpooledCell> Spool::open(const fs::path& folder) {
  SEXTANT_TRY(const json::object header, read_object(files_, folder / kHeaderName));
  SpooledCell cell;
  const json::value* spec = header.if_contains("cell");
  if (spec == nullptr) return unreadable(folder / kHeaderName);
  SEXTANT_TRY(cell.spec, cell_spec_from_json(*spec));
  if (this->folder(cell.spec) != folder) return unreadable(folder / kHeaderName);
  cell.connection = text_of(header, "connection");
  const auto started_at = parse_rfc3339(text_of(header, "started_at"));
  if (!started_at) return unreadable(folder / kHeaderName);
  cell.started_at = *started_at;
  while (cell.pages < kPagesMax && files_.exists(folder / page_name(cell.pages + 1))) ++cell.pages;
  if (cell.pages > 0) {
    SEXTANT_TRY(json::object last, read_object(files_, folder / page_name(cell.pages)));
    cell.next_token = std::move(last["next_token"]);
    cell.is_whole = cell.next_token.is_null();
  }
  return cell;
}

Result<std::vector<SpooledCell>> Spool::list() {
  std::vector<SpooledCell> cells;
  SEXTANT_TRY(const auto names, files_.list(root_));
  for (const std::string& name : names) {
    auto cell = open(root_ / name);
    if (cell) {
      SEXTANT_TRY(const auto files, files_.list(root_ / name));
      for (const std::string& file : files) {
        if (file.find(kTemporaryMark) != std::string::npos)
          SEXTANT_TRY_VOID(files_.remove(root_ / name / file));
      }
      cells.push_back(std::move(*cell));
    } else {
      log::info("a spooled cell cannot be read and is pulled anew: " + cell.error().detail);
      SEXTANT_TRY_VOID(files_.remove(root_ / name));
    }
  }
  return cells;
}

Result<void> Spool::begin(const CellSpec& spec, const std::string& connection, WallTime now) {
  const fs::path path = folder(spec);
  SEXTANT_TRY_VOID(files_.remove(path));
  SEXTANT_TRY_VOID(files_.make_folders(path));
  const json::object header = {
      {"cell", to_json(spec)}, {"connection", connection}, {"started_at", format_rfc3339(now)}};
  return files_.write_atomically(path / kHeaderName, json::serialize(header));
}

Result<void> Spool::append(const CellSpec& spec, int number, const json::value& result,
                           const json::value& next_token) {
  // Put together as text, since a page in an object of its own would be a copy.
  const std::string page =
      fmt::format(R"({{"result":{},"next_token":{}}})", std::string_view(json::serialize(result)),
                  std::string_view(json::serialize(next_token)));
  return files_.write_atomically(folder(spec) / page_name(number), page);
}

Result<void> Spool::read(const CellSpec& spec, int pages,
                         const std::function<Result<void>(const json::value&)>& on_page) {
  for (int number = 1; number <= pages; ++number) {
    const fs::path path = folder(spec) / page_name(number);
    SEXTANT_TRY(const json::object page, read_object(files_, path));
    const json::value* result = page.if_contains("result");
    if (result == nullptr) return unreadable(path);
    SEXTANT_TRY_VOID(on_page(*result));
  }
  return {};
}

Result<void> Spool::remove(const CellSpec& spec) {
  SEXTANT_TRY_VOID(files_.remove(folder(spec)));
  return {};
}

}  // namespace sextant::sync
