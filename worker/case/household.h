// The household and what it declares: persons, home, costs, incomes, assets. Register data are
// elsewhere (evidence.h): two observations of one fact are never merged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/money.h"
#include "worker/core/personnummer.h"

namespace dm {

// Yes, no, or not stated. Not stated is never read as no.
enum class Answer { kUnknown, kYes, kNo };

enum class PersonRole {
  kApplicant,
  kCoApplicant,
  kChild,        // under 18, maintained by the adults of the case
  kSchoolYouth,  // 18–20 in grundskola, gymnasium or equal, maintained by the parents (FB 7:1)
  kOtherAdult,   // lives in the home, is not in the case, counts in the shared household (SoF 12:3)
};

enum class PresenceKind { kPermanent, kVaxelvis, kUmgange, kAbsent };

// How many days of the month applied for the person is in the home.
struct Presence {
  PresenceKind kind = PresenceKind::kPermanent;
  int days = 0;  // 1–31, 0 = not stated; read only for kVaxelvis and kUmgange
  // The days with this parent as the other parent states them.
  std::optional<int> other_parent_days = std::nullopt;

  friend bool operator==(const Presence&, const Presence&) = default;
};

struct Person {
  PersonKey key;
  Personnummer personnummer;  // empty for other adults whose number is not known
  std::optional<Date> born;   // from the number; stated where there is no number
  PersonRole role = PersonRole::kApplicant;
  Presence presence;
  Answer free_lunch = Answer::kUnknown;  // free lunch outside the home five days a week (ages 0–6)
  Answer in_school = Answer::kUnknown;
  Answer protected_identity =
      Answer::kUnknown;  // sekretessmarkering and the like, as far as the case system knows
  std::string name;      // for letters only; never in a log
  // Days on which a child with free lunch ate at home all the same (norm.lunch_by_days).
  std::optional<int> lunch_home_days = std::nullopt;
};

enum class Tenure {
  kUnknown,
  kHyresratt,
  kBostadsratt,
  kAndrahand,
  kInneboende,
  kEgetHus,
  kTemporary,
  kHomeless,
  kOther
};

struct Home {
  Tenure tenure = Tenure::kUnknown;
  int persons_in_home =
      0;          // everyone in the shared household, the case's members included; 0 = not stated
  int rooms = 0;  // 0 = not stated
  Answer second_hand_permission = Answer::kUnknown;
  std::optional<Money> rent = std::nullopt;  // of the whole home, where others share it
  std::optional<int> share_of_rent_permille = std::nullopt;  // 1–1000, the household's part of it
  std::optional<Money> agreed_rent = std::nullopt;           // a lodger's
};

// SoL 12:7 first paragraph 2 names exactly the first six; the rest are other living costs (SoL
// 12:1) or unknown.
enum class CostType {
  kBoende,
  kHushallsel,
  kHemforsakring,
  kArbetsresor,
  kFackforening,
  kArbetsloshetskassa,
  kOtherLivingCost,  // its kind is in `other_code`
};

struct Cost {
  CostType type = CostType::kBoende;
  std::string other_code;  // for kOtherLivingCost: a code of policies/tables/cost_types.yaml, e.g.
                           // "medicine_prescription"
  Money applied;           // sökt, per month, >= 0
  std::optional<Money> proven;  // styrkt; missing = not proven
  Period period;
  std::string confirmed_by{};  // case-system user id of the person who confirmed the receipt
  // What the household may still have to pay within the high-cost protection (högkostnadsskydd), as
  // the receipt shows it.
  std::optional<Money> cap_remaining{};
  std::optional<PersonKey> person = std::nullopt;  // whose, where a yearly ceiling is each person's
  // Paid towards the yearly ceiling in the 12 months before this cost; missing = not known.
  std::optional<Money> year_spent = std::nullopt;
  Answer by_car = Answer::kUnknown;  // travel to work
};

// Income as the applicant declares it for the income month M−1.
struct DeclaredIncome {
  PersonKey person;
  std::string kind;  // a code of policies/tables/income_kinds.yaml, e.g. "bostadsbidrag", "lon"
  std::optional<Money> gross;
  Money net;
  std::optional<Date> pay_date;
  Period period;
  bool proven = false;
  std::string employer{};  // a wage: who pays it, as the case system's key; empty = not stated
  // A wage: the case-system user id of the person who read the pay slip, and what it says was paid
  // out: the second observation of a wage, as no register shows it.
  std::string read_by{};
  std::optional<Money> read_net{};
  std::optional<Money> attached = std::nullopt;  // taken by a creditor before it was paid out
};

enum class AssetType { kBank, kSecurities, kVehicle, kProperty, kOther };

struct Asset {
  PersonKey person;
  AssetType type = AssetType::kBank;
  Money value;
  bool locked = false;
  std::optional<Date> as_of = std::nullopt;  // the day of the application where missing
};

// A child's or adult's part in the norm does not depend on order, name or number.
const Person* FindPerson(const std::vector<Person>& persons, const PersonKey& key);
bool IsAdultInCase(PersonRole role);   // applicant or co-applicant
bool IsMemberOfCase(PersonRole role);  // everyone but other adults
bool HasChildren(const std::vector<Person>& persons);

}  // namespace dm
