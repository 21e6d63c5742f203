#pragma once

#include <boost/json/object.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_schema.h"
#include "web/api.h"
#include "web/problem.h"
#include "web/target.h"

namespace sextant::web {

// One parameter of an operation. A plain value.
struct ParameterSpec {
  std::string name;
  bool is_in_path = false;
  bool is_required = false;
  std::shared_ptr<const JsonSchema> schema;
};

// One operation of the contract. A plain value.
struct OperationSpec {
  std::string id;
  std::string method;                 // "GET"
  std::vector<std::string> segments;  // below the server's base; "{name}" for a parameter
  Scope scope = Scope::kRead;
  bool is_public = false;  // needs no session
  bool is_stream = false;  // answers with server-sent events
  std::vector<ParameterSpec> parameters;
  std::shared_ptr<const JsonSchema> body;  // nullptr: takes none
  bool is_body_required = false;
};

// The API as its OpenAPI document describes it: which operations there are, and what a right
// request is. Immutable after it is read; thread-safe.
class Contract {
 public:
  static constexpr std::string_view kBase = "/api/v1";

  // Reads an OpenAPI document in YAML. One that says what is not checked here is a broken build
  // (throws).
  explicit Contract(std::string_view yaml);
  // That of the program, catalog/api/openapi.yaml; lives as long as the program.
  static const Contract& of_program();

  const std::vector<OperationSpec>& operations() const { return operations_; }
  const std::string& json_text() const { return json_text_; }  // of /api/openapi.json

  // The operation at a path below kBase. Errors: web.not_found; web.method, with the fact
  // "methods".
  Outcome<const OperationSpec*> find(std::string_view method, const Target& target) const;

  // The parameters, typed, checked and with defaults. Error: web.invalid.
  static Outcome<boost::json::object> read_parameters(const OperationSpec& operation,
                                                      const Target& target);
  // The body, checked and with defaults. Errors: web.invalid, web.media_type.
  static Outcome<boost::json::object> read_body(const OperationSpec& operation,
                                                std::string_view content_type,
                                                std::string_view body);

 private:
  class Reader;
  std::string json_text_;
  std::vector<OperationSpec> operations_;
};

// Whether two sides hold each other: a line for each operation without a handler and for each
// handler without an operation.
std::vector<std::string> mismatches(const Contract& contract, const HandlerTable& handlers);

}  // namespace sextant::web
