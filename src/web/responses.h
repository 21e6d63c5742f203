#pragma once

#include <boost/json/value.hpp>

#include <functional>
#include <string>

#include "base/clock.h"
#include "http/server.h"
#include "web/api.h"
#include "web/problem.h"

namespace sextant::web {

// Whether the one who follows a stream may still do so; asked once in a while.
using StillValid = std::function<bool()>;

// What a handler has answered, as HTTP.
http::ServerResponse to_response(Reply reply, const http::ServerRequest& request,
                                 const Clock& clock, StillValid is_still_valid);
// A failure as a problem, with the headers that its status asks for.
http::ServerResponse to_response(const Failure& failure);
http::ServerResponse text_response(int status, std::string content_type, std::string body);

// Headers of every answer: what a browser may load and from where, that nothing guesses types,
// frames the page or reads it from elsewhere.
void add_safety_headers(http::ServerResponse& response);

// `file_name` for Content-Disposition, whatever it holds (RFC 6266, RFC 8187).
std::string attachment_header(const std::string& file_name);

}  // namespace sextant::web
