#include "worker/assessment/assess.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "worker/assessment/assets.h"
#include "worker/assessment/case_checks.h"
#include "worker/assessment/context.h"
#include "worker/assessment/costs.h"
#include "worker/assessment/evidence_needs.h"
#include "worker/assessment/facts_from_case.h"
#include "worker/assessment/household_checks.h"
#include "worker/assessment/incomes.h"
#include "worker/assessment/named_checks.h"
#include "worker/assessment/norm.h"
#include "worker/assessment/norm_adjustments.h"
#include "worker/assessment/register_checks.h"
#include "worker/assessment/register_view.h"
#include "worker/assessment/result.h"
#include "worker/assessment/rule_checks.h"
#include "worker/assessment/work_checks.h"
#include "worker/core/version.h"

namespace dm {

namespace assessment {

namespace {

// `unknown`: why there is no household, where there is none.
Norm NormOf(std::vector<std::string> unknown, Context* context) {
  Norm norm;
  std::vector<AdjustmentIssue> issues;
  if (context->household) {
    if (context->frame()) {
      issues = ApplyAdjustments(*context->frame(),
                                context->month(),
                                context->input.assessed_on,
                                &context->policy,
                                &*context->household);
    }
    norm = ComputeNorm(*context->household, &context->policy);
  } else {
    norm.complete = false;
  }
  unknown.insert(unknown.end(), norm.unknown.begin(), norm.unknown.end());
  const bool part_time_shared =
      std::find(norm.unknown.begin(), norm.unknown.end(), kPartTimeChildInSharedHome) !=
      norm.unknown.end();
  for (std::string& what : unknown) context->notes.Undetermined(std::move(what));
  if (part_time_shared) {
    context->notes.Observe("HOUSEHOLD.PART_TIME_CHILD_SHARED",
                           {},
                           std::nullopt,
                           {"application.persons", "application.home.persons_in_home"});
  }
  for (const AdjustmentIssue& issue : issues) {
    context->notes.Observe(issue.code, {{"until", issue.until}}, issue.person, {issue.input});
    if (issue.settled) continue;
    norm.complete = false;
    context->notes.Undetermined(issue.input);
  }
  return norm;
}

void CheckCase(const RegisterView& view, Context* context) {
  NoteRegisters(view, context);
  CheckSignatures(context);
  CheckSequence(context);
  CheckFrame(context);
  CheckHousehold(context);
  CheckAges(context);
  CheckProtection(context);
  CheckPopulationRegister(view, context);
  CheckResidence(view, context);
  CheckOpenMatters(context);
  CheckWords(context);
  CheckBenefitCases(view, context);
  CheckWork(view, context);
  CheckStatements(context);
  NoteInformation(view, context);
}

template <typename Item>
void TakeRoom(std::vector<Item>* from, std::vector<Item>* to) {
  from->clear();
  to->swap(*from);
}

// An assessment of nothing, with the room of `used`.
Assessment Emptied(Assessment used) {
  Assessment empty;
  TakeRoom(&used.rows, &empty.rows);
  TakeRoom(&used.gates, &empty.gates);
  TakeRoom(&used.triggers, &empty.triggers);
  TakeRoom(&used.typfall, &empty.typfall);
  return empty;
}

// Leaves the facts that the typfall were matched against in the book. `out` comes empty.
Assessment Run(const CaseInput& input, Rulebook* book, Assessment out) {
  const PolicySet& policy = book->set();
  Context context(input, book);
  std::vector<std::string> unknown;
  context.household = MakeHousehold({.persons = input.application.persons,
                                     .persons_in_home = input.application.home.persons_in_home,
                                     .month = input.application.month},
                                    &context.policy,
                                    &unknown);
  context.needs = &NeedsOf(&context);
  context.connected = &book->Connected(input.application.kind, context.policy.on());
  out.month = input.application.month;
  out.assessed_on = input.assessed_on;
  out.policy_sha256 = policy.sha256();
  out.policy_version = policy.version();
  out.engine_version = Version();

  const RegisterView view(context);
  Norm norm = NormOf(std::move(unknown), &context);
  CheckCase(view, &context);
  Costs costs = ComputeCosts(&context);
  const NeedRows need{.norm = norm.rows,
                      .costs = costs.rows,
                      .members = context.household ? context.household->n_case : 1};
  Incomes incomes = ComputeIncomes(view, need, &context);
  Assets assets = CheckAssets(view, incomes, &context);
  ComputeResult(
      {.norm = &norm, .costs = &costs, .incomes = &incomes, .assets = &assets}, &context, &out);
  CheckResult(&context, &out);
  CheckChildren(&context);
  CheckRules(out, &context);

  const Facts& facts =
      FactsFromCase({.view = view, .costs = costs, .incomes = incomes, .assessment = out}, context);
  const Unmet unmet = context.policy.tells() ? Unmet::kNamed : Unmet::kLeftOut;
  policy.MatchEach(facts, context.policy.on(), unmet, &out.typfall);
  out.policy_approved = context.policy.unapproved().empty() && context.policy.missing().empty();
  out.unapproved.assign(context.policy.unapproved().begin(), context.policy.unapproved().end());
  out.undetermined.assign(context.notes.undetermined().begin(), context.notes.undetermined().end());
  if (context.policy.tells()) out.checks = RunNamedChecks(view, context);
  out.gates = context.notes.Gates(std::move(out.gates));
  out.triggers = context.notes.Triggers(context.has_children(), std::move(out.triggers));
  out.missing_items = context.notes.missing();
  out.information = context.notes.Information();
  out.sources = context.policy.used();
  return out;
}

}  // namespace

}  // namespace assessment

Assessor::Assessor(const PolicySet& policy, Wording wording)
    : book_(std::make_unique<assessment::Rulebook>(policy, wording)) {}

Assessor::~Assessor() = default;

Assessment Assessor::Assess(const CaseInput& input, Assessment used) {
  book_->Tidy();
  return assessment::Run(input, book_.get(), assessment::Emptied(std::move(used)));
}

Assessment Assess(const CaseInput& input, const PolicySet& policy) {
  return Assessor(policy).Assess(input);
}

Facts FactsOf(const CaseInput& input, const PolicySet& policy) {
  assessment::Rulebook book(policy);
  assessment::Run(input, &book, {});
  return book.case_facts();
}

}  // namespace dm
