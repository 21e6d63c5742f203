#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "aws/model/json_text.h"
#include "aws/protocol/answer.h"
#include "aws/protocol/json_body.h"
#include "aws/protocol/protocol.h"
#include "aws/protocol/service_habits.h"
#include "aws/protocol/xml_body.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

constexpr std::size_t kCodeBytesMax = 256;
constexpr std::size_t kMessageBytesMax = 16U << 10U;
constexpr std::size_t kExcerptBytesMax = 200;

// What a bare status says, in the manner of error codes.
std::string code_of_status(int status) {
  constexpr std::array<std::pair<int, std::string_view>, 16> kNames = {{
      {301, "MovedPermanently"},
      {302, "Found"},
      {304, "NotModified"},
      {307, "TemporaryRedirect"},
      {400, "BadRequest"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "NotFound"},
      {405, "MethodNotAllowed"},
      {409, "Conflict"},
      {412, "PreconditionFailed"},
      {429, "TooManyRequests"},
      {500, "InternalServerError"},
      {502, "BadGateway"},
      {503, "ServiceUnavailable"},
      {504, "GatewayTimeout"},
  }};
  const auto found = std::ranges::find(kNames, status, &std::pair<int, std::string_view>::first);
  return found == kNames.end() ? fmt::format("Http{}", status) : std::string(found->second);
}

// "aws.protocol#Name:http://where" → "Name".
std::string bare_code(std::string_view code) {
  code = trim(code).substr(0, kCodeBytesMax);
  if (const std::size_t mark = code.find('#'); mark != std::string_view::npos)
    code.remove_prefix(mark + 1);
  return std::string(code.substr(0, code.find(':')));
}

std::string first_header(const http::Headers& headers,
                         std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const auto found = headers.find(name)) return *found;
  }
  return "";
}

std::string text_member(const json::object& body, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const json::value* found = body.if_contains(name);
    if (found != nullptr && found->is_string()) return std::string(found->get_string());
  }
  return "";
}

std::string first_text(pugi::xml_node node, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const pugi::xml_node found = child_named(node, name); !found.empty())
      return text_inside(found);
  }
  return "";
}

class FaultReader {
 public:
  FaultReader(const ServiceModel& model, const Operation& operation, const http::Response& response)
      : model_(model), operation_(operation), response_(response) {
    fault_.http_status = response.status;
    fault_.request_id =
        first_header(response.headers, {"x-amzn-requestid", "x-amz-request-id", "x-amz-requestid"});
    fault_.code = bare_code(first_header(response.headers, {"x-amzn-errortype"}));
  }

  Fault read() {
    const Protocol protocol = model_.metadata().protocol;
    if (trim(response_.body).empty()) {
      if (fault_.code.empty()) fault_.code = code_of_status(response_.status);
      read_members({});
    } else if (protocol == Protocol::kJson || protocol == Protocol::kRestJson) {
      read_json_fault();
    } else {
      read_xml_fault();
    }
    read_query_code();
    fault_.message = fault_.message.substr(0, kMessageBytesMax);
    return std::move(fault_);
  }

 private:
  void read_json_fault() {
    const auto document = parse_json_text(response_.body);
    if (!document || !document->is_object()) {
      show_excerpt();
      return;
    }
    const json::object& body = document->get_object();
    if (fault_.code.empty()) fault_.code = bare_code(text_member(body, {"__type", "code", "Code"}));
    if (fault_.code.empty()) fault_.code = code_of_status(response_.status);
    fault_.message = text_member(body, {"message", "Message", "errorMessage"});
    read_members([&](const ShapeRef& ref) { return read_json(ref, *document); });
  }

  void read_xml_fault() {
    const auto document = parse_xml(response_.body);
    const pugi::xml_node root = document ? xml_root(*document) : pugi::xml_node();
    const pugi::xml_node error = find_error(root);
    if (error.empty()) {
      show_excerpt();
      return;
    }
    fault_.code = bare_code(first_text(error, {"Code"}));
    if (fault_.code.empty()) fault_.code = code_of_status(response_.status);
    fault_.message = first_text(error, {"Message", "message"});
    read_request_id(root, error);
    read_members([&](const ShapeRef& ref) { return read_xml(ref, error); });
  }

  // <Error> at the top (S3), in <ErrorResponse>, or in <Response><Errors> (ec2).
  static pugi::xml_node find_error(pugi::xml_node root) {
    if (local_name(root.name()) == "Error") return root;
    if (const pugi::xml_node error = child_named(root, "Error"); !error.empty()) return error;
    return child_named(child_named(root, "Errors"), "Error");
  }

  void read_request_id(pugi::xml_node root, pugi::xml_node error) {
    for (const pugi::xml_node node : {root, error, child_named(root, "ResponseMetadata")}) {
      const std::string id = first_text(node, {"RequestId", "RequestID", "requestId"});
      if (!id.empty()) fault_.request_id = id;
    }
  }

  // `read_body` reads the members of a structure that stand in the body. What cannot be read is
  // left out: a refusal is worth more than its details.
  void read_members(const std::function<Result<json::value>(const ShapeRef&)>& read_body) {
    const Shape* shape = model_.find_error(operation_, fault_.code);
    if (shape == nullptr || shape->type != ShapeType::kStructure) return;
    if (read_body) {
      Result<json::value> members = read_body(ShapeRef{shape, shape->traits});
      if (members && members->is_object()) fault_.members = std::move(members->get_object());
    }
    static_cast<void>(read_headers(*shape, response_, fault_.members));
  }

  // Services that once spoke query go on to give the old codes, by which they are known:
  // "Code;Sender".
  void read_query_code() {
    if (!model_.metadata().query_compatible) return;
    const std::string header = first_header(response_.headers, {"x-amzn-query-error"});
    const std::string code = bare_code(header.substr(0, header.find(';')));
    if (!code.empty()) fault_.code = code;
  }

  void show_excerpt() {
    std::string_view excerpt = trim(response_.body);
    excerpt = excerpt.substr(0, kExcerptBytesMax);
    while (!excerpt.empty() && !is_valid_utf8(excerpt) && excerpt.size() > kExcerptBytesMax - 4)
      excerpt.remove_suffix(1);
    fault_.message = for_terminal(excerpt);
  }

  const ServiceModel& model_;
  const Operation& operation_;
  const http::Response& response_;
  Fault fault_;
};

}  // namespace

bool is_fault(const ServiceModel& model, const Operation& operation,
              const http::Response& response) {
  return response.status >= 300 || is_disguised_fault(model, operation, response);
}

Fault parse_fault(const ServiceModel& model, const Operation& operation,
                  const http::Response& response) {
  Fault fault = FaultReader(model, operation, response).read();
  // As all SDKs do: a failure in the disguise of a success is the service's own.
  if (fault.http_status < 300) fault.http_status = 500;
  return fault;
}

}  // namespace sextant::aws
