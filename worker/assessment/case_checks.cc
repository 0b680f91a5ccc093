#include "worker/assessment/case_checks.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/ledger.h"
#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/stated_facts.h"

namespace dm::assessment {

namespace {

constexpr std::string_view kPensionGroup = "pension";
constexpr std::string_view kSocialReasons = "sociala_skal";
constexpr std::string_view kAddiction = "beroende";
constexpr std::string_view kMentalIllness = "psykisk_ohalsa";

// Notes something about the application as a whole, with the field that shows it.
void Stated(ObservationCode code, const std::string& field, Context* context) {
  context->notes.Observe(code, {}, std::nullopt, {"application." + field});
}

// Acts of the case system or a person.
void CheckActs(Context* context) {
  const StatedCircumstances& s = context->application().circumstances;
  const auto observe = [&](bool said, ObservationCode code, const char* field) {
    if (said) Stated(code, std::string("circumstances.") + field, context);
  };
  observe(s.drawn_for_sample, "STATED.SAMPLE", "drawn_for_sample");
  observe(s.corrects_earlier, "STATED.CORRECTED", "corrects_earlier");
  observe(s.lives_with_parents, "STATED.LIVES_WITH_PARENTS", "lives_with_parents");
  observe(s.school_absence, "STATED.SCHOOL_ABSENCE", "school_absence");
}

// A statement that sends the case to a human when it is yes, and leaves a gate unknown when it is
// not made.
struct Statement {
  Answer answer;
  const char* field;
  ObservationCode yes;
  ObservationCode unanswered;
};

std::array<Statement, 12> Statements(const StatedCircumstances& s) {
  return {{
      {s.acute_need, "acute_need", "STATED.ACUTE_NEED", "STATED.ACUTE_NEED.UNANSWERED"},
      {s.eviction_or_rent_debt,
       "eviction_or_rent_debt",
       "STATED.EVICTION",
       "STATED.EVICTION.UNANSWERED"},
      {s.violence, "violence", "STATED.VIOLENCE", "STATED.VIOLENCE.UNANSWERED"},
      {s.student, "student", "STATED.STUDENT", "STATED.STUDENT.UNANSWERED"},
      {s.foreign_income,
       "foreign_income",
       "STATED.FOREIGN_INCOME",
       "STATED.FOREIGN_INCOME.UNANSWERED"},
      {s.benefit_pending,
       "benefit_pending",
       "STATED.BENEFIT_PENDING",
       "STATED.BENEFIT_PENDING.UNANSWERED"},
      {s.open_recovery, "open_recovery", "STATED.OPEN_RECOVERY", "STATED.OPEN_RECOVERY.UNANSWERED"},
      {s.crime_investigation,
       "crime_investigation",
       "STATED.INVESTIGATION",
       "STATED.INVESTIGATION.UNANSWERED"},
      {s.open_appeal, "open_appeal", "STATED.OPEN_APPEAL", "STATED.OPEN_APPEAL.UNANSWERED"},
      {s.interpreter_needed,
       "interpreter_needed",
       "STATED.INTERPRETER",
       "STATED.INTERPRETER.UNANSWERED"},
      {s.unread_message,
       "unread_message",
       "STATED.UNREAD_MESSAGE",
       "STATED.UNREAD_MESSAGE.UNANSWERED"},
      {s.discretionary_aid,
       "discretionary_aid",
       "STATED.DISCRETIONARY_AID",
       "STATED.DISCRETIONARY_AID.UNANSWERED"},
  }};
}

void CheckDocuments(Context* context) {
  const std::vector<Document>& documents = context->application().documents;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const auto stated = [&](ObservationCode code) {
      Stated(code, "documents[" + std::to_string(i) + "]", context);
    };
    if (!documents[i].readable) stated("DOCUMENT.UNREADABLE");
    // A handling that came after the application has not been read by the one who registered it.
    if (documents[i].received_at > context->application().received_at) stated("DOCUMENT.LATE");
  }
}

// A withdrawn application is ended by a person, never decided on; by one adult alone it is no
// withdrawal of the household, and pressure is a matter of its own.
void CheckWithdrawal(Context* context) {
  const auto& withdrawal = context->application().withdrawal;
  if (!withdrawal) return;
  Stated("WITHDRAWAL.REQUESTED", "withdrawal", context);
  if (!IsWithdrawnByAll(context->application()))
    Stated("WITHDRAWAL.ONE_SIDED", "withdrawal.signatures", context);
  context->notes.MustBeNo(withdrawal->pressure,
                          "WITHDRAWAL.PRESSURE",
                          "WITHDRAWAL.PRESSURE.UNANSWERED",
                          std::nullopt,
                          "application.withdrawal.pressure");
}

bool WasGranted(const HistoryMonth* month) {
  return month != nullptr &&
         (month->outcome == Outcome::kBifall || month->outcome == Outcome::kDelavslag);
}

void CheckMonth(Context* context) {
  const Month received = Month::Of(SwedishDate(context->application().received_at));
  const Month today = Month::Of(context->input.assessed_on);
  if (context->month() < received) Stated("SEQUENCE.EARLIER_MONTH", "month", context);
  if (context->month() > today.PlusMonths(1)) Stated("SEQUENCE.FUTURE_MONTH", "month", context);
}

// None granted during gate.break_months makes it a first application (R03).
bool GrantedLately(Context* context) {
  const auto months = context->policy.NeedNumber(parameter::kBreakMonths);
  for (int i = 1; months && i <= *months; ++i) {
    const HistoryMonth* entry = FindMonth(context->input.history, context->month().PlusMonths(-i));
    // Aid for other living costs alone is no försörjningsstöd to apply for again.
    if (WasGranted(entry) && entry->forsorjningsstod) return true;
  }
  return false;
}

// The last time that a person decided: a frame is signed, a month decided (R04). Where neither is
// known the frame's own gate says so.
void CheckHumanReview(Context* context) {
  const auto months = context->policy.NeedNumber(parameter::kHumanReviewMonths);
  std::optional<Month> last;
  if (context->frame()) last = Month::Of(SwedishDate(context->frame()->signed_at));
  for (const HistoryMonth& entry : context->input.history) {
    if (entry.decided_by != ActorKind::kPerson || entry.other_municipality) continue;
    last = last ? std::max(*last, entry.month) : entry.month;
  }
  if (!last || (months && context->month() - *last <= *months)) return;
  context->notes.Observe(
      "SEQUENCE.HUMAN_REVIEW", {{"month", *last}}, std::nullopt, {"frame", "history"});
}

// Handling that takes long is told to whoever looks (R31); nothing hangs on it.
void CheckLatency(Context* context) {
  const auto days = context->policy.NeedNumber(parameter::kLatencyDays);
  const Date received = SwedishDate(context->application().received_at);
  const std::int64_t waited = context->input.assessed_on - received;
  if (days && waited <= *days) return;
  context->notes.Observe(
      "INFO.LATENCY", {{"days", waited}}, std::nullopt, {"application.received_at"});
}

// A benefit that could be had first. A frame is the human assessment of what else could meet the
// need; where there is one, only a stated yes speaks against it.
void CheckPossibleBenefit(Context* context) {
  const Answer answer = context->application().circumstances.benefit_not_applied_for;
  if (answer == Answer::kUnknown && context->frame()) return;
  context->notes.MustBeNo(answer,
                          "STATED.BENEFIT_POSSIBLE",
                          "STATED.BENEFIT_POSSIBLE.UNANSWERED",
                          std::nullopt,
                          "application.circumstances.benefit_not_applied_for");
}

}  // namespace

