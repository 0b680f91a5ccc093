#include "tests/sim/people.h"

#include <iterator>
#include <utility>

#include "tests/sim/quiet_store.h"
#include "worker/core/digest.h"

namespace dm::sim {
namespace {

constexpr int kTriesMax = 12;

}  // namespace

CallContext People::Call(const std::string& caller) {
  CallContext context;
  context.caller = caller;
  context.request_id = "sim-request-" + std::to_string(++requests_);
  context.content_sha256 = Sha256Hex(context.request_id);
  context.cleared = true;
  context.operations = true;
  return context;
}

Process* People::Reach(std::int64_t until_ms) {
  while (world_.schedule.now_ms() < until_ms) {
    std::vector<Process*> alive;
    for (const auto& process : processes_)
      if (process->alive() && !process->stopping()) alive.push_back(process.get());
    if (!alive.empty()) {
      const int last = static_cast<int>(alive.size()) - 1;
      return alive[static_cast<std::size_t>(world_.Between(0, last))];
    }
    world_.schedule.Sleep(500);
  }
  return nullptr;
}

bool People::Insist(const std::function<Status(Process&, const CallContext&)>& call,
                    const std::string& caller) {
  const CallContext context = Call(caller);
  for (int i = 0; i < kTriesMax; ++i) {
    Process* process = Reach(world_.schedule.now_ms() + 60'000);
    if (process == nullptr) return false;
    Status status;
    const bool heard = process->Serve([&] { status = call(*process, context); });
    if (heard && status.ok()) return true;
    if (heard && !IsRetryable(status)) return false;
    // Nobody changed their mind: a stale version is read anew by who wants it, not here.
    if (heard && status.code() == StatusCode::kAborted) return false;
    world_.schedule.Sleep(world_.Between(200, 4'000));
  }
  return false;
}

std::optional<CaseId> People::SomeCase() {
  if (ledger_.acknowledged.empty()) return std::nullopt;
  const int last = static_cast<int>(ledger_.acknowledged.size()) - 1;
  return ledger_.acknowledged[static_cast<std::size_t>(world_.Between(0, last))].case_id;
}

void People::Begin(int applications, std::int64_t until_ms) {
  until_ms_ = until_ms;
  Schedule& schedule = world_.schedule;
  const bool burst = world_.Strikes(Fault::kF7);
  for (int i = 0; i < applications; ++i) {
    const std::string id = "APP-" + std::to_string(i + 1);
    Sent sent;
    const int kinds = static_cast<int>(around_.shipped.kinds.size());
    sent.kind = &around_.shipped.kinds[static_cast<std::size_t>(world_.Between(0, kinds - 1))];
    // Some households apply twice for the month, under another id (G-17, I2).
    const int household = i > 0 && world_.OneIn(8) ? world_.Between(1, i) : i + 1;
    sent.household = "HH-" + std::to_string(household);
    ledger_.sent[id] = sent;
    SignFrame(sent);
    const std::int64_t in_ms =
        burst ? world_.Between(0, 20) : world_.Between(0, static_cast<int>(until_ms / 2));
    schedule.Spawn(world_.outside, in_ms, [this, id] { Submit(id); });
  }
  schedule.Spawn(world_.outside, 5'000, [this, until_ms] { Household(until_ms); });
  for (const char* user : {"HL000001", "HL000002"})
    schedule.Spawn(world_.outside, 10'000, [this, user = std::string(user), until_ms] {
      Caseworker(user, until_ms);
    });
  schedule.Spawn(world_.outside, 15'000, [this, until_ms] { Operator(until_ms); });
}

// Signed before the history begins, once a household.
void People::SignFrame(const Sent& sent) {
  if (!sent.kind->input.frame || !framed_.insert(sent.household).second) return;
  Frame frame = *sent.kind->input.frame;
  frame.id = FrameId();  // The store gives it.
  frame.household = HouseholdId::FromTrusted(sent.household);
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = "HL000001";
  audit.action = "frame_signed";
  const std::unique_ptr<Store> store = QuietStore(around_);
  const auto kept = store->SignFrame(frame, "sim-frame-" + sent.household, audit, world_.Now());
  if (!kept.ok()) world_.Broke("I1", "a frame cannot be signed: " + DetailOf(kept.status()).reason);
}

bool People::Submit(const std::string& id) {
  const Sent& sent = ledger_.sent.at(id);
  const Application application = ApplicationOf(*sent.kind, id, sent.household, world_.Now());
  CallContext context = Call("case-system");
  context.content_sha256 = Sha256Hex(id);
  for (int i = 0; i < kTriesMax; ++i) {
    Process* process = Reach(world_.schedule.now_ms() + 120'000);
    if (process == nullptr) return false;
    StatusOr<Accepted> accepted = Unavailable("");
    const bool heard = process->Serve([&] {
      accepted = process->intake().Submit(context, application, sent.kind->input.history);
    });
    if (heard && accepted.ok()) {
      ledger_.acknowledged.push_back({id, accepted->case_id});
      world_.trace.Add(world_.schedule.now_ms(), "told", id + " is " + accepted->case_id.value());
      if (world_.Strikes(Fault::kF55)) SubmitAgain(id);
      return true;
    }
    if (heard && !IsRetryable(accepted.status())) {
      world_.reach.Count("submissions refused " + DetailOf(accepted.status()).reason);
      return false;
    }
    world_.schedule.Sleep(world_.Between(200, 5'000));
  }
  return false;
}

// The same application once more: as it was, it is the same case; changed, it is refused.
void People::SubmitAgain(const std::string& id) {
  const Sent& sent = ledger_.sent.at(id);
  const CaseId first = ledger_.acknowledged.back().case_id;
  const int losses = world_.losses;
  const bool changed = world_.OneIn(2);
  Application application = ApplicationOf(*sent.kind, id, sent.household, world_.Now());
  if (changed) application.free_text = "en annan ansökan";
  CallContext context = Call("case-system");
  context.content_sha256 = Sha256Hex(changed ? id + "changed" : id);
  Process* process = Reach(world_.schedule.now_ms() + 60'000);
  if (process == nullptr) return;
  StatusOr<Accepted> accepted = Unavailable("");
  const bool heard = process->Serve(
      [&] { accepted = process->intake().Submit(context, application, sent.kind->input.history); });
  // A store that has forgotten the first one takes it for new.
  if (!heard || !accepted.ok() || world_.losses != losses) return;
  if (changed) world_.Broke("I1", "a changed application was taken under the old id: " + id);
  if (accepted->case_id != first) world_.Broke("I2", "one application became two cases: " + id);
}

void People::Household(std::int64_t until_ms) {
  while (!Over() && world_.schedule.now_ms() < until_ms) {
    world_.schedule.Sleep(world_.Between(10'000, 120'000));
    const std::optional<CaseId> id = SomeCase();
    if (id && !Over()) HouseholdActs(*id);
  }
}

// What a household, or the case system for it, says of its case.
void People::HouseholdActs(const CaseId& id) {
  const PersonKey person = PersonKey::FromTrusted("p1");
  switch (world_.Between(1, 5)) {
    case 1:
    case 2: {
      NewDocument added;
      added.document.id = DocumentId::FromTrusted("DOC-" + std::to_string(++requests_));
      added.document.kind = "hyresavi";
      added.document.received_at = world_.Now();
      added.answers = {"proof.boende"};
      Insist(
          [&](Process& process, const CallContext& context) {
            return process.intake().AddDocument(context, id, added).status();
          },
          "case-system");
      return;
    }
    case 3:
      Insist(
          [&](Process& process, const CallContext& context) {
            return process.contact()
                .ReceiveMessage(context,
                                {.case_id = id,
                                 .person = person,
                                 .channel = Channel::kEApplication,
                                 .text = "Hur går det?",
                                 .registered_by = ""})
                .status();
          },
          "case-system");
      return;
    case 4:
      Insist(
          [&](Process& process, const CallContext& context) {
            return process.contact()
                .RequestPerson(context,
                               {.case_id = id,
                                .person = person,
                                .channel = Channel::kEApplication,
                                .registered_by = ""})
                .status();
          },
          "case-system");
      return;
    default:
      Withdraw(id);
  }
}

void People::Withdraw(const CaseId& id) {
  WithdrawalCall call;
  call.case_id = id;
  call.signature = {.person = PersonKey::FromTrusted("p1"),
                    .level = AssuranceLevel::kHigh,
                    .signed_at = world_.Now(),
                    .text_sha256 = std::string(64, 'c')};
  call.pressure = Answer::kNo;
  const bool done = Insist(
      [&](Process& process, const CallContext& context) {
        return process.contact().Withdraw(context, call).status();
      },
      "case-system");
  if (done) world_.reach.Count("withdrawals");
}

void People::Interfere(const CaseId& id) {
  if (world_.faults_ended()) return;
  const Swarm& swarm = world_.swarm();
  const std::int64_t in_ms = world_.Between(0, 1'200);
  if (swarm.has(Fault::kF53) && world_.OneIn(3))
    world_.schedule.Spawn(world_.outside, in_ms, [this, id] { HouseholdActs(id); });
  if (!swarm.has(Fault::kF54) || !world_.OneIn(10)) return;
  world_.Saw(Fault::kF54);
  const int what = world_.Between(1, 4);
  world_.schedule.Spawn(world_.outside, in_ms, [this, id, what] {
    if (what == 1) return ChangePolicies();
    if (what == 2) return Withdraw(id);
    Pause();
  });
}

void People::InterfereWithDecision() {
  if (world_.faults_ended() || !world_.swarm().has(Fault::kF54) || !world_.OneIn(12)) return;
  world_.Saw(Fault::kF54);
  world_.schedule.Spawn(world_.outside, 0, [this] { Pause(); });
}

void People::ChangePolicies() {
  for (const auto& process : processes_)
    process->policies().Replace(
        {.set = world_.OneIn(2) ? around_.shipped.next_policy : around_.shipped.policy,
         .since = world_.Now(),
         .taken_by = "drift-1"});
}

// For a while; two pauses may overlap, and the first end ends both.
void People::Pause() {
  const auto pause = [this](bool paused) {
    Insist(
        [paused](Process& process, const CallContext& context) {
          return process.operations().SetPause(context, paused, "drift-1", "övning").status();
        },
        "drift-1");
  };
  pause(true);
  world_.reach.Count(kPaused);
  world_.schedule.Sleep(world_.Between(100, 20'000));
  pause(false);
}

void People::Resume() {
  Insist(
      [](Process& process, const CallContext& context) {
        return process.operations().SetPause(context, false, "drift-1", "åter").status();
      },
      "drift-1");
}

void People::Fetch() {
  constexpr int kAtOnce = 20;
  while (true) {
    world_.schedule.Sleep(world_.Between(3'000, 20'000));
    Process* process = Reach(world_.schedule.now_ms() + 60'000);
    if (process == nullptr) continue;
    StatusOr<Page<StoredEffect>> page = Unavailable("");
    const bool heard = process->Serve([&] {
      page = process->effects().List(Call("case-system"),
                                     EffectState::kPending,
                                     std::nullopt,
                                     {.limit = kAtOnce, .after = ""});
    });
    if (!heard || !page.ok()) continue;
    for (const StoredEffect& stored : page->items) Take(stored);
  }
}

// What it has taken it says that it has; what it does not say is offered again.
void People::Take(const StoredEffect& stored) {
  const Delivery judged = around_.receiver.Arrive(stored.effect);
  world_.reach.Count(kPulls);
  if (world_.Strikes(Fault::kF25)) return;
  const bool accepted = judged.outcome == DeliveryOutcome::kOk;
  Insist(
      [&](Process& process, const CallContext& context) {
        return process.effects()
            .Acknowledge(context,
                         {.id = stored.effect.id,
                          .accepted = accepted,
                          .reference = judged.reference,
                          .error_code = judged.error_code,
                          .amount = accepted ? judged.amount : std::nullopt})
            .status();
      },
      "case-system");
}

void People::SeeToRefused() {
  if (ledger_.refused.empty() || !world_.OneIn(2)) return;
  auto refused = ledger_.refused.begin();
  std::advance(refused, world_.Between(0, static_cast<int>(ledger_.refused.size()) - 1));
  ResolveEffectCall call;
  call.id = refused->second.id;
  call.actor = "HL000001";
  if (world_.OneIn(3)) {
    call.resolution = EffectResolution::kDoneOtherwise;
    call.reference = "KASSA-1";
  }
  const bool done = Insist(
      [&](Process& process, const CallContext& context) {
        return process.effects().Resolve(context, call).status();
      },
      "drift-1");
  if (done) world_.reach.Count(kResolved);
}

void People::Caseworker(const std::string& user, std::int64_t until_ms) {
  while (!Over() && world_.schedule.now_ms() < until_ms) {
    world_.schedule.Sleep(world_.Between(5'000, 60'000));
    Process* process = Reach(until_ms);
    if (process == nullptr || Over()) return;
    const bool corrects = world_.OneIn(16);
    process->Serve([&] { corrects ? Correct(*process, user) : HandleItem(*process, user); });
  }
}

// Takes the next item, looks at it for a while and does something with it, or forgets it.
void People::HandleItem(Process& process, const std::string& user) {
  const StatusOr<std::optional<Escalation>> taken = process.queues().ClaimNext(
      Call(user), {.handler = user, .queues = {}, .include_restricted = true});
  if (!taken.ok() || !taken->has_value()) return;
  const EscalationId id = (*taken)->id;
  const StatusOr<HandledCase> seen = process.escalations().Get(Call(user), id);
  if (!seen.ok()) return;
  world_.schedule.Sleep(world_.Between(500, 90'000));
  HumanDecision said;
  said.escalation = id;
  said.expected_version = seen->escalation.version;
  said.handler = user;
  said.mandate = "SN § 4";
  Status status;
  switch (world_.Between(1, 6)) {
    case 1:
    case 2:
    case 3:
      said.outcome = Outcome::kBifall;
      status = process.decisions().Decide(Call(user), said).status();
      break;
    case 4:
      said.outcome = Outcome::kAvskrivning;
      said.reason = "WRITE_OFF.DUPLICATE";
      said.motivation = "Ansökan har kommit in två gånger.";
      status = process.decisions().Decide(Call(user), said).status();
      break;
    case 5: {
      CompletionCall call;
      call.escalation = id;
      call.expected_version = seen->escalation.version;
      call.handler = user;
      call.items = {{.code = "proof.boende", .person = {}, .why = "Hyran ska styrkas.", .how = ""}};
      status = process.contact().RequestCompletion(Call(user), call).status();
      break;
    }
    default:
      if (world_.OneIn(2))
        status =
            process.escalations().Release(Call(user), id, user, seen->escalation.version).status();
  }
  world_.trace.Add(world_.schedule.now_ms(), user, id.value() + " " + DetailOf(status).reason);
  world_.reach.Count(status.ok() ? "acts of caseworkers"
                                 : "acts refused " + DetailOf(status).reason);
}

// A paid decision was too low: a new version grants more.
void People::Correct(Process& process, const std::string& user) {
  const std::optional<CaseId> id = SomeCase();
  if (!id) return;
  const StatusOr<CaseRecord> record = process.store().GetCase(*id);
  if (!record.ok() || record->state != CaseState::kClosed || record->decisions.empty()) return;
  CorrectionRequest request;
  request.case_id = *id;
  request.expected_version = record->version;
  request.ground = "CORRECTION.OBVIOUS_ERROR";
  request.decision.handler = user;
  request.decision.mandate = "SN § 4";
  request.decision.outcome = Outcome::kBifall;
  request.decision.motivation = "Hyran var fel avskriven.";
  for (const DecisionRow& row : record->decisions.back().rows) {
    if (row.kind != RowKind::kCost) continue;
    HumanDecision::EditedRow edit;
    edit.code = row.code;
    edit.person = row.person;
    edit.amount = row.effective() + Money::FromKronor(100);
    edit.reason = "ROW.CORRECTED";
    edit.note = "Hyran enligt avin.";
    request.decision.edited_rows.push_back(std::move(edit));
    break;
  }
  const Status status = process.decisions().Correct(Call(user), request).status();
  world_.reach.Count(status.ok() ? "corrections"
                                 : "corrections refused " + DetailOf(status).reason);
}

void People::Operator(std::int64_t until_ms) {
  while (!Over() && world_.schedule.now_ms() < until_ms) {
    world_.schedule.Sleep(world_.Between(5'000, 60'000));
    if (Over()) return;
    SeeToRefused();
    if (world_.OneIn(6))
      Insist(
          [](Process& process, const CallContext& context) {
            return process.operations().RetryNow(context, std::nullopt, "drift-1").status();
          },
          "drift-1");
  }
}

}  // namespace dm::sim
