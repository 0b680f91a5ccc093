#include "worker/backtest/ruling.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace dm::backtest {

namespace {

Money Signed(const CalculationRow& row) {
  return row.kind == RowKind::kIncome || row.kind == RowKind::kAsset ? -row.amount : row.amount;
}

void TakeWay(DecisionOutcome* outcome, Ruling* ruling) {
  if (const auto* approval = std::get_if<FullApproval>(outcome)) {
    ruling->route = Route::kAutomatic;
    ruling->typfall = approval->decision().typfall;
    return;
  }
  if (const auto* completion = std::get_if<RequestCompletion>(outcome)) {
    ruling->route = Route::kCompletion;
    ruling->typfall = completion->typfall;
    return;
  }
  auto& escalate = std::get<Escalate>(*outcome);
  const bool proposed = escalate.mode == Mode::kPropose && escalate.suggested.has_value();
  ruling->route = proposed ? Route::kProposed : Route::kHuman;
  ruling->typfall = std::move(escalate.typfall);
  ruling->queue = std::move(escalate.routing.queue);
  ruling->reasons.reserve(escalate.routing.reasons.size());
  for (Reason& reason : escalate.routing.reasons) ruling->reasons.push_back(std::move(reason.code));
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

Ruling RulingOf(Assessment&& assessment, DecisionOutcome&& outcome) {
  Ruling ruling;
  ruling.policy_sha256 = std::move(assessment.policy_sha256);
  ruling.outcome = assessment.outcome;
  ruling.grant = assessment.grant;
  ruling.rows.reserve(assessment.rows.size());
  for (CalculationRow& row : assessment.rows) {
    ruling.rows.push_back({.code = std::move(row.code),
                           .person = row.person ? row.person->value() : std::string(),
                           .rule = std::move(row.rule),
                           .amount = Signed(row)});
  }
  TakeWay(&outcome, &ruling);
  return ruling;
}

Ruling Redecider::Decide(CaseInput* input) {
  decision_.assessment = assessor_.Assess(*input, std::move(decision_.assessment));
  // Lent, not copied: an application is the largest part of what a decision looks at.
  std::swap(decision_.application, input->application);
  std::swap(decision_.history, input->history);
  decision_.case_id = CaseId::FromTrusted("BACKTEST");
  decision_.now = input->assessed_at;
  decision_.today = input->assessed_on;
  decision_.suggestion = Suggestion::kBare;
  DecisionOutcome outcome = dm::Decide(decision_, policy_);
  std::swap(decision_.application, input->application);
  std::swap(decision_.history, input->history);
  return RulingOf(std::move(decision_.assessment), std::move(outcome));
}

}  // namespace dm::backtest
