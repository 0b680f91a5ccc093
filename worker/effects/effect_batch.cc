#include "worker/effects/effect_batch.h"

namespace dm::effects {
namespace {

// Effects of one change are numbered within a block of their own; the case's version rises with
// every change, so that what comes later is delivered later.
constexpr int kOrdersPerChange = 16;

constexpr char kNoticeCode[] = "notice.log_in";
constexpr char kNoticeText[] = "Du har fått ett nytt meddelande. Logga in för att läsa det.";

}  // namespace

Batch::Batch(const CaseRecord& record, const Decision& decision)
    : record_(record), decision_version_(decision.version), decision_in_case_(1) {
  for (const Decision& one : record.decisions)
    if (one.version < decision.version) ++decision_in_case_;
}

Effect& Batch::Add(EffectKind kind, const std::string& discriminator) {
  Effect effect;
  effect.id = DeriveEffectId({.key = record_.effect_key,
                              .municipality = record_.municipality,
                              .application = record_.application.id,
                              .month = record_.application.month},
                             kind,
                             decision_in_case_,
                             discriminator);
  effect.kind = kind;
  effect.case_id = record_.id;
  effect.application = record_.application.id;
  effect.decision_version = decision_version_;
  effect.order =
      static_cast<int>(record_.version) * kOrdersPerChange + static_cast<int>(effects_.size());
  return effects_.emplace_back(std::move(effect));
}

Notice LogInNotice(const PolicySet& policy) {
  const std::string text = policy.Text(kNoticeCode);
  return Notice{text == kNoticeCode ? kNoticeText : text};
}

}  // namespace dm::effects
