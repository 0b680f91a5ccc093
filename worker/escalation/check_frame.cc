#include "worker/escalation/check_frame.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "worker/core/id.h"

namespace dm::escalation {
namespace {

constexpr std::size_t kEntriesMax = 64;
constexpr std::size_t kPersonsMax = 20;
constexpr int kPersonsInHomeMax = 50;
constexpr std::size_t kTextBytesMax = 200;
constexpr Money kAmountMax = Money::FromKronor(1'000'000);

Status Bad(const char* reason,
           const std::string& field,
           const std::string& limit,
           const std::string& remedy) {
  return InvalidArgument(field + ": " + limit + "; " + remedy, {reason, field, remedy});
}

Status Required(const std::string& field) {
  return Bad("FIELD_REQUIRED", field, "is required", "send it");
}

std::string At(std::string_view list, std::size_t i, std::string_view field) {
  return "frame." + std::string(list) + "[" + std::to_string(i) + "]." + std::string(field);
}

bool Knows(const Frame& frame, const PersonKey& key) {
  return std::any_of(frame.persons.begin(), frame.persons.end(), [&key](const FramePerson& person) {
    return person.key == key;
  });
}

Status CheckKnown(const Frame& frame, const PersonKey& key, const std::string& field) {
  if (Knows(frame, key)) return OkStatus();
  return Bad("CONTRADICTION",
             field,
             "names a person of frame.persons",
             "add the person or correct the key");
}

Status CheckMoney(Money money, const std::string& field) {
  if (!money.is_negative() && money <= kAmountMax) return OkStatus();
  return Bad("FIELD_OUT_OF_RANGE",
             field,
             "from 0 to " + kAmountMax.ToString() + " kronor",
             "check the unit: amounts are in öre");
}

Status CheckSigner(const Frame& frame) {
  if (frame.household.empty()) return Required("frame.household");
  if (!IsIdText(frame.signed_by)) return Required("frame.signed_by");
  if (frame.mandate.empty() || frame.mandate.size() > kTextBytesMax)
    return Bad("MANDATE_REQUIRED",
               "frame.mandate",
               "the signer's mandate, at most " + std::to_string(kTextBytesMax) + " bytes",
               "send the reference of the board's delegation");
  return OkStatus();
}

Status CheckValidity(const Frame& frame, Date today, const PolicySet& policy) {
  if (frame.valid_to < frame.valid_from)
    return Bad(
        "CONTRADICTION", "frame.valid_to", "not before frame.valid_from", "swap the two dates");
  if (frame.valid_to < today)
    return Bad(
        "FIELD_OUT_OF_RANGE", "frame.valid_to", "not in the past", "sign a frame that is in force");
  DM_ASSIGN_OR_RETURN(const ParameterValue months, policy.Get("frame.max_months", today));
  // The last day is inclusive: six months from 1 January end on 30 June.
  const Date last = AddMonths(frame.valid_from, static_cast<int>(months.number())).PlusDays(-1);
  if (frame.valid_to > last)
    return Bad("FIELD_OUT_OF_RANGE",
               "frame.valid_to",
               "at most " + std::to_string(months.number()) + " months after frame.valid_from",
               "choose an earlier day and sign anew when it ends");
  return OkStatus();
}

Status CheckPersons(const Frame& frame) {
  if (frame.persons.empty()) return Required("frame.persons");
  if (frame.persons.size() > kPersonsMax)
    return Bad("FIELD_OUT_OF_RANGE",
               "frame.persons",
               "at most " + std::to_string(kPersonsMax) + " persons",
               "send the household only");
  std::set<PersonKey> keys;
  std::set<Personnummer> numbers;
  int applicants = 0;
  for (std::size_t i = 0; i < frame.persons.size(); ++i) {
    const FramePerson& person = frame.persons[i];
    if (person.key.empty()) return Required(At("persons", i, "key"));
    if (!keys.insert(person.key).second)
      return Bad("CONTRADICTION",
                 At("persons", i, "key"),
                 "a key names one person",
                 "give each person their own");
    if (!person.personnummer.empty() && !numbers.insert(person.personnummer).second)
      return Bad("CONTRADICTION",
                 At("persons", i, "personnummer"),
                 "a person stands once in the household",
                 "remove one of the two entries or correct the number");
    applicants += person.role == PersonRole::kApplicant ? 1 : 0;
  }
  if (applicants != 1)
    return Bad("CONTRADICTION",
               "frame.persons",
               "exactly one applicant",
               "mark the other adult as co-applicant");
  return OkStatus();
}

Status CheckHousing(const Frame& frame) {
  DM_RETURN_IF_ERROR(CheckMoney(frame.housing.accepted_cost, "frame.housing.accepted_cost"));
  if (frame.housing.persons_in_home < 0 || frame.housing.persons_in_home > kPersonsInHomeMax)
    return Bad("FIELD_OUT_OF_RANGE",
               "frame.housing.persons_in_home",
               "from 0 to " + std::to_string(kPersonsInHomeMax),
               "count everyone in the shared household");
  if (frame.housing.agreed_rent)
    DM_RETURN_IF_ERROR(CheckMoney(*frame.housing.agreed_rent, "frame.housing.agreed_rent"));
  const auto& share = frame.housing.share_of_rent_permille;
  if (share && (*share < 1 || *share > 1000))
    return Bad("FIELD_OUT_OF_RANGE",
               "frame.housing.share_of_rent_permille",
               "from 1 to 1000",
               "send the household's share in thousandths");
  return OkStatus();
}

Status CheckCounts(const Frame& frame) {
  const std::size_t most = std::max({frame.barriers.size(),
                                     frame.incomes.size(),
                                     frame.costs.size(),
                                     frame.plans.size(),
                                     frame.child_records.size(),
                                     frame.accepted_assets.size(),
                                     frame.norm_adjustments.size()});
  if (most <= kEntriesMax) return OkStatus();
  return Bad("FIELD_OUT_OF_RANGE",
             "frame",
             "at most " + std::to_string(kEntriesMax) + " entries in a list",
             "send fewer");
}

// A norm that a person decided (SoL 12:7 third paragraph): which way, by how much, why, how long.
Status CheckNormAdjustment(const Frame& frame, std::size_t i) {
  const NormAdjustment& adjustment = frame.norm_adjustments[i];
  const auto at = [i](std::string_view field) { return At("norm_adjustments", i, field); };
  DM_RETURN_IF_ERROR(CheckKnown(frame, adjustment.person, at("person")));
  if (!IsIdText(adjustment.reason)) return Required(at("reason"));
  if (adjustment.amount.has_value() == adjustment.factor_permille.has_value())
    return Bad("CONTRADICTION",
               at("amount"),
               "stated, or `factor_permille` is, never both",
               "send one of the two");
  if (adjustment.amount) {
    DM_RETURN_IF_ERROR(CheckMoney(*adjustment.amount, at("amount")));
    if (adjustment.amount->is_zero())
      return Bad("FIELD_OUT_OF_RANGE", at("amount"), "above 0", "leave the entry out");
    return OkStatus();
  }
  const bool higher = adjustment.kind == NormAdjustmentKind::kHigher;
  const int factor = *adjustment.factor_permille;
  if (higher ? factor > 1000 && factor <= 5000 : factor >= 0 && factor < 1000) return OkStatus();
  return Bad("FIELD_OUT_OF_RANGE",
             at("factor_permille"),
             "from 1001 to 5000 for a higher norm, from 0 to 999 for a lower",
             "send the factor in thousandths");
}

Status CheckBarrier(const Frame& frame, std::size_t i) {
  DM_RETURN_IF_ERROR(CheckKnown(frame, frame.barriers[i].person, At("barriers", i, "person")));
  return IsIdText(frame.barriers[i].code) ? OkStatus() : Required(At("barriers", i, "code"));
}

Status CheckIncome(const Frame& frame, std::size_t i) {
  DM_RETURN_IF_ERROR(CheckKnown(frame, frame.incomes[i].person, At("incomes", i, "person")));
  if (!IsIdText(frame.incomes[i].kind)) return Required(At("incomes", i, "kind"));
  return CheckMoney(frame.incomes[i].expected_net, At("incomes", i, "expected_net"));
}

// All that is wrong, in the order in which signing would refuse it.
class Complaints {
 public:
  void Add(const Status& status) {
    if (!status.ok()) all_.push_back(status);
  }

