#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/context.h"
#include "worker/assessment/evidence_needs.h"
#include "worker/case/agency_name.h"
#include "worker/case/household_words.h"
#include "worker/explain/changes.h"
#include "worker/explain/circumstances.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

class Flips {
 public:
  Flips(const CaseInput& input, const PolicySet& policy) : input_(input), policy_(policy) {}

  std::vector<FlipChange> All() {
    AddStatements();
    AddWords();
    AddPlans();
    AddAnswers();
    AddMissingAnswers();
    AddFrame();
    AddChildren();
    return std::move(changes_);
  }

 private:
  Month month() const { return input_.application.month; }

  std::string Who(const PersonKey& key) const {
    return PersonWords(input_.application.persons, key, month());
  }

  // As within a sentence: "sökanden", "barnet, 6 år,".
  std::string Whom(const PersonKey& key) const {
    const std::string who = Who(key);
    const std::size_t space = who.find(' ');
    if (space == std::string::npos) return Lower(who);
    const bool child = who.compare(0, space, "Barn") == 0;
    return (child ? "barnet," : "skolungdomen,") + who.substr(space) + ",";
  }

  // An authority keeps its capital; what is a common noun does not.
  static std::string Agency(Source source) {
    const std::string name = AgencyName(source);
    return source == Source::kSo || source == Source::kFolk ? Lower(name) : name;
  }

  Period WholeMonth() const { return {.from = month().first_day(), .to = month().last_day()}; }

  void Add(FlipChange change) { changes_.push_back(std::move(change)); }

  void AddStatements() {
    for (const Circumstance& one : kCircumstances) {
      const Answer answer = input_.application.circumstances.*(one.answer);
      if (answer == Answer::kNo) continue;
      const auto member = one.answer;
      Add({.path = std::string("application.circumstances.") + one.field,
           .from = AnswerWords(answer),
           .to = "nej",
           .apply =
               [member](CaseInput& input) {
                 input.application.circumstances.*member = Answer::kNo;
               },
           .clause = fmt::format("Om svaret på ”{}” hade varit nej", one.label)});
    }
  }

  void AddWords() {
    if (!input_.application.free_text.empty())
      Add({.path = "application.free_text",
           .from = "ifylld",
           .to = "tom",
           .apply = [](CaseInput& input) { input.application.free_text.clear(); },
           .clause = "Utan fritext i ansökan"});
    if (input_.application.wants_person)
      Add({.path = "application.wants_person",
           .from = "ja",
           .to = "nej",
           .apply = [](CaseInput& input) { input.application.wants_person = false; },
           .clause = "Utan önskan om en handläggare"});
    if (input_.application.changed_since_last)
      Add({.path = "application.changed_since_last",
           .from = "ja",
           .to = "nej",
           .apply = [](CaseInput& input) { input.application.changed_since_last = false; },
           .clause = "Om inget hade ändrats sedan förra ansökan"});
    if (input_.other_application_same_month)
      Add({.path = "other_application_same_month",
           .from = "ja",
           .to = "nej",
           .apply = [](CaseInput& input) { input.other_application_same_month = false; },
           .clause = "Utan en annan ansökan för samma månad"});
  }

  void AddPlans() {
    for (std::size_t i = 0; i < input_.application.plans.size(); ++i) {
      const PlanStatus& plan = input_.application.plans[i];
      const std::string path = assessment::Ref("plans", i);
      const std::string who = Whom(plan.person);
      if (plan.sick != Answer::kNo && !plan.certificate_valid.Covers(month()))
        Add({.path = path + ".certificate_valid",
             .from = Words(plan.certificate_valid),
             .to = PeriodWords(WholeMonth()),
             .apply = [i, valid = WholeMonth()](
                          CaseInput& in) { in.application.plans[i].certificate_valid = valid; },
             .clause = fmt::format(
                 "Om läkarintyget hade täckt hela {} för {}", month().ToSwedish(), who)});
      if (!plan.plan_valid.Covers(month()))
        Add({.path = path + ".plan_valid",
             .from = Words(plan.plan_valid),
             .to = PeriodWords(WholeMonth()),
             .apply = [i, valid = WholeMonth()](
                          CaseInput& in) { in.application.plans[i].plan_valid = valid; },
             .clause = fmt::format(
                 "Om planeringen hade gällt hela {} för {}", month().ToSwedish(), who)});
      if (plan.has_plan != Answer::kYes)
        Add({.path = path + ".has_plan",
             .from = AnswerWords(plan.has_plan),
             .to = "ja",
             .apply = [i](CaseInput& in) { in.application.plans[i].has_plan = Answer::kYes; },
             .clause = fmt::format("Om det hade funnits en planering för {}", who)});
      if (plan.missed_activity != Answer::kNo)
        Add({.path = path + ".missed_activity",
             .from = AnswerWords(plan.missed_activity),
             .to = "nej",
             .apply = [i](CaseInput& in) { in.application.plans[i].missed_activity = Answer::kNo; },
             .clause = fmt::format("Utan missad aktivitet för {}", who)});
    }
  }

