#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/call_context.h"
#include "http/message.h"
#include "web/event_source.h"
#include "web/problem.h"

namespace sextant::web {

// What a caller may do; each scope includes those before it.
enum class Scope { kRead, kOperate };
std::string_view name_of(Scope scope);  // "read"
std::optional<Scope> parse_scope(std::string_view text);

// Who asks. A plain value without a secret.
struct Caller {
  enum class Kind { kSession, kToken };
  Kind kind = Kind::kSession;
  Scope scope = Scope::kRead;
  std::string id;    // of the session or token; never its text
  std::string name;  // of the token; "" for a session
};

// A request whose parts the contract (catalog/api/openapi.yaml) has found right: names, types,
// limits, required parts; what is absent and has a default is filled in. Handed to one handler.
class ApiRequest {
 public:
  std::string operation_id;
  // Path and query parameters by name, typed as their schemas say: a string, integer, boolean, or
  // an array of them.
  boost::json::object parameters;
  boost::json::object body;  // empty where the operation takes none
  Caller caller;
  CallContext call;           // ends when the client goes or the server stops
  std::string last_event_id;  // as sent by a browser that goes on with a stream; else ""

  // Parameters by name. Asking for another type than the contract's is a broken invariant (throws).
  std::optional<std::string> text(std::string_view name) const;
  std::string required_text(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;  // empty where absent
  std::optional<std::int64_t> integer(std::string_view name) const;
  bool flag(std::string_view name) const;  // false where absent

  // The same of the members of `body`.
  std::optional<std::string> body_text(std::string_view name) const;
  std::string required_body_text(std::string_view name) const;
  std::vector<std::string> body_texts(std::string_view name) const;
  std::optional<std::int64_t> body_integer(std::string_view name) const;
  bool body_flag(std::string_view name) const;
};

// A file to save. `file_name` is any text; it is made fit for a header.
struct FileReply {
  std::string content_type;
  std::string file_name;
  std::string bytes;
};

// What a handler answers with. Made by the functions below. A plain value.
struct Reply {
  int status = 200;
  std::string json;  // text of the body, where it is JSON
  std::optional<FileReply> file;
  std::shared_ptr<EventSource> events;

  static Reply of(const boost::json::value& value);        // 200
  static Reply created(const boost::json::value& value);   // 201
  static Reply accepted(const boost::json::value& value);  // 202: a task has begun
  static Reply no_content();                               // 204
  static Reply download(FileReply file);                   // 200, to be saved
  static Reply stream(std::shared_ptr<EventSource> events);
};

using Handler = std::function<Outcome<Reply>(const ApiRequest&)>;

// The handlers by operationId. Filled before the server starts, then read by many threads, so a
// handler is thread-safe. Each blocks a thread of the pool: what takes longer than some seconds is
// a task (web/tasks.h).
class HandlerTable {
 public:
  // Two handlers of one operation are a broken invariant (throws).
  void add(std::string operation_id, Handler handler);
  const Handler* find(std::string_view operation_id) const;
  std::vector<std::string> operation_ids() const;

 private:
  std::map<std::string, Handler, std::less<>> handlers_;
};

}  // namespace sextant::web
