#include "worker/assessment/costs.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/caps.h"
#include "worker/assessment/housing.h"
#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

struct Item {
  const Cost* cost;
  std::size_t index;
};

// The order that the application lists costs in must not show in the result.
std::vector<Item> Sorted(const std::vector<Cost>& costs) {
  std::vector<Item> items;
  items.reserve(costs.size());
  for (std::size_t i = 0; i < costs.size(); ++i) items.push_back({&costs[i], i});
  std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return std::tie(a.cost->type, a.cost->other_code, a.cost->applied, a.cost->proven) <
           std::tie(b.cost->type, b.cost->other_code, b.cost->applied, b.cost->proven);
  });
  return items;
}

bool IsFee(CostType type) {
  return type == CostType::kFackforening || type == CostType::kArbetsloshetskassa;
}

class Builder {
 public:
  explicit Builder(Context* context) : context_(context) {}

  Costs Build() {
    context_->notes.Looked(Part::kCosts);
    costs_.rows.reserve(context_->application().costs.size());
    for (const Item& item : Sorted(context_->application().costs)) {
      if (item.cost->type == CostType::kOtherLivingCost) {
        AddExtra(item);
      } else {
        AddCost(item);
      }
    }
    CompareWithMonthBefore();
    costs_.equal_frame = EqualsFrame();
    for (const CalculationRow& row : costs_.rows) costs_.sum += row.amount;
    for (const CalculationRow& row : costs_.extra) costs_.extra_sum += row.amount;
    return std::move(costs_);
  }

 private:
  void Observe(ObservationCode code,
               const Item& item,
               Arguments arguments,
               std::string trigger = "") {
    context_->notes.Observe(
        code, arguments, std::nullopt, {Ref("costs", item.index)}, std::move(trigger));
  }

  // A new one at the end of `rows`.
  CalculationRow& AddRow(const Item& item, std::vector<CalculationRow>* rows) {
    const Cost& cost = *item.cost;
    CalculationRow& row = rows->emplace_back();
    row.code = CostCode(cost.type);
    row.kind = RowKind::kCost;
    row.label = context_->policy.Label(row.code);
    row.applied = cost.applied;
    row.proven = cost.proven;
    row.sources = context_->policy.Cite({"sol-12-7"});
    AddPlace(context_->policy, &row, [&] { return Ref("costs", item.index); });
    return row;
  }

  template <typename... Values>
  void Tell(CalculationRow* row,
            fmt::format_string<const Values&...> text,
            const Values&... values) {
    assessment::Tell(context_->policy, row, text, values...);
  }

  // The least of what is asked for and what is shown; without proof nothing can be approved yet.
  Money Supported(const Item& item, CalculationRow* row) {
    const Cost& cost = *item.cost;
    Tell(row, "Sökt {}", cost.applied);
    if (cost.applied.is_zero()) {
      Tell(row, ".");
      return Money();
    }
    if (!cost.proven) {
      // Not yet shown is not the same as not needed: the outcome waits for the proof.
      costs_.awaits_human = true;
      context_->notes.Undetermined(Ref("costs", item.index) + ".proven");
      row->reason = "COST.NO_PROOF";
      Tell(row, ", underlag saknas.");
      Observe("COST.NO_PROOF", item, {{"kind", row->label}});
      context_->notes.Missing("proof." + ProofCode(cost),
                              context_->policy.Text("proof." + ProofCode(cost)),
                              std::nullopt);
      return Money();
    }
    Tell(row, ", styrkt {}.", *cost.proven);
    if (*cost.proven < cost.applied) {
      row->reason = "COST.PROVEN_LOWER";
      Observe("COST.PROVEN_LOWER", item, {{"kind", row->label}});
    }
    return std::min(cost.applied, *cost.proven);
  }

  static std::string ProofCode(const Cost& cost) {
    if (cost.type == CostType::kOtherLivingCost) return cost.other_code;
    return std::string(CostCode(cost.type).substr(std::string_view("cost.").size()));
  }

  void AddCost(const Item& item) {
    CalculationRow& row = AddRow(item, &costs_.rows);
    Money approved = Supported(item, &row);
    if (item.cost->type == CostType::kBoende) approved = ApplyTenure(item, approved, &row);
    if (!IsFee(item.cost->type)) approved = ApplyCap(item, approved, &row);
    CheckFrame(item, approved, row.label);
    CheckPeriod(item, row);
    CheckTravel(item);
    CheckSecondOfItsType(item, row);
    Finish(approved, &row);
  }

