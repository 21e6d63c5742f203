# Flags that every target of ours is compiled with.
add_library(sextant_options INTERFACE)
target_include_directories(sextant_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(sextant_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
  -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports uninitialised and overlapping memory inside its own std::expected and std::string when it inlines.
  target_compile_options(sextant_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow
    -Wno-array-bounds -Wno-stringop-overread -Wno-dangling-pointer -Wno-free-nonheap-object)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12 uses its own deprecated functions inside std::stable_sort.
  target_compile_options(sextant_options INTERFACE -Wno-deprecated-declarations)
endif()
if(SEXTANT_SANITIZE)
  target_compile_options(sextant_options INTERFACE -fsanitize=${SEXTANT_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(sextant_options INTERFACE -fsanitize=${SEXTANT_SANITIZE})
endif()
