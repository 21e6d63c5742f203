#include "base/file_lock.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "base/testing/temporary_folder.h"

namespace sextant {
namespace {

TEST(FileLock, IsHeldByOneAndNamesTheHolder) {
  const TemporaryFolder folder;
  auto first = FileLock::acquire(folder.path() / "lock");
  ASSERT_TRUE(first);
  const auto second = FileLock::acquire(folder.path() / "lock");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "file.locked");
  EXPECT_NE(second.error().detail.find(std::to_string(getpid())), std::string::npos);
  EXPECT_TRUE(FileLock::is_held(folder.path() / "lock"));
  {
    const FileLock moved = std::move(*first);
  }
  EXPECT_FALSE(FileLock::is_held(folder.path() / "lock"));
  EXPECT_FALSE(FileLock::is_held(folder.path() / "none"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "none")) << "looking makes no file";
  EXPECT_TRUE(FileLock::acquire(folder.path() / "lock"));
}

TEST(FileLock, OfADeadProcessIsFree) {
  const TemporaryFolder folder;
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto lock = FileLock::acquire(folder.path() / "lock");
    (void)!write(ready[1], lock ? "y" : "n", 1);
    pause();
    _exit(0);
  }
  char answer = 0;
  ASSERT_EQ(read(ready[0], &answer, 1), 1);
  EXPECT_EQ(answer, 'y');
  EXPECT_EQ(FileLock::acquire(folder.path() / "lock").error().code, "file.locked");
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(FileLock::acquire(folder.path() / "lock"));
}

TEST(FileLock, SaysWhyThereIsNone) {
  EXPECT_EQ(FileLock::acquire("/proc/no-such-folder/lock").error().code, "file.unwritable");
}

}  // namespace
}  // namespace sextant
