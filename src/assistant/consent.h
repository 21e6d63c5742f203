#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mcp/call.h"
#include "operations/consents.h"

namespace sextant::assistant {

// Whether a person can be asked by way of this client.
bool can_ask(const mcp::Call& call);
// A question to a person, which is answered with yes or no. `state` comes back with the answer, and
// says what was agreed to.
mcp::InputRequired ask(std::string_view question, boost::json::object state);
// The answer to it, where `call` brings one: true for yes. Counts only together with a state that
// this server has sealed.
std::optional<bool> answer_to(const mcp::Call& call);
// The state that came back; empty where there is none.
boost::json::object state_of(const mcp::Call& call);

// What is to be agreed to, in lines.
std::string describe(const std::vector<operations::Consent>& consents);
// A digest of it, which is in the state of every question about it under "effects".
std::string digest_of(const std::vector<operations::Consent>& consents);
// The question to be asked before `effects` may happen; nullopt where a person has agreed to just
// these. Errors: assistant.declined, and `not_allowed` where nobody can be asked.
Result<std::optional<mcp::InputRequired>> agree_to(const mcp::Call& call,
                                                   const std::vector<operations::Consent>& effects,
                                                   std::string_view question, Error not_allowed);

}  // namespace sextant::assistant
