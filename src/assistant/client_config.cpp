#include "assistant/client_config.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <utility>

#include "base/json_text.h"
#include "base/process.h"
#include "base/text.h"

namespace sextant::assistant {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kName = "sextant";
constexpr std::uint64_t kFileBytesMax = 32U << 20U;
constexpr int kIndent = 2;

fs::path config_home(const Environment& environment) {
  const auto set = environment.get_non_empty("XDG_CONFIG_HOME");
  return set ? fs::path(*set) : environment.home() / ".config";
}

// A member of an object in a text of JSON: where its value begins and ends.
struct Span {
  std::string name;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Finds its way in a text that a parser has found to be JSON.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // The members of the object that begins at `at`.
  std::vector<Span> members(std::size_t at) const {
    std::vector<Span> out;
    at = skip_space(at + 1);
    while (at < text_.size() && text_[at] != '}') {
      const std::size_t name_end = end_of_string(at);
      const std::string name = read_string(at, name_end);
      const std::size_t begin = skip_space(skip_space(name_end) + 1);
      const std::size_t end = end_of_value(begin);
      out.push_back({name, begin, end});
      at = skip_space(end);
      if (at < text_.size() && text_[at] == ',') at = skip_space(at + 1);
    }
    return out;
  }
  std::size_t skip_space(std::size_t at) const {
    while (at < text_.size() && std::string_view(" \t\r\n").find(text_[at]) != std::string::npos)
      ++at;
    return at;
  }

 private:
  std::size_t end_of_string(std::size_t at) const {
    for (++at; at < text_.size() && text_[at] != '"'; ++at)
      if (text_[at] == '\\') ++at;
    return at + 1;
  }
  std::string read_string(std::size_t begin, std::size_t end) const {
    boost::system::error_code wrong;
    const json::value value = json::parse(text_.substr(begin, end - begin), wrong);
    return wrong || !value.is_string() ? "" : std::string(value.get_string());
  }
  std::size_t end_of_value(std::size_t at) const {
    int depth = 0;
    while (at < text_.size()) {
      const char c = text_[at];
      if (c == '"') {
        at = end_of_string(at);
      } else if (depth == 0 && std::string_view(",}] \t\r\n").find(c) != std::string::npos) {
        return at;
      } else {
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        ++at;
      }
      if (depth == 0 && at > 0 && std::string_view("\"}]").find(text_[at - 1]) != std::string::npos)
        return at;
    }
    return at;
  }

  std::string_view text_;
};

std::unexpected<Error> unfit(const Client& client, std::string words) {
  return failure(
      Error{"assistant.client_file", std::move(words)}.with("path", client.path.string()));
}

// Puts `"name": value` first into the object that begins at `at`.
std::string insert_member(std::string_view text, std::size_t at, std::string_view name,
                          const json::value& value, int indent) {
  const Scanner scanner(text);
  const bool is_empty = text[scanner.skip_space(at + 1)] == '}';
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  std::string out(text.substr(0, at + 1));
  out += "\n" + margin + "\"" + std::string(name) + "\": " + pretty_json(value, indent);
  if (is_empty) {
    out += "\n" + margin.substr(kIndent);
    out += text.substr(scanner.skip_space(at + 1));
  } else {
    out += ",";
    out += text.substr(at + 1);
  }
  return out;
}

}  // namespace

std::vector<Client> clients(const Environment& environment) {
  const fs::path home = environment.home();
  const fs::path config = config_home(environment);
  const fs::path desktop = config / "Claude/claude_desktop_config.json";
  const fs::path code = config / "Code/User/mcp.json";
  return {{"claude-code", "Claude Code", home / ".claude.json", "mcpServers"},
          {"claude-desktop", "Claude Desktop", desktop, "mcpServers"},
          {"cursor", "Cursor", home / ".cursor/mcp.json", "mcpServers"},
          {"vscode", "VS Code", code, "servers"}};
}

