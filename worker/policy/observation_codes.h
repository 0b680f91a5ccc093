// The codes of what an assessment may notice, each with the names of its arguments. The one list
// that the program and policies/tables/observations.yaml share: a code that C++ uses and this list
// lacks does not compile, one that the table lacks does not load, and an argument that a text names
// and the list does not either.
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

namespace dm {

struct ObservationDeclaration {
  std::string_view code;
  std::string_view arguments;  // names, a space between them; "role" is the person concerned
};

// clang-format off
inline constexpr ObservationDeclaration kObservations[] = {
    // Signatures, month and order of applications.
    {"SIGNATURE.NONE", "role"},
    {"SIGNATURE.LEVEL", "role"},
    {"SEQUENCE.NOT_REAPPLICATION", ""},
    {"SEQUENCE.EARLIER_MONTH", ""},
    {"SEQUENCE.FUTURE_MONTH", ""},
    {"SEQUENCE.CADENCE", "months"},
    {"SEQUENCE.HUMAN_REVIEW", "month"},
    {"SEQUENCE.DECIDED", ""},
    {"SEQUENCE.OTHER_APPLICATION", ""},
    {"SEQUENCE.PAPER", ""},
    // Reference frame.
    {"FRAME.MISSING", ""},
    {"FRAME.OTHER_HOUSEHOLD", ""},
    {"FRAME.NOT_SIGNED", ""},
    {"FRAME.EXPIRED", "from to"},
    {"FRAME.TOO_LONG", ""},
    {"FRAME.BARRIER_ENDED", "until"},
    {"FRAME.NORM_NOT_SIGNED", "role until"},
    {"FRAME.NORM_ENDED", "role until"},
    {"FRAME.NORM_PART_OF_MONTH", "role until"},
    {"FRAME.NORM_PERSON", "role until"},
    {"FRAME.NORM_GROUND", "role until"},
    {"FRAME.NORM_SEVERAL", "role until"},
    {"FRAME.SOCIAL_REASONS", ""},
    {"FRAME.ADDICTION_OR_ILLNESS", ""},
    // Household against the frame, the decision before and the population register.
    {"HOUSEHOLD.FRAME.ADULT_NEW", "role"},
    {"HOUSEHOLD.FRAME.ADULT_GONE", ""},
    {"HOUSEHOLD.FRAME.ADULT_CHANGED", "role"},
    {"HOUSEHOLD.FRAME.ADULT_PRESENCE", "role"},
    {"HOUSEHOLD.FRAME.CHILD_NEW", "role"},
    {"HOUSEHOLD.FRAME.CHILD_GONE", ""},
    {"HOUSEHOLD.FRAME.CHILD_CHANGED", "role"},
    {"HOUSEHOLD.FRAME.CHILD_PRESENCE", "role"},
    {"HOUSEHOLD.FRAME.PERSONS_IN_HOME", "now before"},
    {"HOUSEHOLD.PREVIOUS.ADULT_NEW", "role"},
    {"HOUSEHOLD.PREVIOUS.ADULT_GONE", ""},
    {"HOUSEHOLD.PREVIOUS.ADULT_CHANGED", "role"},
    {"HOUSEHOLD.PREVIOUS.ADULT_PRESENCE", "role"},
    {"HOUSEHOLD.PREVIOUS.CHILD_NEW", "role"},
    {"HOUSEHOLD.PREVIOUS.CHILD_GONE", ""},
    {"HOUSEHOLD.PREVIOUS.CHILD_CHANGED", "role"},
    {"HOUSEHOLD.PREVIOUS.CHILD_PRESENCE", "role"},
    {"HOUSEHOLD.PREVIOUS.PERSONS_IN_HOME", "now before"},
    {"HOUSEHOLD.PERSONS_UNSTATED", ""},
    {"HOUSEHOLD.MORE_NAMED", ""},
    {"HOUSEHOLD.STATED_CHANGE", ""},
    {"HOUSEHOLD.FREE_LUNCH", ""},
    {"HOUSEHOLD.PRESENCE_DAYS", "role"},
    {"HOUSEHOLD.UNKNOWN", ""},
    {"HOUSEHOLD.PART_TIME_CHILD_SHARED", ""},
    {"HOUSEHOLD.ADULT_AWAY", "role"},
    {"HOUSEHOLD.OTHER_PARENT_DAYS", "role"},
    {"HOME.TEMPORARY", ""},
    {"HOME.SECOND_HAND", ""},
    {"HOME.TENURE", ""},
    {"REGISTERED.SPOUSE", "role agency"},
    {"REGISTERED.ADULT", "count"},
    {"REGISTERED.CHILD", "count"},
    {"REGISTERED.OTHER_ADDRESS", "role"},
    {"REGISTERED.CUSTODY", ""},
    {"REGISTERED.CHILD_ADDRESS", ""},
    {"REGISTERED.DIED", "agency"},
    {"REGISTERED.MOVED", "agency"},
    {"INFO.LATENCY", "days"},
    {"REGISTERED.OTHER_MUNICIPALITY", "role code"},
    {"INFO.FRAME_AMOUNT", "role kind amount expected"},
    {"INFO.PROGRAMME_DAYS", "role days agency"},
    // Ages.
    {"AGE.TURNS", "role age"},
    {"AGE.BIRTH", ""},
    {"AGE.MINOR", "role"},
    {"AGE.YOUNG", "role age"},
    {"AGE.OLDER", "role age"},
    {"AGE.SCHOOL_YOUTH", ""},
    {"AGE.NOT_IN_SCHOOL", ""},
    {"AGE.CHILD_OF_AGE", ""},
    // Protected identity, children, right of residence.
    {"PROTECTION.STATED", ""},
    {"PROTECTION.STATED.UNANSWERED", ""},
    {"PROTECTION.REGISTER", "agency"},
    {"CHILD.NO_RECORD", ""},
    {"CHILD.RECORD_EXPIRED", ""},
    {"CHILD.CONCERNED", ""},
    {"PERMIT.OPEN_APPLICATION", ""},
    {"PERMIT.ENDS", "date"},
    {"PERMIT.NOT_IN_FORCE", "month"},
    {"PERMIT.NOT_LAWFUL", ""},
    {"PERMIT.LAWFUL_STAY_UNKNOWN", ""},
    // What the application states about the household's circumstances; UNANSWERED: the question has no answer.
    {"STATED.ACUTE_NEED", ""},
    {"STATED.ACUTE_NEED.UNANSWERED", ""},
    {"STATED.EVICTION", ""},
    {"STATED.EVICTION.UNANSWERED", ""},
    {"STATED.VIOLENCE", ""},
    {"STATED.VIOLENCE.UNANSWERED", ""},
    {"STATED.CHILD_CONCERN", ""},
    {"STATED.CHILD_CONCERN.UNANSWERED", ""},
    {"STATED.STUDENT", ""},
    {"STATED.STUDENT.UNANSWERED", ""},
    {"STATED.SELF_EMPLOYED", ""},
    {"STATED.SELF_EMPLOYED.UNANSWERED", ""},
    {"STATED.FOREIGN_INCOME", ""},
    {"STATED.FOREIGN_INCOME.UNANSWERED", ""},
    {"STATED.BENEFIT_PENDING", ""},
    {"STATED.BENEFIT_PENDING.UNANSWERED", ""},
    {"STATED.BENEFIT_POSSIBLE", ""},
    {"STATED.BENEFIT_POSSIBLE.UNANSWERED", ""},
    {"STATED.OPEN_RECOVERY", ""},
    {"STATED.OPEN_RECOVERY.UNANSWERED", ""},
    {"STATED.INVESTIGATION", ""},
    {"STATED.INVESTIGATION.UNANSWERED", ""},
    {"STATED.OPEN_APPEAL", ""},
    {"STATED.OPEN_APPEAL.UNANSWERED", ""},
    {"STATED.INTERPRETER", ""},
    {"STATED.INTERPRETER.UNANSWERED", ""},
    {"STATED.UNREAD_MESSAGE", ""},
    {"STATED.UNREAD_MESSAGE.UNANSWERED", ""},
    {"STATED.DISCRETIONARY_AID", ""},
    {"STATED.DISCRETIONARY_AID.UNANSWERED", ""},
    {"STATED.SAMPLE", ""},
    {"STATED.CORRECTED", ""},
    {"STATED.LIVES_WITH_PARENTS", ""},
    {"STATED.SCHOOL_ABSENCE", ""},
    {"STATED.GUARDIAN", ""},
    {"STATED.GUARDIAN.UNANSWERED", ""},
    {"STATED.AWAY", ""},
    {"STATED.AWAY.UNANSWERED", ""},
    // Words and documents.
    {"WORDS.FREE_TEXT", ""},
    {"WORDS.WANTS_PERSON", ""},
    {"WORDS.LANGUAGE", ""},
    {"DOCUMENT.UNREADABLE", ""},
    {"DOCUMENT.LATE", ""},
    {"DOCUMENT.STATEMENTS", ""},
    {"WITHDRAWAL.REQUESTED", ""},
    {"WITHDRAWAL.ONE_SIDED", ""},
    {"WITHDRAWAL.PRESSURE", ""},
    {"WITHDRAWAL.PRESSURE.UNANSWERED", ""},
    // Registers.
    {"REGISTER.NO_SOURCES", ""},
    {"REGISTER.UNKNOWN", "role agency problem"},
    {"REGISTER.TECHNICAL", "role agency problem"},
    // Payments of the registers.
    {"INCOME.NO_PAY_DATE", "role"},
    {"INCOME.NOT_EXECUTED", "role payment date"},
    {"INCOME.MIXED", "role date"},
    {"INCOME.UNKNOWN_KIND", "role date agency"},
    {"INCOME.ASSESSED_KIND", "role kind date"},
    {"INCOME.STUDENT_AID", "role kind date"},
    {"INCOME.NEGATIVE", "role"},
    {"INCOME.UNLISTED_CODE", "role date agency fact"},
    {"INCOME.RETROACTIVE", "role kind date"},
    {"INCOME.OLD_PERIOD", "role kind date ended"},
    {"INCOME.NO_PERIOD", "role kind date"},
    {"INCOME.DEDUCTION_UNDECIDED", "role"},
    {"INCOME.DEDUCTION", "role code kind date"},
    {"INCOME.REGISTERS_DIFFER", "role kind"},
    {"INCOME.AT_TWO_AGENCIES", "role kind date"},
    {"INCOME.TWICE", "role kind first second"},
    {"BENEFIT.UNLISTED_CODE", "role agency fact"},
    {"BENEFIT.NOT_APPLIED", "role fund"},
    {"BENEFIT.NOT_PAID", "role benefit agency month"},
    {"BENEFIT.PENDING", "role benefit agency"},
    {"BENEFIT.DECIDED", "role benefit date"},
    {"BENEFIT.PENSION_CHANGED", "role benefit date"},
    // Incomes: declaration, registers, frame and month before.
    {"INCOME.REGISTER_UNKNOWN", "role agency"},
    {"INCOME.OUTSIDE_PERIOD", "role kind date month"},
    {"INCOME.UNDECLARED", "role kind amount"},
    {"INCOME.DIFFERS", "role kind declared registered"},
    {"INCOME.DECLARED_ONLY", "role kind amount"},
    {"INCOME.JOBBSTIMULANS_EDGE", "role"},
    {"INCOME.NOT_IN_FRAME", "role kind"},
    {"INCOME.EXPECTED_MISSING", "role kind month"},
    {"INCOME.REGULAR_MISSING", "role kind before month"},
    {"INCOME.CHANGED", "role kind amount_before amount before month"},
    {"INCOME.CHILD_WORK", "role"},
    {"INCOME.ATTACHED", "role kind"},
    {"INCOME.ATTACHMENT", ""},
    {"INCOME.ATTACHMENT.UNANSWERED", "role"},
    {"INCOME.DECLARED_OLD_PERIOD", "role kind until"},
    {"INCOME.DECLARED_TWICE", "role kind"},
    {"INCOME.AID_ELSEWHERE", "role"},
    {"INCOME.AID_ELSEWHERE.UNANSWERED", "role"},
    {"INCOME.JOBBSTIMULANS_HISTORY", "role"},
    {"INCOME.JOBBSTIMULANS_ELSEWHERE", "role"},
    {"INCOME.YOUTH_YEAR_UNKNOWN", "role year"},
    {"INCOME.YOUTH_DIFFERS", "role declared listed"},
    {"INCOME.YOUTH_NEAR_LIMIT", "role sum limit"},
    {"INCOME.YOUTH_GROSS", "role"},
    {"INCOME.CHILD_ABOVE_NEED", "role"},
    {"INCOME.CHILD_SHARE_UNCLEAR", ""},
    {"INCOME.CONTROL_VALUE", "kind amount"},
    {"SURPLUS.CARRIED", "amount"},
    {"SURPLUS.NOT_STATED", ""},
    {"SURPLUS.EXPLAINED", ""},
    {"SURPLUS.NOT_ASKED", ""},
    {"SURPLUS.TOO_LONG", ""},
    // Costs.
    {"COST.NO_PROOF", "kind"},
    {"COST.PROVEN_LOWER", "kind"},
    {"COST.CAP_NOT_SET.HOUSING", "kind"},
    {"COST.ABOVE_CAP.HOUSING", "kind amount cap"},
    {"COST.CAP_NOT_SET", "kind"},
    {"COST.ABOVE_CAP", "kind amount cap"},
    {"COST.ABOVE_FRAME", "kind amount ceiling"},
    {"COST.NOT_IN_FRAME", "kind"},
    {"COST.HOUSING_CHANGED", "amount accepted"},
    {"COST.TWICE", "kind"},
    {"COST.ASSESSED", "kind"},
    {"COST.MISSING", "kind"},
    {"COST.SHARE_NEW", ""},
    {"COST.AGREED_RENT_NEW", ""},
    {"COST.NOT_PERMITTED", ""},
    {"COST.GRACE_ENDED", "until"},
    {"COST.OTHER_PERIOD", "kind"},
    {"COST.PERIOD_PAID", "kind month"},
    {"COST.TRAVEL_BY_CAR", ""},
    {"COST.TRAVEL_UNKNOWN", ""},
    {"COST.YEAR_SPENT_UNKNOWN", "kind"},
    {"COST.ABOVE_YEAR_CEILING", "kind left"},
    // Assets.
    {"ASSET.DECLARED.BANK", "kind"},
    {"ASSET.DECLARED", "kind"},
    {"ASSET.VEHICLE", "count accepted"},
    {"ASSET.CAPITAL", "role year"},
    {"ASSET.OWN_HOME", ""},
    {"ASSET.CHILD_SAVINGS", "role amount"},
    // Work, activity, illness.
    {"WORK.SICK_UNKNOWN", "role"},
    {"WORK.CERTIFICATE", "role"},
    {"WORK.LONG_SICKNESS", "role since"},
    {"WORK.ABILITY_UNCLEAR", "role"},
    {"WORK.PLAN_UNKNOWN", "role"},
    {"WORK.PLAN", "role"},
    {"WORK.MISSED_ACTIVITY", "role"},
    {"WORK.ACTIVITY_REQUIREMENT", "role months month"},
    {"WORK.PLAN_NEEDED", "role month hours"},
    {"WORK.EXEMPT", "role ground"},
    {"WORK.EXEMPT_GROUND_UNKNOWN", "role"},
    {"WORK.ACTIVITY_REPORT", "role"},
    {"WORK.ACTIVITY_REPORT_UNKNOWN", "role"},
    {"WORK.SUSPENSION", "role"},
    // The result and the rules behind it.
    {"RESULT.NOT_COMPUTABLE", ""},
    {"RESULT.SURPLUS", ""},
    {"RESULT.SURPLUS.CHILDREN", ""},
    {"RESULT.PARTIAL", ""},
    {"RESULT.PARTIAL.CHILDREN", ""},
    {"RESULT.ABOVE_CEILING", "amount"},
    {"RESULT.BELOW_MINIMUM", "amount"},
    {"RESULT.NO_PREVIOUS", ""},
    {"RESULT.PREVIOUS_NOT_FULL", "month"},
    {"RESULT.CHANGE", "before amount"},
    {"RESULT.ATTEST_CHANGE", "before amount"},
    {"RULE.MISSING", "id reason"},
    {"RULE.NOT_APPROVED", "id"},
    {"RULE.FREEZE", "from to"},
    {"RULE.INCIDENT", "rule incident"},
    {"DECISION.DECIDED", ""},
    {"DECISION.STALE", "date"},
    {"DECISION.RULE_VERSION", ""},
    {"DECISION.MANDATE", "typfall date"},
    {"DECISION.SECOND_COMPUTATION", "misfit"},
    {"DECISION.PAY_DATE", "reason"},
    {"DECISION.CHECK", ""},
    {"DECISION.HELD_FOR_REVIEW", ""},
};

// clang-format on

class ObservationCode {
 public:
  // Only a code of the list compiles.
  consteval ObservationCode(const char* code)  // NOLINT(google-explicit-constructor): reads as text
      : index_(IndexOf(code)) {}

  constexpr std::string_view text() const { return kObservations[index_].code; }

  // Its place in the list.
  constexpr std::size_t index() const { return index_; }

  constexpr std::string_view arguments() const { return kObservations[index_].arguments; }

  friend constexpr bool operator==(ObservationCode, ObservationCode) = default;

 private:
  static constexpr std::size_t IndexOf(std::string_view code) {
    for (std::size_t i = 0; i < std::size(kObservations); ++i) {
      if (kObservations[i].code == code) return i;
    }
    throw "the list of observations lacks this code";  // at compile time only
  }

  std::size_t index_;
};

}  // namespace dm
