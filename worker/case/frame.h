// Frame (referensram): the human assessment of a household, made once, signed, versioned, valid for
// a time. The machine only checks that reality still fits it (casework.md 5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/frame_end.h"
#include "worker/case/household.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"

namespace dm {

struct FramePerson {
  PersonKey key;  // as in the applications of the household
  Personnummer personnummer;
  std::optional<Date> born;
  PersonRole role = PersonRole::kApplicant;
  Presence presence;
};

// Försörjningshinder of an adult, coded, with its end.
struct Barrier {
  PersonKey person;
  std::string code;  // a code of policies/tables/barriers.yaml
  std::optional<Date> until;
};

struct FrameHousing {
  Money accepted_cost;
  Tenure tenure = Tenure::kUnknown;
  int persons_in_home = 0;  // n_total
  // Above the cap for a time that a human gave (CapGrace).
  std::optional<Date> cap_grace_until;
  std::optional<int> share_of_rent_permille = std::nullopt;  // 1–1000
  std::optional<Money> agreed_rent = std::nullopt;           // a lodger's, found reasonable
};

enum class NormAdjustmentKind { kHigher, kLower };

// A higher or lower norm that a human has decided for special reasons (SoL 12:7 third paragraph).
// The worker carries it to its end and never decides one. One of `amount` and `factor_permille`.
struct NormAdjustment {
  PersonKey person;
  NormAdjustmentKind kind = NormAdjustmentKind::kHigher;
  std::optional<Money> amount;         // added or taken away per month, above 0
  std::optional<int> factor_permille;  // of the person's personal norm: above or below 1000
  std::string reason;                  // a code of policies/tables/norm_adjustments.yaml
  Date valid_to;                       // last day
};

struct FrameIncome {
  PersonKey person;
  std::string kind;    // income kind code
  Money expected_net;  // per month
};

struct FrameCost {
  CostType type = CostType::kBoende;
  std::string other_code;
  Money ceiling;  // per month
};

struct FramePlan {
  PersonKey person;
  Period valid;
};

// One record per child (casework.md 17); an automatic approval cites it.
struct ChildRecord {
  PersonKey child;
  std::string reviewer;  // case-system user id
  Date reviewed_on;
  Date valid_until;
  std::string reference;  // where the analysis stands in the file
};

// An asset that a human has accepted with an end date (rules.md 13).
struct AcceptedAsset {
  AssetType type = AssetType::kVehicle;
  std::string reference;  // e.g. how many vehicles: "vehicles:1"
  int count = 0;
  std::optional<Date> until;
};

struct Frame {
  FrameId id;
  HouseholdId household;
  int version = 0;  // 1, 2, … per household; 0 = not stored
  Date valid_from;
  Date valid_to;  // at most frame.max_months after valid_from
  std::vector<FramePerson> persons;
  FrameHousing housing;
  std::vector<Barrier> barriers;
  std::vector<FrameIncome> incomes;
  std::vector<FrameCost> costs;
  std::vector<FramePlan> plans;
  std::vector<ChildRecord> child_records;
  std::vector<AcceptedAsset> accepted_assets;
  std::vector<NormAdjustment> norm_adjustments;
  std::string language = "sv";
  bool wants_person = false;
  std::string signed_by;  // case-system user id of the caseworker
  std::string mandate;    // delegation reference of the signer
  Instant signed_at;
  std::string
      content_sha256;  // over the canonical bytes of everything above; bound to the signature
  // Not part of what was signed; the store adds it when the frame is read.
  std::optional<FrameEnd> ended = std::nullopt;
};

}  // namespace dm
