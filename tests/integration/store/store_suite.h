// The suite that every adapter of the store port passes: what it needs to open a store, and small
// verbs for the tests.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/temporary_directory.h"
#include "worker/ports/whole_store.h"

namespace dm::testing {

// A place for one store that can be opened, closed and opened again.
class StorePlace {
 public:
  virtual ~StorePlace() = default;
  virtual StatusOr<std::unique_ptr<WholeStore>> Open() = 0;
};

enum class Sharing { kOneProcess, kManyProcesses };

struct StoreKind {
  const char* name = "";
  std::unique_ptr<StorePlace> (*make)() = nullptr;
  Sharing sharing = Sharing::kOneProcess;
};

inline void PrintTo(const StoreKind& kind, std::ostream* out) {
  *out << kind.name;
}

inline constexpr std::int64_t kMinuteMs = 60'000;

AuditEvent By(const std::string& actor, const std::string& action);
// Application `id` of household `household`; its content hash is made from `content`.
NewCase NewCaseOf(const std::string& id,
                  const std::string& household,
                  const std::string& content = "first");
Escalation EscalationOf(const CaseId& case_id, int number, const std::string& queue = "Q-20");
Effect EffectOf(const CaseId& case_id, EffectKind kind, int order);
// The decision as a person makes it, in version `version`.
Decision HumanDecisionOf(int version);

class StoreTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override;

  WholeStore& store() { return *store_; }

  void Reopen();

  // An accepted case; fails the test when it is refused.
  CaseId Submit(const std::string& id, const std::string& household = "HH-1");
  // A claim on a case that is due.
  Claim TakeClaim(const std::string& worker = "worker-1");
  // Moves the claimed case one arrow on.
  std::int64_t Move(const Claim& claim, CaseState to);
  // A fresh case, claimed and evaluated.
  Claim Evaluated(const std::string& id = "APP-1", const std::string& household = "HH-1");
  // The change by which the worker decides the claimed case: decision, letter, payment order.
  CaseChange Deciding(const Claim& claim);
  // A fresh case on the desk.
  CaseId OnDesk(
      const std::string& id, const std::function<void(Escalation&)>& shape = [](Escalation&) {});
  CaseRecord Record(const CaseId& id);
  std::vector<AuditRecord> Audit();

  CaseChange ChangeOf(const Claim& claim, CaseState to);
  CaseChange PersonsChange(const CaseId& id, CaseState to);

  Instant now_;

 private:
  std::unique_ptr<StorePlace> place_;
  std::unique_ptr<WholeStore> store_;
};

// The reason of a status that must not be OK.
std::string ReasonOf(const Status& status);

template <typename T>
std::string ReasonOf(const StatusOr<T>& result) {
  return ReasonOf(result.status());
}

}  // namespace dm::testing
