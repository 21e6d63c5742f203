#include <fmt/format.h>

#include <boost/json/array.hpp>

#include <string>

#include "aws/conformance/compare.h"
#include "aws/conformance/conventions.h"
#include "aws/conformance/one_case.h"
#include "aws/conformance/vector_files.h"
#include "aws/model/json_text.h"
#include "aws/protocol/protocol.h"
#include "base/text.h"
#include "http/message.h"

namespace sextant::aws::conformance {
namespace {

namespace json = boost::json;

constexpr std::string_view kToken = "00000000-0000-4000-8000-000000000000";
constexpr std::string_view kDefaultEndpoint = "https://example.com";

bool is_form(const ServiceModel& model) {
  return model.metadata().protocol == Protocol::kQuery ||
         model.metadata().protocol == Protocol::kEc2;
}

class InputCase {
 public:
  InputCase(const ProtocolCase& one, WireRequest request)
      : one_(one), expected_(object_at(one.entry, "serialized")), request_(std::move(request)) {}

  std::string judge() {
    complete();
    for (const auto check :
         {&InputCase::line, &InputCase::host, &InputCase::headers, &InputCase::body}) {
      std::string difference = (this->*check)();
      if (!difference.empty()) return difference;
    }
    return "";
  }

 private:
  // Adds what the endpoint and the transport add.
  void complete() {
    const std::string endpoint(one_.client_endpoint.empty() ? kDefaultEndpoint
                                                            : one_.client_endpoint);
    if (const auto parts = http::split_url(endpoint)) {
      std::string_view path = parts->path;
      while (path.ends_with('/')) path.remove_suffix(1);
      request_.uri = std::string(path) + request_.uri;
      host_ = request_.host_prefix + std::string(parts->authority);
      host_with_path_ = host_ + std::string(path);
    }
    const bool may_have_body =
        request_.method != "GET" && request_.method != "HEAD" && request_.method != "DELETE";
    if (may_have_body || !request_.body.empty()) {
      request_.headers.set("Content-Length", std::to_string(request_.body.size()));
    }
  }

  std::string line() const {
    std::string difference = compare_text("method", text_at(expected_, "method"), request_.method);
    return difference.empty() ? compare_text("uri", text_at(expected_, "uri"), request_.uri)
                              : difference;
  }

  std::string host() const {
    const std::string wanted = text_at(expected_, "host");
    if (wanted.empty() || wanted == host_ || wanted == host_with_path_) return "";
    return compare_text("host", wanted, host_);
  }

  std::string headers() const {
    for (const auto& [name, value] : object_at(expected_, "headers")) {
      const auto found = request_.headers.find(name);
      const std::string wanted(value.is_string() ? std::string_view(value.get_string()) : "");
      if (!found) return fmt::format("header {} is missing", std::string_view(name));
      const bool is_type = equals_ignoring_case(name, "Content-Type");
      if (is_type && is_form(one_.model) && *found == wanted + "; charset=utf-8") continue;
      if (*found != wanted) return compare_text("header " + std::string(name), wanted, *found);
    }
    for (const std::string& name : names("forbidHeaders")) {
      if (request_.headers.has(name)) return fmt::format("header {} must not be there", name);
    }
    for (const std::string& name : names("requireHeaders")) {
      if (!request_.headers.has(name)) return fmt::format("header {} is missing", name);
    }
    return "";
  }

  std::vector<std::string> names(std::string_view key) const {
    std::vector<std::string> found;
    const json::value* list = expected_.if_contains(key);
    if (list == nullptr || !list->is_array()) return found;
    for (const json::value& name : list->get_array()) {
      if (name.is_string()) found.emplace_back(name.get_string());
    }
    return found;
  }

  std::string body() const {
    if (!expected_.contains("body")) return "";
    const std::string wanted = text_at(expected_, "body");
    if (!wanted.empty() && !is_form(one_.model)) {
      if (one_.model.metadata().protocol == Protocol::kRestXml) {
        if (const auto difference = compare_xml(wanted, request_.body)) return *difference;
      } else if (const auto document = parse_json_text(wanted)) {
        const auto got = parse_json_text(request_.body);
        return got ? compare_json(*document, *got) : compare_text("body", wanted, request_.body);
      }
    }
    return compare_text("body", wanted, request_.body);
  }

  const ProtocolCase& one_;
  const json::object& expected_;
  WireRequest request_;
  std::string host_;
  std::string host_with_path_;
};

}  // namespace

std::string run_input_case(const ProtocolCase& one) {
  json::value params = object_at(one.entry, "params");
  if (one.operation.input) params = to_our_conventions(*one.operation.input, params);
  auto request =
      serialize(one.model, one.operation, params.get_object(), [] { return std::string(kToken); });
  if (!request) return fmt::format("{}: {}", request.error().code, request.error().detail);
  return InputCase(one, std::move(*request)).judge();
}

}  // namespace sextant::aws::conformance
