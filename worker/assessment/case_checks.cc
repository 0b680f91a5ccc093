#include "worker/assessment/case_checks.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

constexpr char kSocialReasons[] = "sociala_skal";

Note Stated(std::string text, const std::string& field) {
  return {.text = std::move(text), .person = std::nullopt, .inputs = {"application." + field}};
}

bool WasGranted(const HistoryMonth* month) {
  return month != nullptr &&
         (month->outcome == Outcome::kBifall || month->outcome == Outcome::kDelavslag);
}

// A statement that sends the case to a human when it is yes, and leaves a gate unknown when it is
// not made.
struct Statement {
  Answer answer;
  const char* field;
  const char* gate;
  const char* detail;
  const char* trigger;
  const char* text;
};

std::vector<Statement> Statements(const StatedCircumstances& s) {
  return {
      {s.acute_need, "acute_need", "G-11", "ACUTE_NEED", "X-02", "Akut behov enligt ansökan."},
      {s.eviction_or_rent_debt,
       "eviction_or_rent_debt",
       "G-11",
       "EVICTION",
       "X-03",
       "Hyresskuld, uppsägning eller avhysning."},
      {s.violence, "violence", "G-11", "VIOLENCE", "X-08", "Uppgift om våld, hot eller kontroll."},
      {s.student, "student", "G-07", "STUDENT", "X-18", "Studier enligt ansökan."},
      {s.foreign_income,
       "foreign_income",
       "G-07",
       "FOREIGN_INCOME",
       "X-44",
       "Inkomst från utlandet enligt ansökan."},
      {s.benefit_pending,
       "benefit_pending",
       "G-07",
       "BENEFIT_PENDING",
       "X-27",
       "En förmån är sökt men inte beslutad."},
      {s.open_recovery, "open_recovery", "G-11", "OPEN_RECOVERY", "X-28", "Öppet återkrav."},
      {s.crime_investigation,
       "crime_investigation",
       "G-11",
       "INVESTIGATION",
       "X-29",
       "Utredning som en handläggare har öppnat."},
      {s.open_appeal,
       "open_appeal",
       "G-11",
       "OPEN_APPEAL",
       "X-35",
       "Öppet överklagande eller omprövning."},
      {s.interpreter_needed,
       "interpreter_needed",
       "G-12",
       "INTERPRETER",
       "X-42",
       "Tolk eller annan hjälp behövs."},
      {s.unread_message,
       "unread_message",
       "G-11",
       "UNREAD_MESSAGE",
       "X-34",
       "Ett meddelande från hushållet är oläst."},
      {s.discretionary_aid,
       "discretionary_aid",
       "G-08",
       "DISCRETIONARY_AID",
       "X-16",
       "Ansökan om bistånd enligt 12 kap. 2 § socialtjänstlagen."},
  };
}

void CheckDocuments(Context* context) {
  const std::vector<Document>& documents = context->application().documents;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (!documents[i].readable) {
      const Note note =
          Stated("En handling går inte att läsa.", "documents[" + std::to_string(i) + "]");
      context->notes.Fail("G-11", "UNREADABLE_DOCUMENT", note);
      context->notes.Fire("X-25", note);
    }
    // A handling that came after the application has not been read by the one who registered it.
    if (documents[i].received_at > context->application().received_at) {
      context->notes.Fail("G-11",
                          "LATE_DOCUMENT",
                          Stated("En handling har kommit in efter ansökan.",
                                 "documents[" + std::to_string(i) + "]"));
    }
  }
}

void CheckMonth(Context* context) {
  const Month received = Month::Of(SwedishDate(context->application().received_at));
  const Month today = Month::Of(context->input.assessed_on);
  if (context->month() < received) {
    context->notes.Fail(
        "G-02", "EARLIER_MONTH", Stated("Ansökan gäller en månad som redan har varit.", "month"));
  }
  if (context->month() > today.PlusMonths(1)) {
    context->notes.Fail("G-02", "FUTURE_MONTH", Stated("Inkomstmånaden har inte börjat.", "month"));
  }
}

