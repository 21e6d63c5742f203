#pragma once

#include <boost/json/object.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/environment.h"
#include "base/files.h"
#include "base/result.h"

namespace sextant::assistant {

// A program that talks to MCP servers, and where it keeps which. A plain value.
struct Client {
  std::string id;    // "claude-code"
  std::string name;  // "Claude Code"
  std::filesystem::path path;
  std::string member;  // of the root object: "mcpServers"
};
// All that are known, with the paths that they use on this machine.
std::vector<Client> clients(const Environment& environment);
// Error: usage.mcp.
Result<Client> find_client(std::string_view id, const Environment& environment);

// The file of this program, by its whole path. Error: assistant.no_program.
Result<std::filesystem::path> this_program();
// What a client is told: how to start this program, as JSON. Variables that say where Sextant and
// AWS keep their files are passed on; no secret is.
boost::json::object server_entry(const std::filesystem::path& program,
                                 const Environment& environment, const Client& client);
// The same as a file of its own, for people.
std::string entry_text(const Client& client, const boost::json::object& entry);

// The client's file with the entry in it, and all else as it is, byte for byte. nullopt where the
// entry is there already. Errors: assistant.client_file (it is no JSON that can be changed safely),
// file.*.
Result<std::optional<std::string>> with_entry(Files& files, const Client& client,
                                              const boost::json::object& entry);
// Replaces the file by `text`, at once, and keeps its mode. Where it is a link, what it leads to.
// Errors: file.*.
Result<void> write_client_file(Files& files, const Client& client, std::string_view text);

}  // namespace sextant::assistant
