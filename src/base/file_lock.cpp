#include "base/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/text.h"

namespace sextant {
namespace {

Error lock_error(const std::filesystem::path& path, int error) {
  std::string code = "file.unwritable";
  if (error == EACCES || error == EPERM || error == EROFS) code = "file.denied";
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) code = "file.disk_full";
  return Error{code, fmt::format("{}: {}", path.string(), std::strerror(error))}.with(
      "path", path.string());
}

std::string read_holder(int fd) {
  std::array<char, 32> text{};
  const ssize_t size = pread(fd, text.data(), text.size(), 0);
  const std::string_view holder =
      trim(std::string_view(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0));
  return holder.empty() ? "?" : for_terminal(holder);
}

}  // namespace

Result<FileLock> FileLock::acquire(const std::filesystem::path& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return failure(lock_error(path, errno));
  FileLock lock(fd);
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return failure(lock_error(path, errno));
    const std::string holder = read_holder(fd);
    return failure(Error{"file.locked", fmt::format("process {} holds {}", holder, path.string())}
                       .with("path", path.string())
                       .with("holder", holder));
  }
  // Only a help for people: that it could not be written does not weaken the lock.
  const std::string holder = fmt::format("{}\n", getpid());
  if (ftruncate(fd, 0) == 0) (void)!pwrite(fd, holder.data(), holder.size(), 0);
  return lock;
}

bool FileLock::is_held(const std::filesystem::path& path) {
  const FileLock probe(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  // Shared, so that those who only look are not in each other's way.
  return probe.fd_ >= 0 && flock(probe.fd_, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
FileLock::~FileLock() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace sextant
