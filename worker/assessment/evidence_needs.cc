#include "worker/assessment/evidence_needs.h"

#include <algorithm>
#include <map>
#include <set>

#include "worker/assessment/assess.h"
#include "worker/assessment/context.h"
#include "worker/assessment/facts_from_case.h"
#include "worker/assessment/question_list.h"

namespace dm {

namespace {

// The activity report is asked for one month at a time; payments also for the month of comparison.
int MonthsBefore(Source source) {
  return source == Source::kAf || source == Source::kFolk ? 1 : 2;
}

EvidenceNeed NeedOf(Source source, QuestionScope scope, const QuestionList& list) {
  return {.source = source,
          .groups = list.Groups(source, scope),
          .from_months_before = MonthsBefore(source),
          .to_months_after_income_month = 0,
          .children_too = false,
          .children_groups = {},
          .children_from_age = 0};
}

// What no decision on the right to aid can do without: every register that shows payments, for the
// month of comparison and the income month, and Arbetsförmedlingen (SSBTEK is mandatory in the
// investigation, casework.md 6.2, 6.3). A first application also asks about residence, capital and
// vehicles (6.1).
std::vector<EvidenceNeed> MinimumNeeds(const QuestionList& list) {
  std::vector<EvidenceNeed> needs;
  for (const Source source : list.Sources(QuestionScope::kAlways)) {
    needs.push_back(NeedOf(source, QuestionScope::kAlways, list));
  }
  return needs;
}

void Merge(const EvidenceNeed& need, std::map<Source, EvidenceNeed>* all) {
  const auto [place, added] = all->emplace(need.source, need);
  EvidenceNeed& merged = place->second;
  if (!added) {
    merged.children_groups.insert(
        merged.children_groups.end(), need.children_groups.begin(), need.children_groups.end());
    if (need.children_too) {
      merged.children_from_age = merged.children_too
                                     ? std::min(merged.children_from_age, need.children_from_age)
                                     : need.children_from_age;
    }
    merged.groups.insert(merged.groups.end(), need.groups.begin(), need.groups.end());
    merged.from_months_before = std::max(merged.from_months_before, need.from_months_before);
    merged.to_months_after_income_month =
        std::max(merged.to_months_after_income_month, need.to_months_after_income_month);
    merged.children_too = merged.children_too || need.children_too;
  }
  for (std::vector<std::string>* groups : {&merged.groups, &merged.children_groups}) {
    std::sort(groups->begin(), groups->end());
    groups->erase(std::unique(groups->begin(), groups->end()), groups->end());
  }
}

}  // namespace

std::vector<EvidenceNeed> NeedsWhereOpen(const QuestionList& list,
                                         const PolicySet& policy,
                                         const std::vector<bool>& open) {
  std::map<Source, EvidenceNeed> all;
  for (const EvidenceNeed& need : MinimumNeeds(list)) Merge(need, &all);
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (!open[i]) continue;
    for (const EvidenceNeed& need : policy.typfall()[i].evidence) Merge(need, &all);
  }
  std::vector<EvidenceNeed> needs;
  needs.reserve(all.size());
  for (const auto& [source, need] : all) needs.push_back(need);
  return needs;
}

std::vector<EvidenceNeed> NeedsIfConnected(const QuestionList& list) {
  std::vector<EvidenceNeed> needs;
  for (const Source source : list.Sources(QuestionScope::kIfConnected)) {
    needs.push_back(NeedOf(source, QuestionScope::kIfConnected, list));
    // A child's own protection marker stands in the answer about the child.
    needs.back().children_too = true;
  }
  return needs;
}

const std::vector<EvidenceNeed>& assessment::NeedsOf(Context* context) {
  return context->policy.book().Needs(
      context->application().kind, FactsBeforeEvidence(*context), context->policy.on());
}

const std::vector<EvidenceNeed>& Assessor::Needs(const Application& application,
                                                 const std::optional<Frame>& frame) {
  book_->Tidy();
  CaseInput input;
  input.application = application;
  input.frame = frame;
  assessment::Context context(input, book_.get());
  std::vector<std::string> unknown;
  context.household =
      assessment::MakeHousehold({.persons = application.persons,
                                 .persons_in_home = application.home.persons_in_home,
                                 .month = application.month},
                                &context.policy,
                                &unknown);
  return assessment::NeedsOf(&context);
}

const std::vector<EvidenceNeed>& Assessor::IfConnected(const Application& application) {
  book_->Tidy();
  return book_->Connected(application.kind, application.month.first_day());
}

const QuestionList& Assessor::Questions(ApplicationKind kind, Date on) {
  book_->Tidy();
  return book_->Questions(kind, on);
}

std::vector<EvidenceNeed> EvidenceNeededFor(const Application& application,
                                            const std::optional<Frame>& frame,
                                            const PolicySet& policy) {
  return Assessor(policy).Needs(application, frame);
}

std::vector<EvidenceNeed> EvidenceIfConnected(const Application& application,
                                              const PolicySet& policy) {
  return Assessor(policy).IfConnected(application);
}

Period PeriodOf(const EvidenceNeed& need, Month month) {
  return {.from = month.PlusMonths(-need.from_months_before).first_day(),
          .to = month.PlusMonths(need.to_months_after_income_month - 1).last_day()};
}

bool IsAskedAbout(const EvidenceNeed& need, const Person& person, Month month) {
  if (IsAdultInCase(person.role)) return true;
  if (!IsMemberOfCase(person.role) || !need.children_too) return false;
  const std::optional<Date> born = assessment::BirthDate(person);
  // A child whose age is not known is asked about: nothing is left out for want of a date.
  return !born || CompletedYears(*born, month.last_day()) >= need.children_from_age;
}

const std::vector<std::string>& GroupsAbout(const EvidenceNeed& need, const Person& person) {
  return IsAdultInCase(person.role) ? need.groups : need.children_groups;
}

}  // namespace dm
