#include "aws/conformance/vector_files.h"

#include "aws/model/json_text.h"

namespace sextant::aws::conformance {

namespace json = boost::json;

Result<std::vector<std::filesystem::path>> vector_files(Files& files,
                                                        const std::filesystem::path& folder,
                                                        const std::string& suffix) {
  SEXTANT_TRY(const std::vector<std::string> names, files.list(folder));
  std::vector<std::filesystem::path> paths;
  for (const std::string& name : names) {
    if (name.ends_with(suffix)) paths.push_back(folder / name);
  }
  return paths;
}

Result<json::value> read_vectors(Files& files, const std::filesystem::path& path) {
  SEXTANT_TRY(const std::string text, files.read(path, Files::kReadMax));
  auto document = parse_json_text(text);
  if (!document)
    return failure(
        Error{"model.malformed", document.error()}.with("service", path.filename().string()));
  return std::move(*document);
}

std::string text_at(const json::object& entry, std::string_view name) {
  const json::value* found = entry.if_contains(name);
  return std::string(found != nullptr && found->is_string() ? std::string_view(found->get_string())
                                                            : "");
}

const json::object& object_at(const json::object& entry, std::string_view name) {
  static const json::object kNone;
  const json::value* found = entry.if_contains(name);
  return found != nullptr && found->is_object() ? found->get_object() : kNone;
}

}  // namespace sextant::aws::conformance
