#include "worker/assessment/register_checks.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dm::assessment {

namespace {

constexpr std::size_t kMunicipalityCodeDigits = 4;

std::string RefOf(const PersonKey& person, Source source) {
  return "evidence." + person.value() + "." + SourceCode(source) + ".registered";
}

std::string NumberOf(const Person& person) {
  return person.personnummer.empty() ? std::string() : person.personnummer.Reveal();
}

// What the register says about one adult of the case.
struct Registered {
  const Person* person = nullptr;
  const RegisteredPerson* reading = nullptr;
};

// Application and frame against the population register. Sentences say what differs, never who: a
// number that the application does not hold stays inside the evidence.
class HouseholdInRegister {
 public:
  HouseholdInRegister(const RegisterView& view, Context* context) : context_(context) {
    bool all = true;
    for (const Person& person : persons()) {
      if (!NumberOf(person).empty()) named_.insert(NumberOf(person));
      if (!IsAdultInCase(person.role)) continue;
      const SourceAnswer* answer = view.Trusted(person.key, Source::kFolk);
      const bool here = answer != nullptr && answer->registered &&
                        !answer->registered->deregistered && !answer->registered->died_on;
      if (here) adults_.push_back({&person, &*answer->registered});
      all = all && here;
    }
    all_adults_known_ = all && !adults_.empty();
    if (!context->frame()) return;
    for (const FramePerson& person : context->frame()->persons)
      if (!person.personnummer.empty()) named_.insert(person.personnummer.Reveal());
  }

  void Run() {
    for (const Registered& adult : adults_) {
      FindUnnamedAdults(adult);
      FindUnnamedChildren(adult);
      FindAbsentAdults(adult);
    }
    if (!all_adults_known_) return;
    for (const Person& person : persons()) {
      if (person.role == PersonRole::kChild && person.presence.kind != PresenceKind::kAbsent)
        CheckChild(person);
    }
  }

 private:
  const std::vector<Person>& persons() const { return context_->application().persons; }

  void Observe(ObservationCode code,
               const PersonKey& about,
               const PersonKey& asked,
               Arguments arguments = {}) {
    context_->notes.Observe(code, arguments, about, {RefOf(asked, Source::kFolk)});
  }

  // Adults in the home whose number the application does not know may be the ones registered there.
  std::size_t AdultsWithoutNumber() const {
    return static_cast<std::size_t>(
        std::count_if(persons().begin(), persons().end(), [](const Person& person) {
          return person.role == PersonRole::kOtherAdult && person.personnummer.empty();
        }));
  }

  void FindUnnamedAdults(const Registered& adult) {
    const std::vector<std::string>& there = adult.reading->same_address;
    const auto unnamed = static_cast<std::size_t>(std::count_if(
        there.begin(), there.end(), [&](const auto& number) { return !named_.contains(number); }));
    if (unnamed <= AdultsWithoutNumber()) return;
    Observe("REGISTERED.ADULT",
            adult.person->key,
            adult.person->key,
            {{"count", static_cast<std::int64_t>(unnamed)}});
  }

  void FindUnnamedChildren(const Registered& adult) {
    const std::vector<RegisteredChild>& children = adult.reading->children;
    const auto unnamed = std::count_if(children.begin(), children.end(), [&](const auto& child) {
      return child.same_address && !IsNamed(child);
    });
    if (unnamed == 0) return;
    Observe("REGISTERED.CHILD",
            adult.person->key,
            adult.person->key,
            {{"count", static_cast<std::int64_t>(unnamed)}});
  }

  // The applicant's answer is enough: an address is shared or not.
  void FindAbsentAdults(const Registered& adult) {
    if (adult.person->role != PersonRole::kApplicant) return;
    for (const Person& other : persons()) {
      const bool grown =
          other.role == PersonRole::kCoApplicant || other.role == PersonRole::kOtherAdult;
      const std::string number = NumberOf(other);
      if (!grown || number.empty() || other.presence.kind == PresenceKind::kAbsent) continue;
      const std::vector<std::string>& there = adult.reading->same_address;
      if (std::find(there.begin(), there.end(), number) != there.end()) continue;
      Observe("REGISTERED.OTHER_ADDRESS", other.key, adult.person->key);
    }
  }

  static std::optional<Date> BornOf(const RegisteredChild& child) {
    if (child.born) return child.born;
    const StatusOr<Personnummer> number = Personnummer::Parse(child.personnummer);
    return number.ok() ? std::optional<Date>(number->birth_date()) : std::nullopt;
  }

  static bool IsSame(const Person& person, const RegisteredChild& child) {
    const std::string number = NumberOf(person);
    if (!number.empty() && !child.personnummer.empty()) return number == child.personnummer;
    const std::optional<Date> born = BornOf(child);
    return born.has_value() && BirthDate(person) == born;
  }