  static std::string Words(const Period& period) {
    const std::string words = PeriodWords(period);
    return words.empty() ? "saknas" : words;
  }

  void AddAnswers() {
    for (std::size_t p = 0; p < input_.evidence.persons.size(); ++p) {
      const PersonEvidence& person = input_.evidence.persons[p];
      for (std::size_t a = 0; a < person.answers.size(); ++a) AddAnswer(person, p, a);
    }
  }

  void AddAnswer(const PersonEvidence& person, std::size_t p, std::size_t a) {
    const SourceAnswer& answer = person.answers[a];
    const std::string path =
        fmt::format("evidence.{}.{}", person.person.value(), SourceCode(answer.source));
    const std::string agency = Agency(answer.source);
    const std::string who = Whom(person.person);
    if (!IsKnown(answer.state)) {
      Add({.path = path,
           .from = StateWords(answer.state),
           .to = StateWords(AnswerState::kConfirmedEmpty),
           .apply = [p, a, empty = Empty(answer.source)](
                        CaseInput& in) { in.evidence.persons[p].answers[a] = empty; },
           .clause =
               fmt::format("Om {} hade svarat att inget finns registrerat för {}", agency, who)});
      return;
    }
    const bool failed = std::any_of(answer.groups.begin(),
                                    answer.groups.end(),
                                    [](const GroupState& group) { return !IsKnown(group.state); });
    if (failed)
      Add({.path = path + ".groups",
           .from = "en del av svaret saknas",
           .to = "hela svaret",
           .apply =
               [p, a](CaseInput& in) {
                 for (GroupState& group : in.evidence.persons[p].answers[a].groups) {
                   if (!IsKnown(group.state)) group.state = AnswerState::kConfirmedEmpty;
                 }
               },
           .clause = fmt::format("Om {} hade svarat i alla delar för {}", agency, who)});
    if (answer.fetched_at < input_.assessed_at)
      Add({.path = path + ".fetched_at",
           .from = SwedishDateTime(answer.fetched_at),
           .to = SwedishDateTime(input_.assessed_at),
           .apply =
               [p, a](CaseInput& in) {
                 in.evidence.persons[p].answers[a].fetched_at = in.assessed_at;
               },
           .clause = fmt::format("Med ett nytt svar från {} för {}", agency, who)});
    AddJobSeeker(answer, p, a, path, who);
  }

  void AddJobSeeker(const SourceAnswer& answer,
                    std::size_t p,
                    std::size_t a,
                    const std::string& path,
                    const std::string& who) {
    if (!answer.job_seeker) return;
    if (!answer.job_seeker->registered)
      Add({.path = path + ".job_seeker.registered",
           .from = "nej",
           .to = "ja",
           .apply =
               [p, a](CaseInput& in) {
                 in.evidence.persons[p].answers[a].job_seeker->registered = true;
               },
           .clause = fmt::format("Med inskrivning hos Arbetsförmedlingen för {}", who)});
    if (answer.job_seeker->activity_report_code != "200")
      Add({.path = path + ".job_seeker.activity_report_code",
           .from = answer.job_seeker->activity_report_code,
           .to = "200",
           .apply =
               [p, a](CaseInput& in) {
                 in.evidence.persons[p].answers[a].job_seeker->activity_report_code = "200";
               },
           .clause = fmt::format("Med aktivitetsrapporten lämnad i tid för {}", who)});
  }

  SourceAnswer Empty(Source source) const {
    SourceAnswer answer;
    answer.source = source;
    answer.state = AnswerState::kConfirmedEmpty;
    answer.fetched_at = input_.assessed_at;
    answer.asked = {.from = month().PlusMonths(-2).first_day(), .to = month().last_day()};
    return answer;
  }

