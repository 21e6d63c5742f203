#pragma once

#include <expected>
#include <string>

#include "http/server.h"
#include "sim/protocol/router.h"
#include "sim/protocol/target.h"
#include "sim/service.h"

namespace sextant::sim {

// The operation's input as one tree (see JsonOperation). The fault is that of a body that cannot be
// read.
std::expected<json::object, Fault> read_input(const Route& route,
                                              const http::ServerRequest& request,
                                              const Target& target,
                                              const std::vector<Target::Pair>& form);

// The whole response, its request id included.
http::ServerResponse write_answer(const Route& route, const json::object& output,
                                  const std::string& request_id);
http::ServerResponse write_fault(const Route& route, const Fault& fault,
                                 const std::string& request_id);

}  // namespace sextant::sim
