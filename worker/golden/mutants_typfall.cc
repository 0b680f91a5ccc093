// Mutants of typfall: their criteria, what they ask the registers, modes, delegations, approvals.
#include <utility>

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

void AddEvidence(const MutantOf& of,
                 std::size_t typfall,
                 std::size_t place,
                 const EvidenceNeed& need,
                 MutantMaker* maker) {
  const std::string source = SourceCode(need.source);
  const auto at = [typfall, place](PolicyData& data) -> EvidenceNeed& {
    return data.typfall[typfall].evidence[place];
  };
  const std::string killer = "a household of this typfall that " + source + " has not answered for";
  maker->Add(of, "evidence of " + source + " left out", killer, [typfall, place](PolicyData& data) {
    std::vector<EvidenceNeed>& evidence = data.typfall[typfall].evidence;
    evidence.erase(evidence.begin() + static_cast<std::ptrdiff_t>(place));
  });
  for (const int step : {-1, 1}) {
    const int moved = need.from_months_before + step;
    if (moved < 0) continue;
    maker->Add(of,
               source + " from_months_before " + std::to_string(need.from_months_before) + " → " +
                   std::to_string(moved),
               killer + " in the first month",
               [at, moved](PolicyData& data) { at(data).from_months_before = moved; });
  }
  maker->Add(of,
             source + " to_months_after_income_month → the other",
             killer + " in the last month",
             [at](PolicyData& data) {
               int& months = at(data).to_months_after_income_month;
               months = 1 - months;
             });
  maker->Add(of,
             source + " children_too → the opposite",
             killer + " about a child",
             [at](PolicyData& data) { at(data).children_too = !at(data).children_too; });
  for (std::size_t i = 0; i < need.groups.size(); ++i) {
    maker->Add(of,
               source + " without group " + need.groups[i],
               killer + " in group " + need.groups[i],
               [at, i](PolicyData& data) {
                 std::vector<std::string>& groups = at(data).groups;
                 groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(i));
               });
  }
}

void AddTypfall(const PolicyData& data, std::size_t index, MutantMaker* maker) {
  const TypfallPolicy& typfall = data.typfall[index];
  const std::string code = typfall.code;
  MutantOf of;
  of.rule = {RuleKind::kTypfall, code};
  const auto place = data.typfall_places.find(code);
  if (place != data.typfall_places.end()) of.place = place->second;
  of.asked = {AskedTypfall(code)};
  for (std::size_t i = 0; i < typfall.criteria.size(); ++i) AddCriterion(data, index, i, maker);
  for (std::size_t i = 0; i < typfall.evidence.size(); ++i) {
    AddEvidence(of, index, i, typfall.evidence[i], maker);
  }
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
  AddMode(
      of,
      data.municipal.bundle + " mode",
      typfall.mode,
      [index](PolicyData& changed) -> Mode& { return changed.typfall[index].mode; },
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

void AddTypfallMutants(const PolicyData& data, MutantMaker* maker) {
  for (std::size_t i = 0; i < data.typfall.size(); ++i) AddTypfall(data, i, maker);
  for (std::size_t i = 0; i < data.delegations.size(); ++i) AddDelegation(data, i, maker);
  for (std::size_t i = 0; i < data.approvals.size(); ++i) AddApproval(data, i, maker);
}

}  // namespace dm::golden
