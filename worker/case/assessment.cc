#include "worker/case/assessment.h"

#include "worker/core/check.h"

namespace dm {

const char* VerdictCode(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "PASS";
    case Verdict::kFail:
      return "FAIL";
    case Verdict::kUnknown:
      return "UNKNOWN";
  }
  DM_CHECK(false && "verdict outside its enum");
  return "";
}

const char* CheckStateCode(CheckState state) {
  switch (state) {
    case CheckState::kDone:
      return "DONE";
    case CheckState::kNotApplicable:
      return "NOT_APPLICABLE";
    case CheckState::kSkipped:
      return "SKIPPED";
    case CheckState::kMissing:
      return "MISSING";
  }
  DM_CHECK(false && "check state outside its enum");
  return "";
}

const char* RowKindCode(RowKind kind) {
  switch (kind) {
    case RowKind::kNormPersonal:
      return "NORM_PERSONAL";
    case RowKind::kNormCommon:
      return "NORM_COMMON";
    case RowKind::kCost:
      return "COST";
    case RowKind::kExtraCost:
      return "EXTRA_COST";
    case RowKind::kIncome:
      return "INCOME";
    case RowKind::kAsset:
      return "ASSET";
  }
  DM_CHECK(false && "row kind outside its enum");
  return "";
}

}  // namespace dm
