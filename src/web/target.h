#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "web/problem.h"

namespace sextant::web {

// The target of a request, decoded: "/connections/prod%2Feu?by=service" has the segments
// "connections", "prod/eu" and the pair by=service. A plain value.
struct Target {
  std::string path;  // as sent, undecoded, without the query
  std::vector<std::string> segments;
  std::vector<std::pair<std::string, std::string>> query;
};

// Error: web.invalid where an escape is malformed, the text is not UTF-8 or holds control
// characters, a segment is "." or "..", or there are more than 500 pairs.
Outcome<Target> parse_target(std::string_view target);

// "a=1&b=2" of a form or a query; "+" is a space. Errors as above.
Outcome<std::vector<std::pair<std::string, std::string>>> parse_pairs(std::string_view text);

}  // namespace sextant::web
