#pragma once

#include <string_view>
#include <vector>

namespace sextant {

// A file that the build put into the program (cmake/embed.cmake): "catalog/errors/http.yaml".
struct EmbeddedFile {
  std::string_view path;
  std::string_view bytes;
};

// All of them, sorted by path; they live as long as the program.
const std::vector<EmbeddedFile>& embedded_files();
// The bytes of one; empty where there is none.
std::string_view embedded_file(std::string_view path);
// All whose path begins with `prefix`.
std::vector<EmbeddedFile> embedded_files_below(std::string_view prefix);

}  // namespace sextant
