#include "worker/escalation/frame_changes.h"

#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_policy.h"
#include "worker/case/fields.h"

namespace dm::escalation {
namespace {

using dm::testing::Day;
using dm::testing::FakePolicy;
using dm::testing::PlainFrame;

// A frame in which each list has an entry and each optional field a value.
Frame FullFrame() {
  Frame frame = PlainFrame();
  FramePerson& person = frame.persons.front();
  const PersonKey key = person.key;
  person.born = Day("1985-03-14");
  person.presence = {.kind = PresenceKind::kVaxelvis, .days = 14, .other_parent_days = 15};
  frame.housing.tenure = Tenure::kHyresratt;
  frame.housing.cap_grace_until = Day("2027-01-31");
  frame.housing.share_of_rent_permille = 500;
  frame.housing.agreed_rent = Money::FromKronor(3000);
  frame.barriers = {{key, "arbetslos", Day("2027-01-31")}};
  frame.incomes = {{key, "bostadsbidrag", Money::FromKronor(1300)}};
  frame.costs = {{CostType::kOtherLivingCost, "annan", Money::FromKronor(600)}};
  frame.plans = {{key, {Day("2026-11-01"), Day("2027-01-31")}}};
  frame.child_records = {
      {key, "handlaggare-2", Day("2026-10-01"), Day("2027-03-31"), "aktbilaga 7"}};
  frame.accepted_assets = {{AssetType::kVehicle, "bil", 1, Day("2027-01-31")}};
  frame.norm_adjustments = {{.person = key,
                             .kind = NormAdjustmentKind::kHigher,
                             .amount = Money::FromKronor(400),
                             .factor_permille = std::nullopt,
                             .reason = "diet",
                             .valid_to = Day("2027-01-31")}};
  return frame;
}

template <typename T>
constexpr bool kIsList = false;
template <typename T>
constexpr bool kIsList<std::vector<T>> = true;
template <typename T>
constexpr bool kIsOptional = false;
template <typename T>
constexpr bool kIsOptional<std::optional<T>> = true;

// Changes the `target`th thing of a frame that can be changed alone: a value, whether an optional
// one is there, whether a list has its entries.
class ChangeOne {
 public:
  explicit ChangeOne(int target) : target_(target) {}

  // The path of what was changed; empty where the frame has fewer.
  const std::string& changed() const { return changed_; }

  template <typename... T>
  void operator()(const Named<T>&... fields) {
    (Field(fields), ...);
  }

 private:
  template <typename T>
  void Field(const Named<T>& field) {
    const std::string outer = path_;
    path_ += (path_.empty() ? "" : ".") + std::string(field.name);
    Change(field.value);
    path_ = outer;
  }

  bool Turn() {
    if (seen_++ != target_) return false;
    changed_ = path_;
    return true;
  }

  template <typename T>
  void Change(T& value) {
    if constexpr (kIsList<T> || kIsOptional<T>) {
      Whole(value);
    } else if constexpr (requires(ChangeOne & archive) { Fields(archive, value); }) {
      Fields(*this, value);
    } else if (Turn()) {
      Other(value);
    }
  }

  template <typename T>
  void Whole(std::vector<T>& list) {
    for (T& entry : list) Change(entry);
    if (!list.empty() && Turn()) list.clear();
  }

  template <typename T>
  void Whole(std::optional<T>& value) {
    if (!value) return;
    Change(*value);
    if (Turn()) value.reset();
  }

  template <typename T>
  static void Other(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      value = !value;
    } else if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(static_cast<int>(value) == 0 ? 1 : 0);
    } else if constexpr (std::is_integral_v<T>) {
      value += 1;
    } else if constexpr (std::is_same_v<T, std::string>) {
      value += "x";
    } else if constexpr (std::is_same_v<T, Money>) {
      value += Money::FromKronor(100);
    } else if constexpr (std::is_same_v<T, Date>) {
      value = value.PlusDays(1);
    } else if constexpr (std::is_same_v<T, Instant>) {
      value = value.PlusMs(1000);
    } else if constexpr (std::is_same_v<T, Personnummer>) {
      value = Personnummer();
    } else {
      value = T::FromTrusted("another");
    }
  }

  int target_;
  int seen_ = 0;
  std::string path_;
  std::string changed_;
};

TEST(FrameChangesTest, EachFieldOfWhatIsSignedIsTold) {
  const std::set<std::string> of_the_signature = {
      "id", "household", "version", "signed_by", "signed_at", "content_sha256"};
  const Frame from = FullFrame();
  const FakePolicy policy;
  EXPECT_TRUE(FrameChanges(from, from, policy).empty());
  int changes = 0;
  for (;; ++changes) {
    Frame to = from;
    ChangeOne change(changes);
    Fields(change, to);
    if (change.changed().empty()) break;
    const bool told = !FrameChanges(from, to, policy).empty();
    EXPECT_EQ(told, !of_the_signature.contains(change.changed())) << change.changed();
  }
  EXPECT_GT(changes, 50);
}

TEST(FrameChangesTest, TwoOfAKindAreBothTold) {
  Frame from = FullFrame();
  Frame to = from;
  to.plans.push_back({from.persons.front().key, {Day("2027-02-01"), Day("2027-04-30")}});
  const std::vector<std::string> changes = FrameChanges(from, to, FakePolicy());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes.front(),
            "Planering, sökande: 1 november 2026 till 31 januari 2027 → "
            "1 november 2026 till 31 januari 2027 och 1 februari 2027 till 30 april 2027");
}

}  // namespace
}  // namespace dm::escalation