void NoteUnlisted(const Reading& reading, std::size_t index, Context* context) {
  const Note note{.text = fmt::format("{}: ett beslut hos {} har en kod som ingen tabell nämner.",
                                      RoleText(context->application().persons, reading.person),
                                      AgencyName(reading.source)),
                  .person = reading.person,
                  .inputs = {fmt::format("evidence.{}.{}.benefit_cases[{}]",
                                         reading.person.value(),
                                         SourceCode(reading.source),
                                         index)}};
  context->notes.Fail("G-07", "UNLISTED_CODE", note);
  context->notes.Fire("X-44", note);
}

}  // namespace

void CheckSignatures(Context* context) {
  context->notes.Evaluated("G-01");
  const std::vector<Person>& persons = context->application().persons;
  for (const Person& person : persons) {
    if (!IsAdultInCase(person.role)) continue;
    AssuranceLevel level = AssuranceLevel::kNone;
    for (const Signature& signature : context->application().signatures) {
      if (signature.person == person.key) level = std::max(level, signature.level);
    }
    if (level >= AssuranceLevel::kSubstantial) continue;
    const bool none = level == AssuranceLevel::kNone;
    context->notes.Fail("G-01",
                        none ? "NOT_SIGNED" : "ASSURANCE_LEVEL",
                        {.text = fmt::format("{} har inte skrivit under{}.",
                                             RoleText(persons, person.key),
                                             none ? "" : " med tillräcklig tillitsnivå"),
                         .person = person.key,
                         .inputs = {"application.signatures"}});
    if (none) {
      context->notes.Missing("signature", context->policy.Text("signature"), person.key);
    }
  }
}

void CheckSequence(Context* context) {
  context->notes.Evaluated("G-02");
  context->notes.Evaluated("G-14");
  context->notes.Evaluated("G-17");
  const History& history = context->input.history;
  const Month month = context->month();
  const Note kind = Stated("Första ansökan, eller uppehåll på mer än en månad.", "kind");
  const bool recent = WasGranted(FindMonth(history, month.PlusMonths(-1))) ||
                      WasGranted(FindMonth(history, month.PlusMonths(-2)));
  if (context->application().kind != ApplicationKind::kReapplication || !recent) {
    context->notes.Fail("G-02", "NOT_REAPPLICATION", kind);
    context->notes.Fire("X-01", kind);
  }
  CheckMonth(context);

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
    const Note note{
        .text = fmt::format("{} månader i rad har beslutats utan handläggare.", without),
        .person = std::nullopt,
        .inputs = {"history"}};
    context->notes.Fail("G-14", "CADENCE", note);
    context->notes.Fire("X-37", note);
  }
  const bool decided = FindMonth(history, month) != nullptr;
  if (context->input.other_application_same_month || decided) {
    const Note note = Stated("Det finns redan en ansökan eller ett beslut för månaden.", "month");
    context->notes.Fail("G-17", decided ? "DECIDED" : "OTHER_APPLICATION", note);
    context->notes.Fire("X-40", note);
  }
  const Channel channel = context->application().channel;
  if (channel != Channel::kEApplication) {
    context->notes.Fire("X-39", Stated("Ansökan har kommit på papper eller muntligt.", "channel"));
  }
}

void CheckFrame(Context* context) {
  context->notes.Evaluated("G-03");
  const auto max_months = context->policy.NeedNumber(parameter::kFrameMaxMonths);
  const auto fail = [&](std::string_view detail, std::string text) {
    context->notes.Fail(
        "G-03", detail, {.text = std::move(text), .person = std::nullopt, .inputs = {"frame"}});
  };
  if (!context->frame()) return fail("MISSING", "Hushållet har ingen referensram.");
  const Frame& frame = *context->frame();
  if (frame.household != context->application().household) {
    fail("OTHER_HOUSEHOLD", "Referensramen hör till ett annat hushåll.");
  }
  if (frame.signed_by.empty() || frame.mandate.empty()) {
    fail("NOT_SIGNED", "Referensramen är inte undertecknad.");
  }
  const Period valid{.from = frame.valid_from, .to = frame.valid_to};
  if (!valid.Contains(context->input.assessed_on) ||
      !valid.Contains(context->month().first_day())) {
    fail(
        "EXPIRED",
        fmt::format(
            "Referensramen gäller {}–{}.", frame.valid_from.ToString(), frame.valid_to.ToString()));
  }
  if (!max_months || frame.valid_to > AddMonths(frame.valid_from, static_cast<int>(*max_months))) {
    fail("TOO_LONG", "Referensramen gäller längre än kommunen tillåter.");
  }
  for (const Barrier& barrier : frame.barriers) {
    if (barrier.code == kSocialReasons) {
      context->notes.Fire("X-32",
                          {.text = "Referensramen anger sociala skäl som försörjningshinder.",
                           .person = barrier.person,
                           .inputs = {"frame.barriers"}});
    }
    if (!barrier.until || *barrier.until >= context->month().first_day()) continue;
    fail("BARRIER_ENDED",
         fmt::format("Ett försörjningshinder i referensramen gällde till {}.",
                     barrier.until->ToString()));
  }
}