void CheckSignatures(Context* context) {
  context->notes.Looked(Part::kSignatures);
  const std::vector<Person>& persons = context->application().persons;
  for (const Person& person : persons) {
    if (!IsAdultInCase(person.role)) continue;
    AssuranceLevel level = AssuranceLevel::kNone;
    for (const Signature& signature : context->application().signatures) {
      if (signature.person == person.key) level = std::max(level, signature.level);
    }
    if (level >= AssuranceLevel::kSubstantial) continue;
    const bool none = level == AssuranceLevel::kNone;
    context->notes.Observe(
        none ? ObservationCode("SIGNATURE.NONE") : ObservationCode("SIGNATURE.LEVEL"),
        {},
        person.key,
        {"application.signatures"});
    if (none) {
      context->notes.Missing("signature", context->policy.Text("signature"), person.key);
    }
  }
}

void CheckSequence(Context* context) {
  context->notes.Looked(Part::kSequence);
  const History& history = context->input.history;
  const Month month = context->month();
  const bool recent = GrantedLately(context);
  if (context->application().kind != ApplicationKind::kReapplication || !recent) {
    Stated("SEQUENCE.NOT_REAPPLICATION", "kind", context);
  }
  CheckMonth(context);
  CheckHumanReview(context);
  CheckLatency(context);

  const auto limit = context->policy.NeedNumber(parameter::kMaxMonthsInRow);
  const int without = MonthsWithoutPersonBefore(history, month);
  int automatic = 0;
  for (int i = 1; i <= 11; ++i) {
    const HistoryMonth* entry = FindMonth(history, month.PlusMonths(-i));
    if (WasGranted(entry) && entry->decided_by == ActorKind::kWorker) ++automatic;
  }
  // This month would be the sixth in a row, or the tenth of twelve, without a human look.
  constexpr int kOthersOfTwelve = 9;
  if (!limit || without >= *limit || automatic >= kOthersOfTwelve) {
    context->notes.Observe(
        "SEQUENCE.CADENCE", {{"months", std::int64_t{without}}}, std::nullopt, {"history"});
  }
  if (FindMonth(history, month) != nullptr) {
    Stated("SEQUENCE.DECIDED", "month", context);
  } else if (context->input.other_application_same_month) {
    Stated("SEQUENCE.OTHER_APPLICATION", "month", context);
  }
  if (context->application().channel != Channel::kEApplication) {
    Stated("SEQUENCE.PAPER", "channel", context);
  }
}

