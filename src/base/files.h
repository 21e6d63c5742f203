#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace sextant {

// The file system as the program uses it: the one way to read, write and list files (DuckDB and
// SQLite aside). Tests pass one that refuses, fills up or crashes. Implementations are thread-safe.
//
// Errors: file.not_found, file.denied, file.disk_full, file.too_large, file.unreadable,
// file.unwritable; the fact "path" names the file.
class Files {
 public:
  static constexpr std::uint64_t kReadMax = 64ULL << 20U;

  virtual ~Files() = default;
  // The whole file; file.too_large past `bytes_max`.
  virtual Result<std::string> read(const std::filesystem::path& path,
                                   std::uint64_t bytes_max = kReadMax) = 0;
  // Replaces the file so that a reader, or a crash, sees the old or the new text and nothing
  // between: temporary file beside it, fsync, rename, fsync of the folder. `mode` is that of the
  // new file.
  virtual Result<void> write_atomically(const std::filesystem::path& path, std::string_view bytes,
                                        unsigned mode = 0600) = 0;
  // Appends and makes it durable before returning. Creates the file with mode 0600.
  virtual Result<void> append_durably(const std::filesystem::path& path,
                                      std::string_view bytes) = 0;
  // fsync of a finished file, rename over `to`, fsync of the folder. For files that a library
  // wrote.
  virtual Result<void> publish(const std::filesystem::path& from,
                               const std::filesystem::path& to) = 0;
  // With parents; new folders get mode 0700.
  virtual Result<void> make_folders(const std::filesystem::path& path) = 0;
  // Removes a file or a whole tree; true where there was something.
  virtual Result<bool> remove(const std::filesystem::path& path) = 0;
  virtual bool exists(const std::filesystem::path& path) = 0;
  // Names (not paths) in the folder, sorted; empty where it does not exist.
  virtual Result<std::vector<std::string>> list(const std::filesystem::path& folder) = 0;
};

class SystemFiles final : public Files {
 public:
  Result<std::string> read(const std::filesystem::path& path, std::uint64_t bytes_max) override;
  Result<void> write_atomically(const std::filesystem::path& path, std::string_view bytes,
                                unsigned mode) override;
  Result<void> append_durably(const std::filesystem::path& path, std::string_view bytes) override;
  Result<void> publish(const std::filesystem::path& from, const std::filesystem::path& to) override;
  Result<void> make_folders(const std::filesystem::path& path) override;
  Result<bool> remove(const std::filesystem::path& path) override;
  bool exists(const std::filesystem::path& path) override;
  Result<std::vector<std::string>> list(const std::filesystem::path& folder) override;
};

// Every file that `write_atomically` has not finished yet carries this in its name, so that
// leftovers of a crash can be found.
inline constexpr std::string_view kTemporaryMark = ".sextant-tmp-";

}  // namespace sextant
