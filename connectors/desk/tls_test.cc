#include "connectors/desk/tls.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/certificate_folder.h"
#include "tests/support/recording_log.h"

namespace dm::desk {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kAlways{0};

class TlsKeeperTest : public ::testing::Test {
 protected:
  TlsKeeperTest() {
    made_.MakeAuthority("ca");
    made_.Make("one", "ca", "DNS:localhost");
    made_.Make("two", "ca", "DNS:localhost");
    Put("one.pem", "live.pem");
    Put("one.key", "live.key");
  }

  // As rsync -t and mv do: the file keeps the time at which it was made, here an hour ago.
  void Put(const std::string& from, const std::string& to) const {
    fs::copy_file(made_.File(from), made_.File("new"), fs::copy_options::overwrite_existing);
    fs::permissions(made_.File("new"), fs::perms::owner_read | fs::perms::owner_write);
    fs::last_write_time(made_.File("new"),
                        fs::last_write_time(made_.File(from)) - std::chrono::hours(1));
    fs::rename(made_.File("new"), made_.File(to));
  }

  // The CA's revocation list, whose next one was due at `next` ("20200102000000Z").
  void MakeList(const std::string& next) const {
    std::ofstream(made_.File("index.txt")).flush();
    std::ofstream(made_.File("ca.conf"))
        << "[ca]\ndefault_ca=d\n[d]\ndatabase=" << made_.File("index.txt")
        << "\ndefault_md=sha256\n";
    const std::string command = "openssl ca -gencrl -config " + made_.File("ca.conf") +
                                " -keyfile " + made_.File("ca.key") + " -cert " +
                                made_.File("ca.pem") +
                                " -crl_lastupdate 20200101000000Z -crl_nextupdate " + next +
                                " -out " + made_.File("crl.pem") + " 2>/dev/null";
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs
    ASSERT_EQ(std::system(command.c_str()), 0);
  }

  ServerTlsFiles Files() const {
    return {.certificate = made_.File("live.pem"),
            .key = made_.File("live.key"),
            .client_ca = "",
            .client_crl = ""};
  }

  testing::CertificateFolder made_;
  testing::RecordingLog log_;
};

TEST_F(TlsKeeperTest, TakesFilesWithAnOlderTime) {
  const auto keeper = TlsKeeper::Create(Files(), log_, kAlways);
  ASSERT_TRUE(keeper.ok()) << MessageOf(keeper.status());
  const SslContext before = (*keeper)->Current();
  fs::last_write_time(made_.File("two.pem"),
                      fs::last_write_time(made_.File("one.pem")) - std::chrono::hours(24));
  Put("two.key", "live.key");
  Put("two.pem", "live.pem");
  EXPECT_NE((*keeper)->Current(), before);
  EXPECT_TRUE(log_.Has("desk_certificate_replaced"));
}

TEST_F(TlsKeeperTest, TellsOnceOfFilesThatDoNotFitAndKeepsTheOnesBefore) {
  const auto keeper = TlsKeeper::Create(Files(), log_, kAlways);
  ASSERT_TRUE(keeper.ok()) << MessageOf(keeper.status());
  const SslContext before = (*keeper)->Current();
  Put("two.key", "live.key");
  EXPECT_EQ((*keeper)->Current(), before);
  EXPECT_EQ((*keeper)->Current(), before);
  EXPECT_EQ(std::ranges::count(log_.events, "desk_certificate_not_loaded"), 1);
  EXPECT_EQ(log_.Text("key"), "tls.key");
}

TEST_F(TlsKeeperTest, SaysWhatEnds) {
  ServerTlsFiles files = Files();
  EXPECT_TRUE(CheckTlsLeft(files).ok());
  ASSERT_TRUE(TlsKeeper::Create(files, log_, kAlways).ok());
  EXPECT_TRUE(log_.Has("desk_certificate_expires")) << "the test's certificate has a day";
  files.client_ca = made_.File("ca.pem");
  files.client_crl = made_.File("crl.pem");
  MakeList("20990102000000Z");
  EXPECT_TRUE(CheckTlsLeft(files).ok());
  MakeList("20200102000000Z");
  EXPECT_EQ(DetailOf(CheckTlsLeft(files)).field, "tls.client_crl");
  ASSERT_TRUE(TlsKeeper::Create(files, log_, kAlways).ok());
  EXPECT_EQ(log_.events.back(), "desk_certificate_ended");
  EXPECT_EQ(log_.Text("key"), "tls.client_crl");
}

TEST_F(TlsKeeperTest, AKeyOfAnotherCertificateIsNoPair) {
  EXPECT_TRUE(CheckPair("worker.open", made_.File("one.pem"), made_.File("one.key")).ok());
  EXPECT_EQ(DetailOf(CheckPair("worker.open", made_.File("one.pem"), made_.File("two.key"))).field,
            "worker.open.key");
}

}  // namespace
}  // namespace dm::desk
