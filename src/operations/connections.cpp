#include "operations/connections.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

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

Result<void> check_regions(const std::vector<std::string>& regions) {
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (!connect::is_region_name(regions[i]) || i == kRegionsMax)
      return failure(Error{"connection.bad_region", ""}.with("region", regions[i]));
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
    SEXTANT_TRY_VOID(check_regions(*change.regions));
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
