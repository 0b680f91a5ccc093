#include "worker/assessment/assets.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/parameter_ids.h"
#include "worker/case/household_words.h"

namespace dm::assessment {

namespace {

// How many assets of the type a human has accepted through the whole month.
int Accepted(AssetType type, const Context& context) {
  if (!context.frame()) return 0;
  int count = 0;
  for (const AcceptedAsset& asset : context.frame()->accepted_assets) {
    if (asset.type != type) continue;
    if (asset.until && *asset.until < context.month().last_day()) continue;
    count += std::max(1, asset.count);
  }
  return count;
}

// The row shows what a human may come to count of the account.
void CountBank(Money value, Money* left, CalculationRow* row) {
  row->amount = std::min(value, *left);
  *left -= row->amount;
  row->exact = row->amount;
  if (!row->amount.is_zero()) row->reason = "ASSET.COUNTED";
  row->why += fmt::format(" Månadens inkomst på kontot är avräknad; {} återstår att räkna.",
                          row->amount.ToSwedish());
}

bool IsChilds(const Asset& asset, const Context& context) {
  const Person* person = FindPerson(context.application().persons, asset.person);
  return person != nullptr && IsMemberOfCase(person->role) && !IsAdultInCase(person->role);
}

// A child's savings are the child's own: above asset.child_free a human looks (rules.md 12). They
// are never put together with the adults' money.
void CheckSavings(Context* context, Assets* assets) {
  const auto free = context->policy.NeedMoney(parameter::kChildFree);
  std::map<PersonKey, Money> savings;
  std::map<PersonKey, std::vector<std::string>> inputs;
  const std::vector<Asset>& list = context->application().assets;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].locked || !IsChilds(list[i], *context)) continue;
    savings[list[i].person] += list[i].value;
    inputs[list[i].person].push_back(Ref("assets", i));
  }
  for (const auto& [child, sum] : savings) {
    if (free && sum <= *free) continue;
    context->notes.Observe("ASSET.CHILD_SAVINGS", {{"amount", sum}}, child, inputs[child]);
    context->notes.Undetermined(inputs[child].front());
    assets->awaits_human = true;
  }
}

// The money in the household's accounts that is more than asset.bank_free, once the month's income
// that stands there has been taken off: never the same money twice (rules.md 13).
Money BankAbove(const Incomes& incomes, const Context& context, std::optional<Money> free) {
  const Date applied = SwedishDate(context.application().received_at);
  Money bank;
  Date latest = applied;
  bool first = true;
  for (const Asset& asset : context.application().assets) {
    if (asset.type != AssetType::kBank || asset.locked || IsChilds(asset, context)) continue;
    bank += asset.value;
    const Date day = asset.as_of.value_or(applied);
    latest = first ? day : std::min(latest, day);
    first = false;
  }
  for (const PaidIncome& paid : incomes.paid) {
    if (paid.day <= latest) bank -= paid.amount;
  }
  return std::max(Money(), bank - free.value_or(Money()));
}

// By kind, the largest first: how many a person has accepted is known, not which, and the order of
// the application must not show.
std::vector<std::size_t> LargestFirst(const std::vector<Asset>& list) {
  std::vector<std::size_t> order(list.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(list[a].type, list[b].value, list[a].person) <
           std::tie(list[b].type, list[a].value, list[b].person);
  });
  return order;
}