  bool IsNamed(const RegisteredChild& child) const {
    if (named_.contains(child.personnummer)) return true;
    return std::any_of(persons().begin(), persons().end(), [&](const Person& person) {
      return IsSame(person, child);
    });
  }

  void CheckChild(const Person& child) {
    bool custody = false;
    bool same_address = false;
    for (const Registered& adult : adults_) {
      for (const RegisteredChild& entry : adult.reading->children) {
        if (!IsSame(child, entry)) continue;
        custody = custody || entry.custody;
        same_address = same_address || entry.same_address;
      }
    }
    const PersonKey& asked = adults_.front().person->key;
    if (!custody) Observe("REGISTERED.CUSTODY", child.key, asked);
    // A child that lives with both parents in turn is registered with one of them.
    if (child.presence.kind == PresenceKind::kPermanent && !same_address) {
      Observe("REGISTERED.CHILD_ADDRESS", child.key, asked);
    }
  }

  Context* context_;
  std::set<std::string> named_;  // numbers in application and frame
  std::vector<Registered> adults_;
  bool all_adults_known_ = false;
};

// Whoever says it, and however far the rest of the answer is known.
void CheckDeregistered(Context* context) {
  for (const PersonEvidence& person : context->input.evidence.persons) {
    for (const SourceAnswer& answer : person.answers) {
      if (!answer.registered) continue;
      const bool died = answer.registered->died_on.has_value();
      if (!died && !answer.registered->deregistered) continue;
      context->notes.Observe(
          died ? ObservationCode("REGISTERED.DIED") : ObservationCode("REGISTERED.MOVED"),
          {{"agency", answer.source}},
          person.person,
          {RefOf(person.person, answer.source)});
    }
  }
}

// The words of folkbokföringen and of Försäkringskassan.
bool IsMarried(const std::string& status) {
  constexpr std::string_view kMarried[] = {
      "gift", "registrerad_partner", "civil_married", "civil_partnership"};
  return std::find(std::begin(kMarried), std::end(kMarried), status) != std::end(kMarried);
}

// Spouses are one case (rules.md 5.1). Where the other one is, and why she does not apply, is for a
// person to find out.
void CheckSpouse(const RegisterView& view, Context* context) {
  const std::vector<Person>& persons = context->application().persons;
  const auto adults = std::count_if(persons.begin(), persons.end(), [](const Person& person) {
    return IsAdultInCase(person.role);
  });
  if (adults != 1) return;
  for (const Reading& reading : view.readings()) {
    if (!reading.known() || !reading.answer->registered) continue;
    const Person* person = FindPerson(persons, reading.person());
    if (person == nullptr || !IsAdultInCase(person->role)) continue;
    if (!IsMarried(reading.answer->registered->civil_status)) continue;
    context->notes.Observe("REGISTERED.SPOUSE",
                           {{"agency", reading.source}},
                           reading.person(),
                           {RefOf(reading.person(), reading.source)});
  }
}

bool IsMunicipalityCode(const std::string& text) {
  return text.size() == kMunicipalityCodeDigits &&
         std::all_of(
             text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

void NoteMunicipality(const Reading& reading, Context* context) {
  if (!reading.answer->registered) return;
  const std::string& code = reading.answer->registered->municipality;
  const std::string own = context->policy.set().municipality().substr(0, kMunicipalityCodeDigits);
  // A register that writes the name instead cannot be compared exactly.
  if (!IsMunicipalityCode(code) || !IsMunicipalityCode(own) || code == own) return;
  context->notes.Observe("REGISTERED.OTHER_MUNICIPALITY",
                         {{"code", code}},
                         reading.person(),
                         {RefOf(reading.person(), reading.source)});
}

void NoteProgrammeDays(const Reading& reading, Context* context) {
  const auto& days = reading.answer->programme_days;
  if (!days || !days->exhausted) return;
  context->notes.Observe("INFO.PROGRAMME_DAYS",
                         {{"days", std::int64_t{days->used}}, {"agency", reading.source}},
                         reading.person(),
                         {"evidence." + reading.person().value() + "." +
                          SourceCode(reading.source) + ".programme_days"});
}

}  // namespace

void CheckPopulationRegister(const RegisterView& view, Context* context) {
  context->notes.Looked(Part::kPopulationRegister);
  CheckDeregistered(context);
  HouseholdInRegister(view, context).Run();
  CheckSpouse(view, context);
}

void NoteInformation(const RegisterView& view, Context* context) {
  for (const Reading& reading : view.readings()) {
    if (reading.answer == nullptr || !IsKnown(reading.answer->state)) continue;
    NoteMunicipality(reading, context);
    NoteProgrammeDays(reading, context);
  }
}

}  // namespace dm::assessment