void CheckFrame(Context* context) {
  context->notes.Looked(Part::kFrame);
  const auto max_months = context->policy.NeedNumber(parameter::kFrameMaxMonths);
  const auto observe = [&](ObservationCode code, Arguments arguments = {}) {
    context->notes.Observe(code, arguments, std::nullopt, {"frame"});
  };
  if (!context->frame()) return observe("FRAME.MISSING");
  const Frame& frame = *context->frame();
  if (frame.household != context->application().household) observe("FRAME.OTHER_HOUSEHOLD");
  if (frame.signed_by.empty() || frame.mandate.empty() ||
      SwedishDate(frame.signed_at) > context->input.assessed_on) {
    observe("FRAME.NOT_SIGNED");
  }
  const Period valid{.from = frame.valid_from, .to = frame.valid_to};
  if (!valid.Contains(context->input.assessed_on) ||
      !valid.Contains(context->month().first_day()) ||
      !valid.Contains(context->month().last_day())) {
    observe("FRAME.EXPIRED", {{"from", frame.valid_from}, {"to", frame.valid_to}});
  }
  if (!max_months || frame.valid_to > AddMonths(frame.valid_from, static_cast<int>(*max_months))) {
    observe("FRAME.TOO_LONG");
  }
  for (const Barrier& barrier : frame.barriers) {
    if (barrier.code == kSocialReasons) {
      context->notes.Observe("FRAME.SOCIAL_REASONS", {}, barrier.person, {"frame.barriers"});
    }
    if (barrier.code == kAddiction || barrier.code == kMentalIllness) {
      context->notes.Observe("FRAME.ADDICTION_OR_ILLNESS", {}, barrier.person, {"frame.barriers"});
    }
    if (!barrier.until || *barrier.until >= context->month().last_day()) continue;
    observe("FRAME.BARRIER_ENDED", {{"until", *barrier.until}});
  }
}

