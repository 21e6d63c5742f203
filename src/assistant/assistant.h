#pragma once

#include <memory>

#include "assistant/options.h"
#include "mcp/server.h"
#include "operations/context.h"

namespace sextant::assistant {

class Desk;

// Sextant as an MCP server, for a face to put on a transport. Opens nothing before it is asked
// something that needs it. Thread-safe.
class Assistant {
 public:
  // `context` outlives it.
  Assistant(operations::Context& context, Options options);
  Assistant(const Assistant&) = delete;
  Assistant& operator=(const Assistant&) = delete;
  ~Assistant();

  mcp::Server& server() { return *server_; }

 private:
  std::unique_ptr<Desk> desk_;
  mcp::Registry registry_;
  std::unique_ptr<mcp::Server> server_;
};

}  // namespace sextant::assistant
