#include "worker/assessment/household_checks.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

struct Known {
  PersonKey key;
  std::optional<Date> born;
  PersonRole role = PersonRole::kApplicant;
  Presence presence;
};

std::vector<Known> KnownOf(const Frame& frame) {
  std::vector<Known> list;
  list.reserve(frame.persons.size());
  for (const FramePerson& person : frame.persons) {
    list.push_back({.key = person.key,
                    .born = person.born ? person.born
                            : person.personnummer.empty()
                                ? std::nullopt
                                : std::optional<Date>(person.personnummer.birth_date()),
                    .role = person.role,
                    .presence = person.presence});
  }
  return list;
}

std::vector<Known> KnownOf(const std::vector<Person>& persons) {
  std::vector<Known> list;
  list.reserve(persons.size());
  for (const Person& person : persons) {
    list.push_back({.key = person.key,
                    .born = BirthDate(person),
                    .role = person.role,
                    .presence = person.presence});
  }
  return list;
}

bool IsChildRole(PersonRole role) {
  return role == PersonRole::kChild || role == PersonRole::kSchoolYouth;
}

bool SamePresence(const Presence& a, const Presence& b) {
  if (a.kind != b.kind) return false;
  const bool by_days = a.kind == PresenceKind::kVaxelvis || a.kind == PresenceKind::kUmgange;
  return !by_days || a.days == b.days;
}

class Comparison {
 public:
  // `than` ends the sentences: "i referensramen", "i förra månadens beslut".
  Comparison(Context* context, std::string detail, std::string than)
      : context_(context), detail_(std::move(detail)), than_(std::move(than)) {}

  void Run(const std::vector<Known>& before) {
    const std::vector<Person>& persons = context_->application().persons;
    for (std::size_t i = 0; i < persons.size(); ++i) {
      const Person& person = persons[i];
      const auto found = std::find_if(before.begin(), before.end(), [&](const Known& known) {
        return known.key == person.key;
      });
      if (found == before.end()) {
        Differs(person.key,
                IsChildRole(person.role),
                fmt::format("{} finns inte {}.", RoleText(persons, person.key), than_),
                Ref("persons", i));
      } else {
        Compare(person, *found, Ref("persons", i));
      }
    }
    for (const Known& known : before) {
      if (FindPerson(persons, known.key) != nullptr) continue;
      Differs(known.key,
              IsChildRole(known.role),
              fmt::format("En person som finns {} finns inte i ansökan.", than_),
              "application.persons");
    }
  }

 private:
  void Compare(const Person& person, const Known& known, const std::string& ref) {
    const std::string who = RoleText(context_->application().persons, person.key);
    if (person.role != known.role || BirthDate(person) != known.born) {
      Differs(person.key,
              IsChildRole(person.role) || IsChildRole(known.role),
              fmt::format("{} har andra uppgifter än {}.", who, than_),
              ref);
    }
    if (!SamePresence(person.presence, known.presence)) {
      Differs(person.key,
              IsChildRole(person.role),
              fmt::format("{} är i hemmet i annan omfattning än {}.", who, than_),
              ref + ".presence");
    }
  }

  void Differs(const PersonKey& person, bool child, std::string text, std::string input) {
    const Note note{.text = std::move(text), .person = person, .inputs = {std::move(input)}};
    context_->notes.Fail("G-04", detail_, note);
    context_->notes.Fire(child ? "X-05" : "X-12", note);
  }

  Context* context_;
  std::string detail_;
  std::string than_;
};

void CheckPersonsInHome(int before, const std::string& than, Context* context) {
  const int now = context->application().home.persons_in_home;
  if (before == 0 || now == 0 || before == now) return;
  const Note note{
      .text = fmt::format("{} personer bor i hemmet enligt ansökan, {} {}.", now, before, than),
      .person = std::nullopt,
      .inputs = {"application.home.persons_in_home"}};
  context->notes.Fail("G-04", "PERSONS_IN_HOME", note);
  context->notes.Fire("X-12", note);
}

