// Mutants of typfall: their criteria, what they ask the registers, modes, delegations, approvals.
#include <memory>
#include <utility>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "worker/assessment/evidence_needs.h"
#include "worker/golden/forwarding_policy.h"
#include "worker/golden/mutant_maker.h"

namespace dm::golden {

namespace {

using policy::PolicyData;

constexpr int kModes = static_cast<int>(Mode::kDecide) + 1;

std::string ModeWord(int mode) {
  return ModeCode(static_cast<Mode>(mode));
}

// A mode one step up and one down.
void AddMode(const MutantOf& of,
             const std::string& name,
             Mode mode,
             const std::function<Mode&(PolicyData&)>& mode_of,
             MutantMaker* maker) {
  for (const int step : {-1, 1}) {
    const int moved = static_cast<int>(mode) + step;
    if (moved < 0 || moved >= kModes) continue;
    maker->Add(of,
               name + " " + ModeCode(mode) + " → " + ModeWord(moved),
               "a household that matches, with the mode that the case then has",
               [mode_of, moved](PolicyData& data) { mode_of(data) = static_cast<Mode>(moved); });
  }
}

void AddCriterion(const PolicyData& data,
                  std::size_t typfall,
                  std::size_t place,
                  MutantMaker* maker) {
  const TypfallPolicy& policy = data.typfall[typfall];
  const std::string id = policy.criteria[place].id;
  const auto found = data.criteria.find(id);
  if (found == data.criteria.end()) return;
  const policy::CompiledCriterion& criterion = found->second;
  const MutantOf of = {{RuleKind::kCriterion, id}, criterion.place, {AskedCriterion(id)}};
  policy::Column column = criterion.column;
  column.name = criterion.column.fact;
  maker->Cell(of, column, criterion.cell, [id](PolicyData& changed) -> policy::Cell& {
    return changed.criteria.find(id)->second.cell;
  });
  // The criterion itself stays readable: a household must notice, not a case of the criterion.
  maker->Add(of,
             "criterion left out",
             "a household for which only this criterion does not hold",
             [typfall, place](PolicyData& changed) {
               std::vector<Criterion>& criteria = changed.typfall[typfall].criteria;
               criteria.erase(criteria.begin() + static_cast<std::ptrdiff_t>(place));
             });
}

// A typfall that every household matches while it is in force, by itself: what it alone asks for.
class OneTypfall : public ForwardingPolicy {
 public:
  OneTypfall(std::shared_ptr<const PolicySet> set, TypfallPolicy typfall)
      : ForwardingPolicy(std::move(set)), typfall_({std::move(typfall)}) {
    typfall_.front().criteria.clear();
  }

  const std::vector<TypfallPolicy>& typfall() const override { return typfall_; }

 private:
  std::vector<TypfallPolicy> typfall_;
};

// What the registers are asked for the typfall and for every household, in each month of the
// window, for first applications and for others.
std::vector<std::string> AskedOfRegisters(const std::shared_ptr<const PolicySet>& set,
                                          const TypfallPolicy& typfall,
                                          const Period& window) {
  const OneTypfall policy(set, typfall);
  std::vector<std::string> asked;
  for (Month month = Month::Of(*window.from); month.first_day() <= *window.to;
       month = month.PlusMonths(1)) {
    for (const ApplicationKind kind : {ApplicationKind::kFirst, ApplicationKind::kReapplication}) {
      Application application;
      application.month = month;
      application.kind = kind;
      for (const EvidenceNeed& need : EvidenceNeededFor(application, std::nullopt, policy)) {
        asked.push_back(fmt::format("{} {} {} {} {} {} {} {} {}",
                                    month.ToString(),
                                    static_cast<int>(kind),
                                    SourceCode(need.source),
                                    fmt::join(need.groups, " "),
                                    need.from_months_before,
                                    need.to_months_after_income_month,
                                    need.children_too,
                                    fmt::join(need.children_groups, " "),
                                    need.children_from_age));
      }
    }
  }
  return asked;
}

// Changes of what a typfall asks the registers; those that leave the questions as they are, since
// every household is asked the same anyhow, say the same.
class Evidence {
 public:
  using Change = std::function<void(std::vector<EvidenceNeed>&)>;

  Evidence(const SetUnderTest& under, std::size_t typfall, MutantOf of, MutantMaker* maker)
      : under_(under),
        typfall_(typfall),
        of_(std::move(of)),
        maker_(maker),
        asked_(AskedOfRegisters(under.set, Policy(), maker->window())) {}

  void All() {
    for (std::size_t i = 0; i < Policy().evidence.size(); ++i) Need(i);
  }

 private:
  const TypfallPolicy& Policy() const { return under_.data->typfall[typfall_]; }

  void Need(std::size_t i) {
    const EvidenceNeed& need = Policy().evidence[i];
    const std::string source = SourceCode(need.source);
    Add("evidence of " + source + " left out", [i](std::vector<EvidenceNeed>& evidence) {
      evidence.erase(evidence.begin() + static_cast<std::ptrdiff_t>(i));
    });
    for (const int step : {-1, 1}) {
      const int moved = need.from_months_before + step;
      if (moved < 0) continue;
      Add(fmt::format("{} from_months_before {} → {}", source, need.from_months_before, moved),
          [i, moved](std::vector<EvidenceNeed>& evidence) {
            evidence[i].from_months_before = moved;
          });
    }
    Add(source + " to_months_after_income_month → the other",
        [i](std::vector<EvidenceNeed>& evidence) {
          int& months = evidence[i].to_months_after_income_month;
          months = 1 - months;
        });
    Add(source + " children_too → the opposite", [i](std::vector<EvidenceNeed>& evidence) {
      evidence[i].children_too = !evidence[i].children_too;
    });
    for (std::size_t g = 0; g < need.groups.size(); ++g) {
      Add(source + " without group " + need.groups[g], [i, g](std::vector<EvidenceNeed>& evidence) {
        std::vector<std::string>& groups = evidence[i].groups;
        groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(g));
      });
    }
  }

