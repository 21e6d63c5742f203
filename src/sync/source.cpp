#include "sync/source.h"

#include <fmt/format.h>
#include <boost/json/object.hpp>

#include <algorithm>

#include "lake/layout.h"

namespace sextant::sync {
namespace {

namespace json = boost::json;
using connect::Connection;

std::string text_at(const json::value& value, std::string_view name) {
  if (!value.is_object()) return "";
  const json::value* member = value.get_object().if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : "";
}

void add_organization(Api& api, const CallContext& context, Reached& reached) {
  const auto answer = api.call("organizations", "DescribeOrganization", {}, context, {});
  if (!answer) {
    // Anything else than this leaves it unknown: the call is only a help, and needs a permission of
    // its own.
    const bool has_none =
        answer.error().remote && answer.error().remote->code == "AWSOrganizationsNotInUseException";
    if (has_none) reached.kind = "standalone";
    return;
  }
  const json::value* organization =
      answer->is_object() ? answer->get_object().if_contains("Organization") : nullptr;
  if (organization == nullptr) return;
  reached.organization_id = text_at(*organization, "Id");
  reached.kind =
      text_at(*organization, "MasterAccountId") == reached.account_id ? "payer" : "member";
}

}  // namespace

Result<Reached> ask_who(Api& api, const CallContext& context, bool with_organization) {
  SEXTANT_TRY(const json::value identity, api.call("sts", "GetCallerIdentity", {}, context, {}));
  Reached reached;
  reached.account_id = text_at(identity, "Account");
  if (!lake::is_account_id(reached.account_id)) {
    return failure("sync.unexpected_answer", "GetCallerIdentity names no account of 12 digits");
  }
  if (with_organization) add_organization(api, context, reached);
  return reached;
}

Result<void> SourceFinder::complete(Connection& connection, const CallContext& context) const {
  if (lake::is_account_id(connection.account_id) && !connection.account_kind.empty()) return {};
  SEXTANT_TRY(const auto api, factory_(connection));
  SEXTANT_TRY(const Reached reached, ask_who(*api, context, true));
  if (!connection.account_id.empty() && connection.account_id != reached.account_id) {
    return failure(Error{"sync.account_changed",
                         fmt::format("{} was account {} and is account {} now", connection.name,
                                     connection.account_id, reached.account_id)}
                       .with("connection", connection.name));
  }
  connection.account_id = reached.account_id;
  if (!reached.organization_id.empty()) connection.organization_id = reached.organization_id;
  connection.account_kind = reached.kind;
  learn_(connection);
  return {};
}

std::optional<Connection> SourceFinder::payer_of(const Connection& member,
                                                 const std::vector<Connection>& all) const {
  for (const Connection& other : all) {
    if (other.account_kind != "payer" || other.account_id == member.account_id) continue;
    const bool is_same_organization =
        !member.organization_id.empty() && other.organization_id == member.organization_id;
    if (is_same_organization || is_member_of_(other.account_id, member.account_id)) return other;
  }
  return std::nullopt;
}

Sources SourceFinder::find(const std::vector<Connection>& chosen, std::vector<Connection> all,
                           const CallContext& context) const {
  Sources out;
  std::vector<Connection> known;
  for (Connection connection : chosen) {
    if (const auto done = complete(connection, context); !done) {
      out.skipped.push_back({connection.name, done.error(), true});
      continue;
    }
    known.push_back(connection);
    // What was just learned about it also counts where it may be somebody's payer.
    for (Connection& other : all) {
      if (other.name == connection.name) other = connection;
    }
  }
  for (const Connection& connection : known) {
    if (const auto payer = payer_of(connection, all); connection.account_kind != "payer" && payer) {
      out.skipped.push_back(
          {connection.name,
           Error{"sync.covered_by_payer",
                 fmt::format("account {} is a member of {}, which is connected as {}",
                             connection.account_id, payer->account_id, payer->name)}
               .with("payer", payer->name)});
      continue;
    }
    const auto same = std::ranges::find(out.sources, connection.account_id, &Source::account_id);
    if (same != out.sources.end()) {
      same->connections.push_back(connection);
      out.skipped.push_back(
          {connection.name, Error{"sync.same_account", "account " + connection.account_id}.with(
                                "other", same->connections.front().name)});
      continue;
    }
    const std::string kind =
        connection.account_kind.empty() ? "standalone" : connection.account_kind;
    out.sources.push_back({connection.account_id, kind, connection.organization_id, {connection}});
  }
  return out;
}

}  // namespace sextant::sync
