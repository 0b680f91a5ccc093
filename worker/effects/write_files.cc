#include "worker/effects/write_files.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "worker/effects/file_marks.h"

namespace dm::effects {
namespace {

// An order that could not be written is tried again after this; the pass fails before, and says so.
constexpr std::int64_t kAgainMs = 10'000;

FileRegister RegisterOf(EffectKind kind) {
  return kind == EffectKind::kDecision ? FileRegister::kDecisions : FileRegister::kPaymentOrders;
}

EffectKinds KindsOf(const EffectFiles& files) {
  EffectKinds kinds;
  for (const FileRegister which : kFileRegisters)
    if (files.Carries(KindOf(which))) kinds.push_back(KindOf(which));
  return kinds;
}

FiledEffect FiledFrom(const Effect& effect, Month month) {
  FiledEffect filed;
  filed.id = effect.id;
  filed.case_id = effect.case_id;
  filed.application = effect.application;
  filed.month = month;
  filed.decision_version = effect.decision_version;
  if (effect.payment_order) {
    filed.amount = effect.payment_order->amount;
    filed.pay_date = effect.payment_order->pay_date;
    return filed;
  }
  const Decision& decision = *effect.decision;
  filed.amount = decision.granted;
  filed.pay_date = decision.pay_date;
  filed.decision.emplace();
  filed.decision->kind = decision.kind;
  filed.decision->outcome = decision.outcome;
  filed.decision->decided_on = decision.decided_on;
  filed.decision->decided_by = decision.decided_by;
  filed.decision->mandate = decision.delegation;
  filed.decision->attested_by = decision.attested_by;
  filed.decision->corrects = decision.corrects;
  filed.decision->typfall = decision.typfall;
  filed.decision->policy_sha256 = decision.policy_sha256;
  return filed;
}

class FilePass {
 public:
  FilePass(const FileTools& tools, const FileSettings& settings)
      : tools_(tools),
        settings_(settings),
        attempts_(tools.store, tools.clock, tools.log, tools.worker, tools.hand_over) {}

  StatusOr<DeliveryPass> Run() {
    DM_RETURN_IF_ERROR(tools_.files.Finish());
    DM_ASSIGN_OR_RETURN(const std::vector<StoredEffect> due,
                        tools_.store.DueEffectsOf(
                            KindsOf(tools_.files), tools_.clock.Now(), settings_.effects_max));
    for (const StoredEffect& stored : due) {
      if (IsOver()) return result_;
      DM_RETURN_IF_ERROR(Look(stored));
    }
    for (auto& [place, batch] : batches_) {
      if (IsOver()) break;
      DM_RETURN_IF_ERROR(Write(place, batch));
    }
    return result_;
  }

 private:
  struct Wanted {
    StoredEffect stored;
    FiledEffect filed;
  };

  using Place = std::pair<FileRegister, FileAccess>;

  bool IsOver() const { return older_ || (tools_.stop && tools_.stop()); }

  Status Look(const StoredEffect& stored) {
    DM_ASSIGN_OR_RETURN(const std::optional<FiledState> found, tools_.files.Find(stored.effect.id));
    if (found) {
      if (TellsThatTheStoreIsOlder(stored)) {
        older_ = true;
        return tools_.store_is_older(stored);
      }
      const Delivery said = SaidOf(*found, tools_.files.AwaitsReply(stored.effect.kind));
      // What a person has said to send again, after a refusal, stands in a file once more.
      const bool again =
          stored.state == EffectState::kPending && said.outcome == DeliveryOutcome::kRefused;
      if (!again) return Settle(stored, *found, JudgeReceived(stored.effect, said));
    }
    return Want(stored);
  }

  // Orders are marked before they are written.
  bool TellsThatTheStoreIsOlder(const StoredEffect& stored) const {
    return tools_.store_is_older && stored.effect.kind == EffectKind::kPaymentOrder &&
           stored.state == EffectState::kPending && !stored.tried;
  }

  Status Want(const StoredEffect& stored) {
    DM_ASSIGN_OR_RETURN(const CaseRecord record, tools_.store.GetCase(stored.effect.case_id));
    const FileAccess access =
        AccessOf(record) == AccessClass::kOpen ? FileAccess::kOpen : FileAccess::kRestricted;
    if (!tools_.files.Has(access)) {
      // Nobody who may read the common files learns of the case.
      Delivery refused;
      refused.outcome = DeliveryOutcome::kRefused;
      refused.error_code = "NO_RESTRICTED_FOLDER";
      ++result_.refused;
      return attempts_.Refuse(stored, refused);
    }
    batches_[{RegisterOf(stored.effect.kind), access}].push_back(
        {stored, FiledFrom(stored.effect, record.application.month)});
    return OkStatus();
  }

