#include "worker/effects/contact_effects.h"

#include <string>

#include "worker/core/swedish_day.h"
#include "worker/effects/effect_batch.h"
#include "worker/effects/letter.h"
#include "worker/effects/letter_words.h"

namespace dm::effects {
namespace {

std::string RoundName(const CompletionRound& round) {
  return "completion-" + std::to_string(round.number);
}

RequestCompletion RequestOf(const CompletionRound& round) {
  RequestCompletion request;
  for (const RequestedItem& one : round.items)
    if (!one.answered_by) request.items.push_back(one.item);
  request.due = round.due;
  return request;
}

std::string ByWhom(const std::string& user) {
  return user.empty() ? std::string() : " av " + user;
}

}  // namespace

std::vector<Effect> EffectsOfMessage(const CaseRecord& record,
                                     const Message& message,
                                     const PolicySet& policy) {
  Batch batch(record);
  batch.Add(EffectKind::kNotice, message.id.value()).notice = LogInNotice(policy);
  batch.Add(EffectKind::kJournalNote, message.id.value()).journal_note =
      "Meddelande till den sökande skrivet" + ByWhom(message.author) + ".";
  return batch.Take();
}

std::vector<Effect> EffectsOfKeptMessage(const CaseRecord& record, const Message& message) {
  Batch batch(record);
  batch.Add(EffectKind::kJournalNote, message.id.value()).journal_note =
      "Ett meddelande från hushållet har kommit in om ett ärende som är avgjort. En handläggare "
      "behöver läsa och besvara det.";
  return batch.Take();
}

std::vector<Effect> EffectsOfLateDocument(const CaseRecord& record, const LateDocument& late) {
  Batch batch(record);
  batch.Add(EffectKind::kJournalNote, "late-" + late.document.id.value()).journal_note =
      "En handling har kommit in efter beslutet för " + record.application.month.ToSwedish() +
      ". Den följer med hushållets nästa ansökan.";
  return batch.Take();
}

StatusOr<std::vector<Effect>> EffectsOfRound(const CaseRecord& record,
                                             const CompletionRound& round,
                                             const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(Letter letter, RoundLetter(record, round, RoundLetterKind::kRequest, policy));
  Batch batch(record);
  const std::string name = RoundName(round);
  batch.Add(EffectKind::kCompletionRequest, name).completion_request = RequestOf(round);
  batch.Add(EffectKind::kLetter, name).letter = std::move(letter);
  batch.Add(EffectKind::kNotice, name).notice = LogInNotice(policy);
  std::string note = "Komplettering begärd" + ByWhom(round.asked_by) + ", sista dag " +
                     SwedishDay(round.due) + ".";
  if (round.number > 1) note += " Det är begäran nummer " + std::to_string(round.number) + ".";
  batch.Add(EffectKind::kJournalNote, name).journal_note = std::move(note);
  return batch.Take();
}

StatusOr<std::vector<Effect>> EffectsOfReminder(const CaseRecord& record,
                                                const CompletionRound& round,
                                                const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(Letter letter,
                      RoundLetter(record, round, RoundLetterKind::kReminder, policy));
  Batch batch(record);
  const std::string name = RoundName(round) + "-reminder";
  batch.Add(EffectKind::kLetter, name).letter = std::move(letter);
  batch.Add(EffectKind::kNotice, name).notice = LogInNotice(policy);
  batch.Add(EffectKind::kJournalNote, name).journal_note =
      "Påminnelse om komplettering skickad, sista dag " + SwedishDay(round.due) + ".";
  return batch.Take();
}

std::vector<Effect> EffectsOfWish(const CaseRecord& record, const WishForPerson& wish) {
  Batch batch(record);
  batch.Add(EffectKind::kJournalNote, "wish-" + std::to_string(wish.said_at.unix_ms()))
      .journal_note = "Den sökande vill tala med en handläggare. Inget beslutas automatiskt.";
  return batch.Take();
}

std::vector<Effect> EffectsOfWithdrawal(const CaseRecord& record, const Withdrawal& withdrawal) {
  Batch batch(record);
  batch.Add(EffectKind::kJournalNote, "withdrawal-" + std::to_string(withdrawal.signatures.size()))
      .journal_note =
      "Ansökan återkallas. Antal underskrifter: " + std::to_string(withdrawal.signatures.size()) +
      ". En handläggare prövar återkallelsen.";
  return batch.Take();
}

}  // namespace dm::effects
