#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "aws/model/json_text.h"
#include "aws/model/service_model.h"

namespace sextant::aws {

// A service for tests: `head` is the text of its metadata's members, `shapes` that of its shapes.
// It has one operation "Do" with the shapes "In" and "Out" where they are there, and with the error
// "Oops" likewise; `http` is the text of its HTTP members, `more` that of others.
inline std::shared_ptr<const ServiceModel> test_model(
    const std::string& head, const std::string& shapes,
    const std::string& http = R"("method": "POST", "requestUri": "/")",
    const std::string& more = "") {
  auto entries = parse_json_text("{" + shapes + "}").value().as_object();
  std::string operation = R"("name": "Do", "http": {)" + http + "}";
  if (entries.contains("In"))
    operation += R"(, "input": {"shape": "In", "locationName": "DoRequest"})";
  if (entries.contains("Out")) operation += R"(, "output": {"shape": "Out"})";
  if (entries.contains("Oops")) operation += R"(, "errors": [{"shape": "Oops"}])";
  if (!more.empty()) operation += ", " + more;
  const std::string text =
      "{\"metadata\": {\"serviceId\": \"Demo\", \"apiVersion\": \"2020-01-01\", " + head +
      "}, \"shapes\": {" + shapes + "}, \"operations\": {\"Do\": {" + operation + "}}}";
  auto model = ServiceModel::from_json("demo", parse_json_text(text).value().as_object());
  EXPECT_TRUE(model.has_value()) << (model ? "" : model.error().detail);
  return model.value();
}

inline const Operation& test_operation(const ServiceModel& model) {
  return *model.find_operation("Do");
}

}  // namespace sextant::aws
