#include <fmt/core.h>

#include "base/text.h"
#include "sim/protocol/xml.h"
#include "sim/sso/sso_service.h"

namespace sextant::sim {

namespace {

http::ServerResponse page(int status, const std::string& body) {
  http::ServerResponse response;
  response.status = status;
  response.headers.set("Content-Type", "text/html; charset=utf-8");
  response.headers.set("Cache-Control", "no-store");
  response.body =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Simulated sign-in"
      "</title><style>body{font:16px/1.5 sans-serif;max-width:34em;margin:4em auto;"
      "padding:0 1em}button{font:inherit;padding:.4em 1.2em}</style></head><body>" +
      body + "</body></html>\n";
  return response;
}

http::ServerResponse redirect(const std::string& to) {
  http::ServerResponse response;
  response.status = 302;
  response.headers.set("Location", to);
  return response;
}

std::string hidden(std::string_view name, std::string_view value) {
  return fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, xml_escape(value));
}

std::string people_choice(const Simulation& simulation) {
  std::string out = "<p><label>Sign in as <select name=\"person\">";
  for (const std::string& name : simulation.sso.people()) {
    out += "<option>" + xml_escape(name) + "</option>";
  }
  return out +
         "</select></label></p><p><button name=\"decision\" value=\"approve\">Allow access"
         "</button> <button name=\"decision\" value=\"deny\">Deny access</button></p>";
}

std::string value_of(const std::vector<Target::Pair>& pairs, std::string_view key) {
  for (const auto& [name, value] : pairs) {
    if (name == key) return value;
  }
  return {};
}

std::string callback(const AuthorizeRequest& request, const std::string& key,
                     const std::string& value) {
  const char join = request.redirect_uri.find('?') == std::string::npos ? '?' : '&';
  return request.redirect_uri + join + key + "=" + percent_encode(value) +
         "&state=" + percent_encode(request.state);
}

AuthorizeRequest read_request(const std::vector<Target::Pair>& pairs) {
  return {value_of(pairs, "client_id"), value_of(pairs, "redirect_uri"), value_of(pairs, "state"),
          value_of(pairs, "code_challenge")};
}

http::ServerResponse authorize_page(Simulation& simulation, const AuthorizeRequest& request) {
  return page(200,
              "<h1>Allow access to your data?</h1><p>A program on this machine asks to read your "
              "accounts and roles in the simulated organization.</p>"
              "<form method=\"post\" action=\"/authorize\">" +
                  hidden("client_id", request.client_id) +
                  hidden("redirect_uri", request.redirect_uri) + hidden("state", request.state) +
                  hidden("code_challenge", request.code_challenge) + people_choice(simulation) +
                  "</form>");
}

http::ServerResponse serve_authorize(Simulation& simulation, const http::ServerRequest& http,
                                     const Target& target) {
  const WallTime now = simulation.clock.now();
  const bool is_post = http.method == "POST";
  const std::vector<Target::Pair> pairs = is_post ? parse_form(http.body) : target.query;
  const AuthorizeRequest request = read_request(pairs);
  const bool asks_rightly = is_post || (value_of(pairs, "response_type") == "code" &&
                                        value_of(pairs, "code_challenge_method") == "S256");
  // An answer goes to the redirect address only once that address is known to be the client's own.
  if (!simulation.sso.check_authorize(request, now) || !asks_rightly) {
    return page(400,
                "<h1>Invalid request</h1><p>The client, its redirect address or its challenge "
                "is not one that was registered here.</p>");
  }
  std::string person = simulation.sso.auto_approve();
  if (is_post) {
    person = value_of(pairs, "person");
    if (value_of(pairs, "decision") != "approve" || !simulation.sso.find_person(person)) {
      return redirect(callback(request, "error", "access_denied"));
    }
  }
  if (person.empty()) return authorize_page(simulation, request);
  return redirect(
      callback(request, "code", simulation.sso.approve_authorize(request, person, now)));
}

http::ServerResponse serve_device(Simulation& simulation, const http::ServerRequest& http,
                                  const Target& target) {
  if (http.method != "POST") {
    return page(200,
                "<h1>Authorization requested</h1><p>Does the program show this code?</p>"
                "<form method=\"post\" action=\"/device\"><p><input name=\"user_code\" value=\"" +
                    xml_escape(target.find("user_code").value_or("")) + "\"></p>" +
                    people_choice(simulation) + "</form>");
  }
  const std::vector<Target::Pair> pairs = parse_form(http.body);
  const std::string user_code = value_of(pairs, "user_code");
  const std::string person = value_of(pairs, "person");
  const bool approve = value_of(pairs, "decision") == "approve";
  if (user_code.empty() || !simulation.sso.find_person(person) ||
      simulation.sso.decide(user_code, person, approve, simulation.clock.now()) == 0) {
    return page(400, "<h1>Invalid code</h1><p>The code is unknown, used or expired.</p>");
  }
  return page(200, approve ? "<h1>Request approved</h1><p>You can close this window.</p>"
                           : "<h1>Request denied</h1><p>You can close this window.</p>");
}

}  // namespace

std::optional<http::ServerResponse> serve_sso_page(Simulation& simulation,
                                                   const http::ServerRequest& request,
                                                   const Target& target) {
  if (target.path == "/authorize") return serve_authorize(simulation, request, target);
  if (target.path == "/device") return serve_device(simulation, request, target);
  return std::nullopt;
}

}  // namespace sextant::sim
