#include "worker/core/secret_file.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace dm {
namespace {

class SecretFile : public testing::Test {
 public:
  SecretFile()
      : path_(std::filesystem::temp_directory_path() /
              ("secret-file-test-" + std::to_string(::getpid()))) {
    std::ofstream(path_) << "secret\n";
  }

  ~SecretFile() override { std::filesystem::remove(path_); }

  SecretFile(const SecretFile&) = delete;
  SecretFile& operator=(const SecretFile&) = delete;
  SecretFile(SecretFile&&) = delete;
  SecretFile& operator=(SecretFile&&) = delete;

 protected:
  Status WithMode(mode_t mode) const {
    EXPECT_EQ(::chmod(path_.c_str(), mode), 0);
    return CheckSecretFile("ssbtek.tls.key", path_.string());
  }

  const std::filesystem::path path_;
};

TEST_F(SecretFile, IsForItsOwner) {
  for (const mode_t mode : {0400U, 0600U, 0700U}) EXPECT_TRUE(WithMode(mode).ok()) << mode;
}

TEST_F(SecretFile, IsRefusedWhenOthersReadOrWriteIt) {
  for (const mode_t mode : {0404U, 0604U, 0602U, 0601U, 0620U, 0610U, 0660U, 0644U, 0777U}) {
    const Status status = WithMode(mode);
    EXPECT_EQ(DetailOf(status).reason, "SECRET_FILE_OPEN") << mode;
    EXPECT_EQ(DetailOf(status).field, "ssbtek.tls.key");
    EXPECT_THAT(DetailOf(status).remedy, testing::HasSubstr("chmod 0600"));
  }
}

TEST_F(SecretFile, IsReadByAGroupOnlyWhereRootOwnsIt) {
  EXPECT_EQ(WithMode(0640).ok(), ::geteuid() == 0);
  EXPECT_EQ(WithMode(0440).ok(), ::geteuid() == 0);
}

TEST_F(SecretFile, OfAnotherUserIsForRootAlone) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to give a file away";
  ASSERT_EQ(::chown(path_.c_str(), 1, 1), 0);
  EXPECT_TRUE(WithMode(0600).ok());
  EXPECT_FALSE(WithMode(0640).ok());
  ASSERT_EQ(::seteuid(2), 0);
  EXPECT_EQ(DetailOf(CheckSecretFile("a", path_.string())).reason, "SECRET_FILE_OPEN");
  ASSERT_EQ(::seteuid(0), 0);
}

TEST_F(SecretFile, ThatIsNotThereIsForWhoeverOpensIt) {
  EXPECT_TRUE(CheckSecretFile("a", "").ok());
  EXPECT_TRUE(CheckSecretFile("a", path_.string() + ".none").ok());
}

}  // namespace
}  // namespace dm
