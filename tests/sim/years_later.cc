#include "tests/sim/years_later.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "tests/sim/quiet_store.h"
#include "worker/adapters/codec/codec.h"
#include "worker/case/audit_chain.h"
#include "worker/case/household.h"
#include "worker/core/digest.h"

namespace dm::sim {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
// The faults of the years later last so long: midnight comes in the middle.
constexpr std::int64_t kTroubleMs = 9 * kMinuteMs;
constexpr std::int64_t kPeaceMs = 6 * kMinuteMs;
constexpr int kAuditPage = 1'000;

// Seven minutes to midnight of the last day on which nothing may go, and of a day years later.
Instant LastDay() {
  return *Instant::Parse("2031-11-26T23:56:00+01:00");
}

bool IsBornOnAKeptDay(const Application& application) {
  return std::ranges::any_of(application.persons, [](const Person& person) {
    const auto born = person.personnummer.empty() ? person.born : person.personnummer.birth_date();
    // Whose day is not known keeps the file too: a person decides.
    const int day = born ? born->day() : 5;
    return IsMemberOfCase(person.role) && (day == 5 || day == 15 || day == 25);
  });
}

AuditEvent By(const char* action) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = "HL000001";
  audit.action = action;
  return audit;
}

}  // namespace

CallContext YearsLater::Call(const std::string& request) const {
  CallContext context;
  context.caller = "drift-1";
  context.request_id = request;
  context.content_sha256 = Sha256Hex(request);
  context.cleared = true;
  context.operations = true;
  return context;
}

Process* YearsLater::SomeProcess() {
  std::vector<Process*> alive;
  for (const auto& process : processes_)
    if (process->alive() && !process->stopping()) alive.push_back(process.get());
  if (alive.empty()) return nullptr;
  return alive[static_cast<std::size_t>(world_.Between(0, static_cast<int>(alive.size()) - 1))];
}

int YearsLater::Payments(const File& file) const {
  int payments = 0;
  for (const auto& [id, arrived] : around_.ledger.arrived) {
    if (arrived.effect.kind != EffectKind::kPaymentOrder) continue;
    for (const CaseRecord& record : file.cases)
      if (record.application.id == arrived.effect.application) ++payments;
  }
  return payments;
}

void YearsLater::Remember() {
  // Somebody has done the reviews: nobody does in a history.
  world_.database.Execute("UPDATE reviews SET state = 'COMPLETED'");
  const std::unique_ptr<Store> store = QuietStore(around_);
  for (const auto& row : world_.database.Rows("SELECT case_id FROM cases ORDER BY case_id")) {
    StatusOr<CaseRecord> record = store->GetCase(CaseId::FromTrusted(row[0]));
    if (!record.ok()) continue;  // I1 tells.
    File& file = files_[record->application.household];
    file.research = file.research || IsBornOnAKeptDay(record->application);
    file.cases.push_back(*std::move(record));
  }
  for (auto& [household, file] : files_) file.payments = Payments(file);
}

