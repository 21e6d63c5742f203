#include "base/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "base/testing/temporary_folder.h"

namespace sextant {
namespace {

class FilesTest : public ::testing::Test {
 protected:
  static unsigned mode_of(const std::filesystem::path& path) {
    struct stat status{};
    EXPECT_EQ(stat(path.c_str(), &status), 0);
    return status.st_mode & 0777U;
  }
  TemporaryFolder folder_;
  SystemFiles files_;
};

TEST_F(FilesTest, ReplacesAFileWholeAndPrivate) {
  const auto path = folder_.path() / "a.txt";
  ASSERT_TRUE(files_.write_atomically(path, "one", 0600));
  ASSERT_TRUE(files_.write_atomically(path, "two", 0600));
  EXPECT_EQ(*files_.read(path, 100), "two");
  EXPECT_EQ(mode_of(path), 0600U);
  EXPECT_EQ(files_.list(folder_.path())->size(), 1U) << "no temporary file stays";
}

TEST_F(FilesTest, NamesWhatIsWrong) {
  EXPECT_EQ(files_.read(folder_.path() / "absent", 10).error().code, "file.not_found");
  ASSERT_TRUE(files_.write_atomically(folder_.path() / "big", std::string(11, 'x'), 0600));
  EXPECT_EQ(files_.read(folder_.path() / "big", 10).error().code, "file.too_large");
  EXPECT_EQ(files_.read(folder_.path(), 10).error().code, "file.unreadable");
  const auto lacking = files_.write_atomically(folder_.path() / "no" / "such", "x", 0600);
  ASSERT_FALSE(lacking);
  EXPECT_EQ(lacking.error().code, "file.not_found");
  EXPECT_EQ(lacking.error().facts.at(0).second, (folder_.path() / "no").string())
      << "it is the folder that does not exist";
  EXPECT_EQ(files_.make_folders(folder_.path() / "big").error().code, "file.not_a_folder");
  EXPECT_EQ(files_.write_atomically(folder_.path() / "big" / "x", "x", 0600).error().code,
            "file.not_a_folder");
  EXPECT_TRUE(files_.list(folder_.path() / "absent")->empty());
}

TEST_F(FilesTest, AFullDiskLeavesTheOldFile) {
  const auto path = folder_.path() / "a.txt";
  ASSERT_TRUE(files_.write_atomically(path, "old", 0600));
  signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{1000, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const auto written = files_.write_atomically(path, std::string(5000, 'x'), 0600);
  setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, "file.disk_full");
  EXPECT_EQ(*files_.read(path, 100), "old");
  EXPECT_EQ(files_.list(folder_.path())->size(), 1U);
}

TEST_F(FilesTest, AppendsMakesFoldersAndRemoves) {
  const auto deep = folder_.path() / "x" / "y";
  ASSERT_TRUE(files_.make_folders(deep));
  ASSERT_TRUE(files_.make_folders(deep));
  ASSERT_TRUE(files_.append_durably(deep / "log", "a"));
  ASSERT_TRUE(files_.append_durably(deep / "log", "b"));
  EXPECT_EQ(*files_.read(deep / "log", 10), "ab");
  chmod((deep / "log").c_str(), 0644);
  ASSERT_TRUE(files_.publish(deep / "log", deep / "final"));
  EXPECT_EQ(*files_.list(deep), (std::vector<std::string>{"final"}));
  EXPECT_EQ(mode_of(deep / "final"), 0600U);
  EXPECT_TRUE(*files_.remove(folder_.path() / "x"));
  EXPECT_FALSE(*files_.remove(folder_.path() / "x"));
  ASSERT_TRUE(files_.write_atomically(folder_.path() / "plain", "", 0600));
  EXPECT_FALSE(files_.make_folders(folder_.path() / "plain"));
}

}  // namespace
}  // namespace sextant
