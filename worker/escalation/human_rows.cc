#include "worker/escalation/human_rows.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "worker/core/id.h"
#include "worker/escalation/human_reasons.h"

namespace dm::escalation {
namespace {

constexpr std::size_t kEditsMax = 64;
constexpr std::size_t kNoteBytesMax = 2000;
constexpr Money kAmountMax = Money::FromKronor(1'000'000);

struct Prefix {
  std::string_view text;
  RowKind kind;
};

constexpr std::array kPrefixes = {
    Prefix{"norm.common", RowKind::kNormCommon},
    Prefix{"norm.", RowKind::kNormPersonal},
    Prefix{"cost.", RowKind::kCost},
    Prefix{"extra.", RowKind::kExtraCost},
    Prefix{"income.", RowKind::kIncome},
    Prefix{"asset.", RowKind::kAsset},
};

std::optional<RowKind> KindOfCode(std::string_view code) {
  for (const Prefix& prefix : kPrefixes)
    if (code.substr(0, prefix.text.size()) == prefix.text) return prefix.kind;
  return std::nullopt;
}

std::string FieldOf(std::size_t index, std::string_view field) {
  return "edited_rows[" + std::to_string(index) + "]." + std::string(field);
}

Status Bad(const std::string& field, const std::string& limit, const std::string& remedy) {
  return InvalidArgument(field + ": " + limit + "; " + remedy, {"FIELD_INVALID", field, remedy});
}

Status CheckEdit(const HumanDecision::EditedRow& edit, std::size_t i) {
  if (!IsIdText(edit.code) || !KindOfCode(edit.code))
    return Bad(FieldOf(i, "code"),
               "is the code of a row of the calculation, or a new one that begins with norm., "
               "cost., extra., income. or asset.",
               "take the code from the calculation");
  if (edit.amount.is_negative() || edit.amount > kAmountMax)
    return Bad(FieldOf(i, "amount"),
               "from 0 to " + kAmountMax.ToString() + " kronor",
               "check the unit: amounts are in öre");
  if (!IsIdText(edit.reason))
    return Bad(FieldOf(i, "reason"), "every changed row has a reason code", "send the reason");
  if (edit.note.size() > kNoteBytesMax)
    return Bad(FieldOf(i, "note"),
               "at most " + std::to_string(kNoteBytesMax) + " bytes",
               "put the longer text in the motivation");
  return OkStatus();
}

DecisionRow RowOf(const CalculationRow& computed) {
  DecisionRow row;
  row.code = computed.code;
  row.label = computed.label;
  row.kind = computed.kind;
  row.person = computed.person;
  row.applied = computed.applied;
  row.worker_amount = computed.amount;
  row.reason = computed.reason;
  return row;
}

bool Fits(const DecisionRow& row, const HumanDecision::EditedRow& edit) {
  return row.code == edit.code && (!edit.person || row.person == edit.person);
}

void Overlay(DecisionRow& row, const HumanDecision::EditedRow& edit, Money amount) {
  row.human_amount = amount;
  row.reason = edit.reason;
  row.note = edit.note;
}

// One amount for all rows of a code and person, as where a benefit was paid out twice: each row
// keeps the worker's value as far as the amount goes, and what is above them all stands on the
// first. So a row counts as lowered or raised only where the amount as a whole is.
void Share(const std::vector<DecisionRow*>& rows, const HumanDecision::EditedRow& edit) {
  Money rest = edit.amount;
  for (DecisionRow* row : rows) {
    const Money part = std::min(rest, std::max(row->worker_amount, Money()));
    Overlay(*row, edit, part);
    if (row != rows.front()) row->note.clear();  // a sentence to the applicant is said once
    rest -= part;
  }
  *rows.front()->human_amount += rest;
}

DecisionRow NewRow(const HumanDecision::EditedRow& edit, const PolicySet& policy) {
  DecisionRow row;
  row.code = edit.code;
  row.label = policy.Text(edit.code);
  row.kind = *KindOfCode(edit.code);
  row.person = edit.person;
  Overlay(row, edit, edit.amount);
  return row;
}

bool IsTaken(RowKind kind) {
  return kind == RowKind::kIncome || kind == RowKind::kAsset;
}

}  // namespace

StatusOr<std::vector<DecisionRow>> HumanRows(const std::optional<Assessment>& assessment,
                                             const std::vector<HumanDecision::EditedRow>& edits,
                                             const PolicySet& policy,
                                             Date on) {
  if (edits.size() > kEditsMax)
    return Bad("edited_rows", "at most " + std::to_string(kEditsMax) + " rows", "send fewer");
  std::vector<DecisionRow> rows;
  if (assessment)
    for (const CalculationRow& computed : assessment->rows) rows.push_back(RowOf(computed));
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const HumanDecision::EditedRow& edit = edits[i];
    DM_RETURN_IF_ERROR(CheckEdit(edit, i));
    DM_RETURN_IF_ERROR(CheckReasonFor(policy, edit.reason, kUseRow, on, FieldOf(i, "reason")));
    std::vector<DecisionRow*> fitting;
    for (DecisionRow& row : rows) {
      if (!Fits(row, edit)) continue;
      if (row.human_amount)
        return Bad(FieldOf(i, "code"), "a row is changed once", "send one entry for each row");
      fitting.push_back(&row);
    }
    if (fitting.empty()) {
      rows.push_back(NewRow(edit, policy));
    } else {
      Share(fitting, edit);
    }
  }
  return rows;
}

bool IsReduced(const DecisionRow& row) {
  if (IsTaken(row.kind)) return row.human_amount && *row.human_amount > row.worker_amount;
  if (row.applied) return row.effective() < *row.applied;
  return row.effective() < row.worker_amount;
}

Money GrantOf(const std::vector<DecisionRow>& rows, RoundingUnit unit) {
  Rational need;
  for (const DecisionRow& row : rows)
    need = IsTaken(row.kind) ? need - Rational(row.effective()) : need + Rational(row.effective());
  const Money rounded = RoundHalfUp(need, unit);
  return rounded.is_negative() ? Money() : rounded;
}

}  // namespace dm::escalation
