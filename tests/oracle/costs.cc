// Rules 8 and 9: what is applied for, shown and within the level.
#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "tests/oracle/oracle.h"

namespace dm::oracle {

namespace {

constexpr std::int64_t kKrona = 100;

const char* CodeOf(CostType type) {
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
    case CostType::kOtherLivingCost:
      return "cost.fee";
  }
  return "?";
}

// Öre; nothing where there is no level for the type, or no household that it could be read for.
std::optional<std::int64_t> Level(const CaseInput& input, const Choices& choices, CostType type) {
  const HouseholdSize size = SizeOf(input, choices);
  if (size.adults < 1 || size.adults > 2) return std::nullopt;
  for (const Person& person : input.application.persons) {
    if (IsMember(person) && !person.born) return std::nullopt;
  }
  const Month month = input.application.month;
  std::optional<std::int64_t> level;
  if (type == CostType::kBoende) level = HousingLevel(choices.town, month, size);
  if (type == CostType::kHushallsel) level = ElectricityLevel(choices.town, month, size);
  if (type == CostType::kHemforsakring) level = InsuranceLevel(choices.town, month, size);
  if (type == CostType::kArbetsresor) level = TravelLevel(choices.town, month);
  if (!level) return std::nullopt;
  return *level * kKrona;
}

bool GraceLastsTheMonth(const CaseInput& input) {
  return input.frame && input.frame->housing.cap_grace_until &&
         *input.frame->housing.cap_grace_until >= input.application.month.last_day();
}

// What the household itself can have to pay for its home: its part of a rent that is shared, and
// what a lodger has agreed.
std::int64_t OwnRent(const CaseInput& input, std::int64_t supported) {
  const Home& home = input.application.home;
  std::optional<int> share = home.share_of_rent_permille;
  if (!share && input.frame) share = input.frame->housing.share_of_rent_permille;
  if (home.rent && share) {
    const Fraction part = Product(Whole(home.rent->ore()), Quotient(*share, 1000));
    supported = std::min(supported, HalfUp(part, 1));
  }
  if (home.tenure != Tenure::kInneboende) return supported;
  std::optional<Money> agreed = home.agreed_rent;
  if (!agreed && input.frame) agreed = input.frame->housing.agreed_rent;
  return agreed ? std::min(supported, agreed->ore()) : supported;
}

int MonthsOfInvoice(const Cost& cost) {
  if (cost.type != CostType::kHushallsel || !cost.period.from || !cost.period.to) return 1;
  // As many months' days as the invoice has whole ones, counted from its first day; a part of a
  // month is none.
  const Date end = cost.period.to->PlusDays(1);
  int months =
      (end.year() - cost.period.from->year()) * 12 + end.month() - cost.period.from->month();
  const int last_day = Month::Of(end).days();
  if (end.day() < std::min(cost.period.from->day(), last_day)) --months;
  return std::min(12, std::max(1, months));
}

class Approving {
 public:
  Approving(const CaseInput& input, const Choices& choices, std::vector<std::string>* open)
      : input_(input), choices_(choices), open_(open) {}

  CostResult Approve() {
    for (const Cost& cost : input_.application.costs) Take(cost);
    for (const auto& [type, total] : totals_) ApproveType(type, total);
    for (const auto& [kind, total] : extras_) ApproveExtra(kind, total);
    for (const auto& [code, amount] : by_code_) {
      result_.lines.push_back({{{code, ""}}, amount, std::nullopt});
    }
    return std::move(result_);
  }

 private:
  struct Total {
    std::int64_t applied = 0;
    std::int64_t supported = 0;
    int months = 1;
    const Cost* last = nullptr;
  };

  void Take(const Cost& cost) {
    const bool extra = cost.type == CostType::kOtherLivingCost;
    Total& total = extra ? extras_[cost.other_code] : totals_[cost.type];
    total.last = &cost;
    if (cost.applied.is_zero()) return;
    if (!cost.proven) {
      open_->push_back("proof of a cost");
      result_.all_approved = false;
      return;
    }
    total.applied += cost.applied.ore();
    total.supported += std::min(cost.applied.ore(), cost.proven->ore());
    total.months = std::max(total.months, MonthsOfInvoice(cost));
  }

  void Finish(const std::string& code, const Total& total, std::int64_t approved) {
    by_code_[code] += approved;
    if (approved < total.applied) result_.all_approved = false;
  }

  void ApproveType(CostType type, const Total& total) {
    std::int64_t approved = total.supported;
    if (type == CostType::kBoende) approved = OwnRent(input_, approved);
    const auto level = Level(input_, choices_, type);
    const bool grace = type == CostType::kBoende && GraceLastsTheMonth(input_);
    if (level && !grace) approved = std::min(approved, *level * total.months);
    result_.costs += approved;
    if (type == CostType::kBoende) result_.housing += approved;
    Finish(CodeOf(type), total, approved);
  }

  void ApproveExtra(const std::string& kind, const Total& total) {
    const std::string code = "extra." + kind;
    const auto level = ExtraLevel(choices_.town, input_.application.month, kind);
    // A kind that is not computed is a person's also where nothing of it is asked for or shown.
    const bool within = level && total.supported <= *level * kKrona;
    if (!within) {
      open_->push_back("a need that a person weighs");
      result_.all_approved = false;
      result_.lines.push_back({{{code, ""}}, std::nullopt, std::nullopt});
      return;
    }
    std::int64_t approved = total.supported;
    if (const auto room = RoomLeft(kind, *total.last)) approved = std::min(approved, *room);
    result_.extra += approved;
    Finish(code, total, approved);
  }

  // What is left to pay of the yearly ceiling, in öre; nothing where it is not known.
  std::optional<std::int64_t> RoomLeft(const std::string& kind, const Cost& cost) const {
    if (kind != "medicine_prescription" && kind != "healthcare_fee") return std::nullopt;
    if (cost.cap_remaining) return cost.cap_remaining->ore();
    const auto ceiling = YearCeiling(input_.application.month, kind);
    if (!ceiling || !cost.person || !cost.year_spent) return std::nullopt;
    return std::max<std::int64_t>(0, *ceiling * kKrona - cost.year_spent->ore());
  }

  const CaseInput& input_;
  const Choices& choices_;
  std::vector<std::string>* open_;
  CostResult result_;
  std::map<CostType, Total> totals_;
  std::map<std::string, Total> extras_;
  std::map<std::string, std::int64_t> by_code_;
};

}  // namespace

CostResult CostsOfHousehold(const CaseInput& input,
                            const Choices& choices,
                            std::vector<std::string>* open) {
  return Approving(input, choices, open).Approve();
}

}  // namespace dm::oracle
