#include "base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

namespace sextant {
namespace {

namespace fs = std::filesystem;

// An open file that closes itself.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags, unsigned mode = 0)
      : fd_(open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

Error file_error(const fs::path& path, int error, bool writing) {
  std::string code = writing ? "file.unwritable" : "file.unreadable";
  // What is to be written makes its file: it is the folder that is missing.
  const bool lacks_folder = writing && error == ENOENT && path.has_parent_path();
  if (error == ENOENT) code = "file.not_found";
  if (error == ENOTDIR) code = "file.not_a_folder";
  if (error == EACCES || error == EPERM || error == EROFS) code = "file.denied";
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) code = "file.disk_full";
  return Error{code, fmt::format("{}: {}", path.string(), std::strerror(error))}.with(
      "path", (lacks_folder ? path.parent_path() : path).string());
}

Result<void> write_all(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failure(file_error(path, errno, true));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> sync_folder(const fs::path& folder) {
  const Descriptor fd(folder.empty() ? fs::path(".") : folder, O_RDONLY | O_DIRECTORY);
  if (!fd || fsync(fd.get()) != 0) return failure(file_error(folder, errno, true));
  return {};
}

Result<void> rename_durably(const fs::path& from, const fs::path& to) {
  if (rename(from.c_str(), to.c_str()) != 0) return failure(file_error(to, errno, true));
  return sync_folder(to.parent_path());
}

fs::path temporary_beside(const fs::path& path) {
  static std::atomic<unsigned> counter = 0;
  return path.parent_path() / fmt::format(".{}{}{}-{}", path.filename().string(), kTemporaryMark,
                                          getpid(), counter.fetch_add(1));
}

}  // namespace

Result<std::string> SystemFiles::read(const fs::path& path, std::uint64_t bytes_max) {
  const Descriptor fd(path, O_RDONLY);
  if (!fd) return failure(file_error(path, errno, false));
  std::string out;
  std::string block(64U << 10U, '\0');
  while (true) {
    const ssize_t got = ::read(fd.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(file_error(path, errno, false));
    if (got == 0) return out;
    out.append(block, 0, static_cast<std::size_t>(got));
    if (out.size() > bytes_max) {
      return failure(Error{"file.too_large",
                           fmt::format("{} has more than {} bytes", path.string(), bytes_max)}
                         .with("path", path.string()));
    }
  }
}

Result<void> SystemFiles::write_atomically(const fs::path& path, std::string_view bytes,
                                           unsigned mode) {
  const fs::path temporary = temporary_beside(path);
  const auto write_temporary = [&]() -> Result<void> {
    const Descriptor fd(temporary, O_WRONLY | O_CREAT | O_EXCL, mode);
    if (!fd) return failure(file_error(path, errno, true));
    SEXTANT_TRY_VOID(write_all(fd.get(), bytes, path));
    if (fchmod(fd.get(), mode) != 0 || fsync(fd.get()) != 0)
      return failure(file_error(path, errno, true));
    return {};
  };
  auto done = write_temporary();
  if (done) done = rename_durably(temporary, path);
  if (!done) unlink(temporary.c_str());
  return done;
}

Result<void> SystemFiles::append_durably(const fs::path& path, std::string_view bytes) {
  const Descriptor fd(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (!fd) return failure(file_error(path, errno, true));
  SEXTANT_TRY_VOID(write_all(fd.get(), bytes, path));
  if (fsync(fd.get()) != 0) return failure(file_error(path, errno, true));
  return {};
}

Result<void> SystemFiles::publish(const fs::path& from, const fs::path& to) {
  {
    const Descriptor fd(from, O_RDONLY);
    if (!fd || fchmod(fd.get(), 0600) != 0 || fsync(fd.get()) != 0) {
      return failure(file_error(from, errno, true));
    }
  }
  return rename_durably(from, to);
}

Result<void> SystemFiles::make_folders(const fs::path& path) {
  fs::path built;
  for (const fs::path& part : path) {
    built /= part;
    if (mkdir(built.c_str(), 0700) != 0 && errno != EEXIST && !exists(built)) {
      return failure(file_error(built, errno, true));
    }
  }
  if (!fs::is_directory(path)) return failure(file_error(path, ENOTDIR, true));
  return {};
}

Result<bool> SystemFiles::remove(const fs::path& path) {
  std::error_code error;
  const auto removed = fs::remove_all(path, error);
  if (error) return failure(file_error(path, error.value(), true));
  return removed > 0;
}

bool SystemFiles::exists(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

Result<std::vector<std::string>> SystemFiles::list(const fs::path& folder) {
  std::error_code error;
  std::vector<std::string> names;
  fs::directory_iterator entry(folder, error);
  if (error == std::errc::no_such_file_or_directory) return names;
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (error) return failure(file_error(folder, error.value(), false));
  std::ranges::sort(names);
  return names;
}

}  // namespace sextant