  Money ApplyTenure(const Item& item, Money supported, CalculationRow* row) {
    const auto required = context_->policy.Find(parameter::kSecondHandPermission);
    const bool* flag = required ? std::get_if<bool>(&required->value) : nullptr;
    const HousingBasis basis =
        HousingBasisOf({.supported = supported, .earlier = housing_},
                       context_->application().home,
                       context_->frame() ? &context_->frame()->housing : nullptr,
                       flag != nullptr && *flag);
    if (!basis.reason.empty()) row->reason = basis.reason;
    row->why += basis.why;
    if (context_->policy.places())
      row->inputs.insert(row->inputs.end(), basis.inputs.begin(), basis.inputs.end());
    if (basis.share_new) Observe("COST.SHARE_NEW", item, {});
    if (basis.agreed_new) Observe("COST.AGREED_RENT_NEW", item, {});
    if (basis.not_permitted) Observe("COST.NOT_PERMITTED", item, {});
    housing_ += basis.amount;
    return basis.amount;
  }

  // A cost belongs to the month, but for electricity, which is billed afterwards and irregularly.
  void CheckPeriod(const Item& item, const CalculationRow& row) {
    const Period& period = item.cost->period;
    const Month back = context_->month().PlusMonths(IsElectricity(*item.cost) ? -3 : -1);
    const bool over = period.to && *period.to < back.first_day();
    const bool ahead = period.from && *period.from > context_->month().last_day();
    if (over || ahead) Observe("COST.OTHER_PERIOD", item, {{"kind", row.label}});
    // What goes on in the month applied for is paid a part each month; what is past is paid once.
    const bool past = period.to && *period.to < context_->month().first_day();
    if (!past && !IsElectricity(*item.cost)) return;
    for (const HistoryMonth& month : context_->input.history) {
      for (const ApprovedCost& earlier : month.costs) {
        if (earlier.type != item.cost->type || earlier.other_code != item.cost->other_code)
          continue;
        if (earlier.approved.is_zero()) continue;
        if (!Overlap(earlier.period, period)) continue;
        Observe("COST.PERIOD_PAID", item, {{"kind", row.label}, {"month", month.month}});
      }
    }
  }

  static bool IsElectricity(const Cost& cost) { return cost.type == CostType::kHushallsel; }

  static bool Overlap(const Period& a, const Period& b) {
    if (!a.from || !a.to || !b.from || !b.to) return false;
    return *a.from <= *b.to && *b.from <= *a.to;
  }

  // The cheapest public transport is what is reasonable; a car is for a human.
  void CheckTravel(const Item& item) {
    if (item.cost->type != CostType::kArbetsresor || item.cost->applied.is_zero()) return;
    if (item.cost->by_car == Answer::kYes) Observe("COST.TRAVEL_BY_CAR", item, {});
    if (item.cost->by_car == Answer::kUnknown) Observe("COST.TRAVEL_UNKNOWN", item, {});
  }

  void Finish(Money approved, CalculationRow* row) {
    row->exact = approved;
    row->amount = approved;
    if (row->rule.empty()) row->rule = "costs/applied-and-proven";
    Tell(row, " Godkänt {}.", approved);
    if (row->applied && approved < *row->applied) costs_.all_approved = false;
  }

  Money ApplyCap(const Item& item, Money supported, CalculationRow* row) {
    const CostType type = item.cost->type;
    const ParameterValue* cap = CapFor(type, context_);
    if (!cap) {
      if (supported.is_zero()) return supported;
      Observe(type == CostType::kBoende ? ObservationCode("COST.CAP_NOT_SET.HOUSING")
                                        : ObservationCode("COST.CAP_NOT_SET"),
              item,
              {{"kind", row->label}});
      return supported;
    }
    row->rule = cap->Rule();
    AddPlace(context_->policy, row, [cap] { return cap->InputRef(); });
    if (context_->policy.tells())
      row->sources.insert(row->sources.end(), cap->sources.begin(), cap->sources.end());
    const int months = MonthsOf(type, item.cost->period);
    const Money level = Money::FromOre(cap->money().ore() * months);
    if (months > 1) Tell(row, " Räkningen är för {} månader.", months);
    // Several rows of one type share the level.
    Money& used = used_[type];
    const Money left = std::max(Money(), level - used);
    if (supported <= left) {
      used += supported;
      return supported;
    }
    return AboveCap(item, supported, left, level, row);
  }

