// The way of a request from raw bytes to a handler: the guard of its head, its target, the routes,
// the checks of parameters and body. The input is a head, an empty line and a body, as on the wire.
#include <boost/json/serialize.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "http/request_guard.h"
#include "web/contract.h"
#include "web/origin.h"

namespace {

using namespace sextant;

// What a handler would be given must satisfy what it relies on.
void require(bool holds) {
  if (!holds) std::abort();
}

void read(std::string_view method, std::string_view target_text, std::string_view body) {
  const auto target = web::parse_target(target_text);
  if (!target) return;
  for (const std::string& segment : target->segments)
    require(segment != ".." && is_valid_utf8(segment) && segment.find('\0') == std::string::npos);
  const auto operation = web::Contract::of_program().find(method, *target);
  if (!operation) return;
  const auto parameters = web::Contract::read_parameters(**operation, *target);
  if (parameters) {
    for (const web::ParameterSpec& parameter : (*operation)->parameters)
      require(!parameter.is_required || parameters->contains(parameter.name));
    require(is_valid_utf8(boost::json::serialize(*parameters)));
  } else {
    (void)boost::json::serialize(web::problem_json(parameters.error()));
  }
  const auto read_body = web::Contract::read_body(**operation, "application/json", body);
  if (!read_body) (void)boost::json::serialize(web::problem_json(read_body.error()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  const std::string_view head = bytes.substr(0, end + 4);
  if (http::check_head(head, {})) return 0;
  require(!http::has_lone_line_feed(head, '\0'));
  const std::string_view line = head.substr(0, head.find("\r\n"));
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  static const web::OriginCheck origins({"127.0.0.1", 7390});
  const http::ServerRequest request{
      "POST",
      "/",
      {{"Host", std::string(line)}, {"Origin", std::string(bytes.substr(0, 300))}},
      "",
      ""};
  (void)origins.check_host(request);
  (void)origins.check_origin(request);
  read(line.substr(0, first), line.substr(first + 1, last - first - 1), bytes.substr(end + 4));
  return 0;
}
