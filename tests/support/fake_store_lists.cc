#include <algorithm>
#include <charconv>
#include <iterator>
#include <tuple>
#include <utility>

#include "tests/support/fake_page.h"
#include "tests/support/fake_store.h"

namespace dm::testing {
namespace {

constexpr int kHistoryMonthsMax = 36;

CaseSummary SummaryOf(const CaseRecord& record) {
  CaseSummary summary;
  summary.id = record.id;
  summary.application = record.application.id;
  summary.household = record.application.household;
  summary.month = record.application.month;
  summary.state = record.state;
  summary.version = record.version;
  summary.received_at = record.received_at;
  summary.updated_at = record.updated_at;
  summary.processing_ms = record.processing_ms;
  // As the stores have it: what is not on the desk stands in no queue.
  if (record.escalation && IsPersonsTurn(record.state))
    summary.queue = record.escalation->routing.queue;
  if (!record.decisions.empty()) {
    summary.outcome = record.decisions.back().outcome;
    summary.decided_by = record.decisions.back().kind;
    summary.typfall = record.decisions.back().typfall;
  }
  return summary;
}

bool Fits(const CaseFilter& filter, const CaseRecord& record) {
  return (!filter.state || *filter.state == record.state) &&
         (!filter.month || *filter.month == record.application.month) &&
         (!filter.household || *filter.household == record.application.household) &&
         (!filter.application || *filter.application == record.application.id);
}

HistoryMonth MonthOfDecision(const CaseRecord& record) {
  HistoryMonth month;
  month.month = record.application.month;
  month.outcome = record.decisions.back().outcome;
  month.granted = record.decisions.back().granted;
  month.decided_by = record.decisions.back().kind == DecisionKind::kAutomatic ? ActorKind::kWorker
                                                                              : ActorKind::kPerson;
  month.persons = record.application.persons;
  for (Person& person : month.persons) person.name.clear();
  month.persons_in_home = record.application.home.persons_in_home;
  return month;
}

}  // namespace

StatusOr<Page<CaseSummary>> FakeStore::ListCases(const CaseFilter& filter,
                                                 const PageRequest& page) {
  const MutexLock lock(mutex_);
  std::vector<CaseSummary> all;
  for (const auto& [id, row] : cases_)
    if (Fits(filter, row.record)) all.push_back(SummaryOf(row.record));
  return Slice(all, page);
}

StatusOr<int> FakeStore::CountOthers(const HouseholdId& household,
                                     Month month,
                                     const CaseId& except) {
  const MutexLock lock(mutex_);
  int count = 0;
  for (const auto& [id, row] : cases_) {
    const Application& application = row.record.application;
    const bool counts = id != except && application.household == household &&
                        application.month == month && row.record.state != CaseState::kWrittenOff;
    count += counts ? 1 : 0;
  }
  return count;
}

StatusOr<History> FakeStore::DecidedMonths(const HouseholdId& household, Month before) {
  const MutexLock lock(mutex_);
  std::map<Month, HistoryMonth> months;
  for (const auto& [id, row] : cases_) {
    const Application& application = row.record.application;
    if (application.household != household || row.record.decisions.empty()) continue;
    if (application.month >= before || before - application.month > kHistoryMonthsMax) continue;
    months[application.month] = MonthOfDecision(row.record);
  }
  History history;
  history.reserve(months.size());
  std::transform(
      months.rbegin(), months.rend(), std::back_inserter(history), [](const auto& entry) {
        return entry.second;
      });
  return history;
}

StatusOr<std::optional<Frame>> FakeStore::LatestFrame(const HouseholdId& household) {
  const MutexLock lock(mutex_);
  const auto found = frames_.find(household);
  if (found == frames_.end()) return std::optional<Frame>();
  return std::optional<Frame>(found->second.back());
}

StatusOr<Page<Frame>> FakeStore::ListFrames(const HouseholdId& household, const PageRequest& page) {
  const MutexLock lock(mutex_);
  const auto found = frames_.find(household);
  if (found == frames_.end()) return Page<Frame>();
  return Slice(std::vector<Frame>(found->second.rbegin(), found->second.rend()), page);
}

StatusOr<int> FakeStore::CountUndeliveredEffects() {
  const MutexLock lock(mutex_);
  int count = 0;
  for (const StoredEffect& effect : effects_) {
    const bool open = effect.state == EffectState::kPending || effect.state == EffectState::kSent;
    count += open ? 1 : 0;
  }
  return count;
}

StatusOr<StoredEffect> FakeStore::GetEffect(const EffectId& id) {
  const MutexLock lock(mutex_);
  for (const StoredEffect& effect : effects_)
    if (effect.effect.id == id) return effect;
  return NotFound("no effect has this id");
}

StatusOr<Page<StoredEffect>> FakeStore::ListEffects(std::optional<EffectState> state,
                                                    const std::optional<CaseId>& case_id,
                                                    const PageRequest& page) {
  const MutexLock lock(mutex_);
  std::vector<StoredEffect> all;
  for (const StoredEffect& effect : effects_)
    if ((!state || effect.state == *state) && (!case_id || effect.effect.case_id == *case_id))
      all.push_back(effect);
  return Slice(all, page);
}

StatusOr<Control> FakeStore::GetControl() {
  const MutexLock lock(mutex_);
  return control_;
}

StatusOr<Control> FakeStore::SetPause(bool paused,
                                      const std::string& reason,
                                      const std::string& request_id,
                                      const AuditEvent& audit,
                                      Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(CheckRequest(request_id));
  control_.paused = paused;
  control_.paused_by = paused ? audit.actor : "";
  control_.pause_reason = paused ? reason : "";
  ++control_.version;
  Remember(request_id, audit, "control");
  Append(audit, now);
  return control_;
}

StatusOr<Control> FakeStore::SetMode(const ModeOverride& mode,
                                     const std::string& request_id,
                                     const AuditEvent& audit,
                                     Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(CheckRequest(request_id));
  control_.modes[mode.typfall] = mode;
  ++control_.version;
  Remember(request_id, audit, mode.typfall);
  Append(audit, now);
  return control_;
}

StatusOr<std::vector<StateCount>> FakeStore::CountStates() {
  const MutexLock lock(mutex_);
  std::map<CaseState, int> counts;
  for (const auto& [id, row] : cases_) ++counts[row.record.state];
  std::vector<StateCount> list;
  list.reserve(counts.size());
  for (const auto& [state, count] : counts) list.push_back({state, count});
  return list;
}

StatusOr<std::optional<RequestRecord>> FakeStore::FindRequest(const std::string& request_id) {
  const MutexLock lock(mutex_);
  const auto found = requests_.find(request_id);
  if (found == requests_.end()) return std::optional<RequestRecord>();
  return std::optional<RequestRecord>(found->second);
}

Status FakeStore::KeepPolicySet(const std::string& sha256,
                                const std::string& version,
                                const std::string& content,
                                Instant /*now*/) {
  const MutexLock lock(mutex_);
  const KeptPolicySet set{.sha256 = sha256, .version = version, .content = content};
  if (policy_sets_.emplace(sha256, set).first->second.content == content) return OkStatus();
  return MakeStatus(StatusCode::kDataLoss,
                    "the policy set is kept already with other content under the same hash",
                    {.reason = "POLICY_SET_CHANGED", .field = "policy.sha256", .remedy = ""});
}

StatusOr<std::string> FakeStore::AssessedInput(const CaseId& id) {
  const MutexLock lock(mutex_);
  const auto kept = inputs_.find(id);
  if (kept != inputs_.end()) return kept->second;
  return FailedPrecondition("the input of the case's assessment was not kept",
                            {.reason = "INPUT_NOT_KEPT", .field = "case_id", .remedy = ""});
}

Status FakeStore::TakePolicySet(const KeptPolicySet& set,
                                const std::string& replaced,
                                const std::string& request_id,
                                const AuditEvent& audit,
                                Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  DM_RETURN_IF_ERROR(CheckRequest(request_id));
  policy_sets_[set.sha256] = set;
  Remember(request_id, audit, replaced + " " + set.sha256);
  Append(audit, now);
  return OkStatus();
}

StatusOr<KeptPolicySet> FakeStore::FindPolicySet(const std::string& sha256) {
  const MutexLock lock(mutex_);
  const auto found = policy_sets_.find(sha256);
  if (found != policy_sets_.end()) return found->second;
  return MakeStatus(StatusCode::kNotFound,
                    "no policy set is kept under this hash",
                    {.reason = "POLICY_SET_NOT_KEPT", .field = "sha256", .remedy = ""});
}

Status FakeStore::CheckHealth(Instant /*now*/) {
  const MutexLock lock(mutex_);
  return TakeFailure();
}

}  // namespace dm::testing
