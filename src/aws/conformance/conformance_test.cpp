#include <gtest/gtest.h>

#include <string>

#include "aws/conformance/compare.h"
#include "aws/conformance/endpoint_cases.h"
#include "aws/conformance/protocol_cases.h"
#include "aws/conformance/report.h"
#include "aws/conformance/signing_cases.h"
#include "aws/model/json_text.h"
#include "base/files.h"
#include "base/testing/temporary_folder.h"

// That the runner sees what is wrong: a runner that passes everything would be worth nothing.
namespace sextant::aws::conformance {
namespace {

boost::json::value json_of(std::string_view text) {
  return parse_json_text(text).value();
}

TEST(Compare, JsonByValue) {
  EXPECT_EQ(compare_json(json_of(R"({"a": 1, "b": [1.0, null]})"),
                         json_of(R"({"b": [1, null], "a": 1.0})")),
            "");
  EXPECT_NE(compare_json(json_of(R"({"a": 1})"), json_of(R"({"a": 2})")), "");
  EXPECT_NE(compare_json(json_of(R"({"a": 1})"), json_of(R"({})")), "");
  EXPECT_NE(compare_json(json_of(R"({})"), json_of(R"({"a": 1})")), "");
  EXPECT_NE(compare_json(json_of(R"([1])"), json_of(R"([1, 2])")), "");
  EXPECT_NE(compare_json(json_of(R"("1")"), json_of("1")), "");
}

TEST(Compare, XmlCanonically) {
  EXPECT_EQ(compare_xml("<a x='1' y='2'>\n <b> t </b>\n</a>", "<a y=\"2\" x=\"1\"><b>t</b></a>"),
            "");
  EXPECT_EQ(compare_xml("plain", "plain"), std::nullopt);
  EXPECT_NE(compare_xml("<a/>", "<b/>"), "");
  EXPECT_NE(compare_xml("<a x='1'/>", "<a/>"), "");
  EXPECT_NE(compare_xml("<a>1</a>", "<a>2</a>"), "");
  EXPECT_NE(compare_xml("<a><b/><c/></a>", "<a><c/><b/></a>"), "");
  EXPECT_NE(compare_xml("<a><b/></a>", "<a/>"), "");
  EXPECT_NE(compare_xml("<a/>", "junk"), "");
}

class Runner : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) {
    const auto path = folder_.path() / name;
    ASSERT_TRUE(files_.make_folders(path.parent_path()).has_value());
    ASSERT_TRUE(files_.write_atomically(path, text, 0600).has_value());
  }

  Report run() {
    Report report;
    run_protocol_cases(files_, folder_.path() / "protocols", report);
    run_signing_cases(files_, folder_.path() / "signing", report);
    run_endpoint_cases(files_, folder_.path() / "endpoints", report);
    return report;
  }

  TemporaryFolder folder_;
  SystemFiles files_;
};

std::string input_suite(const std::string& serialized,
                        const std::string& params = R"({"When": 0, "Data": "a"})") {
  return R"([{"description": "a suite", "clientEndpoint": "https://example.com/base",
    "metadata": {"protocol": "json", "targetPrefix": "T", "jsonVersion": "1.1"},
    "shapes": {"In": {"type": "structure", "members": {"When": {"shape": "Time"}, "Data": {"shape": "Bytes"}}},
               "Time": {"type": "timestamp"}, "Bytes": {"type": "blob"}},
    "cases": [{"id": "one", "params": )" +
         params + R"(, "given": {"name": "Do", "http": {"method": "POST", "requestUri": "/"},
      "endpoint": {"hostPrefix": "pre."}, "input": {"shape": "In"}}, "serialized": )" +
         serialized + "}]}]";
}

constexpr const char* kRight =
    R"({"method": "POST", "uri": "/base/", "host": "pre.example.com", "body": "{\"Data\": \"YQ==\", \"When\": 0}",
    "headers": {"x-amz-target": "T.Do"}, "requireHeaders": ["content-length"], "forbidHeaders": ["X-None"]})";

TEST_F(Runner, PassesWhatIsRight) {
  write("protocols/input/json.json", input_suite(kRight));
  const Report report = run();
  EXPECT_EQ(report.passed(), 1U);
  EXPECT_EQ(report.failed(), 0U);
}

