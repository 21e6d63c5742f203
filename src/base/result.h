#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sextant {

// What a cloud's API said when it refused a call. Never holds a secret.
struct RemoteFault {
  std::string service;     // "ce"
  std::string operation;   // "GetCostAndUsage"
  std::string code;        // "AccessDeniedException"
  std::string message;     // the service's own words
  std::string request_id;  // empty where none was sent
  int http_status = 0;
};

// Why an operation did not succeed, in terms that a person can act on.
//
// `code` ("area.reason") names an entry of catalog/errors/<area>.yaml, which holds the title, the
// likely causes and the fix; `detail` is the particular of this occurrence (a name, a status, the
// server's own words) and never a secret. `facts` fill the placeholders of the entry's texts:
// {"profile", "dev"} fills "{profile}". A plain value: copy and move it freely.
struct Error {
  std::string code;
  std::string detail;
  std::vector<std::pair<std::string, std::string>> facts = {};
  std::optional<RemoteFault> remote = std::nullopt;

  // Adds a fact and returns the error, so that one can be built in one expression.
  Error with(std::string name, std::string value) && {
    facts.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
};

// The value, or the reason that there is none. Every function that touches the world returns one;
// exceptions are left for broken invariants, which no caller can handle.
template <typename T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> failure(std::string code, std::string detail) {
  return std::unexpected(Error{std::move(code), std::move(detail)});
}
inline std::unexpected<Error> failure(Error error) {
  return std::unexpected(std::move(error));
}

}  // namespace sextant

// Binds the value of a Result, or returns its Error from the enclosing function:
//
//   SEXTANT_TRY(auto identity, sts.caller_identity(context));
//   SEXTANT_TRY_VOID(store.save(connection));
#define SEXTANT_TRY(declaration, ...) \
  SEXTANT_TRY_NAMED(SEXTANT_CONCAT(sextant_result_, __COUNTER__), declaration, __VA_ARGS__)
#define SEXTANT_TRY_NAMED(name, declaration, ...)             \
  auto name = (__VA_ARGS__);                                  \
  if (!name) return std::unexpected(std::move(name).error()); \
  declaration = std::move(name).value()
#define SEXTANT_TRY_VOID(...)                               \
  if (auto sextant_status = (__VA_ARGS__); !sextant_status) \
  return std::unexpected(std::move(sextant_status).error())
#define SEXTANT_CONCAT(a, b) SEXTANT_CONCAT_(a, b)
#define SEXTANT_CONCAT_(a, b) a##b
