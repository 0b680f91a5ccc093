#include "worker/assessment/household_checks.h"

#include <algorithm>
#include <set>
#include <utility>

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

// How each difference is called, by what the application is compared with and whom it concerns.
struct DifferenceCodes {
  ObservationCode fresh;  // a person who was not there
  ObservationCode gone;
  ObservationCode changed;
  ObservationCode presence;
};

struct ComparisonCodes {
  DifferenceCodes adult;
  DifferenceCodes child;
  ObservationCode persons_in_home;
};

constexpr ComparisonCodes kWithFrame = {{"HOUSEHOLD.FRAME.ADULT_NEW",
                                         "HOUSEHOLD.FRAME.ADULT_GONE",
                                         "HOUSEHOLD.FRAME.ADULT_CHANGED",
                                         "HOUSEHOLD.FRAME.ADULT_PRESENCE"},
                                        {"HOUSEHOLD.FRAME.CHILD_NEW",
                                         "HOUSEHOLD.FRAME.CHILD_GONE",
                                         "HOUSEHOLD.FRAME.CHILD_CHANGED",
                                         "HOUSEHOLD.FRAME.CHILD_PRESENCE"},
                                        "HOUSEHOLD.FRAME.PERSONS_IN_HOME"};

constexpr ComparisonCodes kWithPrevious = {{"HOUSEHOLD.PREVIOUS.ADULT_NEW",
                                            "HOUSEHOLD.PREVIOUS.ADULT_GONE",
                                            "HOUSEHOLD.PREVIOUS.ADULT_CHANGED",
                                            "HOUSEHOLD.PREVIOUS.ADULT_PRESENCE"},
                                           {"HOUSEHOLD.PREVIOUS.CHILD_NEW",
                                            "HOUSEHOLD.PREVIOUS.CHILD_GONE",
                                            "HOUSEHOLD.PREVIOUS.CHILD_CHANGED",
                                            "HOUSEHOLD.PREVIOUS.CHILD_PRESENCE"},
                                           "HOUSEHOLD.PREVIOUS.PERSONS_IN_HOME"};

class Comparison {
 public:
  Comparison(Context* context, const ComparisonCodes& codes) : context_(context), codes_(codes) {}

  void Run(const std::vector<Known>& before) {
    const std::vector<Person>& persons = context_->application().persons;
    for (std::size_t i = 0; i < persons.size(); ++i) {
      const Person& person = persons[i];
      const auto found = std::find_if(before.begin(), before.end(), [&](const Known& known) {
        return known.key == person.key;
      });
      if (found == before.end()) {
        Observe(Codes(person.role).fresh, person.key, Ref("persons", i));
      } else {
        Compare(person, *found, i);
      }
    }
    for (const Known& known : before) {
      if (FindPerson(persons, known.key) != nullptr) continue;
      Observe(Codes(known.role).gone, known.key, "application.persons");
    }
  }

  void PersonsInHome(int before) {
    const int now = context_->application().home.persons_in_home;
    if (before == 0 || now == 0 || before == now) return;
    context_->notes.Observe(codes_.persons_in_home,
                            {{"now", std::int64_t{now}}, {"before", std::int64_t{before}}},
                            std::nullopt,
                            {"application.home.persons_in_home"});
  }

 private:
  const DifferenceCodes& Codes(PersonRole role) const {
    return IsChildRole(role) ? codes_.child : codes_.adult;
  }

  void Compare(const Person& person, const Known& known, std::size_t index) {
    if (person.role != known.role || BirthDate(person) != known.born) {
      // Whoever is a child on one side is looked at as a child.
      const PersonRole role = IsChildRole(known.role) ? known.role : person.role;
      Observe(Codes(role).changed, person.key, Ref("persons", index));
    }
    if (!SamePresence(person.presence, known.presence)) {
      Observe(Codes(person.role).presence, person.key, Ref("persons", index) + ".presence");
    }
  }

  void Observe(ObservationCode code, const PersonKey& person, std::string input) {
    context_->notes.Observe(code, {}, person, {std::move(input)});
  }