  // Registers that the case needs and that nobody asked.
  void AddMissingAnswers() {
    for (const EvidenceNeed& need : EvidenceNeededFor(input_.application, input_.frame, policy_)) {
      for (const Person& person : input_.application.persons) {
        if (!IsAskedAbout(need, person, month())) continue;
        if (input_.evidence.Find(person.key, need.source) != nullptr) continue;
        Add({.path = fmt::format("evidence.{}.{}", person.key.value(), SourceCode(need.source)),
             .from = StateWords(AnswerState::kNotAsked),
             .to = StateWords(AnswerState::kConfirmedEmpty),
             .apply = [key = person.key,
                       empty = Empty(need.source)](CaseInput& in) { Insert(in, key, empty); },
             .clause = fmt::format("Om {} hade svarat att inget finns registrerat för {}",
                                   Agency(need.source),
                                   Whom(person.key))});
      }
    }
  }

  static void Insert(CaseInput& input, const PersonKey& key, const SourceAnswer& answer) {
    auto& persons = input.evidence.persons;
    auto person = std::find_if(persons.begin(), persons.end(), [&key](const PersonEvidence& one) {
      return one.person == key;
    });
    if (person == persons.end()) {
      persons.push_back({.person = key, .answers = {}});
      person = persons.end() - 1;
    }
    const auto at = std::find_if(
        person->answers.begin(), person->answers.end(), [&answer](const SourceAnswer& one) {
          return one.source > answer.source;
        });
    person->answers.insert(at, answer);
  }

  void AddFrame() {
    if (!input_.frame) return;
    const Frame& frame = *input_.frame;
    const Date last = month().last_day();
    if (!frame.housing.cap_grace_until || *frame.housing.cap_grace_until < last)
      Add({.path = "frame.housing.cap_grace_until",
           .from = frame.housing.cap_grace_until ? frame.housing.cap_grace_until->ToString()
                                                 : std::string("inte godtagen"),
           .to = last.ToString(),
           .apply = [last](CaseInput& in) { in.frame->housing.cap_grace_until = last; },
           .clause = "Om en handläggare hade godtagit boendekostnaden månaden ut"});
    if (frame.valid_to < last)
      Add({.path = "frame.valid_to",
           .from = frame.valid_to.ToString(),
           .to = last.ToString(),
           .apply = [last](CaseInput& in) { in.frame->valid_to = last; },
           .clause = "Om referensramen hade gällt månaden ut"});
    for (std::size_t i = 0; i < frame.child_records.size(); ++i) {
      if (frame.child_records[i].valid_until >= last) continue;
      Add({.path = fmt::format("frame.child_records[{}].valid_until", i),
           .from = frame.child_records[i].valid_until.ToString(),
           .to = last.ToString(),
           .apply = [i, last](CaseInput& in) { in.frame->child_records[i].valid_until = last; },
           .clause = fmt::format("Om utredningen hade gällt månaden ut för {}",
                                 Whom(frame.child_records[i].child))});
    }
  }

  void AddChildren() {
    for (std::size_t i = 0; i < input_.application.persons.size(); ++i) {
      const Person& person = input_.application.persons[i];
      if (IsAdultInCase(person.role) || !IsMemberOfCase(person.role)) continue;
      const std::string path = assessment::Ref("persons", i);
      if (person.presence.kind != PresenceKind::kPermanent)
        Add({.path = path + ".presence",
             .from = PresenceWords(person.presence),
             .to = "hela månaden",
             .apply = [i](CaseInput& in) { in.application.persons[i].presence = Presence{}; },
             .clause = fmt::format("Om {} hade varit i hemmet hela månaden", Whom(person.key))});
      if (person.free_lunch != Answer::kNo)
        Add({.path = path + ".free_lunch",
             .from = AnswerWords(person.free_lunch),
             .to = "nej",
             .apply = [i](CaseInput& in) { in.application.persons[i].free_lunch = Answer::kNo; },
             .clause = fmt::format("Utan fri lunch borta för {}", Whom(person.key))});
    }
  }

  const CaseInput& input_;
  const PolicySet& policy_;
  std::vector<FlipChange> changes_;
};

}  // namespace

std::vector<FlipChange> FlipChanges(const CaseInput& input, const PolicySet& policy) {
  return Flips(input, policy).All();
}

}  // namespace dm::explain
