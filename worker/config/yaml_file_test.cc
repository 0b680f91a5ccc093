#include "worker/config/yaml_file.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temporary_directory.h"

namespace dm {
namespace {

using ::testing::HasSubstr;

class YamlFileTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& text) const {
    std::ofstream(path_) << text;
    return path_;
  }

  // What is said of it; empty when it was handed over.
  static std::string Refusal(const std::string& path, int kib_max = 64) {
    std::vector<ConfigError> errors;
    bool was_read = false;
    const bool done = ReadYamlFile(
        {.path = path, .name = "the list", .kib_max = kib_max},
        [&](const YAML::Node&) { was_read = true; },
        errors);
    EXPECT_EQ(done, was_read);
    EXPECT_EQ(done, errors.empty());
    return errors.empty() ? "" : errors[0].ToString("list.yaml");
  }

  dm::testing::TemporaryDirectory folder_;
  std::string path_ = folder_.path() + "/list.yaml";
};

TEST_F(YamlFileTest, HandsOverWhatIsYaml) {
  EXPECT_EQ(Refusal(Write("a: 1\n")), "");
}

TEST_F(YamlFileTest, SaysWhatIsMissing) {
  EXPECT_EQ(Refusal(path_),
            "list.yaml: the list cannot be read; check the path and its permissions");
}

TEST_F(YamlFileTest, AFolderIsNoFile) {
  EXPECT_THAT(Refusal(folder_.path()), HasSubstr("the list cannot be read"));
}

// A file that is there and may not be read is not an empty one.
TEST_F(YamlFileTest, SaysWhatMayNotBeRead) {
  Write("a: 1\n");
  std::filesystem::permissions(path_, std::filesystem::perms::none);
  std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
  constexpr uid_t kNobody = 65'534;
  const bool root = ::geteuid() == 0;
  if (root) {
    ASSERT_EQ(::seteuid(kNobody), 0);
  }
  const std::string refusal = Refusal(path_);
  if (root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  EXPECT_THAT(refusal, HasSubstr("the list cannot be read"));
}

TEST_F(YamlFileTest, SaysTheMostThatItMayHold) {
  EXPECT_EQ(Refusal(Write("a: " + std::string(1024, 'b')), 1),
            "list.yaml: the list is larger than 1 KiB; check that it is the right file");
}

TEST_F(YamlFileTest, SaysTheLineThatIsNoYaml) {
  EXPECT_THAT(Refusal(Write("a: 1\nb: [\n")), HasSubstr("list.yaml:3: is not valid YAML"));
}

// Opened, it would be waited for until somebody writes.
TEST_F(YamlFileTest, APipeIsNoFile) {
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THAT(Refusal(path_), HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace dm