void CheckHomeStated(Context* context) {
  const Home& home = context->application().home;
  const auto named =
      std::count_if(context->application().persons.begin(),
                    context->application().persons.end(),
                    [](const Person& p) { return p.presence.kind != PresenceKind::kAbsent; });
  if (home.persons_in_home == 0) {
    context->notes.Unknown("G-04",
                           "PERSONS_IN_HOME",
                           {.text = "Det framgår inte hur många som bor i hemmet.",
                            .person = std::nullopt,
                            .inputs = {"application.home.persons_in_home"}});
  } else if (home.persons_in_home < named) {
    context->notes.Fail("G-04",
                        "PERSONS_IN_HOME",
                        {.text = "Ansökan namnger fler personer än som uppges bo i hemmet.",
                         .person = std::nullopt,
                         .inputs = {"application.home.persons_in_home", "application.persons"}});
  }
  if (context->application().changed_since_last) {
    context->notes.Fail("G-04",
                        "STATED_CHANGE",
                        {.text = "Sökanden uppger att något har ändrats.",
                         .person = std::nullopt,
                         .inputs = {"application.changed_since_last"}});
  }
}

void CheckTenure(Context* context) {
  const Home& home = context->application().home;
  const auto fire = [&](std::string_view trigger, std::string text) {
    context->notes.Fire(
        trigger,
        {.text = std::move(text), .person = std::nullopt, .inputs = {"application.home.tenure"}});
  };
  if (home.tenure == Tenure::kTemporary || home.tenure == Tenure::kHomeless) {
    fire("X-14", "Hushållet bor tillfälligt eller saknar bostad.");
  }
  if (home.tenure == Tenure::kAndrahand && home.second_hand_permission != Answer::kYes) {
    fire("X-13", "Det framgår inte att andrahandsuthyrningen är tillåten.");
  }
  if (!context->frame()) return;
  if (home.tenure != context->frame()->housing.tenure) {
    fire("X-13", "Boendeformen är en annan än i referensramen.");
    context->notes.Fail("G-08",
                        "TENURE_CHANGED",
                        {.text = "Boendeformen är en annan än i referensramen.",
                         .person = std::nullopt,
                         .inputs = {"application.home.tenure"}});
  }
}

void CheckLunch(Context* context) {
  constexpr int kLunchAgeMax = 6;
  if (!context->household) return;
  for (const Member& member : context->household->members) {
    if (member.adult() || member.age > kLunchAgeMax) continue;
    if (member.person.free_lunch != Answer::kUnknown) continue;
    context->notes.Unknown("G-04",
                           "FREE_LUNCH",
                           {.text = "Det framgår inte om barnet har fri lunch utanför hemmet.",
                            .person = member.person.key,
                            .inputs = {member.ref + ".free_lunch"}});
  }
}

}  // namespace

void CheckHousehold(Context* context) {
  context->notes.Evaluated("G-04");
  CheckHomeStated(context);
  CheckTenure(context);
  CheckLunch(context);
  if (!context->household) {
    context->notes.Unknown("G-04",
                           "HOUSEHOLD",
                           {.text = "Hushållet kan inte fastställas av uppgifterna.",
                            .person = std::nullopt,
                            .inputs = {"application.persons"}});
  }
  if (context->frame()) {
    Comparison(context, "FRAME", "i referensramen").Run(KnownOf(*context->frame()));
    CheckPersonsInHome(context->frame()->housing.persons_in_home, "enligt referensramen", context);
  }
  const HistoryMonth* before = FindMonth(context->input.history, context->income_month());
  if (before == nullptr || before->persons.empty()) return;
  Comparison(context, "PREVIOUS", "i förra månadens beslut").Run(KnownOf(before->persons));
  CheckPersonsInHome(before->persons_in_home, "i förra månadens beslut", context);
}

