#pragma once

#include <functional>
#include <memory>

#include "cli/context.h"

namespace CLI {
class App;
}

namespace sextant::cli {

// What a chosen command runs, set by its CLI11 callback while the line is parsed; main runs it
// afterwards.
struct Chosen {
  std::function<int(Context&)> run;
};

// Each adds the commands of one area to `app`. Option values live in shared structs that the
// callbacks hold. CLI11 costs 5 s a file, so only the bind_*.cpp files include it; what a command
// does stands in plain functions beside them.
void bind_aws(CLI::App& app, Chosen& chosen);       // aws call
void bind_identity(CLI::App& app, Chosen& chosen);  // profiles, sso login|accounts|add-profile
void bind_connect(CLI::App& app,
                  Chosen& chosen);  // connect, accounts, check, connection, disconnect, policy
void bind_sync(CLI::App& app, Chosen& chosen);     // sync
void bind_answers(CLI::App& app, Chosen& chosen);  // cost, forecast, query
void bind_serve(CLI::App& app, Chosen& chosen);    // serve, link, token
void bind_mcp(CLI::App& app, Chosen& chosen);      // mcp, mcp install|log

// The whole command tree.
std::unique_ptr<CLI::App> make_app(Chosen& chosen);
// Scripts for a shell, and the man page, drawn from the tree.
void bind_shell_help(CLI::App& app, Chosen& chosen);  // completion bash|zsh, man

}  // namespace sextant::cli
