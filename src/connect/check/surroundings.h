#pragma once

#include <string>
#include <vector>

#include "base/environment.h"
#include "base/files.h"
#include "connect/check/report.h"
#include "connect/connection.h"

namespace sextant::connect {

// What this process reads to find credentials: HOME, the files, the variables that are set (values
// only of those that hold no secret), and the names of profiles. For when the AWS CLI finds an
// identity and Sextant does not.
std::vector<std::string> describe_surroundings(const Environment& environment, Files& files);

// How a profile gets its credentials, as far as that decides what to do when they are refused.
enum class ProfileMethod { kSso, kKeys, kRole, kProcess, kWebIdentity, kEnvironment, kOther };
ProfileMethod method_of(const std::string& profile, const Environment& environment, Files& files);

// Whether AWS refused the credentials themselves, rather than a right.
bool is_credential_error(const Error& error);

// Explains why an identity could not be used, with the command that renews it.
void explain_credentials(CheckStep& step, const Error& error, const std::string& profile,
                         std::chrono::seconds clock_skew, const Environment& environment,
                         Files& files);

}  // namespace sextant::connect