TEST_F(Runner, FailsWhatDiffersAnywhere) {
  std::size_t number = 0;
  for (const char* wrong :
       {R"({"method": "GET", "uri": "/base/"})", R"({"method": "POST", "uri": "/"})",
        R"({"method": "POST", "uri": "/base/", "host": "example.com"})",
        R"({"method": "POST", "uri": "/base/", "body": "{}"})",
        R"({"method": "POST", "uri": "/base/", "body": ""})",
        R"({"method": "POST", "uri": "/base/", "headers": {"X-Amz-Target": "T.Other"}})",
        R"({"method": "POST", "uri": "/base/", "forbidHeaders": ["Content-Type"]})",
        R"({"method": "POST", "uri": "/base/", "requireHeaders": ["X-None"]})"}) {
    write("protocols/input/json" + std::to_string(++number) + ".json", input_suite(wrong));
  }
  EXPECT_EQ(run().failed(), number);
}

TEST_F(Runner, CasesThatCannotBeRunHaveFailed) {
  write("protocols/input/a.json", "not json");
  write("protocols/input/b.json", "{}");
  write("protocols/input/c.json", input_suite(kRight, R"({"Unknown": 1})"));
  write("protocols/input/d.json", R"([{"cases": [{"id": "x"}, 5]}, 7])");
  write("endpoints/nothing.json", R"({"testCases": []})");
  write("signing/one/context.json", "{}");
  write("signing/one/header-signature.txt", "00");
  const Report report = run();
  EXPECT_EQ(report.failed(), 8U);
  EXPECT_EQ(report.passed(), 0U);
}

TEST_F(Runner, IgnoresWhatTheListNames) {
  write("protocols/input/json.json", input_suite("{}"));
  write("protocols/input/other.json", input_suite("{}"));
  write(
      "protocols/ignore-list.json",
      R"({"protocols": {"json": {"input": {"cases": ["one"]}}}, "general": {"output": {"suites": ["a suite"]}}})");
  EXPECT_EQ(run().ignored(), 1U);
  write("protocols/ignore-list.json", R"({"general": {"input": {"suites": ["a suite"]}}})");
  const Report report = run();
  EXPECT_EQ(report.ignored(), 2U);
  EXPECT_EQ(report.failed(), 0U);
}

TEST_F(Runner, JudgesAnswersAndErrors) {
  const auto suite = [](const std::string& expected) {
    return R"([{"description": "s", "metadata": {"protocol": "rest-json"}, "shapes": {
      "Out": {"type": "structure", "members": {"When": {"shape": "Time"}}}, "Time": {"type": "timestamp"},
      "Oops": {"type": "structure", "exception": true, "members": {"Why": {"shape": "Text"}}}, "Text": {"type": "string"}},
      "cases": [{"id": "x", "given": {"name": "Do", "http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Out"},
      "errors": [{"shape": "Oops"}]}, )" +
           expected + "}]}]";
  };
  const std::string good =
      R"("response": {"status_code": 200, "headers": {}, "body": "{\"When\": 5}"})";
  const std::string bad =
      R"("response": {"status_code": 400, "headers": {"X-Amzn-Errortype": "Oops"}, "body": "{\"Why\": \"w\", \"message\": \"m\"}"})";
  write("protocols/output/a.json", suite(good + R"(, "result": {"When": 5})"));
  write("protocols/output/b.json",
        suite(bad + R"(, "errorCode": "Oops", "errorMessage": "m", "error": {"Why": "w"})"));
  EXPECT_EQ(run().passed(), 2U);
  write("protocols/output/a.json", suite(good + R"(, "result": {"When": 6})"));
  write("protocols/output/b.json",
        suite(bad + R"(, "errorCode": "Oops", "errorMessage": "", "error": {"Why": "w"})"));
  write("protocols/output/c.json", suite(bad + R"(, "result": {})"));
  write("protocols/output/d.json", suite(good + R"(, "errorCode": "Oops", "error": {})"));
  write("protocols/output/e.json",
        suite(bad + R"(, "errorCode": "Oops", "errorMessage": "m", "error": {})"));
  EXPECT_EQ(run().failed(), 5U);
}

TEST_F(Runner, AnEmptyFolderIsFine) {
  EXPECT_EQ(run().failed(), 0U);
}

}  // namespace
}  // namespace sextant::aws::conformance
