#include "web/serve.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/civil_time.h"
#include "base/file_lock.h"
#include "base/log.h"
#include "base/text.h"
#include "operations/sync_schedule.h"
#include "state/ledger.h"
#include "state/settings.h"
#include "web/console.h"
#include "web/handlers/handlers.h"
#include "web/handlers/mcp_endpoint.h"
#include "web/own_handlers.h"
#include "web/scheduled_sync.h"
#include "web/state_watch.h"
#include "web/systemd.h"

namespace sextant::web {
namespace {

constexpr std::string_view kUrlSetting = "serve.url";
constexpr std::size_t kThreads = 8;
constexpr std::size_t kConnectionsPerClientMax = 512;
constexpr std::size_t kHeaderBytesMax = 32U << 10U;
// How soon pages learn what another process has changed.
constexpr std::chrono::seconds kWatchEvery{2};

// Held by the server as long as it runs. Error: web.already_serving.
Result<FileLock> take_lock(const std::filesystem::path& home) {
  auto lock = FileLock::acquire(home / operations::kServeLock);
  if (lock || lock.error().code != "file.locked") return lock;
  const auto& facts = lock.error().facts;
  const auto holder =
      std::ranges::find(facts, "holder", &std::pair<std::string, std::string>::first);
  return failure(Error{"web.already_serving", home.string()}.with(
      "holder", holder == facts.end() ? "?" : holder->second));
}

bool has_valid_token(const std::vector<state::Token>& tokens, WallTime now) {
  return std::ranges::any_of(tokens, [&](const state::Token& token) {
    return !token.expires_at || now < *token.expires_at;
  });
}

http::ServerOptions server_options(const ServeOptions& options) {
  http::ServerOptions out;
  out.address = options.address;
  out.port = options.port;
  out.threads = kThreads;
  out.connections_per_client_max = kConnectionsPerClientMax;
  out.body_bytes_max = kApiBodyMax;
  out.header_bytes_max = kHeaderBytesMax;
  out.tls = options.tls;
  return out;
}

// All that a running server is made of, in the order in which it depends on what came before; it
// ends in the opposite order.
class RunningServer {
 public:
  RunningServer(const aws::Outside& outside, const std::filesystem::path& home,
                const std::string& version, const ServeOptions& options,
                std::unique_ptr<state::Database> database,
                std::unique_ptr<state::Database> sign_in_database)
      : outside_(outside),
        database_(std::move(database)),
        context_(outside_, home, *database_),
        sign_in_database_(std::move(sign_in_database)),
        auth_(*sign_in_database_, outside.clock, outside.random),
        tasks_(outside.clock, outside.random, changes_),
        work_(outside, home, *database_, tasks_, changes_),
        scheduler_(*database_, outside.clock, outside.random, changes_, work_,
                   {.max_cost_usd_a_month = options.max_cost_usd_a_month}),
        pages_(embedded_files()),
        watch_(*sign_in_database_, changes_),
        mcp_(context_, options.mcp),
        console_({Contract::of_program(), handlers_, pages_, auth_, outside.clock,
                  [this](const http::ServerRequest& request, const Caller& caller) {
                    return mcp_.handle(request, caller);
                  },
                  [this] { return metrics(); }, [this] { return why_not_ready(); }},
                 {{options.address, options.port, options.tls.has_value(), options.public_names},
                  options.requests_per_second}),
        version_(version) {
    add_own_handlers(handlers_, {*database_, outside.environment, outside.clock, outside.random,
                                 home, version, auth_, tasks_, changes_, scheduler_});
    add_handlers(handlers_,
                 {context_, tasks_, changes_, version, [this] { return scheduler_.next_at(); },
                  [this] { scheduler_.wake(); }});
    context_.sql_program = options.sql_program;
  }

  Result<void> listen(const ServeOptions& options) {
    if (const auto wrong = mismatches(Contract::of_program(), handlers_); !wrong.empty())
      return failure("web.internal", join(wrong, "; "));
    auto server = http::Server::start(
        server_options(options),
        [this](const http::ServerRequest& request) { return console_.handle(request); });
    if (!server && server.error().code == "http.address_in_use") {
      return failure(Error{"web.port_taken", fmt::format("{}:{}", options.address, options.port)}
                         .with("address", options.address)
                         .with("port", std::to_string(options.port)));
    }
    if (!server) return failure(server.error());
    server_ = *std::move(server);
    console_.set_port(server_->port());
    return {};
  }

  Result<Serving> announce() {
    const std::string url = console_.origins().base_url();
    SEXTANT_TRY_VOID(state::SettingStore(*database_).set(kUrlSetting, url));
    Serving serving{url, ""};
    // What systemd keeps in its journal others may read.
    if (!is_output_in_journal(outside_.environment)) {
      SEXTANT_TRY(const Secret code, mint_link(*database_, outside_.random, outside_.clock.wall()));
      serving.link = url + "/login?code=" + code.reveal();
    }
    scheduler_.start();
    return serving;
  }

  void run_until_stopped(const CallContext& call) {
    while (outside_.clock.sleep_until(outside_.clock.steady() + kWatchEvery, call.stop)) {
      if (const auto looked = watch_.look(); !looked)
        log::warning("the state could not be looked at: " + looked.error().detail);
      (void)scheduler_.next_at();  // so that a sync of another process is soon counted from
    }
    tasks_.stop_all();
  }

 private:
  std::optional<Error> why_not_ready() {
    const auto fine = database_->run("SELECT count(*) FROM connections");
    return fine ? std::nullopt : std::optional(fine.error());
  }

