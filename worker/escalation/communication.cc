#include "worker/escalation/communication.h"

#include <algorithm>
#include <string>

#include "worker/escalation/human_reasons.h"
#include "worker/escalation/human_rows.h"

namespace dm::escalation {
namespace {

bool IsAdverse(Outcome outcome) {
  return outcome == Outcome::kDelavslag || outcome == Outcome::kAvslag;
}

bool IsTaken(RowKind kind) {
  return kind == RowKind::kIncome || kind == RowKind::kAsset;
}

// With that amount: another figure of a register is news to the household.
bool Declares(const Application& application, const DecisionRow& row) {
  const Money amount = row.effective();
  if (row.kind == RowKind::kAsset)
    return std::any_of(application.assets.begin(),
                       application.assets.end(),
                       [&](const Asset& asset) { return asset.value == amount; });
  return std::any_of(
      application.incomes.begin(), application.incomes.end(), [&](const DeclaredIncome& income) {
        const bool same_person = !row.person || income.person == *row.person;
        return same_person && row.code == "income." + income.kind && income.net == amount;
      });
}

// The same figure on another ground is another fact.
std::string KeyOf(const DecisionRow& row) {
  return row.code + "|" + (row.person ? row.person->value() : std::string()) + "|" +
         std::to_string(row.effective().ore()) + (row.human_amount ? "|" + row.reason : "");
}

constexpr char kOwnGround[] = "handläggarens bedömning";

// A person's own ground is told again where its words are others than the household has read. What
// is added after them, such as what the answer came to, needs no new letter.
bool Tells(const CommunicatedFact& told, const CommunicatedFact& fact) {
  return told.key == fact.key && (fact.source != kOwnGround || fact.text.starts_with(told.text));
}

bool Tells(const Communication& communication, const CommunicatedFact& fact) {
  return std::ranges::any_of(communication.facts,
                             [&fact](const CommunicatedFact& told) { return Tells(told, fact); });
}

CommunicatedFact FactOf(const DecisionRow& row) {
  CommunicatedFact fact;
  fact.key = KeyOf(row);
  fact.text = row.label.empty() ? row.code : row.label;
  if (IsTaken(row.kind)) {
    fact.text += ": " + row.effective().ToSwedish() + " räknas";
  } else {
    fact.text += ": " + row.effective().ToSwedish() + " godkänns";
    if (row.applied) fact.text += " av sökta " + row.applied->ToSwedish();
  }
  if (row.human_amount) {
    fact.source = kOwnGround;
    if (!row.note.empty()) fact.text += ". " + row.note;
  } else {
    fact.source = "register";
  }
  return fact;
}

// Of several communications that told it, the one that is settled first.
std::optional<Date> WaitFor(const std::vector<Told>& told,
                            const CommunicatedFact& fact,
                            Date today) {
  std::optional<Date> until;
  for (const Told& one : told) {
    if (!Tells(*one.communication, fact)) continue;
    if (!one.communication->answers.empty() || one.answer_by < today) return std::nullopt;
    const Date first = one.answer_by.PlusDays(1);
    if (!until || first < *until) until = first;
  }
  return until;
}

bool IsTold(const std::vector<Told>& told, const CommunicatedFact& fact) {
  return std::ranges::any_of(told,
                             [&fact](const Told& one) { return Tells(*one.communication, fact); });
}

}  // namespace

std::vector<CommunicatedFact> UnseenFacts(const CaseRecord& record,
                                          const Decision& decision,
                                          Money granted_before) {
  std::vector<CommunicatedFact> facts;
  if (!IsAdverse(decision.outcome) && decision.granted >= granted_before) return facts;
  for (const DecisionRow& row : decision.rows) {
    const bool counted =
        IsTaken(row.kind) && row.effective() > Money() && !Declares(record.application, row);
    const bool set_lower = row.human_amount && IsReduced(row);
    if (counted || set_lower) facts.push_back(FactOf(row));
  }
  // Refused though the rows would grant something, or without any: the ground is the person's own.
  const bool other_ground =
      decision.outcome == Outcome::kAvslag &&
      (decision.rows.empty() || !GrantOf(decision.rows, RoundingUnit::kKrona).is_zero());
  if (other_ground) {
    CommunicatedFact fact;
    fact.key = "ground|avslag";
    fact.text = "Skälen till att ansökan kan komma att avslås: " + decision.motivation;
    fact.source = kOwnGround;
    facts.push_back(std::move(fact));
  }
  return facts;
}

bool HasUnreadAnswer(const CaseRecord& record, const std::vector<Message>& inbound) {
  if (record.communications.empty()) return false;
  const Instant told = record.communications.front().at;
  return std::any_of(inbound.begin(), inbound.end(), [told](const Message& one) {
    return !one.read_at && one.sent_at >= told;
  });
}

Status UnreadAnswer() {
  return FailedPrecondition(
      "the household has written since it was told of the facts, and nobody has read it",
      {"MESSAGE_UNREAD",
       "escalation_id",
       "read it with MarkMessageRead, and note it with NoteAnswer where it is the answer"});
}

std::vector<Told> ToldOf(const CaseRecord& record,
                         const std::vector<StoredEffect>& letters,
                         Date today,
                         int answer_days) {
  std::vector<Told> told;
  for (const Communication& one : record.communications) {
    const auto index = static_cast<std::size_t>(one.number) - 1;
    const StoredEffect* letter = index < letters.size() ? &letters[index] : nullptr;
    Told entry{.communication = &one, .reached = true, .answer_by = one.answer_by};
    if (letter != nullptr) {
      entry.reached = letter->state == EffectState::kDelivered;
      const Date from = entry.reached ? SwedishDate(letter->next_attempt_at) : today;
      entry.answer_by = std::max(entry.answer_by, from.PlusDays(answer_days));
    }
    told.push_back(entry);
  }
  return told;
}

std::optional<Date> WaitsUntil(const std::vector<Told>& told,
                               const std::vector<CommunicatedFact>& unseen,
                               Date today) {
  std::optional<Date> until;
  for (const CommunicatedFact& fact : unseen) {
    const std::optional<Date> wait = WaitFor(told, fact, today);
    if (wait && (!until || *until < *wait)) until = wait;
  }
  return until;
}

Status CheckCommunicated(const std::vector<Told>& told,
                         const Decision& decision,
                         const std::vector<CommunicatedFact>& unseen,
                         Date today,
                         const PolicySet& policy) {
  if (!decision.communication_exception.empty())
    return CheckReasonFor(policy,
                          decision.communication_exception,
                          kUseCommunication,
                          today,
                          "communication_exception");
  if (unseen.empty()) return OkStatus();
  const auto untold = std::count_if(
      unseen.begin(), unseen.end(), [&](const auto& fact) { return !IsTold(told, fact); });
  if (untold > 0)
    return FailedPrecondition(
        "the decision rests on " + std::to_string(untold) + (untold == 1 ? " fact" : " facts") +
            " that the household has not been told (FL 25)",
        {"COMMUNICATION_REQUIRED",
         "communication_exception",
         "communicate with CommunicateCase, or state the law's exception as a reason code"});
  const std::optional<Date> until = WaitsUntil(told, unseen, today);
  if (!until) return OkStatus();
  const bool on_its_way = std::ranges::any_of(told, [&unseen](const Told& one) {
    return !one.reached && std::ranges::any_of(unseen, [&one](const CommunicatedFact& fact) {
      return Tells(*one.communication, fact);
    });
  });
  if (on_its_way)
    return FailedPrecondition(
        "the letter that tells the household has not been delivered",
        {"COMMUNICATION_WAITING",
         "communication_exception",
         "see to the letter (ListEffects, ResolveEffect), and wait the household's time from then "
         "on; or note its answer with NoteAnswer"});
  return FailedPrecondition(
      "the household has been told and may answer until " + until->PlusDays(-1).ToString(),
      {"COMMUNICATION_WAITING",
       "communication_exception",
       "wait until " + until->ToString() + ", or note the household's answer with NoteAnswer"});
}

}  // namespace dm::escalation
