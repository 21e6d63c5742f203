#include "web/systemd.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>

namespace sextant::web {

void notify_systemd(const Environment& environment, std::string_view state) {
  const auto path = environment.get_non_empty("NOTIFY_SOCKET");
  sockaddr_un address{};
  if (!path || path->size() >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path->data(), path->size());
  // A name in the abstract space is written with an "@" and begins with a zero.
  if (path->front() == '@') address.sun_path[0] = '\0';
  const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path->size());
  (void)sendto(fd, state.data(), state.size(), MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&address), size);
  close(fd);
}

bool is_output_in_journal(const Environment& environment) {
  const auto stream = environment.get_non_empty("JOURNAL_STREAM");
  struct stat output{};
  if (!stream || fstat(STDOUT_FILENO, &output) != 0) return false;
  return *stream == fmt::format("{}:{}", output.st_dev, output.st_ino);
}

}  // namespace sextant::web