  Context* context_;
  const ComparisonCodes& codes_;
};

void CheckHomeStated(Context* context) {
  const Home& home = context->application().home;
  const auto named =
      std::count_if(context->application().persons.begin(),
                    context->application().persons.end(),
                    [](const Person& p) { return p.presence.kind != PresenceKind::kAbsent; });
  const auto observe = [&](ObservationCode code, std::vector<std::string> inputs) {
    context->notes.Observe(code, {}, std::nullopt, std::move(inputs));
  };
  if (home.persons_in_home == 0) {
    observe("HOUSEHOLD.PERSONS_UNSTATED", {"application.home.persons_in_home"});
  } else if (home.persons_in_home < named) {
    observe("HOUSEHOLD.MORE_NAMED", {"application.home.persons_in_home", "application.persons"});
  }
  if (context->application().changed_since_last) {
    observe("HOUSEHOLD.STATED_CHANGE", {"application.changed_since_last"});
  }
}

void CheckTenure(Context* context) {
  const Home& home = context->application().home;
  const auto observe = [&](ObservationCode code) {
    context->notes.Observe(code, {}, std::nullopt, {"application.home.tenure"});
  };
  if (home.tenure == Tenure::kTemporary || home.tenure == Tenure::kHomeless) {
    observe("HOME.TEMPORARY");
  }
  if (home.tenure == Tenure::kAndrahand && home.second_hand_permission != Answer::kYes) {
    observe("HOME.SECOND_HAND");
  }
  if (context->frame() && home.tenure != context->frame()->housing.tenure) observe("HOME.TENURE");
}

// Two parents who state different days: neither is taken for true (rules.md 7).
void CheckOtherParent(Context* context) {
  const std::vector<Person>& persons = context->application().persons;
  for (std::size_t i = 0; i < persons.size(); ++i) {
    const Presence& presence = persons[i].presence;
    if (!presence.other_parent_days || *presence.other_parent_days == presence.days) continue;
    context->notes.Observe("HOUSEHOLD.OTHER_PARENT_DAYS",
                           {},
                           persons[i].key,
                           {Ref("persons", i) + ".presence.other_parent_days"});
  }
}

void CheckLunch(Context* context) {
  constexpr int kLunchAgeMax = 6;
  if (!context->household) return;
  for (const Member& member : context->household->members) {
    if (member.adult() || member.age > kLunchAgeMax) continue;
    if (member.person->free_lunch != Answer::kUnknown) continue;
    context->notes.Observe(
        "HOUSEHOLD.FREE_LUNCH", {}, member.person->key, {member.ref() + ".free_lunch"});
  }
}

// A child that comes by days is there on some day; who is not is absent.
void CheckDaysStated(Context* context) {
  if (!context->household) return;
  for (const Member& member : context->household->members) {
    if (member.days > 0) continue;
    context->notes.Observe(
        "HOUSEHOLD.PRESENCE_DAYS", {}, member.person->key, {member.ref() + ".presence"});
  }
}

// Whether a permit holds on `day`, and no later decision is without a validity: what such a
// decision means (a refusal, a permit taken back) is not in the contract. Who has no decision at
// all, as most citizens, needs no permit.
bool HoldsPermit(const std::vector<Permit>& permits, Date day) {
  std::optional<Date> latest;
  bool any = false;
  bool in_force = false;
  for (const Permit& permit : permits) {
    if (permit.open_application) continue;
    any = true;
    const bool begun = !permit.valid.from || *permit.valid.from <= day;
    const bool lasts = permit.permanent || (permit.valid.to && *permit.valid.to >= day);
    in_force = in_force || (begun && lasts);
    if (permit.decided_on && (!latest || *permit.decided_on > *latest)) latest = permit.decided_on;
  }
  // Of several decisions of the last day, one is enough.
  const bool open_ended =
      latest && std::any_of(permits.begin(), permits.end(), [&](const Permit& permit) {
        return !permit.open_application && permit.decided_on == latest && !permit.permanent &&
               !permit.valid.to;
      });
  return !any || (in_force && !open_ended);
}

}  // namespace

