#include "worker/assessment/norm.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/words.h"

namespace dm::assessment {

namespace {

constexpr int kNobody = -1;  // a row that is about no person

std::string Persons(int count) {
  return fmt::format("{} {}", count, count == 1 ? "person" : "personer");
}

// Places among those on part time, by falling days: 1 for the first; 0 for who is there all month.
std::vector<int> PartRanks(const Household& household) {
  std::vector<std::size_t> part_time;
  for (std::size_t i = 0; i < household.members.size(); ++i) {
    if (household.members[i].part_time()) part_time.push_back(i);
  }
  std::stable_sort(part_time.begin(), part_time.end(), [&](std::size_t a, std::size_t b) {
    return household.members[a].days > household.members[b].days;
  });
  std::vector<int> ranks(household.members.size(), 0);
  for (std::size_t place = 0; place < part_time.size(); ++place)
    ranks[part_time[place]] = static_cast<int>(place) + 1;
  return ranks;
}

CalcFacts FactsOf(const Household& household) {
  CalcFacts facts;
  const int day_base = household.members.empty() ? 0 : household.members.front().day_base;
  facts.facts.Set("household.n_total", household.n_total);
  facts.facts.Set("household.day_base", day_base);
  const std::vector<int> ranks = PartRanks(household);
  int children = 0;
  for (std::size_t i = 0; i < household.members.size(); ++i) {
    const Member& member = household.members[i];
    Facts item;
    item.Set("member.role",
             !member.adult()      ? "child"
             : household.couple() ? "adult_couple_total"
                                  : "adult_single");
    item.Set("member.applicant", member.person->role == PersonRole::kApplicant);
    item.Set("member.age", member.age);
    if (member.person->free_lunch != Answer::kUnknown)
      item.Set("member.free_lunch", member.person->free_lunch == Answer::kYes);
    if (member.days > 0) item.Set("member.days", member.days);
    item.Set("member.norm_factor", member.norm_factor_permille);
    item.Set("member.norm_added", member.norm_added.ore());
    if (member.person->lunch_home_days)
      item.Set("member.lunch_home_days", *member.person->lunch_home_days);
    item.Set("member.part_rank", ranks[i]);
    if (!member.adult()) item.Set("member.child_rank", ++children);
    facts.collections["members"].push_back(std::move(item));
  }
  return facts;
}

// The rows of the calculation "norm" (policies/calc/norm.yaml) in words.
class NormRows {
 public:
  NormRows(const Household& household, const Calculated& calculated, const PolicyReader& policy)
      : household_(household), calculated_(calculated), policy_(policy) {}

  Norm Build() {
    for (std::size_t i = 0; i < household_.members.size(); ++i) AddPersonal(static_cast<int>(i));
    const CalculatedStep* settled = Step("common.settled");
    if (settled != nullptr && settled->value == FactValue(false)) {
      // The two rules have no agreed order (rules.md 7): a human settles it.
      norm_.unknown.emplace_back(kPartTimeChildInSharedHome);
      norm_.complete = false;
    } else {
      AddCommon();
    }
    for (const std::string& name : calculated_.unknown) norm_.unknown.push_back(RefOf(name));
    for (const CalculationRow& row : norm_.rows) norm_.sum += row.amount;
    return std::move(norm_);
  }

 private:
  const CalculatedStep* Step(std::string_view set, int item = -1) const {
    return calculated_.Find(set, item);
  }

  bool Holds(std::string_view set, int item = -1) const {
    const CalculatedStep* step = Step(set, item);
    return step != nullptr && step->value == FactValue(true);
  }

  // The row, amount and share of a step; nothing, and the norm incomplete, when it has none.
  bool Fill(const CalculatedStep* amount, const CalculatedStep* step, CalculationRow* row) {
    const bool whole = amount != nullptr && amount->row.has_value() && step != nullptr &&
                       step->state == CalcState::kValue;
    if (!whole) {
      norm_.complete = false;
      return false;
    }
    row->amount = Money::FromOre(std::get<std::int64_t>(*step->value));
    row->exact = step->exact.value_or(Rational(row->amount));
    row->rule = amount->row->Rule();
    if (policy_.tells()) row->sources = amount->row->sources;
    return true;
  }

