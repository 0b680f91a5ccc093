#include "worker/case/audit_chain.h"

#include <cstdint>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/audit_chain.h"

namespace dm {
namespace {

std::vector<AuditRecord> Chain(std::size_t length) {
  const AuditEvent event = {.actor_kind = ActorKind::kWorker,
                            .actor = "worker-1",
                            .mandate = "",
                            .action = "evidence_fetched",
                            .subject = "EKB-202612-000001",
                            .detail = "sources=AF,SO",
                            .request_sha256 = ""};
  return testing::AuditChainOf(std::vector<AuditEvent>(length, event));
}

TEST(AuditChainTest, AWholeChainAndAnyPartOfItVerify) {
  const std::vector<AuditRecord> chain = Chain(4);
  EXPECT_TRUE(VerifyAuditChain(chain).ok());
  EXPECT_TRUE(VerifyAuditChain({chain[2], chain[3]}).ok());
  EXPECT_TRUE(VerifyAuditChain({}).ok());
}

TEST(AuditChainTest, AnyAlteredFieldShows) {
  const std::vector<std::function<void(AuditRecord&)>> alterations = {
      [](AuditRecord& record) { record.at = record.at.PlusMs(1); },
      [](AuditRecord& record) { record.event.actor_kind = ActorKind::kPerson; },
      [](AuditRecord& record) { record.event.actor += "x"; },
      [](AuditRecord& record) { record.event.mandate = "D-1"; },
      [](AuditRecord& record) { record.event.action += "x"; },
      [](AuditRecord& record) { record.event.subject += "x"; },
      [](AuditRecord& record) { record.event.detail += "x"; },
      [](AuditRecord& record) { record.sequence += 1; },
      [](AuditRecord& record) { record.previous_sha256.back() ^= 1; },
      [](AuditRecord& record) { record.sha256.back() ^= 1; },
  };
  for (std::size_t i = 0; i < alterations.size(); ++i) {
    std::vector<AuditRecord> chain = Chain(3);
    alterations[i](chain[1]);
    const Status status = VerifyAuditChain(chain);
    EXPECT_EQ(status.code(), StatusCode::kDataLoss) << "alteration " << i;
    EXPECT_EQ(DetailOf(status).reason, "AUDIT_CHAIN_BROKEN");
    EXPECT_NE(DetailOf(status).remedy, "");
  }
}

TEST(AuditChainTest, AMissingASwappedAndARepeatedRecordShow) {
  const std::vector<AuditRecord> chain = Chain(3);
  EXPECT_FALSE(VerifyAuditChain({chain[0], chain[2]}).ok());
  EXPECT_FALSE(VerifyAuditChain({chain[1], chain[0]}).ok());
  EXPECT_FALSE(VerifyAuditChain({chain[0], chain[0], chain[1]}).ok());
}

TEST(AuditChainTest, AFirstRecordThatClaimsAPredecessorShows) {
  std::vector<AuditRecord> chain = Chain(1);
  chain[0].previous_sha256 = std::string(64, 'a');
  chain[0].sha256 = AuditSha256(chain[0]);
  EXPECT_FALSE(VerifyAuditChain(chain).ok());
}

TEST(AuditChainTest, TextMovedFromOneFieldToTheNextShows) {
  AuditRecord one = Chain(1)[0];
  AuditRecord other = one;
  one.event.action = "ab";
  one.event.subject = "c";
  other.event.action = "a";
  other.event.subject = "bc";
  EXPECT_NE(AuditSha256(one), AuditSha256(other));
}

// The example of docs/data.md, made by another program.
TEST(AuditChainTest, HashesTheDocumentsExampleAsTheDocumentSays) {
  AuditRecord record;
  record.sequence = 1;
  record.at = Instant::FromUnixMs(1'764'000'000'000);
  record.event.actor = "worker-1";
  record.event.action = "application_accepted";
  record.event.subject = "EKB-202612-000001";
  record.event.detail = "channel=E";
  record.previous_sha256 = FirstPreviousSha256();
  std::ifstream file(std::string(DM_SOURCE_DIR) + "/docs/data.md");
  const std::string document(std::istreambuf_iterator<char>(file), {});
  EXPECT_NE(document.find("sha256    " + AuditSha256(record) + "\n"), std::string::npos);
}

}  // namespace
}  // namespace dm
