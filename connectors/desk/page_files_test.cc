#include "connectors/desk/page_files.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "worker/core/digest.h"

namespace dm::desk {
namespace {

class PageFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = ::testing::TempDir() + "page-files-" + info->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/assets");
    Put("/index.html", "<p>", "text/html; charset=utf-8", "no-store");
    Put("/assets/page-A1.js", "let x", "text/javascript; charset=utf-8", "immutable");
  }

  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + name) << text;
  }

  void Put(const std::string& path,
           const std::string& text,
           const std::string& type,
           const std::string& cache) {
    Write(path, text);
    List(path, text, type, cache);
  }

  void List(const std::string& path,
            const std::string& text,
            const std::string& type,
            const std::string& cache) {
    manifest_["files"][path] = {{"sha256", Sha256Hex(text)}, {"type", type}, {"cache", cache}};
    Write("/manifest.json", manifest_.dump());
  }

  std::string Refusal() const {
    const auto page = PageFiles::Load(folder_);
    return page.ok() ? "" : MessageOf(page.status());
  }

  std::string folder_;
  nlohmann::json manifest_;
};

TEST_F(PageFilesTest, ServesWhatTheManifestLists) {
  Write("/secret.txt", "not listed");
  const auto page = PageFiles::Load(folder_);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->Find("/")->plain, "<p>");
  EXPECT_TRUE(page->Find("/index.html")->kept_nowhere);
  EXPECT_TRUE(page->Find("/assets/page-A1.js")->immutable);
  for (const char* other : {"/secret.txt",
                            "/manifest.json",
                            "/assets/",
                            "/assets/../index.html",
                            "/../etc/passwd",
                            "/%2e%2e/etc/passwd",
                            "//index.html",
                            "index.html",
                            ""}) {
    EXPECT_EQ(page->Find(other), nullptr) << other;
  }
}

TEST_F(PageFilesTest, AFileThatIsNotAsListedStopsTheStart) {
  Write("/assets/page-A1.js", "let y");
  EXPECT_EQ(Refusal(), "page: /assets/page-A1.js is not as the manifest says");
  std::filesystem::remove(folder_ + "/assets/page-A1.js");
  EXPECT_EQ(Refusal(), "page: /assets/page-A1.js is missing or no plain file");
}

TEST_F(PageFilesTest, RefusesLinksAndPathsThatLeaveTheFolder) {
  for (const char* path : {"/../index.html", "/.hidden", "/a/.b", "/a//b", "/a b", "/a/", "x"}) {
    nlohmann::json kept = manifest_;
    List(path, "x", "text/css; charset=utf-8", "");
    EXPECT_EQ(Refusal(), "page: the manifest holds a path of another form") << path;
    manifest_ = kept;
  }
  std::filesystem::create_symlink(folder_ + "/index.html", folder_ + "/link.html");
  List("/link.html", "<p>", "text/html; charset=utf-8", "");
  EXPECT_EQ(Refusal(), "page: /link.html is missing or no plain file");
}

TEST_F(PageFilesTest, RefusesTypesThatAreNotServed) {
  Put("/x.html", "x", "text/html", "");
  EXPECT_EQ(Refusal(), "page: /x.html has a type that is not served");
}

TEST_F(PageFilesTest, RefusesAFolderWithoutAManifestOrAnIndex) {
  manifest_["files"].erase("/index.html");
  Write("/manifest.json", manifest_.dump());
  EXPECT_EQ(Refusal(), "page: manifest.json has no /index.html");
  Write("/manifest.json", "{");
  EXPECT_EQ(Refusal(), "page: manifest.json lists no files");
  std::filesystem::remove(folder_ + "/manifest.json");
  EXPECT_EQ(Refusal(), "page: manifest.json is missing or no plain file");
}

TEST_F(PageFilesTest, TakesEncodedTwinsOfHashedNamesAlone) {
  Write("/assets/page-A1.js.br", "BR");
  Write("/index.html.br", "an older build's");
  const auto page = PageFiles::Load(folder_);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->Find("/assets/page-A1.js")->brotli, "BR");
  EXPECT_EQ(page->Find("/")->brotli, "");
}

}  // namespace
}  // namespace dm::desk
