#include "operations/connections.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

#include "aws/endpoint/resolver.h"
#include "aws/model/packed_models.h"
#include "base/civil_time.h"
#include "base/text.h"
#include "connect/arn.h"
#include "connect/check/report.h"
#include "connect/onboarding.h"
#include "operations/json_values.h"

namespace sextant::operations {
namespace {

namespace json = boost::json;

constexpr std::size_t kNoteMax = 1000;
constexpr std::size_t kRegionsMax = 100;

// "aws", "aws-cn", "aws-us-gov"; "" where neither a role nor a check has told.
std::string partition_of(const connect::Connection& connection) {
  if (const auto role = connect::parse_role_arn(connection.role_arn)) return role->partition;
  const json::value report = last_check_json(connection);
  const json::value* arn =
      report.is_object() ? report.get_object().if_contains("principal_arn") : nullptr;
  if (arn == nullptr || !arn->is_string()) return "";
  const auto principal = connect::parse_principal(arn->get_string());
  return principal ? principal->partition : "";
}

Result<void> check_regions(const connect::Connection& connection,
                           const std::vector<std::string>& regions) {
  const auto refused = [&](const char* code, const std::string& region, std::string detail) {
    return failure(Error{code, std::move(detail)}
                       .with("region", for_terminal(region))
                       .with("name", connection.name));
  };
  SEXTANT_TRY(const json::value* document, aws::packed_partitions());
  SEXTANT_TRY(const auto partitions, aws::Partitions::parse(*document));
  const auto known = partitions.regions(partition_of(connection));
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (!connect::is_region_name(regions[i]) || i == kRegionsMax)
      return refused("connection.bad_region", regions[i], "");
    if (std::ranges::binary_search(known, regions[i])) continue;
    const auto near = nearest(regions[i], known);
    return refused(
        "connection.unknown_region", regions[i],
        near.empty() ? "No region has a name like it." : "Did you mean " + join(near, ", ") + "?");
  }
  return {};
}

}  // namespace

Result<connect::Connection> change_connection(Context& context, const std::string& name,
                                              const ConnectionChange& change) {
  SEXTANT_TRY(auto* database, context.database());
  connect::ConnectionStore store(*database);
  SEXTANT_TRY(auto connection, connect::find_connection(store, name));
  if (change.note && change.note->size() > kNoteMax) return failure("connection.bad_note", "");
  if (change.regions) {
    SEXTANT_TRY_VOID(check_regions(connection, *change.regions));
    connection.regions = *change.regions;
  }
  if (change.is_on) connection.is_on = *change.is_on;
  if (change.note) connection.note = *change.note;
  if (!change.is_empty()) SEXTANT_TRY_VOID(store.update(connection));
  return connection;
}

Result<std::vector<connect::Connection>> list_connections(Context& context) {
  SEXTANT_TRY(auto* database, context.database());
  return connect::ConnectionStore(*database).list();
}

std::vector<std::string> split_regions(std::string_view text) {
  std::vector<std::string> out;
  if (trim(text).empty()) return out;
  for (const std::string& part : split(text, ',')) out.emplace_back(trim(part));
  return out;
}

json::value last_check_json(const connect::Connection& connection) {
  if (connection.last_check.empty() || !connect::read_summary(connection.last_check))
    return nullptr;
  boost::system::error_code error;
  json::value report = json::parse(connection.last_check, error);
  return error ? json::value(nullptr) : report;
}

json::object to_json(const connect::Connection& connection) {
  json::object out = {
      {"name", connection.name},
      {"method", connection.method == connect::Method::kRole ? "role" : "profile"},
      {"state", connection.state == connect::ConnectionState::kPending ? "pending" : "connected"},
      {"on", connection.is_on},
      {"profile", connection.profile},
      {"role_arn", connection.role_arn},
      {"external_id", connection.external_id},
      {"account_id", connection.account_id},
      {"account_name", connection.account_name},
      {"account_kind", connection.account_kind},
      {"organization_id", connection.organization_id},
      {"is_organization_setup", connection.is_organization_setup},
      {"regions", json::array(connection.regions.begin(), connection.regions.end())},
      {"note", connection.note},
      {"created_at", format_rfc3339(connection.created_at)},
      {"expires_at", time_or_null(connection.expires_at)},
      {"last_check_at", time_or_null(connection.last_check_at)},
      {"last_check_status", nullptr},
      {"last_check", last_check_json(connection)}};
  if (const auto summary = connect::read_summary(connection.last_check))
    out["last_check_status"] = connect::to_text(summary->status);
  return out;
}

}  // namespace sextant::operations