  Money AboveCap(const Item& item, Money supported, Money left, Money cap, CalculationRow* row) {
    const bool housing = item.cost->type == CostType::kBoende;
    if (housing && GraceRuns()) {
      used_[item.cost->type] += supported;
      AddPlace(context_->policy, row, [] { return "frame.housing.cap_grace_until"; });
      Tell(row,
           " Kommunens nivå är {}; en handläggare har godtagit kostnaden till {}.",
           cap,
           *context_->frame()->housing.cap_grace_until);
      return supported;
    }
    used_[item.cost->type] += left;
    if (housing && GraceEnded())
      Observe("COST.GRACE_ENDED", item, {{"until", *context_->frame()->housing.cap_grace_until}});
    row->reason = "COST.ABOVE_CAP";
    Tell(row, " Kommunens nivå är {}.", cap);
    Observe(housing ? ObservationCode("COST.ABOVE_CAP.HOUSING") : ObservationCode("COST.ABOVE_CAP"),
            item,
            {{"kind", row->label}, {"amount", supported}, {"cap", cap}});
    return left;
  }

  // Time that a human gave to lower the cost; it must last the month out.
  bool GraceRuns() const {
    const auto& frame = context_->frame();
    return frame && frame->housing.cap_grace_until &&
           *frame->housing.cap_grace_until >= context_->month().last_day();
  }

  bool GraceEnded() const {
    return context_->frame() && context_->frame()->housing.cap_grace_until && !GraceRuns();
  }

  void CheckFrame(const Item& item, Money approved, const std::string& label) {
    if (!context_->frame()) return;  // G-03 says so
    const std::vector<FrameCost>& list = context_->frame()->costs;
    const auto found = std::find_if(list.begin(), list.end(), [&](const FrameCost& frame_cost) {
      return frame_cost.type == item.cost->type && frame_cost.other_code == item.cost->other_code;
    });
    if (found != list.end()) {
      // Housing has a tolerance of its own, also against the ceiling that the frame gives it.
      const bool housing = item.cost->type == CostType::kBoende;
      const Money slack = housing ? HousingTolerance().value_or(Money()) : Money();
      if (approved > found->ceiling + slack) {
        Observe("COST.ABOVE_FRAME",
                item,
                {{"kind", label}, {"amount", approved}, {"ceiling", found->ceiling}});
      }
    } else if (item.cost->type != CostType::kBoende && !item.cost->applied.is_zero()) {
      Observe("COST.NOT_IN_FRAME", item, {{"kind", label}});
    }
    if (item.cost->type == CostType::kBoende) CheckHousing(item);
  }

  std::optional<Money> HousingTolerance() {
    return context_->policy.NeedMoney(parameter::kHousingTolerance);
  }

  void CheckHousing(const Item& item) {
    const std::optional<Money> tolerance = HousingTolerance();
    const Money accepted = context_->frame()->housing.accepted_cost;
    if (tolerance && Abs(item.cost->applied - accepted) <= *tolerance) return;
    Observe("COST.HOUSING_CHANGED", item, {{"amount", item.cost->applied}, {"accepted", accepted}});
  }

  void CheckSecondOfItsType(const Item& item, const CalculationRow& row) {
    if (IsFee(item.cost->type)) return;
    if (++count_[item.cost->type] < 2) return;
    Observe("COST.TWICE", item, {{"kind", row.label}});
  }

  // Other living costs are part of the right in SoL 12:1, but the need is assessed each time: only
  // the types that the municipality lists, with proof and under its ceiling, are computed (rules.md
  // 9).
  void AddExtra(const Item& item) {
    costs_.only_norm_types = false;
    CalculationRow& row = AddRow(item, &costs_.extra);
    row.code = "extra." + item.cost->other_code;
    row.kind = RowKind::kExtraCost;
    row.label = context_->policy.Label(row.code);
    row.sources = context_->policy.Cite({"sol-12-1"});
    const ExtraType type = ExtraTypeOf(item.cost->other_code, &context_->policy);
    Money approved = Supported(item, &row);
    // The level is the month's: several rows of one type share it.
    Money& used = extra_used_[item.cost->other_code];
    if (type.automatic && type.ceiling && used + approved <= type.ceiling->money()) {
      used += approved;
      row.rule = type.ceiling->Rule();
      AddPlace(context_->policy, &row, [&] { return type.ceiling->InputRef(); });
      if (context_->policy.tells())
        row.sources.insert(
            row.sources.end(), type.ceiling->sources.begin(), type.ceiling->sources.end());
      approved = ApplyYearCeiling(item, type, approved, &row);
    } else {
      approved = LeaveToPerson(item, type, &row);
    }
    CheckFrame(item, approved, row.label);
    CheckPeriod(item, row);
    Finish(approved, &row);
  }

  Money LeaveToPerson(const Item& item, const ExtraType& type, CalculationRow* row) {
    row->reason = "COST.ASSESSED_BY_PERSON";
    Tell(row, " Behovet bedöms av en handläggare.");
    costs_.awaits_human = true;
    context_->notes.Undetermined(Ref("costs", item.index));
    Observe("COST.ASSESSED", item, {{"kind", row->label}}, type.trigger);
    return Money();
  }

