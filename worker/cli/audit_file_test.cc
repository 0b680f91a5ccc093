#include "worker/cli/audit_file.h"

#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/audit_chain.h"

namespace dm::cli {
namespace {

// Of the worker and of a person in turn.
std::vector<AuditRecord> ChainOf(int length) {
  std::vector<AuditEvent> events;
  for (int i = 1; i <= length; ++i)
    events.push_back({.actor_kind = i % 2 == 0 ? ActorKind::kPerson : ActorKind::kWorker,
                      .actor = "worker-1",
                      .mandate = "SN 2026-01-15 § 7",
                      .action = "case_decided",
                      .subject = "EKB-202612-000001",
                      .detail = "a=\"b\" c=\\d",
                      .request_sha256 = ""});
  return testing::AuditChainOf(events);
}

std::string Reason(const Status& status) {
  return DetailOf(status).reason;
}

AuditCheckpoint Noted(const AuditRecord& record) {
  return {"ekboda", record.sequence, record.sha256, record.at};
}

// The first fault of the chain under the checkpoints.
Status Verified(const std::vector<AuditRecord>& chain,
                const std::vector<AuditCheckpoint>& checkpoints) {
  std::stringstream lines;
  for (const AuditCheckpoint& one : checkpoints) lines << CheckpointLine(one) << '\n';
  AuditVerifier verifier;
  DM_RETURN_IF_ERROR(verifier.ReadCheckpoints(lines));
  for (const AuditRecord& record : chain) DM_RETURN_IF_ERROR(verifier.Take(record));
  return verifier.Finish();
}

TEST(AuditFile, ARecordReadsBackFromItsLine) {
  for (const AuditRecord& record : ChainOf(3)) {
    const StatusOr<AuditRecord> read = ParseAuditLine(AuditLine(record));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->sha256, record.sha256);
    EXPECT_EQ(AuditSha256(*read), record.sha256);
  }
}

TEST(AuditFile, RefusesOtherLines) {
  const std::string line = AuditLine(ChainOf(1).front());
  for (const std::string& other :
       {std::string(),
        std::string("[]"),
        line.substr(0, line.size() - 1),
        line + "x",
        "{\"sequence\":1," + line.substr(1),
        "{\"extra\":1," + line.substr(1),
        std::string(line).replace(line.find("\"WORKER\""), 8, "\"ROBOT\""),
        std::string(line).replace(line.find("\"sequence\":1"), 12, "\"sequence\":\"1\""),
        std::string(line).replace(
            line.find("\"sequence\":1"), 12, "\"sequence\":18446744073709551615"),
        std::string(line).replace(line.find("case_decided"), 12, std::string(70'000, 'x'))})
    EXPECT_EQ(Reason(ParseAuditLine(other).status()), "AUDIT_LINE_UNREADABLE")
        << other.substr(0, 100);
}

TEST(AuditVerifier, TellsACutEndAndAReplacedChain) {
  const std::vector<AuditRecord> chain = ChainOf(5);
  EXPECT_TRUE(Verified(chain, {}).ok());
  EXPECT_TRUE(Verified(chain, {Noted(chain[1]), Noted(chain[4])}).ok());
  const std::vector<AuditRecord> cut(chain.begin(), chain.begin() + 3);
  EXPECT_TRUE(Verified(cut, {Noted(chain[2])}).ok());
  EXPECT_EQ(Reason(Verified(cut, {Noted(chain[4])})), "AUDIT_ROLLED_BACK");
  AuditCheckpoint other = Noted(chain[2]);
  other.sha256 = chain[3].sha256;
  EXPECT_EQ(Reason(Verified(chain, {other})), "AUDIT_CHAIN_BROKEN");
  EXPECT_EQ(Reason(Verified(chain, {Noted(chain[2]), other})), "CHECKPOINTS_CONTRADICT");
}

TEST(AuditVerifier, ChecksAPartFromItsFirstRecordOn) {
  const std::vector<AuditRecord> chain = ChainOf(5);
  EXPECT_TRUE(Verified({chain.begin() + 2, chain.end()}, {Noted(chain[0])}).ok());
}

TEST(AuditVerifier, PassesOverALineThatWasCutWhileItWasWritten) {
  const std::vector<AuditRecord> chain = ChainOf(2);
  std::stringstream lines(CheckpointLine(Noted(chain[0])) + "\nmedarbetare-checkp");
  AuditVerifier verifier;
  EXPECT_TRUE(verifier.ReadCheckpoints(lines).ok());
  std::stringstream garbled("medarbetare-checkp\n" + CheckpointLine(Noted(chain[0])) + "\n");
  EXPECT_EQ(Reason(verifier.ReadCheckpoints(garbled)), "CHECKPOINT_UNREADABLE");
}

}  // namespace
}  // namespace dm::cli
