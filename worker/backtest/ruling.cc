#include "worker/backtest/ruling.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace dm::backtest {

namespace {

Money Signed(const CalculationRow& row) {
  return row.kind == RowKind::kIncome || row.kind == RowKind::kAsset ? -row.amount : row.amount;
}

void TakeWay(const DecisionOutcome& outcome, Ruling* ruling) {
  if (const auto* approval = std::get_if<FullApproval>(&outcome)) {
    ruling->route = Route::kAutomatic;
    ruling->typfall = approval->decision().typfall;
    return;
  }
  if (const auto* completion = std::get_if<RequestCompletion>(&outcome)) {
    ruling->route = Route::kCompletion;
    ruling->typfall = completion->typfall;
    return;
  }
  const auto& escalate = std::get<Escalate>(outcome);
  const bool proposed = escalate.mode == Mode::kPropose && escalate.suggested.has_value();
  ruling->route = proposed ? Route::kProposed : Route::kHuman;
  ruling->typfall = escalate.typfall;
  ruling->queue = escalate.routing.queue;
  ruling->reasons.reserve(escalate.routing.reasons.size());
  for (const Reason& reason : escalate.routing.reasons) ruling->reasons.push_back(reason.code);
  std::sort(ruling->reasons.begin(), ruling->reasons.end());
  ruling->reasons.erase(std::unique(ruling->reasons.begin(), ruling->reasons.end()),
                        ruling->reasons.end());
}

}  // namespace

const char* RouteCode(Route route) {
  switch (route) {
    case Route::kAutomatic:
      return "automatic";
    case Route::kCompletion:
      return "completion";
    case Route::kProposed:
      return "proposed";
    case Route::kHuman:
      return "human";
  }
  return "human";
}

Ruling RulingOf(const Assessment& assessment, const DecisionOutcome& outcome) {
  Ruling ruling;
  ruling.policy_sha256 = assessment.policy_sha256;
  ruling.outcome = assessment.outcome;
  ruling.grant = assessment.grant;
  ruling.rows.reserve(assessment.rows.size());
  for (const CalculationRow& row : assessment.rows) {
    ruling.rows.push_back({.code = row.code,
                           .person = row.person ? row.person->value() : std::string(),
                           .rule = row.rule,
                           .amount = Signed(row)});
  }
  TakeWay(outcome, &ruling);
  return ruling;
}

Ruling Redecider::Decide(CaseInput* input) {
  decision_.assessment = assessor_.Assess(*input);
  // Lent, not copied: an application is the largest part of what a decision looks at.
  std::swap(decision_.application, input->application);
  std::swap(decision_.history, input->history);
  decision_.case_id = CaseId::FromTrusted("BACKTEST");
  decision_.now = input->assessed_at;
  decision_.today = input->assessed_on;
  const DecisionOutcome outcome = dm::Decide(decision_, policy_);
  std::swap(decision_.application, input->application);
  std::swap(decision_.history, input->history);
  return RulingOf(decision_.assessment, outcome);
}

}  // namespace dm::backtest
