#include "worker/evidence/merge.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "worker/case/evidence_age.h"

namespace dm::evidence {
namespace {

constexpr std::string_view kHeldPrefix = "HELD.";

bool HasRecoverableGroup(const SourceAnswer& answer) {
  return std::any_of(answer.groups.begin(), answer.groups.end(), [](const GroupState& group) {
    return MayHelpToAskAgain(group.state);
  });
}

bool CoversPeriod(const Period& asked, const Period& wanted) {
  return asked.from && asked.to && wanted.from && wanted.to && *asked.from <= *wanted.from &&
         *asked.to >= *wanted.to;
}

PersonEvidence& PersonOf(EvidenceSet& evidence, const PersonKey& person) {
  auto& persons = evidence.persons;
  const auto place = std::lower_bound(
      persons.begin(), persons.end(), person, [](const PersonEvidence& a, const PersonKey& key) {
        return a.person < key;
      });
  if (place != persons.end() && place->person == person) return *place;
  return *persons.insert(place, PersonEvidence{person, {}});
}

}  // namespace

void MarkStale(EvidenceSet& evidence, Instant now, std::int64_t max_age_ms) {
  for (PersonEvidence& person : evidence.persons)
    for (SourceAnswer& answer : person.answers)
      if (IsKnown(answer.state) && IsTooOld(answer, now, max_age_ms))
        answer.state = AnswerState::kStale;
}

bool HasAged(const EvidenceSet& evidence, Instant now, const PolicySet& policy) {
  constexpr std::int64_t kMsPerHour = 3'600'000;
  const StatusOr<ParameterValue> hours = policy.Get("sources.max_age_h", SwedishDate(now));
  if (!hours.ok()) return false;
  const std::int64_t max_age_ms = hours->number() * kMsPerHour;
  for (const PersonEvidence& person : evidence.persons)
    for (const SourceAnswer& answer : person.answers)
      if (IsKnown(answer.state) && IsTooOld(answer, now, max_age_ms)) return true;
  return false;
}

bool Settles(const SourceAnswer& answer, const SourceQuestion& question) {
  return IsKnown(answer.state) && CoversPeriod(answer.asked, question.period) &&
         !HasRecoverableGroup(answer);
}

bool MayRecover(const SourceAnswer& answer) {
  if (answer.lasting) return false;
  return MayHelpToAskAgain(answer.state) || HasRecoverableGroup(answer);
}

bool IsHeld(const SourceAnswer& answer) {
  return answer.state == AnswerState::kNotAsked &&
         (answer.ask_again_at.has_value() || answer.code.starts_with(kHeldPrefix));
}

bool WorthAsking(const SourceAnswer* answer,
                 const SourceQuestion& question,
                 Instant now,
                 std::int64_t max_age_ms) {
  if (answer == nullptr) return true;
  if (answer->state == AnswerState::kNotAsked || answer->state == AnswerState::kStale) return true;
  if (Settles(*answer, question)) return false;
  if (MayRecover(*answer) || IsKnown(answer->state)) return true;
  return IsTooOld(*answer, now, max_age_ms);
}

void Put(EvidenceSet& evidence, const PersonKey& person, SourceAnswer answer) {
  auto& answers = PersonOf(evidence, person).answers;
  const auto place = std::lower_bound(
      answers.begin(), answers.end(), answer.source, [](const SourceAnswer& a, Source source) {
        return a.source < source;
      });
  if (place == answers.end() || place->source != answer.source) {
    answers.insert(place, std::move(answer));
    return;
  }
  const bool was_asked = place->state != AnswerState::kNotAsked;
  if (answer.state == AnswerState::kNotAsked && was_asked) return;
  if (!IsKnown(answer.state) && place->protected_identity) answer.protected_identity = true;
  *place = std::move(answer);
}

}  // namespace dm::evidence