  void Add(std::string what, const Change& change) {
    TypfallPolicy changed = Policy();
    change(changed.evidence);
    if (AskedOfRegisters(under_.set, changed, maker_->window()) == asked_) {
      return maker_->AddEquivalent(of_, std::move(what));
    }
    maker_->Add(
        of_,
        std::move(what),
        "a case of " + of_.rule.id +
            " that states its evidence, or a household of it with "
            "that answer missing",
        [typfall = typfall_, change](PolicyData& data) { change(data.typfall[typfall].evidence); });
  }

  const SetUnderTest& under_;
  std::size_t typfall_;
  MutantOf of_;
  MutantMaker* maker_;
  std::vector<std::string> asked_;
};

void AddTypfall(const SetUnderTest& under, std::size_t index, MutantMaker* maker) {
  const PolicyData& data = *under.data;
  const TypfallPolicy& typfall = data.typfall[index];
  const std::string code = typfall.code;
  MutantOf of;
  of.rule = {RuleKind::kTypfall, code};
  const auto place = data.typfall_places.find(code);
  if (place != data.typfall_places.end()) of.place = place->second;
  of.asked = {AskedTypfall(code)};
  for (std::size_t i = 0; i < typfall.criteria.size(); ++i) AddCriterion(data, index, i, maker);
  Evidence(under, index, of, maker).All();
  const auto valid = data.typfall_valid.find(code);
  if (valid != data.typfall_valid.end()) {
    maker->Days(of, valid->second, [code](PolicyData& changed) -> Period& {
      return changed.typfall_valid.find(code)->second;
    });
  }
  for (std::size_t i = 0; i < typfall.waived_gates.size(); ++i) {
    maker->Add(of,
               "does not waive " + typfall.waived_gates[i],
               "a household of this typfall that " + typfall.waived_gates[i] + " stops",
               [index, i](PolicyData& changed) {
                 std::vector<std::string>& waived = changed.typfall[index].waived_gates;
                 waived.erase(waived.begin() + static_cast<std::ptrdiff_t>(i));
               });
  }
  AddMode(
      of,
      "max_mode",
      typfall.max_mode,
      [index](PolicyData& changed) -> Mode& { return changed.typfall[index].max_mode; },
      maker);
  maker->Add(of,
             "procedural → the opposite",
             "a household of this typfall that may be decided",
             [index](PolicyData& changed) {
               bool& procedural = changed.typfall[index].procedural;
               procedural = !procedural;
             });
  const auto choice = data.modes.find(code);
  if (choice != data.modes.end()) of.place = choice->second.place;
  // The checks read the municipality's choice anew.
  AddMode(
      of,
      data.municipal.bundle + " mode",
      typfall.mode,
      [index, code](PolicyData& changed) -> Mode& {
        const auto chosen = changed.modes.find(code);
        return chosen == changed.modes.end() ? changed.typfall[index].mode : chosen->second.mode;
      },
      maker);
}

void AddDelegation(const PolicyData& data, std::size_t index, MutantMaker* maker) {
  const Delegation& delegation = data.delegations[index];
  const auto at = [index](PolicyData& changed) -> Delegation& {
    return changed.delegations[index];
  };
  MutantOf of;
  of.rule = {RuleKind::kTypfall, delegation.typfall};
  of.place = data.delegation_places[index];
  of.asked = {AskedTypfall(delegation.typfall)};
  const Money amount = delegation.max_amount;
  for (const std::int64_t step : {-kMutantStep, kMutantStep}) {
    const Money moved = Money::FromOre(amount.ore() + step);
    maker->Add(of,
               "max_amount " + amount.ToSwedish() + " → " + moved.ToSwedish(),
               "households that are granted " + amount.ToSwedish() + ", and just above",
               [at, moved](PolicyData& changed) { at(changed).max_amount = moved; });
  }
  maker->Days(
      of, delegation.valid, [at](PolicyData& changed) -> Period& { return at(changed).valid; });
  maker->Add(of,
             "delegation left out",
             "a household of the typfall that is decided automatically",
             [index](PolicyData& changed) {
               const auto place = static_cast<std::ptrdiff_t>(index);
               changed.delegations.erase(changed.delegations.begin() + place);
               changed.delegation_places.erase(changed.delegation_places.begin() + place);
             });
}

void AddApproval(const PolicyData& data, std::size_t index, MutantMaker* maker) {
  const policy::Approval& approval = data.approvals[index];
  if (!maker->window().Contains(approval.version)) return;
  const Rule rule = {RuleKind::kParameter, approval.parameter};
  maker->Add(
      {rule, approval.place, {AskedTable(approval.parameter)}},
      approval.parameter + " from " + approval.version.ToString() + " not approved",
      "a household that is decided automatically with it",
      [index](PolicyData& changed) {
        changed.approvals.erase(changed.approvals.begin() + static_cast<std::ptrdiff_t>(index));
      });
}

}  // namespace

void AddTypfallMutants(const SetUnderTest& under, MutantMaker* maker) {
  const PolicyData& data = *under.data;
  for (std::size_t i = 0; i < data.typfall.size(); ++i) AddTypfall(under, i, maker);
  for (std::size_t i = 0; i < data.delegations.size(); ++i) AddDelegation(data, i, maker);
  for (std::size_t i = 0; i < data.approvals.size(); ++i) AddApproval(data, i, maker);
}

}  // namespace dm::golden