void CheckOpenMatters(Context* context) {
  context->notes.Evaluated("G-11");
  for (const Statement& statement : Statements(context->application().circumstances)) {
    const Note note = Stated(statement.text, std::string("circumstances.") + statement.field);
    context->notes.MustBeNo(statement.answer, statement.gate, statement.detail, note);
    if (statement.answer == Answer::kYes) context->notes.Fire(statement.trigger, note);
  }
  CheckDocuments(context);
}

void CheckWords(Context* context) {
  context->notes.Evaluated("G-12");
  if (!context->application().free_text.empty()) {
    const Note note = Stated("Ansökan innehåller egen text som ska läsas.", "free_text");
    context->notes.Fail("G-12", "FREE_TEXT", note);
    context->notes.Fire("X-34", note);
  }
  const bool frame_wish = context->frame() && context->frame()->wants_person;
  if (context->application().wants_person || frame_wish) {
    const Note note = Stated("Hushållet vill ha kontakt med en handläggare.", "wants_person");
    context->notes.Fail("G-12", "WANTS_PERSON", note);
    context->notes.Fire("X-34", note);
  }
  const std::string& language =
      context->frame() ? context->frame()->language : context->application().language;
  for (const std::string& tag : {language, context->application().language}) {
    if (context->policy.set().Letter("beslut_bifall", tag)) continue;
    context->notes.Fire("X-42",
                        Stated("Beslutsbrevet finns inte på hushållets språk.", "language"));
  }
}

void CheckBenefitCases(const RegisterView& view, Context* context) {
  for (const Reading& reading : view.readings()) {
    if (reading.answer == nullptr) continue;
    for (std::size_t i = 0; i < reading.answer->benefit_cases.size(); ++i) {
      const BenefitCase& benefit = reading.answer->benefit_cases[i];
      if (!benefit.unclear.empty()) NoteUnlisted(reading, i, context);
      if (!benefit.pending) continue;
      const Note note{.text = fmt::format("{}: {} är sökt men inte beslutad enligt {}.",
                                          RoleText(context->application().persons, reading.person),
                                          benefit.text.empty() ? benefit.benefit : benefit.text,
                                          AgencyName(reading.source)),
                      .person = reading.person,
                      .inputs = {fmt::format("evidence.{}.{}.benefit_cases[{}]",
                                             reading.person.value(),
                                             SourceCode(reading.source),
                                             i)}};
      context->notes.Fail("G-07", "BENEFIT_PENDING", note);
      context->notes.Fire("X-27", note);
    }
  }
}

void CheckRuleVersion(Context* context) {
  context->notes.Evaluated("G-15");
  for (const auto& [id, reason] : context->policy.missing()) {
    context->notes.Undetermined(id);
    context->notes.Fail("G-15",
                        "RULE_MISSING",
                        {.text = fmt::format("Regel saknas: {} ({}).", id, reason),
                         .person = std::nullopt,
                         .inputs = {"policy:" + id}});
  }
  for (const std::string& id : context->policy.unapproved()) {
    context->notes.Fail("G-15",
                        "NOT_APPROVED",
                        {.text = fmt::format("Kommunen har inte godkänt {}.", id),
                         .person = std::nullopt,
                         .inputs = {"policy:" + id}});
  }
}

}  // namespace dm::assessment