  std::string metrics() {
    MetricText out;
    out.family("sextant_build_info", "gauge", "The version that runs.");
    out.sample(fmt::format("{{version=\"{}\"}}", version_), 1);
    out.family("sextant_http_connections", "gauge", "Connections that are open.");
    out.sample("", server_ == nullptr ? 0 : server_->connections());
    out.family("sextant_tasks_running", "gauge", "Tasks that run.");
    out.sample("", tasks_.running());
    out.family("sextant_tasks_ended_total", "counter", "Tasks that ended, by kind and how.");
    for (const auto& [key, count] : tasks_.ended())
      out.sample(fmt::format("{{kind=\"{}\",state=\"{}\"}}", key.first, key.second), count);
    out.family("sextant_sync_cells", "gauge", "Queries of syncs by the state they are in.");
    (void)database_->run("SELECT status, count(*) FROM cells GROUP BY status ORDER BY status", {},
                         [&](const state::Row& row) {
                           out.sample(fmt::format("{{status=\"{}\"}}", row.text(0)),
                                      static_cast<std::uint64_t>(row.integer(1)));
                         });
    out.family("sextant_api_spend_usd_total", "counter",
               "What paid API calls have cost at most, in US dollars.");
    const auto spent = state::Ledger(*database_)
                           .spent_usd("", WallTime{}, outside_.clock.wall() + std::chrono::days(1));
    if (spent) out.sample("", spent->to_string());
    if (const auto next = scheduler_.next_at()) {
      out.family("sextant_schedule_next_timestamp_seconds", "gauge", "When the server will sync.");
      out.sample("",
                 static_cast<std::uint64_t>(
                     std::chrono::floor<std::chrono::seconds>(next->time_since_epoch()).count()));
    }
    return out.text();
  }

  const aws::Outside outside_;
  const std::unique_ptr<state::Database> database_;
  operations::Context context_;
  // Of its own, so that no long transaction of a sync keeps a request waiting.
  const std::unique_ptr<state::Database> sign_in_database_;
  Changes changes_;
  Auth auth_;
  Tasks tasks_;
  ScheduledSync work_;
  Scheduler scheduler_;
  const StaticPages pages_;
  StateWatch watch_;
  HandlerTable handlers_;
  McpEndpoint mcp_;
  Console console_;
  const std::string version_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace

Result<std::pair<std::string, unsigned>> parse_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  std::string_view address = colon == std::string_view::npos ? "" : text.substr(0, colon);
  const std::string_view digits = colon == std::string_view::npos ? text : text.substr(colon + 1);
  unsigned port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool is_bracketed = address.starts_with('[') && address.ends_with(']');
  const bool is_port = error == std::errc() && end == digits.data() + digits.size() && port < 65536;
  if (!is_port || (!is_bracketed && address.find(':') != std::string_view::npos))
    return failure("usage.serve", fmt::format("'{}' is not ADDRESS:PORT", text));
  if (is_bracketed) address = address.substr(1, address.size() - 2);
  std::string host(address.empty() ? "127.0.0.1" : address);
  return std::pair(equals_ignoring_case(host, "localhost") ? "127.0.0.1" : host, port);
}

Result<void> check_place(const ListenPlace& place, bool has_token) {
  if (place.is_loopback()) return {};
  const std::string where = fmt::format("{}:{}", place.address, place.port);
  if (!place.is_tls) return failure(Error{"web.tls_needed", where}.with("address", where));
  if (!has_token) return failure(Error{"web.token_needed", where}.with("address", where));
  return {};
}

Result<void> serve(const aws::Outside& outside, const std::filesystem::path& home,
                   const std::string& version, const ServeOptions& options,
                   const std::function<void(const Serving&)>& on_ready, const CallContext& call) {
  SEXTANT_TRY_VOID(outside.files.make_folders(home));
  SEXTANT_TRY(auto database, state::Database::open(home / "state.db"));
  SEXTANT_TRY(const auto tokens, state::TokenStore(*database).list());
  SEXTANT_TRY_VOID(
      check_place({options.address, options.port, options.tls.has_value(), options.public_names},
                  has_valid_token(tokens, outside.clock.wall())));
  SEXTANT_TRY(const FileLock lock, take_lock(home));
  SEXTANT_TRY(auto sign_in_database, state::Database::open(home / "state.db"));
  // Nobody sits at this terminal to be asked by a page.
  aws::Outside unattended = outside;
  unattended.ask_secret = {};
  RunningServer server(unattended, home, version, options, std::move(database),
                       std::move(sign_in_database));
  SEXTANT_TRY_VOID(server.listen(options));
  SEXTANT_TRY(const Serving serving, server.announce());
  on_ready(serving);
  notify_systemd(outside.environment, "READY=1\nSTATUS=Serving " + serving.url);
  server.run_until_stopped(call);
  notify_systemd(outside.environment, "STOPPING=1");
  return {};
}

Result<std::string> new_link(const aws::Outside& outside, const std::filesystem::path& home) {
  SEXTANT_TRY_VOID(outside.files.make_folders(home));
  const auto lock = take_lock(home);
  if (lock) return failure("web.not_serving", home.string());
  if (lock.error().code != "web.already_serving") return failure(lock.error());
  SEXTANT_TRY(const auto database, state::Database::open(home / "state.db"));
  SEXTANT_TRY(const auto url, state::SettingStore(*database).get(kUrlSetting));
  SEXTANT_TRY(const Secret code, mint_link(*database, outside.random, outside.clock.wall()));
  return url.value_or("") + "/login?code=" + code.reveal();
}

}  // namespace sextant::web
