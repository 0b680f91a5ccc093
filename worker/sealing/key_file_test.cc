#include "worker/sealing/key_file.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <sys/stat.h>

#include "gtest/gtest.h"
#include "tests/support/temporary_directory.h"
#include "worker/sealing/key_ring.h"

namespace dm::sealing {
namespace {

class KeyFileTest : public ::testing::Test {
 protected:
  std::string Path() const { return directory_.path() + "/keys"; }

  static KeyFile FileWith(const std::string& name) {
    KeyFile file;
    file.current = name;
    file.keys.emplace(name, Key::Random());
    return file;
  }

  void Write(const std::string& text, mode_t mode = 0600) const {
    std::ofstream(Path()) << text;
    ASSERT_EQ(chmod(Path().c_str(), mode), 0);
  }

  std::string Refusal(const std::string& reason = "SEALING_KEY_REFUSED") const {
    const auto file = ReadKeyFile(Path());
    EXPECT_FALSE(file.ok());
    EXPECT_EQ(DetailOf(file.status()).reason, reason);
    EXPECT_NE(DetailOf(file.status()).remedy, "");
    return MessageOf(file.status());
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(KeyFileTest, ReadsWhatItWrote) {
  KeyFile file = FileWith("k1");
  file.keys.emplace("k2", Key::Random());
  ASSERT_TRUE(WriteKeyFile(Path(), file, Writing::kNew).ok());
  struct stat info = {};
  ASSERT_EQ(stat(Path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  const auto read = ReadKeyFile(Path());
  ASSERT_TRUE(read.ok()) << MessageOf(read.status());
  EXPECT_EQ(read->current, "k1");
  ASSERT_EQ(read->keys.size(), 2U);
  EXPECT_EQ(read->keys.at("k2").bytes(), file.keys.at("k2").bytes());
}

TEST_F(KeyFileTest, WritesOverNoFileThatMayBeInUse) {
  ASSERT_TRUE(WriteKeyFile(Path(), FileWith("k1"), Writing::kNew).ok());
  const ErrorDetail refused = DetailOf(WriteKeyFile(Path(), FileWith("k2"), Writing::kNew));
  EXPECT_EQ(refused.reason, "SEALING_KEY_NOT_WRITTEN");
  EXPECT_NE(refused.remedy.find("keys rotate"), std::string::npos) << refused.remedy;
  EXPECT_EQ(ReadKeyFile(Path())->current, "k1");
  EXPECT_TRUE(WriteKeyFile(Path(), FileWith("k2"), Writing::kReplace).ok());
  EXPECT_EQ(ReadKeyFile(Path())->current, "k2");
}

// Root's file that the worker reads by its group: the worker must read the next one too.
TEST_F(KeyFileTest, WhoCouldReadItCanReadWhatTakesItsPlace) {
  constexpr gid_t kGroup = 4711;
  ASSERT_TRUE(WriteKeyFile(Path(), FileWith("k1"), Writing::kNew).ok());
  if (geteuid() != 0) GTEST_SKIP() << "only root may give its file a group";
  for (const mode_t mode : {0640U, 0600U}) {
    ASSERT_EQ(chown(Path().c_str(), 0, kGroup), 0);
    ASSERT_EQ(chmod(Path().c_str(), mode), 0);
    ASSERT_TRUE(WriteKeyFile(Path(), FileWith("k2"), Writing::kReplace).ok());
    struct stat info = {};
    ASSERT_EQ(stat(Path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, mode);
    EXPECT_EQ(info.st_uid, 0U);
    EXPECT_EQ(info.st_gid, kGroup);
  }
}

TEST_F(KeyFileTest, RefusesWhatOthersMayRead) {
  ASSERT_TRUE(WriteKeyFile(Path(), FileWith("k1"), Writing::kNew).ok());
  for (const mode_t mode : {0604U, 0660U, 0620U, 0602U, 0610U, 0601U}) {
    ASSERT_EQ(chmod(Path().c_str(), mode), 0);
    EXPECT_NE(Refusal("SECRET_FILE_OPEN").find("others"), std::string::npos) << mode;
  }
  for (const mode_t mode : {0400U, 0600U}) {
    ASSERT_EQ(chmod(Path().c_str(), mode), 0);
    EXPECT_TRUE(ReadKeyFile(Path()).ok()) << mode;
  }
}

TEST_F(KeyFileTest, RefusesWhatIsNoKeyFile) {
  const std::string digits(64, 'a');
  for (const std::string& wrong :
       {std::string(),
        std::string("medarbetare-keys-v1\n"),
        "current k\nkey k " + digits + "\n",
        "medarbetare-keys-v2\ncurrent k\nkey k " + digits + "\n",
        "medarbetare-keys-v1\nkey k " + digits + "\n",
        "medarbetare-keys-v1\ncurrent other\nkey k " + digits + "\n",
        "medarbetare-keys-v1\ncurrent k\nkey k " + digits + "a\n",
        "medarbetare-keys-v1\ncurrent k\nkey k " + digits.substr(1) + "G\n",
        "medarbetare-keys-v1\ncurrent k\nkey K " + digits + "\n",
        "medarbetare-keys-v1\ncurrent k\nkey k " + digits + "\nkey k " + digits + "\n",
        "medarbetare-keys-v1\ncurrent k\ncurrent k\nkey k " + digits + "\n",
        "medarbetare-keys-v1\ncurrent k\nkey k " + digits + " more\n",
        std::string(20'000, '#')}) {
    Write(wrong);
    EXPECT_EQ(Refusal().find(digits.substr(0, 20)), std::string::npos) << "it tells the key";
  }
  Write("# a note\n\nmedarbetare-keys-v1\ncurrent k\nkey k " + digits + "\n");
  EXPECT_TRUE(ReadKeyFile(Path()).ok());
}

TEST_F(KeyFileTest, RefusesWhatIsNoFile) {
  Refusal();
  ASSERT_TRUE(std::filesystem::create_directory(Path()));
  Refusal();
}

TEST_F(KeyFileTest, NamesOfKeys) {
  for (const char* good : {"k", "k2026-11", "01234567890123456789012345678901"})
    EXPECT_TRUE(CheckKeyName(good).ok()) << good;
  for (const char* bad : {"", "K", "a b", "å", "a/b", "012345678901234567890123456789012"})
    EXPECT_EQ(DetailOf(CheckKeyName(bad)).reason, "SEALING_KEY_NAME") << bad;
}

TEST_F(KeyFileTest, ARingTakesAChangedFileAndKeepsItsKeysWhenTheFileDoesNotHold) {
  KeyFile file = FileWith("k1");
  ASSERT_TRUE(WriteKeyFile(Path(), file, Writing::kNew).ok());
  const auto ring = KeyRing::Open(Path());
  ASSERT_TRUE(ring.ok());
  EXPECT_EQ((*ring)->Current().name, "k1");
  file.keys.emplace("k2", Key::Random());
  file.current = "k2";
  ASSERT_TRUE(WriteKeyFile(Path(), file, Writing::kReplace).ok());
  EXPECT_TRUE((*ring)->Find("k2").ok()) << "a key that is missed is looked for at once";
  EXPECT_EQ((*ring)->Current().name, "k2");
  Write("nothing", 0644);
  EXPECT_EQ(DetailOf((*ring)->Find("k3").status()).reason, "SEALING_KEY_MISSING");
  EXPECT_EQ(DetailOf((*ring)->last_look()).reason, "SECRET_FILE_OPEN");
  EXPECT_EQ((*ring)->Current().name, "k2");
  ASSERT_TRUE(WriteKeyFile(Path(), FileWith("k9"), Writing::kReplace).ok());
  std::this_thread::sleep_for(std::chrono::milliseconds(1'100));
  EXPECT_EQ((*ring)->Current().name, "k9");
  EXPECT_TRUE((*ring)->last_look().ok());
}

}  // namespace
}  // namespace dm::sealing