  // "members[1].lunch_home_days" is something that the application would say of that person.
  std::string RefOf(const std::string& name) const {
    constexpr std::string_view kMembers = "members[";
    if (name.rfind(kMembers, 0) != 0) return name;
    const std::size_t end = name.find(']');
    const std::size_t index = std::stoul(name.substr(kMembers.size(), end - kMembers.size()));
    const std::string field = name.substr(end + 1);
    return household_.members[index].ref() + (field == ".days" ? ".presence.days" : field);
  }

  template <typename... Values>
  void Say(CalculationRow* row,
           fmt::format_string<const Values&...> text,
           const Values&... values) const {
    Tell(policy_, row, text, values...);
  }

  template <typename Place>
  void AddPlace(CalculationRow* row, const Place& place) const {
    assessment::AddPlace(policy_, row, place);
  }

  void AddPersonal(int index) {
    const Member& member = household_.members[static_cast<std::size_t>(index)];
    const CalculatedStep* amount = Step("member.amount", index);
    CalculationRow row;
    row.code = "norm.personal";
    row.kind = RowKind::kNormPersonal;
    row.person = member.person->key;
    const CalculatedStep* personal = Step("member.personal", index);
    if (!Fill(amount, personal, &row)) {
      // More taken away than there is.
      if (!member.adjustments.empty())
        norm_.unknown.push_back(member.adjustments.front().inputs.front());
      return;
    }
    if (policy_.places()) row.inputs = {member.ref(), amount->row->InputRef()};
    const Money whole = amount->row->money();
    if (!member.adult()) {
      TellChild(member, index, whole, &row);
    } else if (household_.couple()) {
      // The couple's amount is shared without a rest; only a factor leaves one.
      if (member.norm_factor_permille == 1000) row.exact = row.amount;
      if (policy_.tells()) row.label = "Personliga kostnader, sambor (hälften av parets belopp)";
      Say(&row, "Riksnormen för två sambor är {} per månad; hälften visas för var och en.", whole);
    } else {
      if (policy_.tells()) row.label = "Personliga kostnader, ensamstående vuxen";
      Say(&row, "Riksnormen för en ensamstående vuxen är {} per månad.", whole);
    }
    for (const Adjustment& adjustment : member.adjustments) TellAdjustment(adjustment, &row);
    norm_.rows.push_back(std::move(row));
  }

  // A person's decision: said with its ground and its last day, in the row that it changes.
  static void TellAdjustment(const Adjustment& adjustment, CalculationRow* row) {
    const NormAdjustment& decided = adjustment.decided;
    const bool higher = decided.kind == NormAdjustmentKind::kHigher;
    const char* how = higher ? "högre norm" : "lägre norm";
    const std::string what =
        decided.amount
            ? fmt::format("{} {}", decided.amount->ToSwedish(), higher ? "läggs till" : "dras av")
            : fmt::format("beloppet räknas med {} procent", Percent(*decided.factor_permille));
    row->label += fmt::format(", {} enligt beslut av handläggare", how);
    row->why += fmt::format(" En handläggare har beslutat om {} till och med {} ({}): {}.",
                            how,
                            decided.valid_to.ToString(),
                            adjustment.ground,
                            what);
    row->inputs.insert(row->inputs.end(), adjustment.inputs.begin(), adjustment.inputs.end());
    for (const SourceRef& source : adjustment.sources) {
      if (std::find(row->sources.begin(), row->sources.end(), source) == row->sources.end())
        row->sources.push_back(source);
    }
  }

  // 1125 thousandths are "112,5".
  static std::string Percent(int permille) {
    return permille % 10 == 0 ? fmt::format("{}", permille / 10)
                              : fmt::format("{},{}", permille / 10, permille % 10);
  }

