#include "worker/report/case_facts.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "worker/backtest/comparison.h"

namespace dm::report {
namespace {

constexpr char kNone[] = "inget";
constexpr std::string_view kHousingRow = "cost.boende";
constexpr std::string_view kUnknownSource = "GATE.G06.UNKNOWN.";
constexpr std::size_t kSexDigit = 10;  // of twelve: odd for men, even for women

const char* ChannelWord(Channel channel) {
  switch (channel) {
    case Channel::kEApplication:
      return "e-ansökan";
    case Channel::kPaper:
      return "papper";
    case Channel::kOral:
      return "muntligt";
    case Channel::kUnspecified:
      return "inte uppgivet";
  }
  return "inte uppgivet";
}

const char* AnswerWord(Answer answer) {
  switch (answer) {
    case Answer::kYes:
      return "ja";
    case Answer::kNo:
      return "nej";
    case Answer::kUnknown:
      return "inte uppgivet";
  }
  return "inte uppgivet";
}

bool TriesTheMatter(const Decision& decision) {
  return decision.outcome == Outcome::kBifall || decision.outcome == Outcome::kDelavslag ||
         decision.outcome == Outcome::kAvslag;
}

// The number is read for this digit alone; nothing of it is kept.
std::string SexOf(const Application& application) {
  const Person* adult = nullptr;
  for (const Person& person : application.persons) {
    if (!IsAdultInCase(person.role)) continue;
    if (adult != nullptr) return "flera vuxna";
    adult = &person;
  }
  if (adult == nullptr || adult->personnummer.empty()) return "okänt";
  const char digit = adult->personnummer.Reveal().at(kSexDigit);
  return (digit - '0') % 2 == 0 ? "kvinna" : "man";
}

std::string MatchedTypfall(const CaseRecord& record) {
  if (!record.decisions.empty() && !record.decisions.front().typfall.empty())
    return record.decisions.front().typfall;
  if (record.assessment) {
    for (const TypfallMatch& match : record.assessment->typfall) {
      if (match.matched) return match.typfall;
    }
  }
  return kNone;
}

void AddHousehold(const Application& application, CaseFacts& facts) {
  for (const Person& person : application.persons) {
    if (IsAdultInCase(person.role)) {
      ++facts.adults;
    } else if (IsMemberOfCase(person.role)) {
      ++facts.children;
    }
  }
  facts.type = backtest::HouseholdTypeOf(application);
  facts.age = backtest::AgeBandOf(application);
  facts.sex = SexOf(application);
  facts.channel = ChannelWord(application.channel);
  facts.first = application.kind == ApplicationKind::kFirst;
  for (const PlanStatus& plan : application.plans)
    facts.plans.emplace_back(AnswerWord(plan.has_plan));
}

void AddAssessment(const Assessment& assessment, CaseFacts& facts) {
  facts.calculated = assessment.computable;
  facts.checks = assessment.checks;
  facts.gates = assessment.gates;
  std::set<std::string> sources;
  for (const GateResult& gate : assessment.gates) {
    for (const Finding& finding : gate.findings) {
      if (!finding.code.starts_with(kUnknownSource)) continue;
      const std::string rest = finding.code.substr(kUnknownSource.size());
      sources.insert(rest.substr(0, rest.find('.')));
    }
  }
  facts.unknown_sources.assign(sources.begin(), sources.end());
}

bool HumanChanged(const Decision& decision) {
  return std::any_of(decision.rows.begin(), decision.rows.end(), [](const DecisionRow& row) {
    return row.human_amount && *row.human_amount != row.worker_amount;
  });
}

// From when it was complete: the application came in, or the last thing asked for did.
std::optional<std::int64_t> LeadOf(const CaseRecord& record, const Decision& first) {
  Instant complete = record.application.received_at;
  for (const CompletionRound& round : record.contact.completions) {
    if (round.state != CompletionState::kAnswered || !round.ended_at) continue;
    if (*round.ended_at <= first.decided_at) complete = std::max(complete, *round.ended_at);
  }
  // A time that runs backwards is a fault of somebody's clock: not counted.
  if (first.decided_at < complete) return std::nullopt;
  return first.decided_at - complete;
}

Path PathOf(const std::optional<Escalation>& item, const Decision& first) {
  if (first.kind == DecisionKind::kAutomatic) return Path::kAutomatic;
  const bool proposed = item && item->mode == Mode::kPropose && item->suggested.has_value();
  return proposed ? Path::kProposal : Path::kHuman;
}

std::optional<Money> CapOf(const CaseRecord& record,
                           const CaseFacts& facts,
                           const PolicySet& policy) {
  const Date on = record.application.month.first_day();
  int oldest = 0;
  for (const Person& person : record.application.persons) {
    if (IsAdultInCase(person.role) && person.born)
      oldest = std::max(oldest, CompletedYears(*person.born, on));
  }
  const Keys keys = {{"adults", std::int64_t{facts.adults}},
                     {"children", std::int64_t{facts.children}},
                     {"persons", std::int64_t{facts.adults + facts.children}},
                     {"oldest_adult_age", std::int64_t{oldest}},
                     {"rooms", std::int64_t{record.application.home.rooms}}};
  StatusOr<ParameterValue> cap = policy.Get("cap.housing", on);
  if (!cap.ok()) cap = policy.Lookup("cap.housing", keys, on);
  if (!cap.ok() || !std::holds_alternative<std::int64_t>(cap->value)) return std::nullopt;
  return cap->money();
}

void AddHousing(const CaseRecord& record,
                const Decision& last,
                const PolicySet& policy,
                CaseFacts& facts) {
  Housing housing;
  bool any = false;
  for (const DecisionRow& row : last.rows) {
    if (row.code != kHousingRow) continue;
    any = true;
    housing.granted += row.effective();
    housing.applied += row.applied.value_or(row.effective());
  }
  if (!any) return;
  housing.persons = record.application.home.persons_in_home;
  housing.tenure = record.application.home.tenure;
  housing.cap = CapOf(record, facts, policy);
  facts.housing = housing;
}

void AddCosts(const Decision& last, CaseFacts& facts) {
  Money norm;
  for (const DecisionRow& row : last.rows) {
    switch (row.kind) {
      case RowKind::kNormPersonal:
      case RowKind::kNormCommon:
        norm += row.effective();
        break;
      case RowKind::kCost:
      case RowKind::kExtraCost:
        if (row.code != kHousingRow) facts.costs.push_back({row.code, row.effective()});
        break;
      case RowKind::kIncome:
      case RowKind::kAsset:
        break;
    }
  }
  if (!norm.is_zero()) facts.costs.push_back({"norm", norm});
  if (!facts.housing) return;
  const Housing& housing = *facts.housing;
  const Money within = std::min(housing.granted, housing.cap.value_or(housing.granted));
  facts.costs.push_back({housing.cap ? "housing.within" : "housing.no_cap", within});
  if (housing.granted > within) facts.costs.push_back({"housing.above", housing.granted - within});
}

// As it stands in the store, corrections included; else as the case system sent it.
void AddChange(const CaseRecord& record, std::optional<Money> before, CaseFacts& facts) {
  if (!before) {
    const HistoryMonth* sent = FindMonth(record.supplied_history, facts.month.PlusMonths(-1));
    if (sent != nullptr) before = sent->granted;
  }
  if (before) facts.change = facts.granted - *before;
}

void AddDecisions(const CaseRecord& record,
                  const PolicySet& policy,
                  const AroundCase& around,
                  CaseFacts& facts) {
  const auto first = std::find_if(record.decisions.begin(), record.decisions.end(), TriesTheMatter);
  if (first == record.decisions.end()) return;
  const Decision& last = record.decisions.back();
  facts.path = PathOf(around.item, *first);
  facts.outcome = last.outcome;
  facts.granted = last.granted;
  facts.lead_ms = LeadOf(record, *first);
  const bool altered = HumanChanged(*first);
  facts.calculation_stood =
      facts.calculated && !altered && first->granted == record.assessment->grant;
  if (facts.path == Path::kProposal) {
    const Decision& suggested = *around.item->suggested;
    facts.changed =
        altered || first->outcome != suggested.outcome || first->granted != suggested.granted;
  }
  for (const Decision& one : record.decisions) {
    if (one.corrects == 0) continue;
    ++facts.corrections;
    facts.correction_grounds.push_back(one.correction_ground);
  }
  if (!facts.granted_something()) return;
  AddHousing(record, last, policy, facts);
  AddCosts(last, facts);
  AddChange(record, around.before, facts);
}

}  // namespace

CaseFacts FactsOf(const CaseRecord& record, const PolicySet& policy, const AroundCase& around) {
  CaseFacts facts;
  facts.month = record.application.month;
  facts.household = record.application.household;
  facts.restricted = IsRestricted(record) || HasProtectedPerson(record);
  if (facts.restricted) return facts;
  AddHousehold(record.application, facts);
  facts.typfall = MatchedTypfall(record);
  if (around.item) facts.queue = around.item->routing.queue;
  if (record.assessment) AddAssessment(*record.assessment, facts);
  AddDecisions(record, policy, around, facts);
  facts.processing_ms = record.processing_ms;
  facts.completion_rounds = static_cast<int>(record.contact.completions.size());
  for (const CompletionRound& round : record.contact.completions) {
    for (const RequestedItem& item : round.items) facts.asked_items.push_back(item.item.code);
  }
  return facts;
}

}  // namespace dm::report
