#include "worker/assessment/norm_adjustments.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace dm::assessment {

namespace {

constexpr char kTable[] = "norm_adjustments";

class Adjusting {
 public:
  Adjusting(const Frame& frame, Month month, Date today, PolicyReader* policy)
      : frame_(frame), month_(month), today_(today), policy_(policy) {}

  std::vector<AdjustmentIssue> Run(Household* household) {
    for (std::size_t i = 0; i < frame_.norm_adjustments.size(); ++i) Add(i, household);
    return std::move(issues_);
  }

 private:
  void Add(std::size_t index, Household* household) {
    const NormAdjustment& decided = frame_.norm_adjustments[index];
    // The frame's own check says so; there is then no decision to count.
    if (!Signed()) return Leave("FRAME.NORM_NOT_SIGNED", index);
    if (decided.valid_to < month_.first_day()) return Leave("FRAME.NORM_ENDED", index, true);
    if (decided.valid_to < month_.last_day() || frame_.valid_from > month_.first_day() ||
        frame_.valid_to < month_.last_day()) {
      return Leave("FRAME.NORM_PART_OF_MONTH", index);
    }
    const auto member =
        std::find_if(household->members.begin(), household->members.end(), [&](const Member& m) {
          return m.person->key == decided.person;
        });
    if (member == household->members.end()) return Leave("FRAME.NORM_PERSON", index);
    const std::optional<TableHit> ground = GroundOf(decided);
    if (!ground) return Leave("FRAME.NORM_GROUND", index);
    // Which of a factor and another decision comes first is nobody's to guess.
    const bool first = member->adjustments.empty();
    const bool sums = decided.amount && member->norm_factor_permille == 1000;
    if (decided.amount.has_value() == decided.factor_permille.has_value() || !(first || sums)) {
      return Leave("FRAME.NORM_SEVERAL", index);
    }
    const bool higher = decided.kind == NormAdjustmentKind::kHigher;
    if (decided.factor_permille) {
      member->norm_factor_permille = *decided.factor_permille;
    } else {
      member->norm_added += higher ? *decided.amount : Money() - *decided.amount;
    }
    member->adjustments.push_back({.decided = decided,
                                   .ground = policy_->Text(kReasonWords + decided.reason),
                                   .sources = ground->sources,
                                   .inputs = {RefOf(index), PolicyRef(*ground)}});
  }

  bool Signed() const {
    return !frame_.signed_by.empty() && !frame_.mandate.empty() && frame_.signed_at != Instant() &&
           SwedishDate(frame_.signed_at) <= today_;
  }

  // The row that says that such a decision is counted; nothing when there is none.
  std::optional<TableHit> GroundOf(const NormAdjustment& decided) {
    Facts facts;
    facts.Set("norm_adjustment.reason", decided.reason);
    facts.Set("norm_adjustment.kind",
              decided.kind == NormAdjustmentKind::kHigher ? "higher" : "lower");
    const TableResult* result = policy_->Evaluate(kTable, facts);
    if (result == nullptr || result->hits.empty()) return std::nullopt;
    const auto carried = result->hits.front().outputs.find("carried");
    if (carried == result->hits.front().outputs.end() || carried->second != FactValue(true)) {
      return std::nullopt;
    }
    return result->hits.front();
  }

  void Leave(ObservationCode code, std::size_t index, bool settled = false) {
    const NormAdjustment& decided = frame_.norm_adjustments[index];
    issues_.push_back({.code = code,
                       .person = decided.person,
                       .until = std::min(decided.valid_to, frame_.valid_to),
                       .input = RefOf(index),
                       .settled = settled});
  }

  static std::string RefOf(std::size_t index) {
    return fmt::format("frame.norm_adjustments[{}]", index);
  }

  static std::string PolicyRef(const TableHit& hit) {
    return fmt::format("policy:{}/{}", kTable, hit.row);
  }

  static inline const std::string kReasonWords = "norm_adjustment_reason.";

  const Frame& frame_;
  Month month_;
  Date today_;
  PolicyReader* policy_;
  std::vector<AdjustmentIssue> issues_;
};

}  // namespace

std::vector<AdjustmentIssue> ApplyAdjustments(
    const Frame& frame, Month month, Date today, PolicyReader* policy, Household* household) {
  if (frame.norm_adjustments.empty()) return {};
  return Adjusting(frame, month, today, policy).Run(household);
}

}  // namespace dm::assessment
