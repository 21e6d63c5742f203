// Fuzzes the parser and the evaluator of JMESPath: expressions come from the command line and from
// packed models.
#include <boost/json/parse.hpp>

#include <cstdint>
#include <string_view>

#include "aws/jmespath/expression.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto* document = new boost::json::value(boost::json::parse(
      R"({"a": [{"b": 1, "c": ["x", "y"]}, {"b": 2.5, "c": []}, null], "d": {"e": "f", "g": true}, "h": -1})"));
  const auto parsed = sextant::aws::JmesPath::parse(
      {reinterpret_cast<const char*>(data), size});  // NOLINT: bytes as text
  if (parsed) parsed->search(*document);
  return 0;
}
