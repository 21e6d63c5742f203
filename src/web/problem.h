#pragma once

#include <boost/json/object.hpp>

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sextant::web {

// Something that a person must agree to before it is done: a program to run, a file to write, a
// host that is not AWS's to call. A request that carries `id` in its `consents` says that a person
// has agreed to exactly this. A plain value.
struct Consent {
  std::string id;
  std::string kind;  // "run_program", "write_file", "foreign_host"
  std::string what;  // the program's line, the file's path, the host
  std::string why;
};

// Why a request, or a task, did not succeed. The facts "take" (what it would take to answer the
// question) and "field" (the part of the request that is wrong) of the error are told in members of
// their own. Made from an Error without a word, so that SEXTANT_TRY works in handlers. A plain
// value.
struct Failure {
  Error error;
  std::vector<Consent> consents = {};  // of web.consent_needed

  Failure(Error of) : error(std::move(of)) {}  // NOLINT(google-explicit-constructor)
  Failure(Error of, std::vector<Consent> needed)
      : error(std::move(of)), consents(std::move(needed)) {}
};

// The value, or the reason that there is none, for handlers and tasks.
template <typename T>
using Outcome = std::expected<T, Failure>;

// A failure that names the part of the request that is wrong: a member of the body as
// "picks[3].role", a parameter by its name.
std::unexpected<Failure> wrong_field(std::string code, std::string field, std::string detail);

// The HTTP status that an error code is told with: the one place where that is decided.
int status_of(std::string_view code);

// The problem of RFC 9457 (schema Problem of the API), in the words of the error catalog. Nothing
// in it is secret.
boost::json::object problem_json(const Failure& failure);

}  // namespace sextant::web
