#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/access.h"
#include "base/clock.h"
#include "base/result.h"
#include "state/database.h"

namespace sextant::connect {

enum class Method { kProfile, kRole };
enum class ConnectionState { kPending, kConnected };

// One way to read one cloud. It is not a credential: it names a profile or a role, and holds no
// secret (an external ID is none by AWS's own definition). A plain value.
struct Connection {
  std::string name;
  Method method = Method::kProfile;
  std::string profile;      // the profile, or the base profile of a role; "" = the default order
  std::string role_arn;     // kRole only
  std::string external_id;  // kRole only
  std::string role_name;    // that its set-up asks for; "" for the suggested one
  std::string account_id;   // learned by the check; "" before
  std::string account_name;
  std::string organization_id;
  std::string account_kind;  // "payer", "member", "standalone" or "" where not known
  bool is_organization_setup = false;
  std::vector<std::string> regions;  // empty: all that are enabled
  bool is_on = true;
  std::string note;
  ConnectionState state = ConnectionState::kConnected;
  WallTime created_at{};
  std::optional<WallTime> expires_at;  // of a pending set-up
  std::optional<WallTime> last_check_at;
  std::string last_check;  // JSON of the last report, "" before the first

  aws::Identity identity() const;
};

// Connections in the state file. Thread-safe as the database is.
class ConnectionStore {
 public:
  explicit ConnectionStore(state::Database& database) : database_(database) {}
  Result<std::vector<Connection>> list() const;  // by name
  // Error: connection.not_found, with the nearest names.
  Result<Connection> get(const std::string& name) const;
  // Adds. Error: connection.exists.
  Result<void> add(const Connection& connection);
  // Replaces the one of that name. Error: connection.not_found.
  Result<void> update(const Connection& connection);
  Result<void> remove(const std::string& name);

 private:
  state::Database& database_;
};

}  // namespace sextant::connect