void CheckDeclared(const Incomes& incomes, Context* context, Assets* assets) {
  const std::vector<Asset>& list = context->application().assets;
  const auto bank_free = context->policy.NeedMoney(parameter::kBankFree);
  const Money above = BankAbove(incomes, *context, bank_free);
  Money left = above;
  std::map<AssetType, int> seen;
  for (const std::size_t i : LargestFirst(list)) {
    const Asset& asset = list[i];
    const bool bank = asset.type == AssetType::kBank;
    // Locked by deed, will or insurance: not counted. No such thing locks a vehicle.
    if (asset.locked && asset.type != AssetType::kVehicle) continue;
    // An empty account is none; of all else a value of nothing says only that nobody has valued it.
    if (bank && asset.value.is_zero()) continue;
    if (IsChilds(asset, *context)) continue;
    if (bank && bank_free && above.is_zero()) continue;
    if (++seen[asset.type] <= Accepted(asset.type, *context)) continue;
    CalculationRow row;
    row.code = AssetCode(asset.type);
    row.kind = RowKind::kAsset;
    row.person = asset.person;
    row.label = context->policy.Label(AssetCode(asset.type));
    row.rule = asset.type == AssetType::kBank ? parameter::kBankFree : "assets/accepted-in-frame";
    row.sources = context->policy.Cite({"sol-12-1"});
    row.inputs = {Ref("assets", i)};
    row.reason = "ASSET.ASSESSED_BY_PERSON";
    row.why = fmt::format("{} för {}. En handläggare bedömer om tillgången ska användas.",
                          context->policy.Text(AssetCode(asset.type)),
                          asset.value.ToSwedish());
    if (bank) CountBank(asset.value, &left, &row);
    context->notes.Observe(asset.type == AssetType::kBank ? ObservationCode("ASSET.DECLARED.BANK")
                                                          : ObservationCode("ASSET.DECLARED"),
                           {{"kind", context->policy.Label(AssetCode(asset.type))}},
                           asset.person,
                           row.inputs);
    context->notes.Undetermined(Ref("assets", i));
    assets->awaits_human = true;
    assets->rows.push_back(std::move(row));
  }
  std::sort(assets->rows.begin(),
            assets->rows.end(),
            [](const CalculationRow& a, const CalculationRow& b) {
              return std::tie(a.person, a.code, a.why) < std::tie(b.person, b.code, b.why);
            });
}

void CheckVehicles(const RegisterView& view, Context* context) {
  int vehicles = 0;
  std::vector<std::string> inputs;
  for (const Reading& reading : view.readings()) {
    if (reading.source != Source::kTns || !reading.known()) continue;
    if (reading.answer->vehicles.empty()) continue;
    vehicles += static_cast<int>(reading.answer->vehicles.size());
    inputs.push_back("evidence." + reading.person().value() + ".TNS.vehicles");
  }
  const int accepted = Accepted(AssetType::kVehicle, *context);
  if (vehicles <= accepted) return;
  context->notes.Observe("ASSET.VEHICLE",
                         {{"count", std::int64_t{vehicles}}, {"accepted", std::int64_t{accepted}}},
                         std::nullopt,
                         inputs);
}

// Yearly and old figures: a sign that there may be assets, never an amount.
void CheckCapital(const RegisterView& view, Context* context) {
  const int accepted =
      Accepted(AssetType::kBank, *context) + Accepted(AssetType::kSecurities, *context);
  for (const Reading& reading : view.readings()) {
    if (reading.source != Source::kSkv || !reading.known() || accepted > 0) continue;
    for (const CapitalFigure& figure : reading.answer->capital) {
      if (figure.income.is_zero() && figure.surplus.is_zero()) continue;
      context->notes.Observe("ASSET.CAPITAL",
                             {{"year", std::int64_t{figure.year}}},
                             reading.person(),
                             {"evidence." + reading.person().value() + ".SKV.capital"});
    }
  }
}

void CheckHome(Context* context) {
  const Tenure tenure = context->application().home.tenure;
  if (tenure != Tenure::kBostadsratt && tenure != Tenure::kEgetHus) return;
  if (Accepted(AssetType::kProperty, *context) > 0) return;
  context->notes.Observe("ASSET.OWN_HOME", {}, std::nullopt, {"application.home.tenure"});
}

}  // namespace

Assets CheckAssets(const RegisterView& view, const Incomes& incomes, Context* context) {
  context->notes.Looked(Part::kAssets);
  Assets assets;
  CheckDeclared(incomes, context, &assets);
  CheckSavings(context, &assets);
  for (const CalculationRow& row : assets.rows) assets.sum += row.amount;
  CheckVehicles(view, context);
  CheckCapital(view, context);
  CheckHome(context);
  context->notes.MustBeNo(context->application().circumstances.self_employed,
                          "STATED.SELF_EMPLOYED",
                          "STATED.SELF_EMPLOYED.UNANSWERED",
                          std::nullopt,
                          "application.circumstances.self_employed");
  return assets;
}

}  // namespace dm::assessment
