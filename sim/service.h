#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::sim {

namespace json = boost::json;

// Who signed the request, as the service sees it.
struct Caller {
  std::string account_id;
  std::string
      principal_arn;    // "arn:aws:iam::1...:user/x", "arn:aws:sts::1...:assumed-role/R/session"
  std::string user_id;  // "AIDA...", "AROA...:session"
  std::string access_key_id;
  std::string region;  // of the credential scope
};

// What a service refuses with: AWS's own code and words.
struct Fault {
  std::string code;  // as on the wire: "AccessDeniedException"
  std::string message;
  int http_status = 400;
  json::object members = {};  // modelled members besides the message
};

using Outcome = std::expected<json::object, Fault>;
inline std::unexpected<Fault> refuse(std::string code, std::string message, int http_status = 400) {
  return std::unexpected(Fault{std::move(code), std::move(message), http_status, {}});
}

// One operation. The caller is authenticated and allowed. May run in several threads at once.
//
// json protocols: `input` is the request's body, the answer the response's.
// query and ec2: `input` is the form, nested at its dots, all leaves strings ("Filter.1.Name=x" is
// {"Filter": {"1": {"Name": "x"}}}); rest-json and rest-xml: labels of the path, query keys
// (strings) and the body's members in one object. XML answers are trees in which an array repeats
// its element: {"Roles": {"member": [{...}, {...}]}}.
using JsonOperation = std::function<Outcome(const Caller&, const json::object& input)>;

// kCbor is spoken where a client asks for it, by any service of the json protocols; no Service
// names it.
enum class Protocol { kQuery, kEc2, kJson10, kJson11, kRestJson, kRestXml, kCbor };

struct Operation {
  std::string name;  // "GetCostAndUsage"
  std::string
      action;  // the IAM action that is checked first: "ce:GetCostAndUsage"; "" = needs none
  JsonOperation run;
  // The resource that is checked and, where it is not "*", named in the refusal; unset = "*".
  std::function<std::string(const Caller&, const json::object& input)> resource = nullptr;
  // What a refusal names instead where AWS's words differ ("role Name"); unset = the resource,
  // unless it is "*".
  std::function<std::string(const Caller&, const json::object& input)> shown_resource = nullptr;
  // rest protocols only: method, path with {labels} ({label+} takes slashes), the query key that
  // selects among operations of one path ("policy" in "GET /bucket?policy"), and the root element
  // of a rest-xml answer.
  std::string http_method = "GET";
  std::string path = "";
  std::string query_key = "";
  std::string xml_root = "";
  bool is_signed =
      true;  // false: whoever knows its inputs may call it (SSO, AssumeRoleWithWebIdentity)
  bool returns_no_result = false;  // query: the answer has no <...Result> element
};

struct Service {
  std::string name;          // how counts and faults call it: "ce"
  std::string signing_name;  // in the credential scope: "ce"
  Protocol protocol = Protocol::kJson11;
  std::string target_prefix = "";  // json: "AWSInsightsIndexService"
  std::string version = "";        // query and ec2: "2011-06-15"
  std::string xml_namespace = "";  // query, ec2, rest-xml
  // What the service itself answers on AWS where it differs from its protocol's custom ("ce" says
  // LimitExceededException).
  std::string throttle_code = "";
  std::string bad_token_code = "InvalidNextTokenException";
  std::string message_key =
      "message";  // json and rest-json: how errors of this service spell it ("ce": "Message")
  std::vector<Operation> operations = {};
};

// A request to the control API. It is served on loopback without credentials.
struct ControlRequest {
  std::string method;
  std::string path;                          // "/_sim/ledger"
  std::map<std::string, std::string> query;  // decoded
  json::value body;                          // null where there was none
};
// The answer, or a Fault whose status and message are shown.
using ControlHandler = std::function<std::expected<json::value, Fault>(const ControlRequest&)>;

// What the simulator serves. Filled before it begins to serve, read-only after that.
class Registry {
 public:
  void add(Service service);
  // `path` is exact: "/_sim/ledger".
  void add_control(const std::string& method, const std::string& path, ControlHandler handler);

  const std::vector<Service>& services() const { return services_; }
  const Service* find(std::string_view service_name) const;
  // nullptr where there is none.
  const ControlHandler* find_control(const std::string& method, const std::string& path) const;

 private:
  std::vector<Service> services_;
  std::map<std::pair<std::string, std::string>, ControlHandler> controls_;
};

}  // namespace sextant::sim
