#include "worker/runtime/question_preview.h"

#include <algorithm>
#include <string>

#include "worker/evidence/may_ask.h"
#include "worker/evidence/merge.h"
#include "worker/evidence/plan.h"
#include "worker/evidence/wanted.h"

namespace dm {
namespace {

constexpr std::size_t kCorrelationDigits = 32;

using evidence::Ground;
using evidence::PersonPlan;
using evidence::Wanted;

QuestionPreview& EntryOf(std::vector<QuestionPreview>& previews, const PersonKey& person) {
  const auto found = std::ranges::find(previews, person, &QuestionPreview::person);
  if (found != previews.end()) return *found;
  previews.emplace_back();
  previews.back().person = person;
  return previews.back();
}

bool IsAsked(const QuestionPreview& preview, Source source) {
  return std::ranges::find(preview.asked, source, &SourceQuestion::source) != preview.asked.end();
}

// What is wanted and not asked: why is in the evidence, after planning.
void AddSettled(const EvidenceSet& known,
                const std::vector<Wanted>& wanted,
                std::vector<QuestionPreview>& previews) {
  for (const Wanted& want : wanted) {
    QuestionPreview& preview = EntryOf(previews, want.person);
    if (IsAsked(preview, want.question.source)) continue;
    const SourceAnswer* answer = known.Find(want.person, want.question.source);
    if (answer == nullptr) continue;
    preview.settled.push_back({.source = answer->source,
                               .state = answer->state,
                               .code = answer->code,
                               .fetched_at = answer->fetched_at});
  }
}

}  // namespace

StatusOr<std::vector<QuestionPreview>> PreviewQuestions(
    const CaseRecord& record,
    const std::optional<Frame>& frame,
    const PolicySet& policy,
    const std::vector<EvidenceSource*>& connectors,
    Instant now) {
  const Date today = SwedishDate(now);
  const std::vector<Wanted> wanted = evidence::WantedFor(record, frame, policy);
  DM_RETURN_IF_ERROR(evidence::CheckMayAsk(record, wanted, policy, today));
  DM_ASSIGN_OR_RETURN(const Ground ground, evidence::GroundOn(policy, today));
  EvidenceSet known = record.evidence;
  evidence::MarkStale(known, now, ground.max_age_ms);
  const std::string no_correlation(kCorrelationDigits, '0');
  std::vector<QuestionPreview> previews;
  for (const Wanted& want : wanted) EntryOf(previews, want.person);
  for (const evidence::ConnectorPlan& plan :
       evidence::PlanRound(record, wanted, connectors, now, ground.max_age_ms, known)) {
    for (const PersonPlan& person : plan.persons) {
      const EvidenceQuestion question =
          evidence::QuestionOf(record, person, ground, no_correlation);
      DM_ASSIGN_OR_RETURN(std::string message, plan.connector->Preview(question, now));
      QuestionPreview& preview = EntryOf(previews, person.person);
      preview.asked.insert(preview.asked.end(), person.questions.begin(), person.questions.end());
      preview.messages.push_back(std::move(message));
    }
  }
  AddSettled(known, wanted, previews);
  return previews;
}

}  // namespace dm
