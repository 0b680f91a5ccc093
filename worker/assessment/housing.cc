#include "worker/assessment/housing.h"

#include <algorithm>

#include <fmt/format.h>

#include "worker/core/rational.h"

namespace dm::assessment {

namespace {

constexpr int kWhole = 1000;  // a share is stated in thousandths

void LimitTo(Money limit, Money earlier, const char* reason, std::string why, HousingBasis* basis) {
  basis->why += std::move(why);
  const Money left = std::max(Money(), limit - earlier);
  if (basis->amount <= left) return;
  basis->amount = left;
  basis->reason = reason;
}

void ShareRent(const Home& home, Money earlier, const FrameHousing* frame, HousingBasis* basis) {
  if (!home.rent) return;
  const std::optional<int> accepted = frame ? frame->share_of_rent_permille : std::nullopt;
  const std::optional<int> share =
      home.share_of_rent_permille ? home.share_of_rent_permille : accepted;
  basis->share_new = !accepted || share != accepted;
  basis->inputs.emplace_back("application.home.rent");
  if (!share) return;
  const Money part = RoundHalfUp(Rational(*home.rent).Times(*share, kWhole), RoundingUnit::kOre);
  LimitTo(
      part,
      earlier,
      "COST.SHARE",
      fmt::format(" Hushållets del av hyran {} är {}.", home.rent->ToSwedish(), part.ToSwedish()),
      basis);
}

void AgreedRent(const Home& home, Money earlier, const FrameHousing* frame, HousingBasis* basis) {
  if (home.tenure != Tenure::kInneboende) return;
  const std::optional<Money> accepted = frame ? frame->agreed_rent : std::nullopt;
  const std::optional<Money> agreed = home.agreed_rent ? home.agreed_rent : accepted;
  basis->agreed_new = !accepted || agreed != accepted;
  if (!agreed) return;
  basis->inputs.emplace_back(home.agreed_rent ? "application.home.agreed_rent"
                                              : "frame.housing.agreed_rent");
  LimitTo(*agreed,
          earlier,
          "COST.AGREED_RENT",
          fmt::format(" Avtalad hyra för den inneboende är {}.", agreed->ToSwedish()),
          basis);
}

}  // namespace

HousingBasis HousingBasisOf(const HousingClaim& claim,
                            const Home& home,
                            const FrameHousing* frame,
                            bool permission_required) {
  HousingBasis basis;
  basis.amount = claim.supported;
  ShareRent(home, claim.earlier, frame, &basis);
  AgreedRent(home, claim.earlier, frame, &basis);
  if (home.tenure == Tenure::kAndrahand && permission_required &&
      home.second_hand_permission == Answer::kNo) {
    basis.not_permitted = true;
    basis.inputs.emplace_back("application.home.second_hand_permission");
    LimitTo(
        Money(), Money(), "COST.NOT_PERMITTED", " Andrahandsuthyrningen är inte tillåten.", &basis);
  }
  return basis;
}

}  // namespace dm::assessment
