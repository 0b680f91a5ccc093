#include "worker/assessment/assets.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

const char* AssetCode(AssetType type) {
  switch (type) {
    case AssetType::kBank:
      return "asset.bank";
    case AssetType::kSecurities:
      return "asset.securities";
    case AssetType::kVehicle:
      return "asset.vehicle";
    case AssetType::kProperty:
      return "asset.property";
    case AssetType::kOther:
      return "asset.other";
  }
  return "asset.other";
}

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

void CheckDeclared(Context* context, Assets* assets) {
  const std::vector<Asset>& list = context->application().assets;
  const auto bank_free = context->policy.NeedMoney(parameter::kBankFree);
  Money bank;
  for (const Asset& asset : list) {
    if (asset.type == AssetType::kBank && !asset.locked) bank += asset.value;
  }
  std::map<AssetType, int> seen;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Asset& asset = list[i];
    // Locked by deed, will or insurance: not counted.
    if (asset.locked || asset.value.is_zero()) continue;
    if (asset.type == AssetType::kBank && bank_free && bank <= *bank_free) continue;
    if (++seen[asset.type] <= Accepted(asset.type, *context)) continue;
    CalculationRow row;
    row.code = AssetCode(asset.type);
    row.kind = RowKind::kAsset;
    row.person = asset.person;
    row.label = context->policy.Text(AssetCode(asset.type));
    row.rule = asset.type == AssetType::kBank ? parameter::kBankFree : "assets/accepted-in-frame";
    row.sources = context->policy.Cite({"sol-12-1"});
    row.inputs = {Ref("assets", i)};
    row.reason = "ASSET.ASSESSED_BY_PERSON";
    row.why = fmt::format("{} för {}. En handläggare bedömer om tillgången ska användas.",
                          context->policy.Text(AssetCode(asset.type)),
                          asset.value.ToSwedish());
    context->notes.Observe(asset.type == AssetType::kBank ? ObservationCode("ASSET.DECLARED.BANK")
                                                          : ObservationCode("ASSET.DECLARED"),
                           {{"kind", context->policy.Text(AssetCode(asset.type))}},
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
    inputs.push_back("evidence." + reading.person.value() + ".TNS.vehicles");
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
                             reading.person,
                             {"evidence." + reading.person.value() + ".SKV.capital"});
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

Assets CheckAssets(const RegisterView& view, Context* context) {
  context->notes.Looked(Part::kAssets);
  Assets assets;
  CheckDeclared(context, &assets);
  CheckVehicles(view, context);
  CheckCapital(view, context);
  CheckHome(context);
  context->notes.MustBeNo(context->application().circumstances.self_employed,
                          "STATED.SELF_EMPLOYED",
                          "STATED.SELF_EMPLOYED.UNANSWERED",
                          std::nullopt,
                          {"application.circumstances.self_employed"});
  return assets;
}

}  // namespace dm::assessment
