#pragma once

#include <string_view>

#include "base/text.h"

namespace sextant::lake {

// A statement without the semicolons behind it, so that it can stand within parentheses. A comment
// at its end ends with a line, which has to be put behind it.
inline std::string_view statement_body(std::string_view sql) {
  std::string_view body = trim(sql);
  while (body.ends_with(';')) body = trim(body.substr(0, body.size() - 1));
  return body;
}

}  // namespace sextant::lake