  std::vector<Status> Take() { return std::move(all_); }

 private:
  std::vector<Status> all_;
};

void CheckEntries(const Frame& frame, Complaints& complaints) {
  for (std::size_t i = 0; i < frame.barriers.size(); ++i) complaints.Add(CheckBarrier(frame, i));
  for (std::size_t i = 0; i < frame.incomes.size(); ++i) complaints.Add(CheckIncome(frame, i));
  for (std::size_t i = 0; i < frame.costs.size(); ++i)
    complaints.Add(CheckMoney(frame.costs[i].ceiling, At("costs", i, "ceiling")));
  for (std::size_t i = 0; i < frame.plans.size(); ++i)
    complaints.Add(CheckKnown(frame, frame.plans[i].person, At("plans", i, "person")));
  for (std::size_t i = 0; i < frame.norm_adjustments.size(); ++i)
    complaints.Add(CheckNormAdjustment(frame, i));
}

Status CheckChildRecord(const Frame& frame, std::size_t i, Date today, std::int64_t months_max) {
  const ChildRecord& record = frame.child_records[i];
  DM_RETURN_IF_ERROR(CheckKnown(frame, record.child, At("child_records", i, "child")));
  if (!IsIdText(record.reviewer)) return Required(At("child_records", i, "reviewer"));
  if (record.reviewed_on > today)
    return Bad("FIELD_OUT_OF_RANGE",
               At("child_records", i, "reviewed_on"),
               "not in the future",
               "send the day of the review");
  if (record.valid_until < record.reviewed_on ||
      record.valid_until > AddMonths(record.reviewed_on, static_cast<int>(months_max)))
    return Bad("FIELD_OUT_OF_RANGE",
               At("child_records", i, "valid_until"),
               "at most " + std::to_string(months_max) + " months after the review",
               "choose an earlier day and review the child anew when it ends");
  return OkStatus();
}

void CheckChildren(const Frame& frame,
                   Date today,
                   const PolicySet& policy,
                   Complaints& complaints) {
  const StatusOr<ParameterValue> months = policy.Get("child_record.max_months", today);
  complaints.Add(months.status());
  if (!months.ok()) return;
  for (std::size_t i = 0; i < frame.child_records.size(); ++i)
    complaints.Add(CheckChildRecord(frame, i, today, months->number()));
  for (const FramePerson& person : frame.persons) {
    if (person.role != PersonRole::kChild) continue;
    const bool has_record = std::any_of(
        frame.child_records.begin(), frame.child_records.end(), [&](const ChildRecord& record) {
          return record.child == person.key && record.valid_until >= today;
        });
    if (!has_record)
      complaints.Add(Bad("CHILD_RECORD_MISSING",
                         "frame.child_records",
                         "one record in force for each child",
                         "review the child and add the record"));
  }
}

}  // namespace

std::vector<Status> CheckWholeFrame(const Frame& frame, Date today, const PolicySet& policy) {
  Complaints complaints;
  complaints.Add(CheckSigner(frame));
  complaints.Add(CheckValidity(frame, today, policy));
  complaints.Add(CheckPersons(frame));
  complaints.Add(CheckHousing(frame));
  complaints.Add(CheckCounts(frame));
  CheckEntries(frame, complaints);
  CheckChildren(frame, today, policy, complaints);
  return complaints.Take();
}

Status CheckFrame(const Frame& frame, Date today, const PolicySet& policy) {
  const std::vector<Status> complaints = CheckWholeFrame(frame, today, policy);
  return complaints.empty() ? OkStatus() : complaints.front();
}

}  // namespace dm::escalation
