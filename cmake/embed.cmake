# cmake -DOUT=<file.cpp> -DROOT=<folder> -DFILES=<a;b> [-DPACKED=<folder>] -P embed.cmake
# Writes a C++ file that holds the named files (paths below ROOT) as bytes, by way of the assembler's .incbin.
set(entries "")
set(assembly "")
set(declarations "")
set(index 0)
foreach(path IN LISTS FILES)
  if(path MATCHES "^(.*)=(.*)$")
    set(name "${CMAKE_MATCH_1}")
    set(source "${CMAKE_MATCH_2}")
  else()
    set(name "${path}")
    set(source "${ROOT}/${path}")
  endif()
  string(APPEND assembly "    \".balign 8\\nsextant_embedded_${index}:\\n.incbin \\\"${source}\\\"\\nsextant_embedded_${index}_end:\\n\"\n")
  string(APPEND declarations "extern const char sextant_embedded_${index}[];\nextern const char sextant_embedded_${index}_end[];\n")
  string(APPEND entries "    {\"${name}\", {sextant_embedded_${index}, static_cast<std::size_t>(sextant_embedded_${index}_end - sextant_embedded_${index})}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE "${OUT}" "// Written by cmake/embed.cmake.
#include <algorithm>

#include \"base/embedded.h\"

asm(
    \".section .rodata\\n\"
${assembly}    \".previous\\n\");

extern \"C\" {
${declarations}}

namespace sextant {

const std::vector<EmbeddedFile>& embedded_files() {
  static const auto* files = [] {
    auto* made = new std::vector<EmbeddedFile>{
${entries}    };
    std::ranges::sort(*made, {}, &EmbeddedFile::path);
    return made;
  }();
  return *files;
}

std::string_view embedded_file(std::string_view path) {
  const auto& files = embedded_files();
  const auto found = std::ranges::lower_bound(files, path, {}, &EmbeddedFile::path);
  return found != files.end() && found->path == path ? found->bytes : std::string_view();
}

std::vector<EmbeddedFile> embedded_files_below(std::string_view prefix) {
  std::vector<EmbeddedFile> out;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path.starts_with(prefix)) out.push_back(file);
  }
  return out;
}

}  // namespace sextant
")