  void TellChild(const Member& member, int index, Money whole, CalculationRow* row) const {
    std::string_view lunch;
    if (Holds("member.lunch_matters", index))
      lunch = Holds("member.lunch", index) ? ", lunch hemma" : ", fri lunch borta";
    if (policy_.tells())
      row->label = fmt::format("Personliga kostnader, barn {} år{}", member.age, lunch);
    const std::string_view comma = lunch.empty() ? "" : ",";
    Say(row, "Riksnormen för barn {} år{}{} är {} per månad.", member.age, lunch, comma, whole);
    if (member.part_time()) {
      AddPlace(row, [&] { return member.ref() + ".presence"; });
      AddPlace(row, [] { return "policy:" + std::string(parameter::kDayBase); });
      Say(row, " Barnet är i hemmet {} av {} dagar.", member.days, member.day_base);
    }
    if (Holds("member.lunch_by_days", index)) {
      const CalculatedStep* with_lunch = Step("member.amount_with_lunch", index);
      AddPlace(row, [&] { return member.ref() + ".lunch_home_days"; });
      AddPlace(row, [&] { return with_lunch->row->InputRef(); });
      Say(row,
          " {} dagar äter barnet lunch hemma, och de dagarna räknas med {} per månad.",
          member.person->lunch_home_days.value_or(0),
          with_lunch->row->money());
    }
    const CalculatedStep* share = Step("member.rank_share", index);
    if (share != nullptr && share->row.has_value()) {
      AddPlace(row, [&] { return share->row->InputRef(); });
      Say(row, " Av beloppet räknas {} procent.", share->row->number());
    }
  }

  void AddCommon() {
    const CalculatedStep* amount = Step("common.amount");
    CalculationRow row;
    row.code = "norm.common";
    row.kind = RowKind::kNormCommon;
    if (policy_.tells()) row.label = "Gemensamma kostnader";
    if (!Fill(amount, Step("norm.common"), &row)) return;
    AddPlace(&row, [&] { return amount->row->InputRef(); });
    if (!household_.has_part_time()) {
      TellShared(amount->row->money(), &row);
    } else {
      AddPlace(&row, [] { return "policy:" + std::string(parameter::kPartTimeChild); });
      TellPartTime(amount->row->money(), &row);
    }
    norm_.rows.push_back(std::move(row));
  }

  void TellShared(Money amount, CalculationRow* row) const {
    Say(row, "Gemensamma kostnader för {} är {} per månad.", Persons(household_.n_total), amount);
    if (!household_.shared()) return;
    AddPlace(row, [] { return "application.home.persons_in_home"; });
    Say(row,
        " {} av {} personer i hemmet hör till ärendet.",
        household_.n_case,
        household_.n_total);
  }

  void TellPartTime(Money amount, CalculationRow* row) const {
    const int full = static_cast<int>(
        std::count_if(household_.members.begin(), household_.members.end(), [](const Member& m) {
          return !m.part_time();
        }));
    if (!Holds("common.weighted")) {
      const bool none = Step("common.size")->exception == "N42-HELTID";
      Say(row,
          "Gemensamma kostnader för {} är {} per månad; barn som är i hemmet en del av månaden {}.",
          Persons(none ? full : household_.n_case),
          amount,
          std::string_view(none ? "räknas inte med" : "räknas som hela medlemmar"));
      return;
    }
    Say(row,
        "Gemensamma kostnader för {} som är i hemmet hela månaden är {} per månad.",
        Persons(full),
        amount);
    std::vector<int> ranks = PartRanks(household_);
    for (int rank = 1; rank <= household_.n_case - full; ++rank) {
      const auto index = std::find(ranks.begin(), ranks.end(), rank) - ranks.begin();
      const CalculatedStep* with = Step("member.common_with", static_cast<int>(index));
      const CalculatedStep* without = Step("member.common_without", static_cast<int>(index));
      const Member& child = household_.members[static_cast<std::size_t>(index)];
      AddPlace(row, [&] { return with->row->InputRef(); });
      AddPlace(row, [&] { return child.ref() + ".presence"; });
      Say(row,
          " För ett barn som är i hemmet {} av {} dagar läggs så stor del av {} till.",
          child.days,
          child.day_base,
          with->row->money() - without->row->money());
    }
  }

