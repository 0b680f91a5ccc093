// The short names that scenario writers may use for benefits, and the codes that go out for them.
// One place, so that a code that turns out wrong is corrected once. README.md tells which codes the
// contract shows and which are the simulator's own.
#pragma once

#include <span>
#include <string_view>

namespace dm::sim {

// A payment by Försäkringskassan.
struct FkBenefit {
  std::string_view name;  // "bostadsbidrag"
  std::string_view group;
  std::string_view family_id;
  std::string_view family_text;
  std::string_view benefit_id;
  std::string_view benefit_text;
  std::string_view amount_id;
  std::string_view amount_text;
  int payment_type;  // 1 monthly, 2 daily
};

// A payment row by Pensionsmyndigheten.
struct PmBenefit {
  std::string_view name;
  std::string_view group;
  std::string_view benefit_id;
  std::string_view benefit_text;
  std::string_view amount_id;
  std::string_view amount_text;
};

// A kind of case at Försäkringskassan: which list of the LEFI answer holds it and which fields that
// list has.
struct FkCaseKind {
  std::string_view name;
  std::string_view key;  // "bostadsbidragsarende"
  std::string_view group;
  std::string_view benefit_id;
  std::string_view benefit_text;
  bool has_start;     // startades, aktivt
  bool has_rejected;  // avslaget
  bool has_amount;    // periodicitet, beslutatBruttobelopp
};

const FkBenefit* FindFkBenefit(std::string_view name);
const PmBenefit* FindPmBenefit(std::string_view name);
const FkCaseKind* FindFkCaseKind(std::string_view name);
std::span<const FkBenefit> FkBenefits();
std::span<const PmBenefit> PmBenefits();
std::span<const FkCaseKind> FkCaseKinds();

// Swedish texts of codes that the contract lists; the code itself where it lists none.
std::string_view FkDeductionText(std::string_view id);
std::string_view PmDeductionText(std::string_view id);
std::string_view LefiGroupText(std::string_view group);
std::string_view CsnFormText(std::string_view id);
std::string_view CsnAmountText(std::string_view id);

// The codes of the LEFI question. `IsFkGroup("FK:BOB")`.
bool IsFkGroup(std::string_view code);
bool IsPmGroup(std::string_view code);
bool IsOtherInformation(std::string_view code);
bool IsFkDeduction(std::string_view id);
bool IsPmDeduction(std::string_view id);
bool IsFkTax(std::string_view id);

}  // namespace dm::sim
