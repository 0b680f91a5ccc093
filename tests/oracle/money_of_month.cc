#include "tests/oracle/money_of_month.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace dm::oracle {

namespace {

constexpr std::int64_t kDayMs = 24LL * 3'600'000;

using Key = std::pair<std::string, std::string>;  // person, kind

// What a register's payment is, by the codes of rules 10.2 and the registers' contracts.
std::string KindOf(Source source, const Payment& payment) {
  if (source == Source::kSo) return "arbetsloshetsersattning";
  static const std::map<std::string, std::string> by_type = {
      {"AKT", "aktivitetsstod"},
      {"UE", "utvecklingsersattning"},
      {"EE", "etableringsersattning"},
      {"PM:GARP", "garantipension"},
      {"PM:BTP", "bostadstillagg"},
      {"PM:IP", "allman_pension"},
      {"PM:BP", "barnpension"},
      {"PM:OP", "efterlevandepension"},
      {"PM:AFS", "aldreforsorjningsstod"},
      {"STUDB", "studiebidrag"},
      {"GRUNDB", "studiemedel"},
      {"HUT", "hemutrustningslan"},
      {"INACK", "inackorderingstillagg"},
  };
  static const std::map<std::string, std::string> by_family = {
      {"BOB", "bostadsbidrag"},
      {"ABB", "barnbidrag"},
      {"US", "underhallsstod"},
      {"SJP", "sjukpenning"},
      {"RBE", "rehabiliteringspenning"},
      {"FP", "foraldrapenning"},
      {"TFP", "tillfallig_foraldrapenning"},
      {"GP", "graviditetspenning"},
      {"SA", "sjukersattning"},
      {"YL", "livranta"},
      {"OMV", "omvardnadsbidrag"},
      {"MEK", "merkostnadsersattning"},
      {"HE", "handikappersattning"},
      {"BTI", "bostadstillagg"},
      {"AP", "allman_pension"},
  };
  const std::string type = payment.rows.empty() ? "" : payment.rows.front().amount_type;
  if (const auto found = by_type.find(type); found != by_type.end()) return found->second;
  const auto found = by_family.find(payment.family);
  return found == by_family.end() ? "unknown" : found->second;
}

// Unknown is never zero: an answer that is missing, failed, partial or old says nothing.
bool SaysSomething(const CaseInput& input, const SourceAnswer& answer) {
  if (answer.state != AnswerState::kData && answer.state != AnswerState::kConfirmedEmpty) {
    return false;
  }
  for (const GroupState& group : answer.groups) {
    if (group.state != AnswerState::kData && group.state != AnswerState::kConfirmedEmpty) {
      return false;
    }
  }
  return input.assessed_at - answer.fetched_at <= kDayMs;
}

class Reader {
 public:
  Reader(const CaseInput& input, const Choices& choices, std::vector<std::string>* open)
      : input_(input), open_(open) {
    const Month before = input.application.month.PlusMonths(-1);
    from_ = before.first_day();
    to_ = before.last_day();
    if (choices.money_of == MoneyOf::kThirtyDays) {
      const Date received = SwedishDate(input.application.received_at);
      from_ = received.PlusDays(-30);
      to_ = received.PlusDays(-1);
    }
  }

  // The register's amounts; the declared where no register shows the kind.
  std::vector<Paid> Take() {
    ReadRegisters();
    LeaveOutToldTwice();
    std::set<Key> shown;
    std::vector<Paid> money;
    for (const auto& [source, paid] : registered_) {
      shown.insert({paid.person, paid.kind});
      money.push_back(paid);
    }
    for (const Paid& paid : Declared()) {
      if (!shown.contains({paid.person, paid.kind})) money.push_back(paid);
    }
    return money;
  }

 private:
  bool Covers(Date day) const { return from_ <= day && day <= to_; }

  void ReadRegisters() {
    for (const Person& person : input_.application.persons) {
      if (person.role == PersonRole::kOtherAdult) continue;
      const bool adult =
          person.role == PersonRole::kApplicant || person.role == PersonRole::kCoApplicant;
      for (const Source source : {Source::kCsn, Source::kFk, Source::kPm, Source::kSo}) {
        const SourceAnswer* answer = input_.evidence.Find(person.key, source);
        const bool needed = adult || AskedAboutChild(person, source);
        if (needed && (answer == nullptr || !SaysSomething(input_, *answer))) {
          open_->push_back("register of " + person.key.value());
        }
        if (answer == nullptr || answer->state != AnswerState::kData) continue;
        ReadPayments(person.key.value(), *answer);
      }
    }
  }

