#include "sim/protocol/wire.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "sim/protocol/cbor.h"
#include "sim/protocol/form_tree.h"
#include "sim/protocol/xml.h"

namespace sextant::sim {

namespace {

constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

std::unexpected<Fault> unreadable() {
  return refuse("SerializationException", "Could not parse request body into json.");
}

std::expected<json::object, Fault> read_json(const std::string& body) {
  if (body.empty()) return json::object();
  boost::system::error_code error;
  json::value value = json::parse(body, error);
  if (error || !value.is_object()) return unreadable();
  return std::move(value.get_object());
}

std::expected<json::object, Fault> read_rest(const Route& route, const http::ServerRequest& request,
                                             const Target& target) {
  json::object input = route.labels;
  for (const auto& [key, value] : target.query) {
    // A key given several times is a list.
    if (json::value* known = input.if_contains(key)) {
      if (!known->is_array()) *known = json::array{*known};
      known->get_array().emplace_back(value);
    } else {
      input[key] = value;
    }
  }
  if (const auto token = request.headers.find("x-amz-sso_bearer_token")) {
    input["accessToken"] = *token;
  }
  if (route.protocol == Protocol::kRestXml) return input;
  auto body = read_json(request.body);
  if (!body) return body;
  for (auto& [key, value] : *body) input[key] = std::move(value);
  return input;
}

json::object without_extras(const Fault& fault, const std::string& message_key) {
  json::object out = fault.members;
  if (!out.contains(message_key) && !fault.message.empty()) out[message_key] = fault.message;
  return out;
}

std::string json_type(Protocol protocol) {
  switch (protocol) {
    case Protocol::kJson10:
      return "application/x-amz-json-1.0";
    case Protocol::kJson11:
      return "application/x-amz-json-1.1";
    default:
      return "application/json";
  }
}

json::object named(const std::string& ns) {
  json::object out;
  if (!ns.empty()) out["@xmlns"] = ns;
  return out;
}

void append(json::object& to, const json::object& members) {
  for (const auto& [key, value] : members) to[key] = value;
}

std::string query_answer(const Route& route, const json::object& output,
                         const std::string& request_id) {
  json::object root = named(route.service->xml_namespace);
  if (!route.operation->returns_no_result) root[route.operation_name + "Result"] = output;
  root["ResponseMetadata"] = json::object{{"RequestId", request_id}};
  return xml_element(route.operation_name + "Response", root);
}

std::string ec2_answer(const Route& route, const json::object& output,
                       const std::string& request_id) {
  json::object root = named(route.service->xml_namespace);
  root["requestId"] = request_id;
  append(root, output);
  return xml_element(route.operation_name + "Response", root);
}

std::string rest_xml_answer(const Route& route, const json::object& output) {
  if (route.operation->xml_root.empty()) return text_at(output, "#body");
  json::object root = named(route.service->xml_namespace);
  append(root, output);
  return std::string(kXmlHead) + xml_element(route.operation->xml_root, root);
}

std::string query_fault(const Route& route, const Fault& fault, const std::string& request_id) {
  json::object root = named(route.service != nullptr ? route.service->xml_namespace : "");
  json::object error{{"Type", fault.http_status >= 500 ? "Receiver" : "Sender"},
                     {"Code", fault.code},
                     {"Message", fault.message}};
  append(error, fault.members);
  root["Error"] = std::move(error);
  root["RequestId"] = request_id;
  return xml_element("ErrorResponse", root);
}

std::string ec2_fault(const Fault& fault, const std::string& request_id) {
  const json::object error{{"Code", fault.code}, {"Message", fault.message}};
  const json::object root{{"Errors", json::object{{"Error", error}}}, {"RequestID", request_id}};
  return std::string(kXmlHead) + xml_element("Response", root);
}

std::string rest_xml_fault(const Route& route, const Fault& fault, const std::string& request_id) {
  json::object error{{"Code", fault.code}, {"Message", fault.message}};
  append(error, fault.members);
  if (route.service != nullptr && route.service->name == "s3") {
    error["RequestId"] = request_id;
    error["HostId"] = "c2ltdWxhdGVk";
    return std::string(kXmlHead) + xml_element("Error", error);
  }
  return query_fault(route, fault, request_id);
}

void name_request(http::ServerResponse& response, Protocol protocol, const std::string& request_id,
                  const Service* service) {
  if (service != nullptr && service->name == "s3") {
    response.headers.set("x-amz-request-id", request_id);
    response.headers.set("x-amz-id-2", "c2ltdWxhdGVk");
  } else {
    response.headers.set("x-amzn-RequestId", request_id);
  }
  if (protocol == Protocol::kCbor) response.headers.set("smithy-protocol", "rpc-v2-cbor");
}

}  // namespace

std::expected<json::object, Fault> read_input(const Route& route,
                                              const http::ServerRequest& request,
                                              const Target& target,
                                              const std::vector<Target::Pair>& form) {
  switch (route.protocol) {
    case Protocol::kQuery:
    case Protocol::kEc2:
      return form_tree(form);
    case Protocol::kRestJson:
    case Protocol::kRestXml:
      return read_rest(route, request, target);
    case Protocol::kJson10:
    case Protocol::kJson11:
      return read_json(request.body);
    case Protocol::kCbor:
      break;
  }
  if (request.body.empty()) return json::object();
  auto value = cbor_decode(request.body);
  if (!value || !value->is_object()) return unreadable();
  return std::move(value->get_object());
}

http::ServerResponse write_answer(const Route& route, const json::object& output,
                                  const std::string& request_id) {
  http::ServerResponse response;
  std::string type = "text/xml";
  switch (route.protocol) {
    case Protocol::kQuery:
      response.body = query_answer(route, output, request_id);
      break;
    case Protocol::kEc2:
      response.body = std::string(kXmlHead) + ec2_answer(route, output, request_id);
      break;
    case Protocol::kRestXml:
      type = "application/xml";
      response.body = rest_xml_answer(route, output);
      break;
    case Protocol::kCbor:
      type = "application/cbor";
      response.body = cbor_encode(output);
      break;
    default:
      type = json_type(route.protocol);
      response.body = json::serialize(output);
  }
  response.headers.set("Content-Type", type);
  name_request(response, route.protocol, request_id, route.service);
  return response;
}

http::ServerResponse write_fault(const Route& route, const Fault& fault,
                                 const std::string& request_id) {
  http::ServerResponse response;
  response.status = fault.http_status;
  std::string type = "text/xml";
  const std::string key = route.service != nullptr ? route.service->message_key : "message";
  switch (route.protocol) {
    case Protocol::kQuery:
      response.body = query_fault(route, fault, request_id);
      break;
    case Protocol::kEc2:
      response.body = ec2_fault(fault, request_id);
      break;
    case Protocol::kRestXml:
      type = "application/xml";
      response.body = rest_xml_fault(route, fault, request_id);
      break;
    case Protocol::kRestJson:
      type = json_type(route.protocol);
      response.headers.set("x-amzn-ErrorType", fault.code);
      response.body = json::serialize(without_extras(fault, key));
      break;
    default: {
      json::object body{{"__type", fault.code}};
      append(body, without_extras(fault, key));
      const bool is_cbor = route.protocol == Protocol::kCbor;
      type = is_cbor ? "application/cbor" : json_type(route.protocol);
      response.body = is_cbor ? cbor_encode(body) : json::serialize(body);
    }
  }
  response.headers.set("Content-Type", type);
  name_request(response, route.protocol, request_id, route.service);
  return response;
}

}  // namespace sextant::sim
