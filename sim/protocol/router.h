#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "http/server.h"
#include "sim/protocol/target.h"
#include "sim/service.h"

namespace sextant::sim {

// Which operation of which service a request is for.
struct Route {
  const Service* service = nullptr;      // nullptr: no service of ours
  const Operation* operation = nullptr;  // nullptr: the service has none of that name
  Protocol protocol = Protocol::kJson11;
  std::string operation_name;  // as the request has it
  boost::json::object labels;  // of the path
};

// `scope_service` is the service that the request is signed for, "" where it is not signed.
// `form` are the pairs of a query or ec2 request, from the body or the target.
Route find_route(const Registry& registry, const http::ServerRequest& request, const Target& target,
                 const std::vector<Target::Pair>& form, std::string_view scope_service);

// Where `path` fits `pattern` ("/clusters/{name}", "/{Bucket}/{Key+}"), adds the labels and returns
// true.
bool match_path(std::string_view pattern, std::string_view path, boost::json::object& labels);

}  // namespace sextant::sim