void CheckHousehold(Context* context) {
  context->notes.Looked(Part::kHousehold);
  CheckHomeStated(context);
  CheckTenure(context);
  CheckOtherParent(context);
  CheckLunch(context);
  CheckDaysStated(context);
  if (!context->household) {
    context->notes.Observe("HOUSEHOLD.UNKNOWN", {}, std::nullopt, {"application.persons"});
  }
  if (context->frame()) {
    Comparison comparison(context, kWithFrame);
    comparison.Run(KnownOf(*context->frame()));
    comparison.PersonsInHome(context->frame()->housing.persons_in_home);
  }
  const HistoryMonth* before = FindMonth(context->input.history, context->income_month());
  if (before == nullptr || before->persons.empty()) return;
  Comparison comparison(context, kWithPrevious);
  comparison.Run(KnownOf(before->persons));
  comparison.PersonsInHome(before->persons_in_home);
}

void CheckAges(Context* context) {
  context->notes.Looked(Part::kAges);
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
    const auto observe = [&](ObservationCode code, Arguments arguments = {}) {
      context->notes.Observe(code, arguments, person.key, {Ref("persons", i) + ".born"});
    };
    const auto turns = [&](int years) {
      return CompletedYears(*born, first.PlusDays(-1)) < years && age_last >= years;
    };
    for (const int years : {18, 21}) {
      if (turns(years)) observe("AGE.TURNS", {{"age", std::int64_t{years}}});
    }
    if (*born >= first && *born <= last) observe("AGE.BIRTH");
    if (IsAdultInCase(person.role)) {
      if (age < 18) {
        observe("AGE.MINOR");
      } else if (young && age <= *young) {
        observe("AGE.YOUNG", {{"age", std::int64_t{age}}});
      }
      const int years = older ? static_cast<int>(*older) : 0;
      // The age of the pension (riktålder) follows the year of birth and is none of the rules'
      // values: each birthday from the lower limit on may be the one.
      if (older && age_last >= years &&
          CompletedYears(*born, context->income_month().first_day()) < age_last) {
        observe("AGE.OLDER", {{"age", std::int64_t{age_last}}});
      }
    } else if (person.role == PersonRole::kSchoolYouth) {
      observe("AGE.SCHOOL_YOUTH");
      if (person.in_school != Answer::kYes || age > 20) observe("AGE.NOT_IN_SCHOOL");
    } else if (age >= 18) {
      observe("AGE.CHILD_OF_AGE");
    }
  }
}

void CheckProtection(Context* context) {
  context->notes.Looked(Part::kProtection);
  const std::vector<Person>& persons = context->application().persons;
  for (std::size_t i = 0; i < persons.size(); ++i) {
    if (persons[i].protected_identity == Answer::kNo) continue;
    context->notes.MustBeNo(persons[i].protected_identity,
                            "PROTECTION.STATED",
                            "PROTECTION.STATED.UNANSWERED",
                            persons[i].key,
                            Ref("persons", i) + ".protected_identity");
  }
  // One answer with a marker is enough, whatever else is known of that answer.
  for (const PersonEvidence& person : context->input.evidence.persons) {
    for (const SourceAnswer& answer : person.answers) {
      if (!answer.protected_identity) continue;
      context->notes.Observe(
          "PROTECTION.REGISTER",
          {{"agency", answer.source}},
          person.person,
          {"evidence." + person.person.value() + "." + SourceCode(answer.source)});
    }
  }
  const StatedCircumstances& stated = context->application().circumstances;
  context->notes.MustBeNo(stated.guardian_or_trustee,
                          "STATED.GUARDIAN",
                          "STATED.GUARDIAN.UNANSWERED",
                          std::nullopt,
                          "application.circumstances.guardian_or_trustee");
  context->notes.MustBeNo(stated.abroad_or_institution,
                          "STATED.AWAY",
                          "STATED.AWAY.UNANSWERED",
                          std::nullopt,
                          "application.circumstances.abroad_or_institution");
  for (std::size_t i = 0; i < persons.size(); ++i) {
    const bool adult_away =
        IsAdultInCase(persons[i].role) && persons[i].presence.kind != PresenceKind::kPermanent;
    if (!adult_away) continue;
    context->notes.Observe(
        "HOUSEHOLD.ADULT_AWAY", {}, persons[i].key, {Ref("persons", i) + ".presence"});
  }
}

