#pragma once

#include <boost/json/object.hpp>

#include <string_view>
#include <vector>

#include "aws/credentials/profile_report.h"
#include "connect/connection.h"
#include "operations/context.h"

namespace sextant::operations {

// What stands in ~/.aws, where this process looks for it, and which connections read by it.
struct ProfilesView {
  aws::ProfilesReport report;
  std::vector<connect::Connection> connections;
  std::filesystem::path home;  // $HOME
  WallTime now{};
};
// Nothing is asked of AWS, no program is run, and no state is made where there is none. Errors:
// state.*.
Result<ProfilesView> view_profiles(Context& context);

// Its form is stable. The connection of a profile is the one that reads by it, one that is on
// before one that is off.
boost::json::object to_json(const ProfilesView& view);

// Whether the profile signs in, and how that stands: "signed_in", "renewable", "expired",
// "not_signed_in".
bool has_session(const aws::ProfileReport& profile);
std::string_view session_status(const aws::ProfileReport& profile, WallTime now);

}  // namespace sextant::operations
