// The one-time link: GET /login shows a page that posts the code by itself, so that a program that
// only looks at links (a chat that previews, a browser that fetches ahead) does not use it up.
#include <fmt/format.h>

#include <algorithm>

#include "base/error_catalog.h"
#include "base/text.h"
#include "web/console.h"
#include "web/responses.h"

namespace sextant::web {
namespace {

constexpr std::string_view kScript =
    R"(// Opens the console by itself, but not for one that only renders the page ahead.
function open() {
  history.replaceState(null, "", "/login");
  document.forms[0].requestSubmit();
}
if (document.prerendering) document.addEventListener("prerenderingchange", open, { once: true });
else open();
)";

// Codes are base64url; nothing else is put into the page.
bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

std::string html_text(std::string_view text) {
  std::string out = replace_all(text, "&", "&amp;");
  out = replace_all(out, "<", "&lt;");
  out = replace_all(out, ">", "&gt;");
  return replace_all(out, "\"", "&quot;");
}

http::ServerResponse page(int status, std::string_view head, std::string_view body) {
  auto out = text_response(
      status, "text/html; charset=utf-8",
      fmt::format("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n"
                  "<title>Sign in · Sextant</title>\n{}</head>\n<body>\n<main>\n<h1>Sextant</h1>\n"
                  "{}</main>\n</body>\n</html>\n",
                  head, body));
  // With no-referrer a browser would hide from us that the form is our own.
  out.headers.add("Referrer-Policy", "same-origin");
  return out;
}

http::ServerResponse refusal_page(const Error& error) {
  const ExplainedError shown = explain(error);
  std::string body = "<h2>" + html_text(shown.title) + "</h2>\n";
  if (!shown.causes.empty()) {
    body += "<ul>\n";
    for (const std::string& cause : shown.causes) body += "<li>" + html_text(cause) + "</li>\n";
    body += "</ul>\n";
  }
  body += "<pre>" + html_text(shown.fix) + "</pre>\n";
  return page(status_of(error.code), "", body);
}

http::ServerResponse see_other(std::string_view where) {
  return {303, {{"Location", std::string(where)}, {"Cache-Control", "no-store"}}, "", {}};
}

std::string value_of(const std::vector<std::pair<std::string, std::string>>& pairs,
                     std::string_view name) {
  const auto found = std::ranges::find(pairs, name, &std::pair<std::string, std::string>::first);
  return found == pairs.end() ? "" : found->second;
}

}  // namespace

http::ServerResponse Console::serve_login(const http::ServerRequest& request,
                                          const Target& target) {
  if (const auto fine = limit(request.remote_address); !fine) return to_response(fine.error());
  const bool is_get = request.method == "GET" || request.method == "HEAD";
  if (target.path == "/login.js" && is_get)
    return text_response(200, "text/javascript; charset=utf-8", std::string(kScript));
  if (request.method == "POST" && target.path == "/login") return sign_in(request);
  if (!is_get) return to_response(Error{"web.method", ""}.with("methods", "GET, POST"));
  const std::string code = value_of(target.query, "code");
  if (!is_code(code)) {
    return authenticate(request) ? see_other("/") : refusal_page(Error{"web.not_signed_in", ""});
  }
  return page(200, "<script src=\"/login.js\" defer></script>\n",
              fmt::format("<form method=\"post\" action=\"/login\">\n"
                          "<input type=\"hidden\" name=\"code\" value=\"{}\">\n"
                          "<button type=\"submit\">Open the console</button>\n</form>\n",
                          code));
}

http::ServerResponse Console::sign_in(const http::ServerRequest& request) {
  if (const auto own = origins_.check_origin(request); !own) return refusal_page(own.error());
  const auto form = parse_pairs(request.body);
  if (!form) return refusal_page(form.error().error);
  const auto cookie = parts_.auth.sign_in(value_of(*form, "code"));
  if (!cookie) return refusal_page(cookie.error());
  auto out = see_other("/");
  out.headers.add("Set-Cookie",
                  fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}", kCookie,
                              cookie->reveal(), origins_.is_over_tls(request) ? "; Secure" : ""));
  return out;
}

}  // namespace sextant::web