void CheckChildren(Context* context) {
  context->notes.Looked(Part::kChildren);
  context->notes.MustBeNo(context->application().circumstances.child_concern,
                          "STATED.CHILD_CONCERN",
                          "STATED.CHILD_CONCERN.UNANSWERED",
                          std::nullopt,
                          "application.circumstances.child_concern");
  const auto months = context->policy.NeedNumber(parameter::kChildRecordMaxMonths);
  for (const Person& person : context->application().persons) {
    if (!IsChildRole(person.role)) continue;
    const ChildRecord* record = nullptr;
    if (context->frame()) {
      for (const ChildRecord& candidate : context->frame()->child_records) {
        if (candidate.child == person.key) record = &candidate;
      }
    }
    if (record == nullptr) {
      context->notes.Observe("CHILD.NO_RECORD", {}, person.key, {"frame.child_records"});
      continue;
    }
    const bool in_time =
        record->valid_until >= context->input.assessed_on &&
        record->reviewed_on <= context->input.assessed_on && months &&
        AddMonths(record->reviewed_on, static_cast<int>(*months)) >= context->input.assessed_on;
    if (!in_time) {
      context->notes.Observe("CHILD.RECORD_EXPIRED", {}, person.key, {"frame.child_records"});
    }
  }
  if (context->notes.ConcernsAChild()) context->notes.Observe("CHILD.CONCERNED");
}

void CheckResidence(const RegisterView& view, Context* context) {
  context->notes.Looked(Part::kResidence);
  const Answer lawful = context->application().circumstances.lawful_stay;
  // A no is known and leads to a human whenever it is said; from 2027 an answer is needed too.
  if (lawful == Answer::kNo ||
      (lawful == Answer::kUnknown && context->policy.Applies(parameter::kLawfulStayRequired))) {
    context->notes.Observe(lawful == Answer::kNo ? ObservationCode("PERMIT.NOT_LAWFUL")
                                                 : ObservationCode("PERMIT.LAWFUL_STAY_UNKNOWN"),
                           {},
                           std::nullopt,
                           {"application.circumstances.lawful_stay"});
  }
  const auto warn = context->policy.NeedNumber(parameter::kPermitWarnMonths);
  for (const Reading& reading : view.readings()) {
    if (reading.source != Source::kMiv || !reading.known()) continue;
    const std::string input = "evidence." + reading.person().value() + ".MIV.permits";
    bool permanent = false;
    bool open = false;
    std::optional<Date> last;  // the end of the permit that lasts longest
    for (const Permit& permit : reading.answer->permits) {
      open = open || permit.open_application;
      if (permit.open_application) continue;
      permanent = permanent || permit.permanent;
      if (permit.valid.to && (!last || *permit.valid.to > *last)) last = permit.valid.to;
    }
    if (open) context->notes.Observe("PERMIT.OPEN_APPLICATION", {}, reading.person(), {input});
    const bool soon =
        last && (!warn || *last < AddMonths(context->month().last_day(), static_cast<int>(*warn)));
    if (!permanent && soon) {
      context->notes.Observe("PERMIT.ENDS", {{"date", *last}}, reading.person(), {input});
    } else if (!HoldsPermit(reading.answer->permits, context->month().first_day())) {
      context->notes.Observe(
          "PERMIT.NOT_IN_FORCE", {{"month", context->month()}}, reading.person(), {input});
    }
  }
}

}  // namespace dm::assessment
