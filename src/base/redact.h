#pragma once

#include <string>
#include <string_view>

namespace sextant {

// `text` with everything secret replaced by "[hidden]": the text of every Secret seen by this
// process (8 characters or more), and what looks like one: values of authorization headers and
// token fields, X-Amz-Signature and X-Amz-Security-Token. Every log line, error and crash message
// passes through it. Thread-safe.
std::string redact(std::string_view text);

namespace internal {
// Called by Secret: makes its text known to `redact` for the rest of the process.
void remember_secret(std::string_view text);
}  // namespace internal

}  // namespace sextant