void CheckAges(Context* context) {
  const Date first = context->month().first_day();
  const Date last = context->month().last_day();
  const auto young = context->policy.NeedNumber(parameter::kYoungMaxAge);
  const auto older = context->policy.NeedNumber(parameter::kOlderMinAge);
  const std::vector<Person>& persons = context->application().persons;
  for (std::size_t i = 0; i < persons.size(); ++i) {
    const Person& person = persons[i];
    const std::optional<Date> born = BirthDate(person);
    if (!born || !IsMemberOfCase(person.role)) continue;
    const int age = CompletedYears(*born, first);
    const int age_last = CompletedYears(*born, last);
    const std::string who = RoleText(persons, person.key);
    const auto note = [&](std::string text) {
      return Note{
          .text = std::move(text), .person = person.key, .inputs = {Ref("persons", i) + ".born"}};
    };
    const auto turns = [&](int years) {
      return CompletedYears(*born, first.PlusDays(-1)) < years && age_last >= years;
    };
    for (const int years : {18, 21}) {
      if (!turns(years)) continue;
      context->notes.Fail(
          "G-04", "AGE", note(fmt::format("{} fyller {} under månaden.", who, years)));
    }
    if (*born >= first && *born <= last) {
      context->notes.Fail("G-04", "AGE", note("Ett barn föds under månaden."));
      context->notes.Fire("X-05", note("Ett barn föds under månaden."));
    }
    if (IsAdultInCase(person.role)) {
      if (age < 18) {
        context->notes.Fail("G-01", "MINOR", note(fmt::format("{} är under 18 år.", who)));
        context->notes.Fire("X-10", note(fmt::format("{} är under 18 år.", who)));
      } else if (young && age <= *young) {
        context->notes.Fire("X-10", note(fmt::format("{} är {} år.", who, age)));
      }
      const int years = older ? static_cast<int>(*older) : 0;
      if (older && age_last >= years &&
          CompletedYears(*born, context->income_month().first_day()) < years) {
        context->notes.Fire("X-33", note(fmt::format("{} når {} år.", who, years)));
        context->notes.Fail("G-04", "AGE", note(fmt::format("{} når {} år.", who, years)));
      }
    } else if (person.role == PersonRole::kSchoolYouth) {
      context->notes.Fire("X-10", note("En skolungdom över 18 år ingår i hushållet."));
      if (person.in_school != Answer::kYes || age > 20) {
        context->notes.Fail(
            "G-04", "SCHOOL_YOUTH", note("Det framgår inte att skolungdomen går i skolan."));
      }
    } else if (age >= 18) {
      context->notes.Fail("G-04", "CHILD_OF_AGE", note("Barnet har fyllt 18 år."));
      context->notes.Fire("X-05", note("Barnet har fyllt 18 år."));
    }
  }
}

void CheckProtection(Context* context) {
  context->notes.Evaluated("G-05");
  const std::vector<Person>& persons = context->application().persons;
  for (std::size_t i = 0; i < persons.size(); ++i) {
    const Note note{.text = "En person i hemmet har skyddade personuppgifter.",
                    .person = persons[i].key,
                    .inputs = {Ref("persons", i) + ".protected_identity"}};
    context->notes.MustBeNo(persons[i].protected_identity, "G-05", "PROTECTED", note);
    if (persons[i].protected_identity == Answer::kYes) context->notes.Fire("X-09", note);
  }
  // One answer with a marker is enough, whatever else is known of that answer.
  for (const PersonEvidence& person : context->input.evidence.persons) {
    for (const SourceAnswer& answer : person.answers) {
      if (!answer.protected_identity) continue;
      const Note note{
          .text = fmt::format("Skyddsmarkering i svaret från {}.", AgencyName(answer.source)),
          .person = person.person,
          .inputs = {"evidence." + person.person.value() + "." + SourceCode(answer.source)}};
      context->notes.Fail("G-05", "PROTECTED", note);
      context->notes.Fire("X-09", note);
    }
  }
  const StatedCircumstances& stated = context->application().circumstances;
  const Note guardian{.text = "God man, förvaltare eller ombud.",
                      .person = std::nullopt,
                      .inputs = {"application.circumstances.guardian_or_trustee"}};
  context->notes.MustBeNo(stated.guardian_or_trustee, "G-05", "GUARDIAN", guardian);
  if (stated.guardian_or_trustee == Answer::kYes) context->notes.Fire("X-11", guardian);
  const Note away{.text = "Utomlands, på institution eller frihetsberövad.",
                  .person = std::nullopt,
                  .inputs = {"application.circumstances.abroad_or_institution"}};
  context->notes.MustBeNo(stated.abroad_or_institution, "G-05", "AWAY", away);
  if (stated.abroad_or_institution == Answer::kYes) context->notes.Fire("X-38", away);
  for (std::size_t i = 0; i < persons.size(); ++i) {
    const bool adult_away =
        IsAdultInCase(persons[i].role) && persons[i].presence.kind != PresenceKind::kPermanent;
    if (!adult_away) continue;
    const Note note{
        .text = fmt::format("{} är inte i hemmet hela månaden.", RoleText(persons, persons[i].key)),
        .person = persons[i].key,
        .inputs = {Ref("persons", i) + ".presence"}};
    context->notes.Fail("G-05", "AWAY", note);
    context->notes.Fire("X-38", note);
  }
}

