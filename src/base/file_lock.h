#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace sextant {

// The right to do something that only one process may do at a time, held as long as this object
// lives. The operating system ends it with the process however that ends, so the lock of a dead
// process is never in the way. The file stays; it names the holder. Movable; not for use across
// fork.
class FileLock {
 public:
  // Does not wait. Errors: file.locked with the facts "path" and "holder" (a process id, or "?"),
  // file.denied, file.disk_full, file.unwritable.
  static Result<FileLock> acquire(const std::filesystem::path& path);
  // Whether somebody, this process included, holds it now. False where the file cannot be read.
  static bool is_held(const std::filesystem::path& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace sextant