  Status Write(const Place& place, std::vector<Wanted>& batch) {
    EffectFile file;
    file.which = place.first;
    file.municipality = settings_.municipality;
    std::vector<StoredEffect> written;
    for (Wanted& one : batch) {
      const Status marked =
          attempts_.Mark(one.stored, EffectState::kSent, Unknown(kHandedOver), kAgainMs);
      if (IsSettledMeanwhile(marked)) continue;
      DM_RETURN_IF_ERROR(marked);
      attempts_.TellIfLate(one.stored);
      file.effects.push_back(std::move(one.filed));
      written.push_back(std::move(one.stored));
    }
    if (written.empty()) return OkStatus();
    file.written_at = tools_.clock.Now();
    const FilePlace where{place.first, place.second};
    DM_ASSIGN_OR_RETURN(
        file.sequence,
        TakeNextNumber(tools_.store, tools_.files, where, AuditOf(file), file.written_at));
    DM_RETURN_IF_ERROR(tools_.files.Write(file, place.second));
    tools_.log.Write(LogLevel::kInfo,
                     "effect_file_written",
                     {{"file", FileNameOf(file.which, file.sequence)},
                      {"count", static_cast<std::int64_t>(file.effects.size())}});
    for (const StoredEffect& stored : written) {
      DM_ASSIGN_OR_RETURN(const std::optional<FiledState> found,
                          tools_.files.Find(stored.effect.id));
      if (!found) return Internal("a file that was written is not found");
      DM_RETURN_IF_ERROR(
          Settle(stored, *found, SaidOf(*found, tools_.files.AwaitsReply(stored.effect.kind))));
    }
    return OkStatus();
  }

  AuditEvent AuditOf(const EffectFile& file) const {
    AuditEvent audit;
    audit.actor_kind = ActorKind::kWorker;
    audit.actor = tools_.worker;
    audit.action = "effect_file_planned";
    audit.subject = std::string("register:") + FileRegisterName(file.which);
    audit.detail = "count=" + std::to_string(file.effects.size()) +
                   " sum_ore=" + std::to_string(SumOf(file).ore());
    return audit;
  }

  Status Settle(const StoredEffect& stored, const FiledState& state, const Delivery& said) {
    switch (said.outcome) {
      case DeliveryOutcome::kOk:
        ++result_.delivered;
        return Meanwhile(attempts_.Mark(stored, EffectState::kDelivered, said, 0));
      case DeliveryOutcome::kRefused:
        ++result_.refused;
        return Meanwhile(attempts_.Refuse(stored, said));
      case DeliveryOutcome::kUnknown:
        break;
    }
    ++result_.unknown;
    const std::int64_t age_ms = tools_.clock.Now() - state.written_at;
    const bool late = age_ms >= settings_.reply_max_ms;
    if (late) DM_RETURN_IF_ERROR(attempts_.GiveToAPerson(stored, said));
    // Until then it is looked at when its file's reply comes.
    return Meanwhile(
        attempts_.Mark(stored,
                       EffectState::kSent,
                       said,
                       late ? settings_.reply_max_ms : settings_.reply_max_ms - age_ms));
  }

  static Status Meanwhile(const Status& marked) {
    return IsSettledMeanwhile(marked) ? OkStatus() : marked;
  }

  const FileTools& tools_;
  const FileSettings& settings_;
  const Attempts attempts_;
  std::map<Place, std::vector<Wanted>> batches_;
  DeliveryPass result_;
  bool older_ = false;
};

}  // namespace

Delivery SaidOf(const FiledState& state, bool awaits_reply) {
  Delivery said;
  if (!awaits_reply) {
    said.outcome = DeliveryOutcome::kOk;
  } else if (state.answered) {
    said = state.reply;
  } else {
    said = Unknown(state.unreadable ? kReplyUnreadable : kReplyAwaited);
  }
  if (said.reference.empty()) said.reference = state.file;
  if (said.outcome == DeliveryOutcome::kOk) said.amount = state.amount;
  return said;
}

StatusOr<DeliveryPass> WriteDueFiles(const FileTools& tools, const FileSettings& settings) {
  return FilePass(tools, settings).Run();
}

StatusOr<DeliveryPass> TakeReplies(const FileTools& tools) {
  DeliveryPass result;
  const Attempts attempts(tools.store, tools.clock, tools.log, tools.worker, tools.hand_over);
  DM_ASSIGN_OR_RETURN(const std::vector<AnsweredFile> answered, tools.files.NewReplies());
  for (const AnsweredFile& file : answered) {
    for (const EffectId& id : file.effects) {
      const StatusOr<StoredEffect> stored = tools.store.GetEffect(id);
      // Of a later form of this store, before a restore.
      if (stored.status().code() == StatusCode::kNotFound) continue;
      DM_RETURN_IF_ERROR(stored.status());
      if (stored->state != EffectState::kSent) continue;
      DM_ASSIGN_OR_RETURN(const std::optional<FiledState> found, tools.files.Find(id));
      if (!found || !found->answered) continue;  // it stands in a later file too
      const Delivery said = JudgeReceived(stored->effect, SaidOf(*found, true));
      const bool accepted = said.outcome == DeliveryOutcome::kOk;
      ++(accepted ? result.delivered : result.refused);
      const Status marked = accepted ? attempts.Mark(*stored, EffectState::kDelivered, said, 0)
                                     : attempts.Refuse(*stored, said);
      if (!IsSettledMeanwhile(marked)) DM_RETURN_IF_ERROR(marked);
    }
    tools.files.Settled(file.name);
    tools.log.Write(LogLevel::kInfo, "effect_file_answered", {{"file", file.name}});
  }
  return result;
}

}  // namespace dm::effects
