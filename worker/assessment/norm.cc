#include "worker/assessment/norm.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/rounding.h"

namespace dm::assessment {

namespace {

// Free lunch away from home lowers the norm for these ages only; from age 7 the school lunch is
// already in the amount.
constexpr int kLunchAgeMax = 6;

std::string Kr(Money money) {
  return money.ToSwedish();
}

std::string Persons(int count) {
  return fmt::format("{} {}", count, count == 1 ? "person" : "personer");
}

class NormBuilder {
 public:
  NormBuilder(const Household& household, PolicyReader* policy)
      : household_(household), policy_(policy), unit_(NormRowUnit(policy)) {}

  Norm Build() {
    if (!unit_) norm_.complete = false;
    for (const Member& member : household_.members) {
      if (!member.adult()) {
        AddChild(member);
      } else if (household_.couple()) {
        AddHalfCouple(member);
      } else {
        AddSingle(member);
      }
    }
    AddCommon();
    for (const CalculationRow& row : norm_.rows) norm_.sum += row.amount;
    return std::move(norm_);
  }

 private:
  void Add(CalculationRow row) {
    row.amount = RoundHalfUp(row.exact, unit_.value_or(RoundingUnit::kOre));
    norm_.rows.push_back(std::move(row));
  }

  CalculationRow PersonalRow(const Member& member, const ParameterValue& value) const {
    CalculationRow row;
    row.code = "norm.personal";
    row.kind = RowKind::kNormPersonal;
    row.person = member.person.key;
    row.rule = value.id + "/" + value.row;
    row.sources = value.sources;
    row.inputs = {member.ref, value.InputRef()};
    return row;
  }

  void AddSingle(const Member& member) {
    const auto value = policy_->NeedRow(parameter::kNormPersonal, {{"role", "adult_single"}});
    if (!value) return Incomplete();
    CalculationRow row = PersonalRow(member, *value);
    row.label = "Personliga kostnader, ensamstående vuxen";
    row.exact = value->money();
    row.why =
        fmt::format("Riksnormen för en ensamstående vuxen är {} per månad.", Kr(value->money()));
    Add(std::move(row));
  }

  // The couple's amount is for both; half is shown for each and an odd öre goes to the applicant,
  // so the halves are exact and are not rounded again.
  void AddHalfCouple(const Member& member) {
    const auto value = policy_->NeedRow(parameter::kNormPersonal, {{"role", "adult_couple_total"}});
    if (!value) return Incomplete();
    const std::int64_t total = value->money().ore();
    const std::int64_t half = total / 2;
    const bool applicant = member.person.role == PersonRole::kApplicant;
    CalculationRow row = PersonalRow(member, *value);
    row.label = "Personliga kostnader, sambor (hälften av parets belopp)";
    row.exact = Money::FromOre(applicant ? total - half : half);
    row.amount = Money::FromOre(applicant ? total - half : half);
    row.why =
        fmt::format("Riksnormen för två sambor är {} per månad; hälften visas för var och en.",
                    Kr(value->money()));
    norm_.rows.push_back(std::move(row));
  }

  void AddChild(const Member& member) {
    const bool free_lunch = member.age <= kLunchAgeMax && member.person.free_lunch == Answer::kYes;
    const auto value = policy_->NeedRow(
        parameter::kNormPersonal,
        {{"role", "child"}, {"age", std::int64_t{member.age}}, {"lunch", !free_lunch}});
    if (!value) return Incomplete();
    const char* lunch = "";
    if (member.age <= kLunchAgeMax) lunch = free_lunch ? ", fri lunch borta" : ", lunch hemma";
    CalculationRow row = PersonalRow(member, *value);
    row.label = fmt::format("Personliga kostnader, barn {} år{}", member.age, lunch);
    row.exact = Rational(value->money()).Times(member.days, member.day_base);
    row.why = fmt::format(
        "Riksnormen för barn {} år{} är {} per månad.", member.age, lunch, Kr(value->money()));
    if (member.part_time()) {
      row.inputs.push_back(member.ref + ".presence");
      row.inputs.push_back("policy:" + std::string(parameter::kDayBase));
      row.why += fmt::format(" Barnet är i hemmet {} av {} dagar.", member.days, member.day_base);
    }
    Add(std::move(row));
  }

