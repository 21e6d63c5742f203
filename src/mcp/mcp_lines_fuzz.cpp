// What a client may send over standard input, line by line, to a server with tools that answer,
// ask and tell progress. Whatever comes back is a message.
#include <boost/json/parse.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

#include "base/text.h"
#include "mcp/stdio.h"
#include "mcp/testing/fuzzed_server.h"

namespace {

using namespace sextant;

class TextLines final : public mcp::LineSource {
 public:
  explicit TextLines(std::string_view text) : text_(text) {}
  std::optional<std::string> next(std::size_t bytes_max) override {
    if (text_.empty()) return std::nullopt;
    const std::size_t end = std::min(text_.find('\n'), text_.size());
    std::string line(text_.substr(0, std::min(end, bytes_max + 1)));
    text_.remove_prefix(std::min(end + 1, text_.size()));
    return line;
  }

 private:
  std::string_view text_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static mcp::testing::FuzzedServer fuzzed;
  TextLines lines(std::string_view(reinterpret_cast<const char*>(data), size));
  std::ostringstream out;
  mcp::serve_lines(fuzzed.server, lines, out,
                   {.at_once_max = 2, .grace = std::chrono::milliseconds(20)}, {});
  for (const std::string& line : split(out.str(), '\n')) {
    if (line.empty()) continue;
    boost::system::error_code wrong;
    const auto message = boost::json::parse(line, wrong);
    if (wrong || !message.is_object() || !message.as_object().contains("jsonrpc")) std::abort();
  }
  return 0;
}