void YearsLater::Run() {
  Remember();
  const Instant begin =
      world_.OneIn(2) ? LastDay() : LastDay().PlusMs(1'440 * kMinuteMs * world_.Between(1, 700));
  Schedule& schedule = world_.schedule;
  schedule.RunUntil(schedule.now_ms() + (begin - world_.Now()));
  world_.trace.Add(schedule.now_ms(), "world", "years later");
  world_.BeginFaultsAgain();
  world_.on_file_read = [this](const HouseholdId& household) { Interfere(household); };
  schedule.Spawn(people_, 0, [this] { Trouble(); });
  schedule.Spawn(people_, 30'000, [this] { Erase(); });
  const std::int64_t peace_ms = schedule.now_ms() + kTroubleMs;
  schedule.RunUntil(peace_ms);
  world_.EndFaults();
  around_.store_state.away_until_ms = 0;
  around_.store_state.read_only_until_ms = 0;
  world_.on_file_read = nullptr;
  runs_ = 0;
  schedule.Spawn(people_, kMinuteMs, [this] { Erase(); });
  for (std::int64_t ms = kMinuteMs; ms <= kPeaceMs && runs_ == 0; ms += kMinuteMs)
    schedule.RunUntil(peace_ms + ms);
  Judge();
}

void YearsLater::End() {
  world_.on_file_read = nullptr;
  world_.schedule.Kill(*people_);
}

// One process, or two, is there, and dies at times.
void YearsLater::Trouble() {
  while (true) {
    const auto alive = std::ranges::count_if(
        processes_, [](const auto& process) { return process->alive() && !process->stopping(); });
    if (alive == 0 || (!around_.alone && alive < 2)) start_();
    world_.schedule.Sleep(2'000);
    if (world_.faults_ended() || !world_.swarm().has(Fault::kF1) || !world_.OneIn(40)) continue;
    if (Process* process = SomeProcess()) process->Kill();
  }
}

// Between a worker's look at a file and its erasure.
void YearsLater::Interfere(const HouseholdId& household) {
  auto file = files_.find(household);
  if (file == files_.end() || !world_.OneIn(6)) return;
  const int what = world_.Between(1, 4);
  if (what == 2) {
    // The worker is quicker than a call: a hold on a file that it comes to later, or has erased.
    file = files_.begin();
    std::advance(file, world_.Between(0, static_cast<int>(files_.size()) - 1));
  }
  const CaseId id = file->second.cases[0].id;
  world_.schedule.Spawn(people_, world_.Between(0, 5), [this, id, household, what] {
    if (what == 1) return HoldAtOnce(id);
    if (what == 2) return Hold(id);
    if (what == 3) return SignFrame(household);
    if (Process* process = SomeProcess()) process->Kill();
  });
}

sql::StoreImpl YearsLater::Quiet() const {
  auto vault = around_.keys == nullptr ? nullptr : std::make_shared<sql::Vault>(around_.keys);
  auto engine = std::make_unique<QuietEngine>(world_.database, vault);
  return {around_.municipality, std::move(engine), kEffectKey, std::move(vault)};
}

// By one whose store answers at once, so that it comes between a look and an erasure.
void YearsLater::HoldAtOnce(const CaseId& id) {
  const std::string request = "sim-hold-" + std::to_string(++requests_);
  dm::Hold hold;
  hold.id = "HOLD-" + request;
  hold.case_id = id;
  hold.reason = "Överklagat.";
  hold.placed_by = "HL000002";
  static_cast<void>(Quiet().PlaceHold(hold, request, By("hold_placed"), world_.Now()));
}

void YearsLater::Hold(const CaseId& id) {
  const std::string request = "sim-hold-" + std::to_string(++requests_);
  StatusOr<dm::Hold> hold = Unavailable("");
  for (int i = 0; i < 12 && !hold.ok(); ++i) {
    if (i > 0) world_.schedule.Sleep(world_.Between(20, 4'000));
    Process* process = SomeProcess();
    if (process == nullptr) continue;
    StatusOr<dm::Hold> answer = Unavailable("");
    if (process->Serve([&] {
          answer = process->retention().PlaceHold(Call(request), id, "HL000001", "Överklagat.");
        }))
      hold = answer;
    if (!IsRetryable(hold.status())) break;
  }
  if (!hold.ok() || world_.OneIn(3)) return;
  world_.schedule.Sleep(world_.Between(1'000, 400'000));
  Process* process = SomeProcess();
  // Released behind the last run it would be the next day's to erase.
  if (process == nullptr || world_.faults_ended()) return;
  process->Serve([&] {
    static_cast<void>(process->retention().ReleaseHold(
        Call("sim-release-" + std::to_string(++requests_)), hold->id, "HL000002"));
  });
}

// The household has come back: its file is young again.
void YearsLater::SignFrame(const HouseholdId& household) {
  for (const HouseholdKind& kind : around_.shipped.kinds) {
    if (!kind.input.frame) continue;
    Frame frame = *kind.input.frame;
    frame.id = FrameId();
    frame.household = household;
    frame.version = 0;
    frame.signed_at = world_.Now();
    const auto signed_frame = QuietStore(around_)->SignFrame(
        frame, "sim-late-frame-" + std::to_string(++requests_), By("frame_signed"), world_.Now());
    if (signed_frame.ok()) world_.reach.Count("frames signed in the midst of an erasure");
    return;
  }
}

void YearsLater::Erase() {
  std::string token;
  while (true) {
    Process* process = SomeProcess();
    StatusOr<RetentionPart> part = Unavailable("");
    const bool heard = process != nullptr && process->Serve([&] {
      part = process->retention().Run(
          Call("sim-erase-" + std::to_string(++requests_)), "HL000001", token);
    });
    // Who is not heard, or speaks with another process, begins again.
    token = heard && part.ok() ? part->next : "";
    if (heard && part.ok() && token.empty()) break;
    world_.schedule.Sleep(world_.Between(200, 4'000));
  }
  ++runs_;
  world_.trace.Add(world_.schedule.now_ms(), "HL000001", "has erased");
}

std::string YearsLater::Left(const std::string& id) {
  // What stays tells of a case that nobody can find a person by (docs/operating/retention.md).
  static const std::set<std::string> stay = {"cases", "sample_cases", "demotions", "sim_moves"};
  std::string left;
  for (const auto& row : world_.database.Rows(
           "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE "
           "t.type = 'table' AND c.name IN ('case_id', 'from_case_id', 'household_id', 'owner') "
           "ORDER BY 1, 2")) {
    if (stay.contains(row[0])) continue;
    const std::string rows = "SELECT count(*) FROM " + row[0] + " WHERE " + row[1] + " = ?1";
    if (world_.database.Number(rows, {id}) > 0) left += " " + row[0] + "." + row[1];
  }
  return left;
}

void YearsLater::JudgeFile(Store& store, const HouseholdId& household, const File& file) {
  const auto is_erased = [&](const CaseRecord& record) {
    return world_.database.Number(
               "SELECT count(*) FROM cases WHERE case_id = ?1 AND erased_at_ms IS NOT NULL",
               {record.id.value()}) > 0;
  };
  const auto erased = std::ranges::count_if(file.cases, is_erased);
  const std::string& name = household.value();
  if (erased > 0 && erased < std::ssize(file.cases))
    return world_.Broke("I24", "half a file is erased: " + name);
  if (Payments(file) != file.payments)
    world_.Broke("I24", "paid again when the file was erased: " + name);
  if (erased == 0) {
    for (const CaseRecord& was : file.cases) {
      const StatusOr<CaseRecord> is = store.GetCase(was.id);
      if (!is.ok() || codec::Encode(is->application) != codec::Encode(was.application) ||
          is->decisions.size() < was.decisions.size())
        world_.Broke("I24", "a kept file is not whole: " + was.id.value());
    }
    return;
  }
  if (file.research) world_.Broke("I24", "erased what research keeps: " + name);
  for (const CaseRecord& was : file.cases) {
    const std::string left = Left(was.id.value());
    if (!left.empty()) world_.Broke("I24", "rows are left of " + was.id.value() + left);
    if (DetailOf(store.GetCase(was.id).status()).reason != "CASE_ERASED")
      world_.Broke("I24", "an erased case answers: " + was.id.value());
    if (world_.database.Number("SELECT count(*) FROM cases WHERE case_id = ?1 AND (household_id "
                               "<> 'erased/' OR application_id NOT LIKE 'erased/%')",
                               {was.id.value()}) > 0)
      world_.Broke("I24", "an erased case points at somebody: " + was.id.value());
  }
}

void YearsLater::Judge() {
  if (runs_ == 0) return world_.Broke("I24", "an erasure without faults does not end");
  sql::StoreImpl store = Quiet();
  std::int64_t cases = 0;
  for (const auto& [household, file] : files_) {
    JudgeFile(store, household, file);
    // What nobody and nothing keeps is gone.
    const auto now = store.ReadFile(household);
    if (!now.ok()) {
      world_.Broke("I24", "a file cannot be read: " + household.value());
      continue;
    }
    const Instant limit = StartOfSwedishDay(AddMonths(SwedishDate(world_.Now()), -60));
    if (now->cases.empty()) {
      cases += std::ssize(file.cases);
      // Its key and rows, but for those of a frame that has come since.
      const std::string left = Left(household.value()) + Left("household/" + household.value());
      if (now->frames.empty() && !left.empty())
        world_.Broke("I24", "rows are left of " + household.value() + left);
    } else if (!file.research && !now->held && !now->open && now->last_entry < limit) {
      world_.Broke("I24", "kept beyond its time: " + household.value());
    }
  }
  AuditChainCheck chain;
  std::int64_t next = 1;
  std::int64_t records = 0;
  while (true) {
    const auto page = store.ReadAudit(next, kAuditPage);
    if (!page.ok()) return world_.Broke("I24", "the chain does not hold after an erasure");
    if (page->empty()) break;
    for (const AuditRecord& record : *page) {
      if (!chain.Take(record).ok())
        return world_.Broke("I24", "the chain does not hold after an erasure");
      if (record.event.action == "case_erased") ++records;
      next = record.sequence + 1;
    }
  }
  if (records != cases) world_.Broke("I24", "erased cases and their records differ in number");
  if (world_.database.Number("SELECT coalesce(sum(cases), 0) FROM erasures") != cases)
    world_.Broke("I24", "erased cases and their proofs differ in number");
  world_.trace.Add(world_.schedule.now_ms(), "audit", chain.head().sha256);
}

}  // namespace dm::sim
