#include "connect/connection.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/civil_time.h"
#include "base/text.h"

namespace sextant::connect {
namespace {

constexpr std::string_view kColumns =
    "name, cloud, method, profile, role_arn, external_id, account_id, account_name, "
    "organization_id,"
    " account_kind, is_organization_setup, regions, is_on, note, state, created_at, expires_at,"
    " last_check_at, last_check, role_name";

// A time that somebody else wrote into the file wrongly counts as none.
std::optional<WallTime> optional_time(const std::string& text) {
  const auto time = parse_rfc3339(text);
  return time ? std::optional(*time) : std::nullopt;
}

std::string optional_text(const std::optional<WallTime>& time) {
  return time ? format_rfc3339(*time) : "";
}

Connection read(const state::Row& row) {
  Connection out;
  out.name = row.text(0);
  out.method = row.text(2) == "role" ? Method::kRole : Method::kProfile;
  out.profile = row.text(3);
  out.role_arn = row.text(4);
  out.external_id = row.text(5);
  out.account_id = row.text(6);
  out.account_name = row.text(7);
  out.organization_id = row.text(8);
  out.account_kind = row.text(9);
  out.is_organization_setup = row.integer(10) != 0;
  if (const std::string regions = row.text(11); !regions.empty()) out.regions = split(regions, ',');
  out.is_on = row.integer(12) != 0;
  out.note = row.text(13);
  out.state = row.text(14) == "pending" ? ConnectionState::kPending : ConnectionState::kConnected;
  out.created_at = optional_time(row.text(15)).value_or(WallTime{});
  out.expires_at = optional_time(row.text(16));
  out.last_check_at = optional_time(row.text(17));
  out.last_check = row.text(18);
  out.role_name = row.text(19);
  return out;
}

std::vector<state::Value> write(const Connection& connection) {
  return {connection.name,
          "aws",
          connection.method == Method::kRole ? "role" : "profile",
          connection.profile,
          connection.role_arn,
          connection.external_id,
          connection.account_id,
          connection.account_name,
          connection.organization_id,
          connection.account_kind,
          std::int64_t{connection.is_organization_setup},
          join(connection.regions, ","),
          std::int64_t{connection.is_on},
          connection.note,
          connection.state == ConnectionState::kPending ? "pending" : "connected",
          format_rfc3339(connection.created_at),
          optional_text(connection.expires_at),
          optional_text(connection.last_check_at),
          connection.last_check,
          connection.role_name};
}

}  // namespace

aws::Identity Connection::identity() const {
  aws::Identity out;
  if (!profile.empty()) out.profile = profile;
  if (method == Method::kRole) {
    out.role_arn = role_arn;
    out.external_id = external_id;
  }
  return out;
}

Result<std::vector<Connection>> ConnectionStore::list() const {
  std::vector<Connection> out;
  SEXTANT_TRY_VOID(database_.run(fmt::format("SELECT {} FROM connections ORDER BY name", kColumns),
                                 {}, [&](const state::Row& row) { out.push_back(read(row)); }));
  return out;
}

Result<Connection> ConnectionStore::get(const std::string& name) const {
  SEXTANT_TRY(const auto all, list());
  std::vector<std::string> names;
  for (const Connection& connection : all) {
    if (connection.name == name) return connection;
    names.push_back(connection.name);
  }
  const auto near = nearest(name, names);
  const std::string known = names.empty() ? "there is none yet" : join(names, ", ");
  return failure(Error{
      "connection.not_found",
      near.empty() ? fmt::format("known names: {}", known)
                   : fmt::format("did you mean {}? known names: {}", join(near, " or "), known)}
                     .with("name", name));
}

Result<void> ConnectionStore::add(const Connection& connection) {
  return database_.transaction([&]() -> Result<void> {
    SEXTANT_TRY_VOID(database_.run(
        fmt::format("INSERT INTO connections({}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                    " ON CONFLICT(name) DO NOTHING",
                    kColumns),
        write(connection)));
    if (database_.changes() == 1) return {};
    return failure(Error{"connection.exists", connection.name}.with("name", connection.name));
  });
}

Result<void> ConnectionStore::update(const Connection& connection) {
  return database_.transaction([&]() -> Result<void> {
    auto values = write(connection);
    values.push_back(connection.name);
    SEXTANT_TRY_VOID(
        database_.run(fmt::format("UPDATE connections SET ({}) = "
                                  "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) WHERE name = ?",
                                  kColumns),
                      values));
    if (database_.changes() == 1) return {};
    return failure(Error{"connection.not_found", connection.name}.with("name", connection.name));
  });
}

Result<void> ConnectionStore::remove(const std::string& name) {
  return database_.transaction([&]() -> Result<void> {
    SEXTANT_TRY_VOID(database_.run("DELETE FROM connections WHERE name = ?", {name}));
    if (database_.changes() == 1) return {};
    return failure(Error{"connection.not_found", name}.with("name", name));
  });
}

}  // namespace sextant::connect