  const Household& household_;
  const Calculated& calculated_;
  const PolicyReader& policy_;
  Norm norm_;
};

Norm Worked(const Household& household, PolicyReader* policy) {
  const std::optional<Calculated> calculated = CalculateNorm(household, policy);
  if (!calculated) {
    Norm norm;
    norm.complete = false;
    return norm;
  }
  return NormRows(household, *calculated, *policy).Build();
}

// Everything about the household that its norm and the inputs of its rows hang on, as bytes;
// empty where a person's decision changes it.
void DescribeTo(const Household& household, PolicyReader* policy, std::string* key) {
  key->clear();
  const auto put = [key](int number) {
    key->append(reinterpret_cast<const char*>(&number), sizeof number);
  };
  put(household.n_total);
  for (const Member& member : household.members) {
    if (!member.adjustments.empty()) return key->clear();
    put(member.index);
    put((member.adult() ? 1 : 0) | (member.person->role == PersonRole::kApplicant ? 2 : 0) |
        (static_cast<int>(member.person->free_lunch) << 2));
    put(policy->book().AgeClass(member.age, policy->on()));
    put(member.days);
    put(member.day_base);
    put(member.person->lunch_home_days.value_or(-1));
  }
}

KeptNorm Keep(const Household& household, PolicyReader* policy) {
  PolicyReader reader(&policy->book(), policy->on());
  KeptNorm kept;
  kept.norm = Worked(household, &reader);
  for (const CalculationRow& row : kept.norm.rows) {
    const auto member = std::find_if(household.members.begin(),
                                     household.members.end(),
                                     [&](const Member& m) { return row.person == m.person->key; });
    kept.members.push_back(row.person ? static_cast<int>(member - household.members.begin())
                                      : kNobody);
  }
  kept.missing = reader.missing();
  kept.unapproved = reader.unapproved();
  return kept;
}

// Null where it is to be put in words or a person has decided otherwise: it is then worked out.
const KeptNorm* Kept(const Household& household, PolicyReader* policy) {
  if (policy->tells()) return nullptr;
  std::string& key = policy->book().scratch();
  DescribeTo(household, policy, &key);
  if (key.empty()) return nullptr;
  std::unique_ptr<KeptNorm>& kept = policy->book().NormOf(key, policy->on());
  if (kept == nullptr) kept = std::make_unique<KeptNorm>(Keep(household, policy));
  policy->NoteAlso(kept->missing, kept->unapproved);
  return kept.get();
}

}  // namespace

std::optional<Calculated> CalculateNorm(const Household& household, PolicyReader* policy) {
  return policy->Calculate("norm", FactsOf(household));
}

Norm ComputeNorm(const Household& household, PolicyReader* policy) {
  const KeptNorm* kept = Kept(household, policy);
  if (kept == nullptr) return Worked(household, policy);
  Norm norm = kept->norm;
  for (std::size_t i = 0; i < norm.rows.size(); ++i) {
    if (kept->members[i] >= 0)
      norm.rows[i].person =
          household.members[static_cast<std::size_t>(kept->members[i])].person->key;
  }
  return norm;
}

std::optional<Money> NormSum(const Household& household, PolicyReader* policy) {
  const KeptNorm* kept = Kept(household, policy);
  if (kept != nullptr) return kept->norm.complete ? std::optional(kept->norm.sum) : std::nullopt;
  const Norm norm = Worked(household, policy);
  return norm.complete ? std::optional(norm.sum) : std::nullopt;
}

}  // namespace dm::assessment
