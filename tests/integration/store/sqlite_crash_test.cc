// The process is killed at any moment (reliability F1): what it acknowledged is there, and nothing
// is half done.

#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include <sys/wait.h>

#include "gtest/gtest.h"
#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/case/audit_chain.h"

namespace dm::testing {
namespace {

constexpr unsigned kSeed = 20261122;
constexpr int kRounds = 25;

StatusOr<std::unique_ptr<Store>> Open(const std::string& path) {
  return OpenSqliteStore(path, "exempelkommun", {}, TestNow());
}

CaseChange Step(const Claim& claim, CaseState to, const char* action) {
  CaseChange change;
  change.case_id = claim.case_id;
  change.claim = claim;
  change.to = to;
  change.audit = By("worker-1", action);
  return change;
}

// One step of whatever case is due, from its stored state: what a worker does.
Status Work(Store& store, const Claim& claim) {
  const StatusOr<CaseRecord> record = store.GetCase(claim.case_id);
  if (!record.ok()) return record.status();
  CaseChange change;
  switch (record->state) {
    case CaseState::kReceived:
      change = Step(claim, CaseState::kRegistered, "case_registered");
      break;
    case CaseState::kRegistered:
      change = Step(claim, CaseState::kFetched, "evidence_fetched");
      break;
    case CaseState::kFetched:
      change = Step(claim, CaseState::kEvaluated, "case_evaluated");
      change.assessment = PlainAssessment();
      break;
    case CaseState::kEvaluated:
      change = Step(claim, CaseState::kDecided, "case_decided");
      change.decision = PlainDecision();
      change.control_version = store.GetControl()->version;
      change.effects = {EffectOf(claim.case_id, EffectKind::kDecision, 1),
                        EffectOf(claim.case_id, EffectKind::kPaymentOrder, 2)};
      break;
    default:
      change = Step(claim, CaseState::kClosed, "case_closed");
      break;
  }
  change.release_claim = true;
  return store.Apply(change, TestNow()).status();
}

// Accepts, works and delivers for ever; tells each acknowledged application by a byte through the
// pipe.
[[noreturn]] void Live(const std::string& path, int first, int acknowledged) {
  const StatusOr<std::unique_ptr<Store>> opened = Open(path);
  if (!opened.ok()) _exit(3);
  Store& store = **opened;
  for (int number = first;; ++number) {
    const std::string text = std::to_string(number);
    if (!store.Accept(NewCaseOf("APP-" + text, "HH-" + text), TestNow()).ok()) _exit(4);
    if (write(acknowledged, "a", 1) != 1) _exit(5);
    for (int i = 0; i < 4; ++i) {
      const auto claim = store.ClaimNext("worker-1", TestNow(), kMinuteMs);
      if (!claim.ok()) _exit(6);
      if (claim->has_value() && !Work(store, **claim).ok()) _exit(7);
    }
    const std::vector<StoredEffect> effects = *store.DueEffects(TestNow(), 10);
    for (const StoredEffect& due : effects) {
      const AuditEvent audit = By("worker-1", "effect_delivered");
      if (!store
               .MarkEffect(
                   due.effect.id, EffectState::kDelivered, "R", "", TestNow(), "", audit, TestNow())
               .ok()) {
        _exit(8);
      }
    }
  }
}

struct Lived {
  int acknowledged = 0;
  int signal = 0;
};

// Lets a child live until it has acknowledged `enough`, then kills it wherever it is.
Lived LiveAndDie(const std::string& path, int first, int enough) {
  int ends[2] = {};
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    Live(path, first, ends[1]);
  }
  close(ends[1]);
  Lived lived;
  char byte = 0;
  while (lived.acknowledged < enough && read(ends[0], &byte, 1) == 1) ++lived.acknowledged;
  kill(child, SIGKILL);
  while (read(ends[0], &byte, 1) == 1) ++lived.acknowledged;  // told before it died
  close(ends[0]);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  lived.signal = WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
  return lived;
}

std::vector<AuditRecord> WholeAudit(Store& store) {
  std::vector<AuditRecord> all;
  for (;;) {
    const auto part = store.ReadAudit(static_cast<std::int64_t>(all.size()) + 1, 1'000);
    EXPECT_TRUE(part.ok()) << MessageOf(part.status());
    if (!part.ok() || part->empty()) return all;
    all.insert(all.end(), part->begin(), part->end());
  }
}

// A case's version counts its changes; each has one audit record. A decided case has its one
// decision and both effects, any other none.
void ExpectCaseWhole(Store& store, const CaseId& id, const std::vector<AuditRecord>& audit) {
  const StatusOr<CaseRecord> record = store.GetCase(id);
  ASSERT_TRUE(record.ok()) << MessageOf(record.status());
  std::int64_t records = 0;
  for (const AuditRecord& entry : audit) records += entry.event.subject == id.value() ? 1 : 0;
  EXPECT_EQ(record->version, records) << id.value();
  const bool decided = record->state == CaseState::kDecided || record->state == CaseState::kClosed;
  const auto effects = store.ListEffects(std::nullopt, id, {});
  ASSERT_TRUE(effects.ok());
  EXPECT_EQ(record->decisions.size(), decided ? 1U : 0U);
  EXPECT_EQ(effects->items.size(), decided ? 2U : 0U);
  const bool evaluated = decided || record->state == CaseState::kEvaluated;
  EXPECT_EQ(record->assessment.has_value(), evaluated);
}

void ExpectWhole(Store& store, int acknowledged) {
  const std::vector<AuditRecord> audit = WholeAudit(store);
  EXPECT_TRUE(VerifyAuditChain(audit).ok());
  int cases = 0;
  PageRequest page{.limit = 200, .after = ""};
  do {
    const auto part = store.ListCases({}, page);
    ASSERT_TRUE(part.ok());
    for (const CaseSummary& item : part->items) {
      ++cases;
      ExpectCaseWhole(store, item.id, audit);
    }
    page.after = part->next;
  } while (!page.after.empty());
  // One more may have been accepted without the word having come through.
  EXPECT_GE(cases, acknowledged);
}

TEST(SqliteCrashTest, KilledAtAnyMomentItGoesOnFromWhatIsDurable) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/store.db";
  TestNow();  // loads the zone before the children begin
  std::mt19937 random(kSeed);
  std::uniform_int_distribution<int> enough(1, 12);
  int acknowledged = 0;
  int first = 0;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const Lived lived = LiveAndDie(path, first, enough(random));
    ASSERT_EQ(lived.signal, SIGKILL) << "the child ended by itself";
    acknowledged += lived.acknowledged;
    first += lived.acknowledged + 1;
    const auto store = Open(path);
    ASSERT_TRUE(store.ok()) << MessageOf(store.status());
    ExpectWhole(**store, acknowledged);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace dm::testing
