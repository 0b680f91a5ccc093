// The parameters and tables of the policy set that the assessment reads, in one place.
#pragma once

namespace dm::assessment::parameter {

// National.
inline constexpr char kNormPersonal[] = "riksnorm.personal";
inline constexpr char kNormCommon[] = "riksnorm.common";
inline constexpr char kEarningsShare[] = "jobbstimulans.share";    // percent disregarded
inline constexpr char kEarningsMonths[] = "jobbstimulans.months";  // months with aid in a row
inline constexpr char kEarningsWindow[] = "jobbstimulans.window";  // calendar months it lasts
inline constexpr char kPbb[] = "pbb";
inline constexpr char kYouthIncomeFree[] = "youth.income_free";  // times pbb per calendar year
inline constexpr char kSecondHandPermission[] = "second_hand.permission_required";
inline constexpr char kActivityRunMonths[] = "activity.run_months";
inline constexpr char kCertificateRequired[] = "medical_certificate.required";

// Arithmetic and household.
inline constexpr char kRoundingNorm[] = "rounding.row";
inline constexpr char kRoundingGrant[] = "rounding.grant";
inline constexpr char kAgeReferenceDay[] = "age.reference_day";
inline constexpr char kDayBase[] = "proration.day_base";
inline constexpr char kPartTimeChild[] = "common.part_time_child";

// Costs.
inline constexpr char kCapHousing[] = "cap.housing";
inline constexpr char kCapElectricity[] = "cap.electricity";
inline constexpr char kCapInsurance[] = "cap.insurance";
inline constexpr char kCapTravel[] = "cap.travel";
inline constexpr char kCapExtra[] = "cap.extra";
inline constexpr char kExtraAutoTypes[] = "extra.auto_types";
inline constexpr char kHousingTolerance[] = "housing.tolerance_kr";

// Incomes and assets.
inline constexpr char kIncomeTolerance[] = "income.tolerance_kr";
inline constexpr char kIncomeChangeWarn[] = "income.change_warn";  // percent
inline constexpr char kDeclaredOnlyAuto[] = "income.declared_only_auto";
inline constexpr char kControlChildBenefit[] = "control.barnbidrag";
inline constexpr char kControlMultiChild[] = "control.flerbarnstillagg";
inline constexpr char kControlMaintenance[] = "control.underhallsstod";
inline constexpr char kIncomeMonthMode[] = "income_month.mode";
inline constexpr char kReconcileTolerance[] = "income.tolerance";  // declared against register
inline constexpr char kSmallGrant[] = "income.small_grant";
inline constexpr char kHabilitation[] = "income.habilitation";
inline constexpr char kEarningsAutoStart[] = "jobbstimulans.auto_start";
inline constexpr char kYouthMargin[] = "youth.margin";  // percent of the limit
inline constexpr char kChildCap[] = "child.cap_to_own_need";
inline constexpr char kChildFree[] = "asset.child_free";
inline constexpr char kSurplusCarry[] = "surplus.carry_months";
inline constexpr char kBankFree[] = "asset.bank_free";
inline constexpr char kSourceMaxAge[] = "sources.max_age_h";

inline constexpr char kActivityMaxHours[] = "activity.max_hours";
inline constexpr char kActivityChildLess[] = "activity.child_under_8_less";
inline constexpr char kLawfulStayRequired[] = "lawful_stay.required";

// Gates.
inline constexpr char kLongSicknessDays[] = "sickness.long_days";
inline constexpr char kGrantMinimum[] = "grant.minimum";
inline constexpr char kStatementsMode[] = "rc01.mode";
inline constexpr char kFreezeDays[] = "freeze.days_after_release";
inline constexpr char kFrameMaxMonths[] = "frame.max_months";
inline constexpr char kChildRecordMaxMonths[] = "child_record.max_months";
inline constexpr char kMaxMonthsInRow[] = "auto.max_months_in_row";
inline constexpr char kBreakMonths[] = "gate.break_months";
inline constexpr char kHumanReviewMonths[] = "gate.human_review_months";
inline constexpr char kRegisterMaxAge[] = "gate.register_max_age_days";
inline constexpr char kGrantChange[] = "gate.grant_change";  // percent
inline constexpr char kLatencyDays[] = "gate.latency_days";
inline constexpr char kChangeMaxKr[] = "change.max_kr";
inline constexpr char kChangeMaxPercent[] = "change.max_pct";
inline constexpr char kMaxGrant[] = "gate.max_grant";
inline constexpr char kAttestAmount[] = "attest.amount_kr";
inline constexpr char kAttestChange[] = "attest.change_kr";
inline constexpr char kYoungMaxAge[] = "young.max_age";
inline constexpr char kOlderMinAge[] = "older.min_age";
inline constexpr char kPermitWarnMonths[] = "permit.warn_months";
inline constexpr char kCompletionDays[] = "completion.days";

// Tables.
inline constexpr char kIncomeClassification[] = "income.classification";
inline constexpr char kDeductions[] = "deductions";
inline constexpr char kIncomeKinds[] = "income.kinds";
inline constexpr char kCostTypes[] = "cost.types";

}  // namespace dm::assessment::parameter