void CheckOpenMatters(Context* context) {
  context->notes.Looked(Part::kCircumstances);
  for (const Statement& statement : Statements(context->application().circumstances)) {
    if (statement.answer == Answer::kNo) continue;
    context->notes.MustBeNo(statement.answer,
                            statement.yes,
                            statement.unanswered,
                            std::nullopt,
                            std::string("application.circumstances.") + statement.field);
  }
  CheckPossibleBenefit(context);
  CheckActs(context);
  CheckDocuments(context);
  CheckWithdrawal(context);
}

void CheckWords(Context* context) {
  context->notes.Looked(Part::kWords);
  if (!context->application().free_text.empty()) {
    Stated("WORDS.FREE_TEXT", "free_text", context);
  }
  const bool frame_wish = context->frame() && context->frame()->wants_person;
  if (context->application().wants_person || frame_wish) {
    Stated("WORDS.WANTS_PERSON", "wants_person", context);
  }
  const std::string& language =
      context->frame() ? context->frame()->language : context->application().language;
  for (const std::string* tag : {&language, &context->application().language}) {
    if (context->policy.book().HasLetter("beslut_bifall", *tag)) continue;
    Stated("WORDS.LANGUAGE", "language", context);
  }
}

// An a-kassa that has nothing decided and nothing filed may be a right that is not used. Where one
// a-kassa has decided, or is asked to pay, the others have nothing to decide.
void CheckUnusedRight(const Reading& reading, Context* context) {
  const std::vector<FundAnswer>& funds = reading.answer->funds;
  const bool used = std::any_of(funds.begin(), funds.end(), [](const FundAnswer& fund) {
    return fund.right_decided_on || fund.payment_applied == true;
  });
  if (used) return;
  for (std::size_t i = 0; i < funds.size(); ++i) {
    if (!funds[i].application_told || funds[i].payment_applied != false) continue;
    context->notes.Observe("BENEFIT.NOT_APPLIED",
                           {{"fund", funds[i].fund}},
                           reading.person(),
                           {Ref("funds", i, reading.person(), reading.source)});
  }
}

void CheckBenefitCases(const RegisterView& view, Context* context) {
  context->notes.Looked(Part::kBenefitCases);
  for (const Reading& reading : view.readings()) {
    if (reading.answer == nullptr) continue;
    CheckUnusedRight(reading, context);
    for (std::size_t i = 0; i < reading.answer->benefit_cases.size(); ++i) {
      const BenefitCase& benefit = reading.answer->benefit_cases[i];
      if (!benefit.unclear.empty()) {
        context->notes.Observe("BENEFIT.UNLISTED_CODE",
                               {{"agency", reading.source}, {"fact", benefit.unclear}},
                               reading.person(),
                               {Ref("benefit_cases", i, reading.person(), reading.source)});
      }
      const bool pension = reading.source == Source::kPm && !benefit.pending && benefit.decided_on;
      if (pension && context->frame() &&
          *benefit.decided_on > SwedishDate(context->frame()->signed_at)) {
        const std::string* group =
            WordOf(*context, "benefit.groups", "group", "benefit.code", benefit.benefit);
        context->notes.Observe(group != nullptr && *group == kPensionGroup
                                   ? ObservationCode("BENEFIT.PENSION_CHANGED")
                                   : ObservationCode("BENEFIT.DECIDED"),
                               {{"benefit", benefit.text.empty() ? benefit.benefit : benefit.text},
                                {"date", *benefit.decided_on}},
                               reading.person(),
                               {Ref("benefit_cases", i, reading.person(), reading.source)});
      }
      if (!benefit.pending) continue;
      context->notes.Observe("BENEFIT.PENDING",
                             {{"benefit", benefit.text.empty() ? benefit.benefit : benefit.text},
                              {"agency", reading.source}},
                             reading.person(),
                             {Ref("benefit_cases", i, reading.person(), reading.source)});
    }
  }
}

}  // namespace dm::assessment