  // Of a child the agencies that pay for children are asked, and from 16 the one that pays
  // studiehjälp; at a first application a person finds out what concerns the children, and of
  // months before the typfall came into force.
  bool AskedAboutChild(const Person& person, Source source) const {
    if (input_.application.month < *Month::Make(2025, 7)) return false;
    if (input_.application.kind != ApplicationKind::kReapplication) return false;
    if (source == Source::kFk || source == Source::kPm) return true;
    const Date last = input_.application.month.last_day();
    return source == Source::kCsn && person.born && AddMonths(*person.born, 16 * 12) <= last;
  }

  void ReadPayments(const std::string& person, const SourceAnswer& answer) {
    for (const Payment& payment : answer.payments) {
      if (payment.status != PaymentStatus::kExecuted) continue;
      if (!payment.pay_date) {
        open_->push_back("a payment without a day");
        continue;
      }
      if (!Covers(*payment.pay_date)) continue;
      if (payment.net.is_negative()) open_->push_back("a payment below zero");
      const std::int64_t counted = payment.net.is_negative() ? 0 : payment.net.ore();
      registered_.emplace_back(
          answer.source, Paid{person, KindOf(answer.source, payment), counted, *payment.pay_date});
    }
  }

  // A pension that is moving from one agency to the other is told of by both and counted once,
  // where it goes.
  void LeaveOutToldTwice() {
    std::map<Key, int> at_pm;
    for (const auto& [source, paid] : registered_) {
      if (source == Source::kPm) ++at_pm[{paid.person, paid.kind}];
    }
    std::stable_sort(registered_.begin(), registered_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.second.day, a.second.amount) < std::tie(b.second.day, b.second.amount);
    });
    std::vector<std::pair<Source, Paid>> left;
    for (const auto& [source, paid] : registered_) {
      if (source == Source::kFk && at_pm[{paid.person, paid.kind}]-- > 0) {
        left.emplace_back(source, Paid{paid.person, paid.kind, 0, paid.day});
      } else {
        left.emplace_back(source, paid);
      }
    }
    registered_ = std::move(left);
  }

  std::vector<Paid> Declared() const {
    std::map<Key, Paid> sums;
    std::map<Key, bool> dated;
    for (const DeclaredIncome& income : input_.application.incomes) {
      if (income.pay_date && !Covers(*income.pay_date)) continue;
      const Key key = {income.person.value(), income.kind};
      Paid& paid = sums[key];
      paid.person = key.first;
      paid.kind = key.second;
      paid.amount += income.net.ore();
      if (income.pay_date) {
        paid.day = dated[key] ? std::max(paid.day, *income.pay_date) : *income.pay_date;
        dated[key] = true;
      }
    }
    std::vector<Paid> list;
    for (auto& [key, paid] : sums) {
      if (!dated[key]) paid.day = to_;
      list.push_back(paid);
    }
    return list;
  }

  const CaseInput& input_;
  std::vector<std::string>* open_;
  Date from_;
  Date to_;
  std::vector<std::pair<Source, Paid>> registered_;
};

}  // namespace

std::vector<Paid> MoneyOfMonth(const CaseInput& input,
                               const Choices& choices,
                               std::vector<std::string>* open) {
  return Reader(input, choices, open).Take();
}

bool IsZeroKind(const std::string& kind, const Choices& choices, std::int64_t amount) {
  static const std::set<std::string> kinds = {"merkostnadsersattning",
                                              "handikappersattning",
                                              "assistansersattning",
                                              "hemutrustningslan",
                                              "korkortslan",
                                              "fritidskort"};
  if (kind == "habiliteringsersattning") return !choices.habilitation_counts;
  if (kind == "fondmedel") return amount <= choices.small_grant;
  return kinds.contains(kind);
}

bool IsForAChild(const std::string& kind) {
  return kind == "underhallsstod" || kind == "underhallsbidrag" || kind == "barnpension";
}

bool IsWork(const std::string& kind) {
  return kind == "lon";
}

}  // namespace dm::oracle
