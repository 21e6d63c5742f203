# Libraries that we did not write; why each, in docs/decisions/.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(pugixml REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_path(ZSTD_INCLUDE zstd.h REQUIRED)
find_library(ZSTD_LIBRARY zstd REQUIRED)

add_library(zstd_library INTERFACE)
target_include_directories(zstd_library SYSTEM INTERFACE ${ZSTD_INCLUDE})
target_link_libraries(zstd_library INTERFACE ${ZSTD_LIBRARY})

add_library(duckdb SHARED IMPORTED)
set_target_properties(duckdb PROPERTIES
  IMPORTED_LOCATION ${SEXTANT_DEPS}/duckdb/libduckdb.so
  INTERFACE_INCLUDE_DIRECTORIES ${SEXTANT_DEPS}/duckdb)

if(SEXTANT_TESTS)
  find_package(GTest REQUIRED)
  find_path(RAPIDCHECK_INCLUDE rapidcheck.h REQUIRED)
  find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)
  enable_testing()
endif()
