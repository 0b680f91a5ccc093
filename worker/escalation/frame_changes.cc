#include "worker/escalation/frame_changes.h"

#include <algorithm>
#include <map>

#include "worker/case/household_words.h"
#include "worker/core/swedish_day.h"

namespace dm::escalation {
namespace {

// A part of the frame by what tells it apart from others of its kind, with what it says.
using Parts = std::map<std::string, std::string>;

const char* RoleWord(PersonRole role) {
  switch (role) {
    case PersonRole::kApplicant:
      return "sökande";
    case PersonRole::kCoApplicant:
      return "medsökande";
    case PersonRole::kChild:
      return "barn";
    case PersonRole::kSchoolYouth:
      return "skolungdom";
    case PersonRole::kOtherAdult:
      break;
  }
  return "annan vuxen i hemmet";
}

// What the two frames' persons and codes are called. A person is called the same in both: by role,
// numbered among all of that role who stand in either.
class Names {
 public:
  Names(const Frame& from, const Frame& to, const PolicySet& policy) : policy_(policy) {
    std::map<PersonRole, int> of_role;
    std::vector<const FramePerson*> persons;
    for (const Frame* frame : {&from, &to})
      for (const FramePerson& person : frame->persons)
        if (words_.try_emplace(person.key).second) {
          persons.push_back(&person);
          ++of_role[person.role];
        }
    std::map<PersonRole, int> number;
    for (const FramePerson* person : persons) {
      std::string word = RoleWord(person->role);
      if (of_role[person->role] > 1) word += " " + std::to_string(++number[person->role]);
      words_[person->key] = word;
    }
  }

  std::string Of(const PersonKey& key) const {
    const auto found = words_.find(key);
    return found == words_.end() ? key.value() : found->second;
  }

  std::string Of(const std::string& code) const { return policy_.Text(code); }

  std::string Of(const FrameCost& cost) const {
    switch (cost.type) {
      case CostType::kBoende:
        return Of(std::string("cost.boende"));
      case CostType::kHushallsel:
        return Of(std::string("cost.hushallsel"));
      case CostType::kHemforsakring:
        return Of(std::string("cost.hemforsakring"));
      case CostType::kArbetsresor:
        return Of(std::string("cost.arbetsresor"));
      // What reveals membership is not named outside the case file (rules.md 17.5).
      case CostType::kFackforening:
      case CostType::kArbetsloshetskassa:
        return Of(std::string("cost.fee"));
      case CostType::kOtherLivingCost:
        break;
    }
    return Of(cost.other_code.empty() ? std::string("cost.other") : cost.other_code);
  }

