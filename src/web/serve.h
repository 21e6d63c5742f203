#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assistant/options.h"
#include "aws/access.h"
#include "base/call_context.h"
#include "base/decimal.h"
#include "base/result.h"
#include "http/server.h"
#include "web/origin.h"

namespace sextant::web {

struct ServeOptions {
  std::string address = "127.0.0.1";
  unsigned port = 7390;  // 0: any free one
  std::vector<std::string> public_names;
  std::optional<http::TlsFiles> tls;
  Decimal max_cost_usd_a_month = Decimal::from_int(20);
  double requests_per_second = 200;
  assistant::Options mcp;                  // what clients at /mcp may do without asking
  std::filesystem::path sql_program = {};  // see operations::Context
};

// "127.0.0.1:7390", "[::1]:7390" or a port alone. Error: usage.serve.
Result<std::pair<std::string, unsigned>> parse_listen(std::string_view text);

// Where the server may listen: beyond this machine only with TLS, and when there is a token, so
// that nobody opens a console to a network by mistake. Errors: web.tls_needed, web.token_needed.
Result<void> check_place(const ListenPlace& place, bool has_token);

// What is shown once the server listens.
struct Serving {
  std::string url;   // "http://127.0.0.1:7390"
  std::string link;  // to sign in, once; "" where what is shown is kept in systemd's journal
};

// Runs the console until `call` is asked to stop; then ends streams, handlers and tasks, and
// returns. One server of a state folder at a time. Errors: web.already_serving, web.port_taken,
// web.tls_needed, web.token_needed, http.bind, http.certificate, state.*, file.*.
Result<void> serve(const aws::Outside& outside, const std::filesystem::path& home,
                   const std::string& version, const ServeOptions& options,
                   const std::function<void(const Serving&)>& on_ready, const CallContext& call);

// A new one-time link of the server that runs on this state folder. Errors: web.not_serving,
// state.*, file.*.
Result<std::string> new_link(const aws::Outside& outside, const std::filesystem::path& home);

}  // namespace sextant::web
