#include "assistant/arguments.h"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "assistant/schemas.h"
#include "base/json_schema.h"
#include "base/text.h"

namespace sextant::assistant {
namespace {

namespace json = boost::json;

std::string tidied(std::string_view text, const json::object& schema = query_arguments()) {
  json::object arguments = json::parse(text).as_object();
  tidy_arguments(arguments, schema);
  return json::serialize(arguments);
}

TEST(TidyArguments, TakesNamesInAnySpelling) {
  EXPECT_EQ(tidied(R"({"groupBy":["service"]})"), R"({"group_by":["service"]})");
  EXPECT_EQ(tidied(R"({"GROUP-BY":["service"]})"), R"({"group_by":["service"]})");
  EXPECT_EQ(tidied(R"({"start_date":"2026-09"})"), R"({"from":"2026-09"})");
  EXPECT_EQ(tidied(R"({"nonsense":1})"), R"({"nonsense":1})");
  EXPECT_EQ(tidied(R"({"limit":3,"top":4})"), R"({"limit":3,"top":4})") << "both are told apart";
}

TEST(TidyArguments, TakesValuesInTheFormsThatModelsWrite) {
  EXPECT_EQ(tidied(R"({"metric":["UnblendedCost"]})"), R"({"metric":"UnblendedCost"})");
  EXPECT_EQ(tidied(R"({"group_by":"service, region"})"), R"({"group_by":["service","region"]})");
  EXPECT_EQ(tidied(R"({"group_by":"[\"service\"]"})"), R"({"group_by":["service"]})");
  EXPECT_EQ(tidied(R"({"group_by":[{"Type":"DIMENSION","Key":"SERVICE"}]})"),
            R"({"group_by":["SERVICE"]})");
  EXPECT_EQ(tidied(R"({"limit":"10","cursor":null})"), R"({"limit":10})");
  EXPECT_EQ(tidied(R"({"limit":10.0})"), R"({"limit":10})");
  EXPECT_EQ(tidied(R"({"limit":10.5})"), R"({"limit":1.05E1})");
  EXPECT_EQ(tidied(R"({"period":2026})"), R"({"period":"2026"})");
  EXPECT_EQ(tidied(R"({"period":{"Start":"2026-09-01","End":"2026-10-01"}})"),
            R"({"from":"2026-09-01","to":"2026-10-01"})");
  EXPECT_EQ(tidied(R"({"connections":"prod"})"), R"({"connections":["prod"]})");
  EXPECT_EQ(tidied(R"({"price_only":"yes"})", sync_arguments()), R"({"price_only":true})");
}

TEST(TidyArguments, LeavesWhatIsFine) {
  const std::string fine =
      R"({"group_by":["service"],"filters":{"service":["a, b"]},"limit":5,"metric":"x"})";
  EXPECT_EQ(tidied(fine), fine);
}

std::string filters(std::string_view text, bool is_negated = false) {
  const json::object arguments{{"filters", json::parse(text)}};
  std::vector<std::string> where;
  const auto read = read_filters(arguments, "filters", is_negated, where);
  return read ? join(where, "; ") : read.error().code;
}

TEST(Filters, AreReadInEachForm) {
  EXPECT_EQ(filters(R"({"service":["a, b","c"],"region":"r"})"),
            "service=a, b; service=c; region=r");
  EXPECT_EQ(filters(R"({"account":123456789012})"), "account=123456789012");
  EXPECT_EQ(filters(R"({"region":null})"), "region=none");
  EXPECT_EQ(filters(R"(["service=a","region!=r"])"), "service=a; region!=r");
  EXPECT_EQ(filters(R"("service=a")"), "service=a");
  EXPECT_EQ(filters(R"({"service":["a"]})", true), "service!=a");
  EXPECT_EQ(filters(R"(["service=a"])", true), "service!=a");
  EXPECT_EQ(filters(R"({"service":{"x":1}})"), "cost.bad_filter");
  EXPECT_EQ(filters("[1]"), "cost.bad_filter");
}

TEST(Schemas, OfArgumentsAreAllChecked) {
  for (const json::object& schema : {query_arguments(), compare_arguments(), forecast_arguments(),
                                     accounts_arguments(), coverage_arguments(), schema_arguments(),
                                     sql_arguments(), check_arguments(), sync_arguments()}) {
    EXPECT_NO_THROW(JsonSchema::compile(schema, schema));
    EXPECT_EQ(schema.at("additionalProperties"), json::value(false));
    for (const auto& [name, property] : schema.at("properties").as_object())
      EXPECT_TRUE(property.as_object().contains("description")) << std::string_view(name);
  }
}

// Each object of an answer names all of its members.
void expect_closed(const json::value& schema) {
  if (const json::object* object = schema.if_object()) {
    if (object->contains("properties")) {
      EXPECT_EQ(object->at("additionalProperties"), json::value(false));
    }
    for (const auto& [name, member] : *object) expect_closed(member);
  }
  if (const json::array* list = schema.if_array())
    for (const json::value& item : *list) expect_closed(item);
}

TEST(Schemas, OfAnswersAreStrict) {
  for (const json::object& schema :
       {query_answer(), compare_answer(), forecast_answer(), accounts_answer(), coverage_answer(),
        schema_answer(), sql_answer(), check_answer(), sync_answer()})
    expect_closed(schema);
}

}  // namespace
}  // namespace sextant::assistant