 private:
  const PolicySet& policy_;
  std::map<PersonKey, std::string> words_;
};

std::string DayOr(const std::optional<Date>& date, const char* none) {
  return date ? SwedishDay(*date) : std::string(none);
}

// One more thing that the frame says under `name`: two of a kind are both told.
void Tell(Parts& parts, const std::string& name, const std::string& text) {
  std::string& told = parts[name];
  told += told.empty() ? text : " och " + text;
}

Parts Persons(const Frame& frame, const Names& names) {
  Parts parts;
  for (const FramePerson& person : frame.persons) {
    const std::string who = "Person: " + names.Of(person.key);
    Tell(parts, who, std::string(RoleWord(person.role)) + ", " + PresenceWords(person.presence));
    if (person.presence.other_parent_days)
      Tell(parts,
           who + ", enligt den andra föräldern",
           std::to_string(*person.presence.other_parent_days) + " dagar");
    if (person.born) Tell(parts, who + ", född", SwedishDay(*person.born));
  }
  return parts;
}

Parts Incomes(const Frame& frame, const Names& names) {
  Parts parts;
  for (const FrameIncome& income : frame.incomes)
    Tell(parts,
         "Väntad inkomst, " + names.Of(income.person) + ": " + names.Of(income.kind),
         income.expected_net.ToSwedish());
  return parts;
}

Parts Costs(const Frame& frame, const Names& names) {
  Parts parts;
  for (const FrameCost& cost : frame.costs)
    Tell(parts, "Godtagen kostnad: " + names.Of(cost), "högst " + cost.ceiling.ToSwedish());
  return parts;
}

Parts Barriers(const Frame& frame, const Names& names) {
  Parts parts;
  for (const Barrier& barrier : frame.barriers)
    Tell(parts,
         "Försörjningshinder, " + names.Of(barrier.person) + ": " + names.Of(barrier.code),
         barrier.until ? "till och med " + SwedishDay(*barrier.until) : "tills vidare");
  return parts;
}

Parts Plans(const Frame& frame, const Names& names) {
  Parts parts;
  for (const FramePlan& plan : frame.plans)
    Tell(parts,
         "Planering, " + names.Of(plan.person),
         DayOr(plan.valid.from, "…") + " till " + DayOr(plan.valid.to, "vidare"));
  return parts;
}

Parts Children(const Frame& frame, const Names& names) {
  Parts parts;
  for (const ChildRecord& record : frame.child_records)
    Tell(parts,
         "Barnbedömning, " + names.Of(record.child),
         "gjord " + SwedishDay(record.reviewed_on) + " av " + record.reviewer + ", gäller till " +
             SwedishDay(record.valid_until) + ", står i " + record.reference);
  return parts;
}

Parts Assets(const Frame& frame, const Names& names) {
  Parts parts;
  for (const AcceptedAsset& asset : frame.accepted_assets)
    Tell(parts,
         "Godtagen tillgång, " + names.Of(std::string(AssetCode(asset.type))) +
             (asset.reference.empty() ? "" : ": " + asset.reference),
         std::to_string(std::max(1, asset.count)) + " till " + DayOr(asset.until, "vidare"));
  return parts;
}

Parts Norms(const Frame& frame, const Names& names) {
  Parts parts;
  for (const NormAdjustment& one : frame.norm_adjustments)
    Tell(parts,
         "Ändrad norm, " + names.Of(one.person) + ": " +
             names.Of("norm_adjustment_reason." + one.reason),
         (one.amount ? one.amount->ToSwedish()
                     : std::to_string(one.factor_permille.value_or(0)) + " tusendelar") +
             (one.kind == NormAdjustmentKind::kHigher ? " högre" : " lägre") + " till " +
             SwedishDay(one.valid_to));
  return parts;
}

Parts Whole(const Frame& frame, const Names& /*names*/) {
  Parts parts;
  const FrameHousing& housing = frame.housing;
  parts["Ramen gäller"] = SwedishDay(frame.valid_from) + " till " + SwedishDay(frame.valid_to);
  parts["Boendeform"] = TenureWords(housing.tenure);
  parts["Godtagen boendekostnad"] = housing.accepted_cost.ToSwedish();
  parts["Personer i bostaden"] = std::to_string(housing.persons_in_home);
  parts["Hushållets del av hyran"] =
      housing.share_of_rent_permille
          ? std::to_string(*housing.share_of_rent_permille) + " tusendelar"
          : "–";
  parts["Avtalad hyra som inneboende"] =
      housing.agreed_rent ? housing.agreed_rent->ToSwedish() : "–";
  parts["Kostnad över taket godtas till"] = DayOr(housing.cap_grace_until, "–");
  parts["Språk i brev"] = frame.language;
  parts["Vill träffa en person"] = frame.wants_person ? "ja" : "nej";
  parts["Delegation"] = frame.mandate;
  return parts;
}

void Compare(const Parts& from, const Parts& to, std::vector<std::string>& changes) {
  for (const auto& [name, text] : from) {
    const auto now = to.find(name);
    if (now == to.end())
      changes.push_back(name + ": borttagen (var " + text + ")");
    else if (now->second != text)
      changes.push_back(name + ": " + text + " → " + now->second);
  }
  for (const auto& [name, text] : to)
    if (!from.contains(name)) changes.push_back(name + ": ny, " + text);
}

// Says that a personal number is another, never which.
void CompareNumbers(const Frame& from,
                    const Frame& to,
                    const Names& names,
                    std::vector<std::string>& changes) {
  for (const FramePerson& was : from.persons) {
    const auto now = std::find_if(to.persons.begin(),
                                  to.persons.end(),
                                  [&](const FramePerson& one) { return one.key == was.key; });
    if (now != to.persons.end() && now->personnummer != was.personnummer)
      changes.push_back("Person: " + names.Of(was.key) + ": annat personnummer");
  }
}

}  // namespace

std::vector<std::string> FrameChanges(const Frame& from, const Frame& to, const PolicySet& policy) {
  const Names names(from, to, policy);
  std::vector<std::string> changes;
  for (const auto part :
       {&Whole, &Persons, &Barriers, &Incomes, &Costs, &Plans, &Children, &Assets, &Norms})
    Compare(part(from, names), part(to, names), changes);
  CompareNumbers(from, to, names, changes);
  return changes;
}

}  // namespace dm::escalation