Result<Client> find_client(std::string_view id, const Environment& environment) {
  std::vector<std::string> ids;
  for (Client& client : clients(environment)) {
    if (client.id == id) return std::move(client);
    ids.push_back(client.id);
  }
  return failure("usage.mcp", "the clients are " + join(ids, ", "));
}

Result<fs::path> this_program() {
  std::error_code error;
  fs::path path = fs::read_symlink(kThisProgram, error);
  if (error) return failure("assistant.no_program", error.message());
  return path;
}

json::object server_entry(const fs::path& program, const Environment& environment,
                          const Client& client) {
  json::object out;
  if (client.id == "claude-code" || client.id == "vscode") out["type"] = "stdio";
  out["command"] = program.string();
  out["args"] = json::array{"mcp"};
  json::object variables;
  // Clients start servers with variables of their own, which may lack these.
  for (const char* name : {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_PROFILE",
                           "AWS_REGION", "AWS_CA_BUNDLE", "AWS_ENDPOINT_URL",
                           "SEXTANT_TRUST_ENDPOINTS", "HTTPS_PROXY", "NO_PROXY"}) {
    const auto value = environment.get_non_empty(name);
    // A proxy's URL may hold a password, which belongs into no file.
    if (value && value->find('@') == std::string::npos) variables[name] = *value;
  }
  if (environment.get_non_empty("SEXTANT_HOME") || environment.get_non_empty("XDG_STATE_HOME"))
    variables["SEXTANT_HOME"] = environment.sextant_home().string();
  if (!variables.empty()) out["env"] = std::move(variables);
  return out;
}

std::string entry_text(const Client& client, const json::object& entry) {
  json::object servers;
  servers[kName] = entry;
  json::object root;
  root[client.member] = std::move(servers);
  return pretty_json(root) + "\n";
}

Result<std::optional<std::string>> with_entry(Files& files, const Client& client,
                                              const json::object& entry) {
  if (!files.exists(client.path)) return entry_text(client, entry);
  SEXTANT_TRY(const std::string text, files.read(client.path, kFileBytesMax));
  const Scanner scanner(text);
  const std::size_t root = scanner.skip_space(0);
  if (root == text.size()) return entry_text(client, entry);
  boost::system::error_code wrong;
  const json::value parsed = json::parse(text, wrong);
  if (wrong) return unfit(client, "it cannot be read as JSON: " + wrong.message());
  if (!parsed.is_object()) return unfit(client, "it holds no object");
  const auto root_members = scanner.members(root);
  const auto servers = std::ranges::find(root_members, client.member, &Span::name);
  if (servers == root_members.end()) {
    json::object made;
    made[kName] = entry;
    return insert_member(text, root, client.member, made, kIndent);
  }
  const json::value& known = parsed.as_object().at(client.member);
  if (!known.is_object()) return unfit(client, client.member + " is no object");
  const auto entries = scanner.members(servers->begin);
  const auto own = std::ranges::find(entries, kName, &Span::name);
  if (own == entries.end()) return insert_member(text, servers->begin, kName, entry, 2 * kIndent);
  if (known.as_object().at(kName) == json::value(entry)) return std::nullopt;
  return text.substr(0, own->begin) + pretty_json(entry, 2 * kIndent) + text.substr(own->end);
}

Result<void> write_client_file(Files& files, const Client& client, std::string_view text) {
  std::error_code error;
  fs::path path = client.path;
  unsigned mode = 0600;
  if (files.exists(path)) {
    if (const fs::path real = fs::canonical(path, error); !error) path = real;
    const auto permissions = fs::status(path, error).permissions();
    if (!error) mode = static_cast<unsigned>(permissions & fs::perms::all);
  } else {
    SEXTANT_TRY_VOID(files.make_folders(path.parent_path()));
  }
  return files.write_atomically(path, text, mode);
}

}  // namespace sextant::assistant