  // The yearly ceiling is each person's own; what is left of it must be known: the receipt says it,
  // or what has been paid towards it is stated.
  Money ApplyYearCeiling(const Item& item,
                         const ExtraType& type,
                         Money supported,
                         CalculationRow* row) {
    if (type.year_ceiling.empty() || supported.is_zero()) return supported;
    const std::optional<Money> room = YearRoom(item, type, row);
    if (!room) {
      // The month's level holds it, and a human sees whether the year's ceiling is reached.
      Observe("COST.YEAR_SPENT_UNKNOWN", item, {{"kind", row->label}});
      return supported;
    }
    Money& used = year_used_[{item.cost->person, type.year_ceiling}];
    const Money left = std::max(Money(), *room - used);
    const Money approved = std::min(supported, left);
    used += approved;
    Tell(row, " {} återstår till högkostnadsskyddets tak.", left);
    if (approved < supported) {
      row->reason = "COST.ABOVE_YEAR_CEILING";
      Observe("COST.ABOVE_YEAR_CEILING", item, {{"kind", row->label}, {"left", left}});
    }
    return approved;
  }

  std::optional<Money> YearRoom(const Item& item, const ExtraType& type, CalculationRow* row) {
    const Cost& cost = *item.cost;
    if (cost.cap_remaining) {
      AddPlace(context_->policy, row, [&] { return Ref("costs", item.index) + ".cap_remaining"; });
      return cost.cap_remaining;
    }
    const ParameterValue* ceiling = context_->policy.Find(type.year_ceiling);
    const auto* ore = ceiling ? std::get_if<std::int64_t>(&ceiling->value) : nullptr;
    if (ore == nullptr || !cost.person || !cost.year_spent) return std::nullopt;
    AddPlace(context_->policy, row, [&] { return ceiling->InputRef(); });
    AddPlace(context_->policy, row, [&] { return Ref("costs", item.index) + ".year_spent"; });
    row->sources.insert(row->sources.end(), ceiling->sources.begin(), ceiling->sources.end());
    return Money::FromOre(*ore) - *cost.year_spent;
  }

  // A cost that was approved last month and is missing now: the household may have forgotten it
  // (service duty, FL 6). Never added by the machine.
  void CompareWithMonthBefore() {
    const HistoryMonth* before =
        FindMonth(context_->input.history, context_->month().PlusMonths(-1));
    if (before == nullptr) return;
    for (const ApprovedCost& earlier : before->costs) {
      if (earlier.type == CostType::kOtherLivingCost || earlier.approved.is_zero()) continue;
      const auto& costs = context_->application().costs;
      const auto asked = std::count_if(costs.begin(), costs.end(), [&](const Cost& cost) {
        return cost.type == earlier.type && !cost.applied.is_zero();
      });
      // Each adult has a fee of their own.
      const auto paid =
          std::count_if(before->costs.begin(), before->costs.end(), [&](const ApprovedCost& one) {
            return one.type == earlier.type && !one.approved.is_zero();
          });
      // An invoice for several months that was paid earlier is no cost that was forgotten.
      const bool paid_ahead =
          earlier.period.to && earlier.period.from && earlier.period.Covers(context_->month());
      if ((IsFee(earlier.type) ? asked >= paid : asked > 0) || paid_ahead) continue;
      context_->notes.Observe("COST.MISSING",
                              {{"kind", context_->policy.Label(CostCode(earlier.type))}},
                              std::nullopt,
                              {"history"});
    }
  }

  bool EqualsFrame() const {
    if (!context_->frame()) return false;
    return !context_->notes.HasFindingIn(Part::kCosts);
  }

  Context* context_;
  Costs costs_;
  std::map<CostType, Money> used_;
  std::map<std::string, Money> extra_used_;
  Money housing_;  // of the rows so far, before the level
  std::map<CostType, int> count_;
  std::map<std::pair<std::optional<PersonKey>, std::string>, Money> year_used_;
};

}  // namespace

std::string_view CostCode(CostType type) {
  switch (type) {
    case CostType::kBoende:
      return "cost.boende";
    case CostType::kHushallsel:
      return "cost.hushallsel";
    case CostType::kHemforsakring:
      return "cost.hemforsakring";
    case CostType::kArbetsresor:
      return "cost.arbetsresor";
    case CostType::kFackforening:
    case CostType::kArbetsloshetskassa:
      return "cost.fee";
    case CostType::kOtherLivingCost:
      return "cost.other";
  }
  return "cost.other";
}

Costs ComputeCosts(Context* context) {
  return Builder(context).Build();
}

}  // namespace dm::assessment