void CheckChildren(Context* context) {
  context->notes.Evaluated("G-16");
  const StatedCircumstances& stated = context->application().circumstances;
  const Note concern{.text = "Markering om oro för barn.",
                     .person = std::nullopt,
                     .inputs = {"application.circumstances.child_concern"}};
  context->notes.MustBeNo(stated.child_concern, "G-11", "CHILD_CONCERN", concern);
  if (stated.child_concern == Answer::kYes) context->notes.Fire("X-06", concern);
  const auto months = context->policy.NeedNumber(parameter::kChildRecordMaxMonths);
  for (const Person& person : context->application().persons) {
    if (!IsChildRole(person.role)) continue;
    const ChildRecord* record = nullptr;
    if (context->frame()) {
      for (const ChildRecord& candidate : context->frame()->child_records) {
        if (candidate.child == person.key) record = &candidate;
      }
    }
    const Note note{.text = "Aktuell barnbedömning saknas för ett barn.",
                    .person = person.key,
                    .inputs = {"frame.child_records"}};
    if (record == nullptr) {
      context->notes.Fail("G-16", "NO_RECORD", note);
      continue;
    }
    const bool in_time =
        record->valid_until >= context->input.assessed_on &&
        record->reviewed_on <= context->input.assessed_on && months &&
        AddMonths(record->reviewed_on, static_cast<int>(*months)) >= context->input.assessed_on;
    if (!in_time) context->notes.Fail("G-16", "RECORD_EXPIRED", note);
  }
  for (const char* trigger : {"X-05", "X-06", "X-07"}) {
    if (!context->notes.Fired(trigger)) continue;
    context->notes.Fail("G-16",
                        "CHILD_TRIGGER",
                        {.text = "Förhållanden som rör ett barn ska bedömas.",
                         .person = std::nullopt,
                         .inputs = {}});
  }
}

void CheckResidence(const RegisterView& view, Context* context) {
  const auto warn = context->policy.NeedNumber(parameter::kPermitWarnMonths);
  for (const Reading& reading : view.readings()) {
    if (reading.source != Source::kMiv || !reading.known()) continue;
    const std::string input = "evidence." + reading.person.value() + ".MIV.permits";
    bool permanent = false;
    bool open = false;
    std::optional<Date> last;  // the end of the permit that lasts longest
    for (const Permit& permit : reading.answer->permits) {
      open = open || permit.open_application;
      if (permit.open_application) continue;
      permanent = permanent || permit.permanent;
      if (permit.valid.to && (!last || *permit.valid.to > *last)) last = permit.valid.to;
    }
    if (open) {
      context->notes.Fire("X-21",
                          {.text = "Migrationsverket har en öppen ansökan.",
                           .person = reading.person,
                           .inputs = {input}});
    }
    const bool soon =
        last && (!warn || *last < AddMonths(context->month().last_day(), static_cast<int>(*warn)));
    if (!permanent && soon) {
      context->notes.Fire(
          "X-21",
          {.text = fmt::format("Uppehållstillståndet gäller till {}.", last->ToString()),
           .person = reading.person,
           .inputs = {input}});
    }
  }
}

}  // namespace dm::assessment
