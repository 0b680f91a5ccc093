#include "worker/contact/applicant_sources.h"

#include <algorithm>

#include "worker/case/agency_name.h"
#include "worker/core/check.h"
#include "worker/explain/words.h"

namespace dm::contact {
namespace {

const char* AnswerOf(AnswerState state) {
  switch (state) {
    case AnswerState::kData:
      return "Svarade med uppgifter.";
    case AnswerState::kConfirmedEmpty:
      return "Svarade att det inte finns några uppgifter.";
    case AnswerState::kStale:
      return "Svarade, men svaret har blivit för gammalt för att användas.";
    case AnswerState::kNotGranted:
      return "Lämnade inte ut uppgifter.";
    case AnswerState::kSupplierDown:
    case AnswerState::kError:
    case AnswerState::kTimeout:
      return "Svarade inte.";
    case AnswerState::kDeviation:
    case AnswerState::kSchemaMismatch:
      return "Svarade, men vi kunde inte använda svaret.";
    case AnswerState::kNotAsked:
      return "Har inte tillfrågats.";
  }
  DM_CHECK(false && "answer state outside its enum");
  return "";
}

// A register's own words, unless they are a code: letters in capitals and digits alone tell an
// applicant nothing.
bool IsWords(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string Or(const std::string& text, const char* otherwise) {
  return IsWords(text) ? text : otherwise;
}

class Details {
 public:
  Details(const SourceAnswer& answer, const PolicySet& policy) : answer_(answer), policy_(policy) {}

  std::vector<std::string> Take() {
    for (const Payment& payment : answer_.payments) AddPayment(payment);
    for (const BenefitCase& one : answer_.benefit_cases) AddCase(one);
    AddJobSeeker();
    for (const Suspension& one : answer_.suspensions)
      Add("Avstängning " + explain::PeriodWords(one.period));
    for (const Vehicle& vehicle : answer_.vehicles)
      Add("Fordon: " + Or(vehicle.model, "uppgift om fordon"));
    for (const Permit& permit : answer_.permits)
      Add("Tillstånd: " + Or(permit.kind_text, "uppgift om tillstånd") +
          Until(permit.valid, permit.permanent));
    for (const CapitalFigure& figure : answer_.capital)
      Add("Kapital enligt inkomstdeklarationen för " + std::to_string(figure.year));
    if (answer_.registered) Add("Uppgifter om folkbokföring");
    return std::move(lines_);
  }

 private:
  void Add(std::string line) { lines_.push_back(std::move(line)); }

  void AddPayment(const Payment& payment) {
    std::string line = Or(explain::PaymentName(payment, policy_), "Utbetalning");
    line += ": " + payment.net.ToSwedish();
    switch (payment.status) {
      case PaymentStatus::kExecuted:
        line += ", utbetalt";
        break;
      case PaymentStatus::kPreliminary:
        line += ", beslutat men inte utbetalt";
        break;
      case PaymentStatus::kPlanned:
        line += ", planerat";
        break;
    }
    if (payment.pay_date) line += " " + explain::DayWords(*payment.pay_date);
    Add(line);
  }

  void AddCase(const BenefitCase& one) {
    std::string line = Or(one.text, "Ärende om ersättning");
    if (one.pending) line += ": sökt, inte avgjort";
    if (one.decided_on) line += ", beslutat " + explain::DayWords(*one.decided_on);
    Add(line);
  }

  void AddJobSeeker() {
    if (!answer_.job_seeker) return;
    const JobSeeker& seeker = *answer_.job_seeker;
    std::string line = seeker.registered ? "Inskriven som arbetssökande" : "Inte inskriven";
    if (seeker.registered && seeker.registered_since)
      line += " sedan " + explain::DayWords(*seeker.registered_since);
    Add(line);
    if (seeker.activity_report_date)
      Add("Aktivitetsrapport " + explain::DayWords(*seeker.activity_report_date));
  }

  static std::string Until(const Period& valid, bool permanent) {
    if (permanent) return ", permanent";
    return valid.to ? ", gäller till " + explain::DayWords(*valid.to) : "";
  }

  const SourceAnswer& answer_;
  const PolicySet& policy_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<ApplicantSource> SourcesFor(const EvidenceSet& evidence,
                                        const PersonKey& person,
                                        const PolicySet& policy) {
  std::vector<ApplicantSource> sources;
  for (const PersonEvidence& one : evidence.persons) {
    if (one.person != person) continue;
    for (const SourceAnswer& answer : one.answers) {
      if (answer.state == AnswerState::kNotAsked) continue;
      ApplicantSource source;
      source.agency = AgencyName(answer.source);
      source.asked_at = answer.fetched_at;
      source.answer = AnswerOf(answer.state);
      if (answer.state == AnswerState::kData) source.details = Details(answer, policy).Take();
      sources.push_back(std::move(source));
    }
  }
  return sources;
}

std::vector<std::string> ChecksFor(const CaseRecord& record, const PolicySet& policy) {
  std::vector<std::string> titles;
  if (!record.assessment) return titles;
  for (const CheckResult& result : record.assessment->checks) {
    if (result.state != CheckState::kDone) continue;
    for (const NamedCheckPolicy& check : policy.checks())
      if (check.code == result.check) titles.push_back(check.title);
  }
  return titles;
}

}  // namespace dm::contact
