#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
// A digest of it, to be agreed to by name.
std::string digest_of(const std::vector<operations::Consent>& consents);

}  // namespace sextant::assistant
