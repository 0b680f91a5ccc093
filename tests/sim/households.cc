#include "tests/sim/households.h"

#include <array>
#include <string_view>
#include <utility>

#include "worker/golden/golden_case.h"
#include "worker/golden/overridden_policy.h"
#include "worker/policy/policy_loader.h"

namespace dm::sim {
namespace {

// Ways through the pipeline: decided, proposed, completed, to a person for what was said or found.
constexpr std::array<std::string_view, 8> kKinds = {
    "typfall/TF-02/cases/match_unchanged.case.json",
    "typfall/TF-02/cases/match_ten_kronor_more.case.json",
    "typfall/TF-02/cases/match_rent_forty_more.case.json",
    "typfall/TF-02/cases/human_propose.case.json",
    "typfall/TF-02/cases/human_free_text.case.json",
    "typfall/TF-14/cases/match_rent_proof.case.json",
    "typfall/TF-14/cases/match_certificate.case.json",
    "typfall/TF-01/cases/match_no_income.case.json",
};

// The same rules as the set below, under another hash: to the worker another set.
class SameRulesAnotherHash final : public golden::ForwardingPolicy {
 public:
  explicit SameRulesAnotherHash(std::shared_ptr<const PolicySet> set)
      : ForwardingPolicy(std::move(set)) {}

  const std::string& sha256() const override { return sha256_; }

  const std::string& version() const override { return version_; }

 private:
  const std::string sha256_ = std::string(64, 'b');
  const std::string version_ = "sim-next";
};

}  // namespace

StatusOr<Shipped> LoadShipped(const std::string& policies) {
  const PolicyLoad load = LoadPolicies(policies, golden::kExampleMunicipality);
  if (load.set == nullptr) return FailedPrecondition("the shipped policies do not hold");
  Shipped shipped;
  auto set = std::make_shared<golden::OverriddenPolicy>(load.set);
  set->WithMode("TF-14", Mode::kDecide);
  shipped.policy = set;
  shipped.next_policy = std::make_shared<SameRulesAnotherHash>(set);
  for (const std::string_view path : kKinds) {
    DM_ASSIGN_OR_RETURN(golden::GoldenCase golden,
                        golden::ReadGoldenCase(policies, std::string(path)));
    HouseholdKind kind;
    kind.name = path;
    kind.automatic = golden.expect.decision == "automatic";
    kind.input = std::move(golden.input);
    if (kind.automatic) {
      DM_ASSIGN_OR_RETURN(kind.grant, Money::Parse(golden.expect.grant));
    }
    shipped.kinds.push_back(std::move(kind));
  }
  return shipped;
}

Application ApplicationOf(const HouseholdKind& kind,
                          const std::string& application,
                          const std::string& household,
                          Instant now) {
  Application made = kind.input.application;
  made.id = ApplicationId::FromTrusted(application);
  made.household = HouseholdId::FromTrusted(household);
  made.received_at = now;
  for (Signature& signature : made.signatures) signature.signed_at = now.PlusMs(-60'000);
  return made;
}

}  // namespace dm::sim