  std::optional<ParameterValue> Common(int size) {
    return policy_->NeedRow(parameter::kNormCommon, {{"size", std::int64_t{size}}});
  }

  void AddCommon() {
    if (household_.has_part_time() && household_.shared()) {
      // The two rules have no agreed order (rules.md 7): a human settles it.
      norm_.unknown.emplace_back("rule.part_time_child_in_shared_home");
      return Incomplete();
    }
    if (household_.has_part_time()) return AddPartTimeCommon();
    const auto value = Common(household_.n_total);
    if (!value) return Incomplete();
    CalculationRow row = CommonRow(*value);
    row.exact = Rational(value->money()).Times(household_.n_case, household_.n_total);
    row.why = fmt::format("Gemensamma kostnader för {} är {} per månad.",
                          Persons(household_.n_total),
                          Kr(value->money()));
    if (household_.shared()) {
      row.inputs.emplace_back("application.home.persons_in_home");
      row.why += fmt::format(
          " {} av {} personer i hemmet hör till ärendet.", household_.n_case, household_.n_total);
    }
    Add(std::move(row));
  }

  static CalculationRow CommonRow(const ParameterValue& value) {
    CalculationRow row;
    row.code = "norm.common";
    row.kind = RowKind::kNormCommon;
    row.label = "Gemensamma kostnader";
    row.rule = value.id + "/" + value.row;
    row.sources = value.sources;
    row.inputs = {value.InputRef()};
    return row;
  }

  void AddPartTimeCommon() {
    const std::optional<std::string> mode = policy_->NeedCode(parameter::kPartTimeChild);
    if (!mode) return Incomplete();
    std::vector<const Member*> part_time;
    for (const Member& member : household_.members) {
      if (member.part_time()) part_time.push_back(&member);
    }
    const int full = household_.n_case - static_cast<int>(part_time.size());
    if (*mode == "full_member" || *mode == "none") {
      return AddWholeCommon(*mode == "none" ? full : household_.n_case, *mode);
    }
    if (*mode != "weighted") return Incomplete();
    std::stable_sort(part_time.begin(), part_time.end(), [](const Member* a, const Member* b) {
      return a->days > b->days;
    });
    AddWeightedCommon(full, part_time);
  }

  void AddWholeCommon(int size, const std::string& mode) {
    const auto value = Common(size);
    if (!value) return Incomplete();
    CalculationRow row = CommonRow(*value);
    row.exact = value->money();
    row.inputs.push_back("policy:" + std::string(parameter::kPartTimeChild));
    row.why = fmt::format("Gemensamma kostnader för {} är {} per månad; barn på deltid {}.",
                          Persons(size),
                          Kr(value->money()),
                          mode == "none" ? "räknas inte med" : "räknas som hela medlemmar");
    Add(std::move(row));
  }

  // common(full) + Σ (common(full + k) − common(full + k − 1)) · days / day_base, by falling share.
  void AddWeightedCommon(int full, const std::vector<const Member*>& part_time) {
    auto before = Common(full);
    if (!before) return Incomplete();
    CalculationRow row = CommonRow(*before);
    row.exact = before->money();
    row.inputs.push_back("policy:" + std::string(parameter::kPartTimeChild));
    row.why = fmt::format("Gemensamma kostnader för {} på heltid är {} per månad.",
                          Persons(full),
                          Kr(before->money()));
    int size = full;
    for (const Member* child : part_time) {
      const auto after = Common(++size);
      if (!after) return Incomplete();
      const Money step = after->money() - before->money();
      row.exact = row.exact + Rational(step).Times(child->days, child->day_base);
      row.inputs.push_back(after->InputRef());
      row.inputs.push_back(child->ref + ".presence");
      row.why += fmt::format(
          " För barn på deltid läggs {} · {}/{} till.", Kr(step), child->days, child->day_base);
      before = after;
    }
    Add(std::move(row));
  }

  void Incomplete() { norm_.complete = false; }

  const Household& household_;
  PolicyReader* policy_;
  std::optional<RoundingUnit> unit_;
  Norm norm_;
};

}  // namespace

Norm ComputeNorm(const Household& household, PolicyReader* policy) {
  return NormBuilder(household, policy).Build();
}

}  // namespace dm::assessment
