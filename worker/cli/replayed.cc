#include "worker/cli/replayed.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "worker/adapters/codec/codec.h"
#include "worker/assessment/assess.h"
#include "worker/core/digest.h"
#include "worker/core/version.h"

namespace dm::cli {
namespace {

std::string OutcomeText(const Assessment& a) {
  constexpr const char* kWords[] = {
      "kan inte räknas fram", "bifall", "delvis bifall", "avslag", "avvisning", "avskrivning"};
  return kWords[static_cast<std::size_t>(a.outcome)];
}

class Comparison {
 public:
  Comparison(const Assessment& stored, const Assessment& now) : stored_(stored), now_(now) {}

  std::vector<std::string> Differences() {
    Text("utfall", OutcomeText(stored_), OutcomeText(now_));
    Amount("belopp", stored_.grant, now_.grant);
    Amount("riksnorm", stored_.norm, now_.norm);
    Amount("kostnader", stored_.costs, now_.costs);
    Amount("övriga kostnader", stored_.extra_costs, now_.extra_costs);
    Amount("inkomster", stored_.incomes, now_.incomes);
    Text("underlagets kontrollsumma", stored_.facts_sha256, now_.facts_sha256);
    Rows();
    Lists("kontroll", Gates(stored_), Gates(now_));
    Lists("signal", Triggers(stored_), Triggers(now_));
    Lists("typfall", Typfall(stored_), Typfall(now_));
    if (differences_.empty()) differences_.emplace_back("ordalydelse eller källor i förklaringen");
    return std::move(differences_);
  }

 private:
  using Named = std::map<std::string, std::string>;

  void Text(const char* what, const std::string& before, const std::string& after) {
    if (before != after) differences_.push_back(fmt::format("{}: {} → {}", what, before, after));
  }

  void Amount(const char* what, Money before, Money after) {
    Text(what, before.ToSwedish(), after.ToSwedish());
  }

  static Named RowsOf(const Assessment& a) {
    Named rows;
    std::map<std::string, int> seen;
    for (const CalculationRow& row : a.rows) {
      std::string name = row.code + (row.person ? " " + row.person->value() : "");
      const int count = ++seen[name];
      if (count > 1) name += fmt::format(" ({})", count);
      rows[name] = fmt::format("{} [{}]", row.amount.ToSwedish(), row.rule);
    }
    return rows;
  }

  void Rows() { Lists("rad", RowsOf(stored_), RowsOf(now_)); }

  static Named Gates(const Assessment& a) {
    Named gates;
    for (const GateResult& gate : a.gates) {
      std::string& words = gates[gate.gate];
      words = VerdictCode(gate.verdict);
      for (const Finding& finding : gate.findings) words += " " + finding.code;
    }
    return gates;
  }

  static Named Triggers(const Assessment& a) {
    Named triggers;
    for (const TriggerResult& trigger : a.triggers) triggers[trigger.trigger] = trigger.queue;
    return triggers;
  }

  static Named Typfall(const Assessment& a) {
    Named typfall;
    for (const TypfallMatch& match : a.typfall) {
      std::string& words = typfall[match.typfall];
      words = VerdictCode(match.verdict);
      for (const std::string& criterion : match.unmet) words += " " + criterion;
    }
    return typfall;
  }

  void Lists(const char* what, const Named& before, const Named& after) {
    for (const auto& [name, words] : before) {
      const auto found = after.find(name);
      Text(fmt::format("{} {}", what, name).c_str(),
           words,
           found == after.end() ? "finns inte" : found->second);
    }
    for (const auto& [name, words] : after) {
      if (!before.contains(name))
        Text(fmt::format("{} {}", what, name).c_str(), "finns inte", words);
    }
  }

  const Assessment& stored_;
  const Assessment& now_;
  std::vector<std::string> differences_;
};

}  // namespace

StatusOr<Replayed> ReplayAssessment(const std::string& input,
                                    const Assessment& stored,
                                    const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const CaseInput facts, codec::DecodeCaseInput(input));
  Assessment now = Assess(facts, policy);
  now.facts_sha256 = stored.facts_sha256.empty() ? "" : Sha256Hex(input);
  Replayed replayed;
  if (stored.engine_version != Version()) replayed.other_engine = stored.engine_version;
  now.engine_version = stored.engine_version;
  if (policy.sha256() != stored.policy_sha256) {
    now.policy_sha256 = stored.policy_sha256;
    now.policy_version = stored.policy_version;
  }
  replayed.same = codec::Encode(now) == codec::Encode(stored);
  if (!replayed.same) replayed.differences = Comparison(stored, now).Differences();
  return replayed;
}

}  // namespace dm::cli
