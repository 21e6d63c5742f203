// What a client may send to the HTTP endpoint: lines of headers, an empty line, a body. Whatever
// comes back is a message, and a status that fits.
#include <boost/json/parse.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "mcp/http_endpoint.h"
#include "mcp/testing/fuzzed_server.h"

namespace {

using namespace sextant;

class Discarding final : public http::BodyWriter {
 public:
  bool write(std::string_view piece) override { return ++count_ < 8 && !piece.empty(); }
  bool client_gone() override { return false; }

 private:
  int count_ = 0;
};

http::ServerRequest read_request(std::string_view bytes) {
  http::ServerRequest request{"POST", "/mcp", {}, "", "127.0.0.1"};
  const std::size_t end = bytes.find("\n\n");
  for (const std::string& line : split(bytes.substr(0, end), '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) {
      if (line == "GET" || line == "DELETE") request.method = line;
      continue;
    }
    request.headers.add(line.substr(0, colon), std::string(trim(line.substr(colon + 1))));
  }
  if (end != std::string_view::npos) request.body = std::string(bytes.substr(end + 2));
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static mcp::testing::FuzzedServer fuzzed;
  static mcp::HttpEndpoint endpoint(fuzzed.server, fuzzed.clock, fuzzed.random);
  std::stop_source gone;
  http::ServerRequest request =
      read_request(std::string_view(reinterpret_cast<const char*>(data), size));
  request.gone = gone.get_token();
  http::ServerResponse response = endpoint.handle(request, {"fuzzer", ""});
  if (response.status < 200 || response.status > 499) std::abort();
  if (response.stream) {
    gone.request_stop();
    Discarding writer;
    response.stream(writer);
  } else if (!response.body.empty()) {
    boost::system::error_code wrong;
    if (!boost::json::parse(response.body, wrong).is_object() || wrong) std::abort();
  }
  return 0;
}
