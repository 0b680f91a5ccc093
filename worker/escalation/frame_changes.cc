#include "worker/escalation/frame_changes.h"

#include <map>

namespace dm::escalation {
namespace {

// A part of the frame by what tells it apart from others of its kind, with what it says.
using Parts = std::map<std::string, std::string>;

std::string DayOr(const std::optional<Date>& date, const char* none) {
  return date ? date->ToString() : std::string(none);
}

const char* NameOf(CostType type) {
  switch (type) {
    case CostType::kBoende:
      return "boende";
    case CostType::kHushallsel:
      return "hushållsel";
    case CostType::kHemforsakring:
      return "hemförsäkring";
    case CostType::kArbetsresor:
      return "arbetsresor";
    // What reveals membership is not named outside the case file (rules.md 17.5).
    case CostType::kFackforening:
    case CostType::kArbetsloshetskassa:
      return "avgift";
    case CostType::kOtherLivingCost:
      break;
  }
  return "övrigt";
}

Parts Persons(const Frame& frame) {
  Parts parts;
  for (const FramePerson& person : frame.persons) {
    const char* role = person.role == PersonRole::kChild         ? "barn"
                       : person.role == PersonRole::kApplicant   ? "sökande"
                       : person.role == PersonRole::kCoApplicant ? "medsökande"
                       : person.role == PersonRole::kSchoolYouth ? "skolungdom"
                                                                 : "annan vuxen";
    parts["Person " + person.key.value()] =
        std::string(role) + ", " +
        (person.presence.kind == PresenceKind::kPermanent
             ? std::string("hela månaden")
             : std::to_string(person.presence.days) + " dagar i månaden");
  }
  return parts;
}

Parts Incomes(const Frame& frame) {
  Parts parts;
  for (const FrameIncome& income : frame.incomes)
    parts["Väntad inkomst " + income.kind + " för " + income.person.value()] =
        income.expected_net.ToSwedish();
  return parts;
}

Parts Costs(const Frame& frame) {
  Parts parts;
  for (const FrameCost& cost : frame.costs)
    parts["Godtagen kostnad " +
          (cost.other_code.empty() ? std::string(NameOf(cost.type)) : cost.other_code)] =
        "högst " + cost.ceiling.ToSwedish();
  return parts;
}

Parts Barriers(const Frame& frame) {
  Parts parts;
  for (const Barrier& barrier : frame.barriers)
    parts["Försörjningshinder " + barrier.code + " för " + barrier.person.value()] =
        "till och med " + DayOr(barrier.until, "vidare");
  return parts;
}

Parts Plans(const Frame& frame) {
  Parts parts;
  for (const FramePlan& plan : frame.plans)
    parts["Planering för " + plan.person.value()] =
        DayOr(plan.valid.from, "…") + " till " + DayOr(plan.valid.to, "vidare");
  return parts;
}

Parts Children(const Frame& frame) {
  Parts parts;
  for (const ChildRecord& record : frame.child_records)
    parts["Barnbedömning för " + record.child.value()] =
        "gjord " + record.reviewed_on.ToString() + " av " + record.reviewer + ", gäller till " +
        record.valid_until.ToString();
  return parts;
}

Parts Norms(const Frame& frame) {
  Parts parts;
  for (const NormAdjustment& one : frame.norm_adjustments)
    parts["Ändrad norm (" + one.reason + ") för " + one.person.value()] =
        (one.amount ? one.amount->ToSwedish()
                    : std::to_string(one.factor_permille.value_or(0)) + " tusendelar") +
        (one.kind == NormAdjustmentKind::kHigher ? " högre" : " lägre") + " till " +
        one.valid_to.ToString();
  return parts;
}

Parts Whole(const Frame& frame) {
  Parts parts;
  parts["Ramen gäller"] = frame.valid_from.ToString() + " till " + frame.valid_to.ToString();
  parts["Godtagen boendekostnad"] = frame.housing.accepted_cost.ToSwedish();
  parts["Personer i bostaden"] = std::to_string(frame.housing.persons_in_home);
  parts["Kostnad över taket godtas till"] = DayOr(frame.housing.cap_grace_until, "–");
  parts["Språk i brev"] = frame.language;
  parts["Vill träffa en person"] = frame.wants_person ? "ja" : "nej";
  parts["Godtagna tillgångar"] = std::to_string(frame.accepted_assets.size());
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

}  // namespace

std::vector<std::string> FrameChanges(const Frame& from, const Frame& to) {
  std::vector<std::string> changes;
  for (const auto part : {&Whole, &Persons, &Barriers, &Incomes, &Costs, &Plans, &Children, &Norms})
    Compare(part(from), part(to), changes);
  return changes;
}

}  // namespace dm::escalation
