#include <fmt/format.h>

#include <string>

#include "aws/conformance/compare.h"
#include "aws/conformance/conventions.h"
#include "aws/conformance/one_case.h"
#include "aws/conformance/vector_files.h"
#include "aws/protocol/protocol.h"
#include "http/message.h"

namespace sextant::aws::conformance {
namespace {

namespace json = boost::json;

http::Response response_of(const json::object& entry) {
  http::Response response;
  const json::value* status = entry.if_contains("status_code");
  response.status =
      status != nullptr && status->is_int64() ? static_cast<int>(status->get_int64()) : 200;
  for (const auto& [name, value] : object_at(entry, "headers")) {
    if (value.is_string()) response.headers.add(std::string(name), std::string(value.get_string()));
  }
  response.body = text_at(entry, "body");
  return response;
}

std::string judge_fault(const ProtocolCase& one, const http::Response& response) {
  if (!is_fault(one.model, one.operation, response)) return "expected an error, got a result";
  const Fault fault = parse_fault(one.model, one.operation, response);
  std::string difference = compare_text("error code", text_at(one.entry, "errorCode"), fault.code);
  if (difference.empty()) {
    difference = compare_text("error message", text_at(one.entry, "errorMessage"), fault.message);
  }
  if (!difference.empty()) return difference;
  json::value expected = object_at(one.entry, "error");
  if (!one.operation.errors.empty()) {
    const Shape* shape = one.operation.errors.front();
    expected = to_our_conventions(ShapeRef{shape, shape->traits}, expected);
  }
  return compare_json(expected, fault.members);
}

}  // namespace

std::string run_output_case(const ProtocolCase& one) {
  const http::Response response = response_of(object_at(one.entry, "response"));
  if (one.entry.contains("errorCode") || one.entry.contains("error"))
    return judge_fault(one, response);
  if (is_fault(one.model, one.operation, response)) return "expected a result, got an error";
  const auto result = parse_result(one.model, one.operation, response);
  if (!result) return fmt::format("{}: {}", result.error().code, result.error().detail);
  json::value expected = object_at(one.entry, "result");
  if (one.operation.output) expected = to_our_conventions(*one.operation.output, expected);
  return compare_json(expected, *result);
}

}  // namespace sextant::aws::conformance
