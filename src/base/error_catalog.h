#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sextant {

// What catalog/errors/*.yaml says of one code. Texts may hold placeholders like "{profile}".
struct ErrorEntry {
  std::string code;
  std::string title;
  std::vector<std::string> causes;  // likeliest first; may be empty
  std::string fix;                  // what to do, commands on lines of their own
};

// The entry of `code`, or nullptr. Entries live as long as the program. Thread-safe.
const ErrorEntry* find_error(std::string_view code);
// All entries, sorted by code.
const std::vector<ErrorEntry>& all_errors();

// An error in the catalog's words, with placeholders filled from its facts (an unknown one is shown
// as <name>). Everything in it is redacted and safe for a terminal; line breaks in `fix` stay.
struct ExplainedError {
  std::string code;
  std::string title;
  std::string detail;
  std::vector<std::string> causes;
  std::string fix;
};
ExplainedError explain(const Error& error);

}  // namespace sextant
