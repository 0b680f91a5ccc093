#include "connectors/ssbtek/lefi/twins.h"

#include <algorithm>
#include <string_view>

#include "connectors/ssbtek/lefi/groups.h"

namespace dm::ssbtek::lefi {
namespace {

constexpr char kSumsDiffer[] = "nettobelopp";

// "AP" of "AP", "FK:AP" and "PM:AP".
std::string_view Bare(std::string_view code) {
  const std::size_t colon = code.find(':');
  return colon == std::string_view::npos ? code : code.substr(colon + 1);
}

// Whether PM's payment holds a group: one payment can hold several, joined by '+'.
bool Holds(const Payment& pm, std::string_view group) {
  std::string_view rest = pm.family;
  while (!rest.empty()) {
    const std::size_t plus = rest.find('+');
    if (Bare(rest.substr(0, plus)) == group) return true;
    rest = plus == std::string_view::npos ? std::string_view() : rest.substr(plus + 1);
  }
  return false;
}

// Both agencies have the group, and PM's payment holds it.
bool IsShared(std::string_view fk_code, const Payment& pm) {
  const std::string_view group = Bare(fk_code);
  return IsGroupOfBoth(group) && Holds(pm, group);
}

bool IsSameBenefit(const Payment& fk, const Payment& pm) {
  if (fk.payer == SourceCode(Source::kPm) || IsShared(fk.family, pm)) return true;
  return std::ranges::any_of(fk.rows,
                             [&](const PaymentRow& row) { return IsShared(row.benefit, pm); });
}

bool IsSameOccasion(const Payment& fk, const Payment& pm) {
  return fk.pay_date.has_value() && fk.pay_date == pm.pay_date && fk.status == pm.status &&
         IsSameBenefit(fk, pm);
}

void TieEqual(std::vector<Payment>& at_fk, std::vector<Payment>& at_pm) {
  for (Payment& fk : at_fk) {
    const auto twin = std::ranges::find_if(at_pm, [&](const Payment& pm) {
      return pm.also_at.empty() && pm.net == fk.net && IsSameOccasion(fk, pm);
    });
    if (twin == at_pm.end()) continue;
    fk.also_at = twin->locator;
    twin->also_at = fk.locator;
  }
}

// A payment that has its twin is explained; what is left on both sides contradicts each other.
void MarkContradictions(std::vector<Payment>& at_fk, std::vector<Payment>& at_pm) {
  for (Payment& fk : at_fk) {
    if (!fk.also_at.empty()) continue;
    for (Payment& pm : at_pm) {
      if (!IsSameOccasion(fk, pm)) continue;
      if (fk.unclear.empty()) fk.unclear = kSumsDiffer;
      if (pm.also_at.empty() && pm.unclear.empty()) pm.unclear = kSumsDiffer;
    }
  }
}

}  // namespace

void MarkTwins(std::vector<SourceAnswer>& answers) {
  const auto fk = std::ranges::find(answers, Source::kFk, &SourceAnswer::source);
  const auto pm = std::ranges::find(answers, Source::kPm, &SourceAnswer::source);
  if (fk == answers.end() || pm == answers.end()) return;
  TieEqual(fk->payments, pm->payments);
  MarkContradictions(fk->payments, pm->payments);
}

}  // namespace dm::ssbtek::lefi
