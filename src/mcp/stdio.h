#pragma once

#include <iosfwd>
#include <stop_token>

#include "mcp/server.h"

namespace sextant::mcp {

// Where lines come from. Used by one thread.
class LineSource {
 public:
  virtual ~LineSource() = default;
  // The next line without its end; nullopt where there are no more, or at a stop. One longer than
  // `bytes_max` comes cut to one byte more than that.
  virtual std::optional<std::string> next(std::size_t bytes_max) = 0;
};

// Reads a file descriptor, which it does not close.
class DescriptorLines final : public LineSource {
 public:
  DescriptorLines(int descriptor, std::stop_token stop)
      : descriptor_(descriptor), stop_(std::move(stop)) {}
  std::optional<std::string> next(std::size_t bytes_max) override;

 private:
  bool fill();

  const int descriptor_;
  const std::stop_token stop_;
  std::string buffer_;
  bool is_over_ = false;
};

struct StdioOptions {
  std::size_t at_once_max = 8;  // calls; more wait for their turn
  // How long calls that run may go on once the client has gone.
  std::chrono::milliseconds grace{2000};
};

// Serves one client, a message a line, until the source ends; then calls that run are stopped.
// Nothing but messages is written to `out`.
void serve_lines(Server& server, LineSource& source, std::ostream& out, const StdioOptions& options,
                 const CallContext& context);

}  // namespace sextant::mcp
