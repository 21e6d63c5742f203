#include "aws/conformance/protocol_cases.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include <memory>
#include <string>

#include "aws/conformance/ignore_list.h"
#include "aws/conformance/one_case.h"
#include "aws/conformance/vector_files.h"

namespace sextant::aws::conformance {
namespace {

namespace json = boost::json;

class SuiteRunner {
 public:
  SuiteRunner(std::string protocol, std::string direction, const IgnoreList& ignored,
              Report& report)
      : kind_(fmt::format("{} {}", protocol, direction)),
        is_input_(direction == "input"),
        ignored_(ignored),
        report_(report) {}

  void run(const json::value& suite) {
    if (!suite.is_object()) {
      report_.fail(kind_, "a suite", "is not an object");
      return;
    }
    const json::value* cases = suite.get_object().if_contains("cases");
    if (cases == nullptr || !cases->is_array()) return;
    const bool all_ignored = ignored_.has_suite(text_at(suite.get_object(), "description"));
    for (const json::value& entry : cases->get_array()) {
      const std::string id = entry.is_object() ? text_at(entry.get_object(), "id") : "";
      if (all_ignored || ignored_.has_case(id)) {
        report_.ignore();
      } else if (!entry.is_object()) {
        report_.fail(kind_, "a case", "is not an object");
      } else {
        report_.judge(kind_, id, run_case(suite.get_object(), entry.get_object()));
      }
    }
  }

 private:
  // "" or what went wrong.
  std::string run_case(const json::object& suite, const json::object& entry) const {
    json::object description;
    description["metadata"] = object_at(suite, "metadata");
    description["shapes"] = object_at(suite, "shapes");
    const json::object& given = object_at(entry, "given");
    description["operations"] = json::object{{text_at(given, "name"), given}};
    const auto model = ServiceModel::from_json("vectors", description);
    if (!model) return fmt::format("its model: {}", model.error().detail);
    const Operation* operation = (*model)->find_operation(text_at(given, "name"));
    const ProtocolCase one{**model, *operation, entry, text_at(suite, "clientEndpoint")};
    return is_input_ ? run_input_case(one) : run_output_case(one);
  }

  std::string kind_;
  bool is_input_;
  const IgnoreList& ignored_;
  Report& report_;
};

void run_file(Files& files, const std::filesystem::path& path, const json::value& ignore_document,
              const std::string& direction, Report& report) {
  const std::string protocol = path.stem().string();
  const auto suites = read_vectors(files, path);
  if (!suites || !suites->is_array()) {
    report.fail(protocol, path.filename().string(),
                suites ? "is not a list" : suites.error().detail);
    return;
  }
  const IgnoreList ignored(ignore_document, protocol, direction);
  SuiteRunner runner(protocol, direction, ignored, report);
  for (const json::value& suite : suites->get_array()) runner.run(suite);
}

}  // namespace

void run_protocol_cases(Files& files, const std::filesystem::path& folder, Report& report) {
  json::value ignore_document;
  const std::filesystem::path ignore_path = folder / "ignore-list.json";
  if (files.exists(ignore_path)) {
    auto read = read_vectors(files, ignore_path);
    if (!read) {
      report.fail("protocols", "ignore-list.json", read.error().detail);
      return;
    }
    ignore_document = std::move(*read);
  }
  for (const std::string direction : {"input", "output"}) {
    const auto paths = vector_files(files, folder / direction, ".json");
    if (!paths) {
      report.fail("protocols", direction, paths.error().detail);
      continue;
    }
    for (const std::filesystem::path& path : *paths)
      run_file(files, path, ignore_document, direction, report);
  }
}

}  // namespace sextant::aws::conformance
