#include "worker/escalation/check_frame.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "worker/case/number_in_id.h"
#include "worker/core/id.h"

namespace dm::escalation {
namespace {

constexpr std::size_t kEntriesMax = 64;
constexpr std::size_t kPersonsMax = 20;
constexpr int kPersonsInHomeMax = 50;
constexpr std::size_t kTextBytesMax = 200;
constexpr Money kAmountMax = Money::FromKronor(1'000'000);

using Finding = std::optional<FrameFault>;

// For the caller's program.
struct English {
  std::string limit;
  std::string remedy;
};

// For the caseworker.
struct Swedish {
  std::string limit;
  std::string remedy;
};

FrameFault Bad(const char* reason,
               const std::string& field,
               const English& english,
               const Swedish& swedish) {
  return {InvalidArgument(field + ": " + english.limit + "; " + english.remedy,
                          {reason, field, english.remedy}),
          swedish.limit,
          swedish.remedy};
}

FrameFault Required(const std::string& field, const std::string& swedish) {
  return Bad(
      "FIELD_REQUIRED", field, {"is required", "send it"}, {swedish + " saknas.", "Fyll i."});
}

FrameFault NotSet(const Status& status) {
  return {status,
          "Reglerna säger inte hur länge den får gälla.",
          "Be den som ansvarar för reglerna att ange det."};
}

std::string At(std::string_view list, std::size_t i, std::string_view field) {
  return "frame." + std::string(list) + "[" + std::to_string(i) + "]." + std::string(field);
}

bool Knows(const Frame& frame, const PersonKey& key) {
  return std::any_of(frame.persons.begin(), frame.persons.end(), [&key](const FramePerson& person) {
    return person.key == key;
  });
}

Finding CheckKnown(const Frame& frame, const PersonKey& key, const std::string& field) {
  if (Knows(frame, key)) return std::nullopt;
  return Bad("CONTRADICTION",
             field,
             {"names a person of frame.persons", "add the person or correct the key"},
             {"Gäller någon som inte står i ramen.", "Lägg till personen eller välj en annan."});
}

Finding CheckMoney(Money money, const std::string& field) {
  if (!money.is_negative() && money <= kAmountMax) return std::nullopt;
  return Bad(
      "FIELD_OUT_OF_RANGE",
      field,
      {"from 0 to " + kAmountMax.ToString() + " kronor", "check the unit: amounts are in öre"},
      {"Beloppet är från 0 till " + kAmountMax.ToSwedish() + ".", "Kontrollera beloppet."});
}

Finding CheckSigner(const Frame& frame) {
  if (frame.household.empty()) return Required("frame.household", "Hushållet");
  if (!IsIdText(frame.signed_by)) return Required("frame.signed_by", "Vem som skriver under");
  if (frame.mandate.empty() || frame.mandate.size() > kTextBytesMax)
    return Bad("MANDATE_REQUIRED",
               "frame.mandate",
               {"the signer's mandate, at most " + std::to_string(kTextBytesMax) + " bytes",
                "send the reference of the board's delegation"},
               {"Delegationen saknas eller är för lång.", "Ange punkten i delegationsordningen."});
  return std::nullopt;
}

Finding CheckValidity(const Frame& frame, Date today, const PolicySet& policy) {
  if (frame.valid_to < frame.valid_from)
    return Bad("CONTRADICTION",
               "frame.valid_to",
               {"not before frame.valid_from", "swap the two dates"},
               {"Sista dagen är före den första.", "Byt plats på dagarna."});
  if (frame.valid_to < today)
    return Bad("FIELD_OUT_OF_RANGE",
               "frame.valid_to",
               {"not in the past", "sign a frame that is in force"},
               {"Ramens sista dag har passerat.", "Välj en senare dag."});
  const StatusOr<ParameterValue> months = policy.Get("frame.max_months", today);
  if (!months.ok()) return NotSet(months.status());
  // The last day is inclusive: six months from 1 January end on 30 June.
  const Date last = AddMonths(frame.valid_from, static_cast<int>(months->number())).PlusDays(-1);
  if (frame.valid_to > last)
    return Bad("FIELD_OUT_OF_RANGE",
               "frame.valid_to",
               {"at most " + std::to_string(months->number()) + " months after frame.valid_from",
                "choose an earlier day and sign anew when it ends"},
               {"En ram gäller högst " + std::to_string(months->number()) + " månader.",
                "Välj en tidigare sista dag och skriv under en ny ram när den går ut."});
  return std::nullopt;
}

Finding CheckIdIsNoNumber(const Frame& frame, std::string_view id, const std::string& field) {
  for (const FramePerson& person : frame.persons) {
    if (HoldsNumber(id, person.personnummer))
      return Bad("FIELD_INVALID",
                 field,
                 {"holds the personal number of somebody in the frame",
                  "send the application's own keys, such as p1: ids are not encrypted"},
                 {"Ett personnummer står där det inte får stå.",
                  "Be den som sköter ärendesystemet att använda egna nycklar."});
  }
  return std::nullopt;
}

Finding CheckIdsAreNoNumbers(const Frame& frame) {
  if (Finding found = CheckIdIsNoNumber(frame, frame.household.value(), "frame.household"))
    return found;
  for (std::size_t i = 0; i < frame.persons.size(); ++i)
    if (Finding found =
            CheckIdIsNoNumber(frame, frame.persons[i].key.value(), At("persons", i, "key")))
      return found;
  return std::nullopt;
}

Finding CheckPersons(const Frame& frame) {
  if (frame.persons.empty()) return Required("frame.persons", "Personerna i hushållet");
  if (frame.persons.size() > kPersonsMax)
    return Bad("FIELD_OUT_OF_RANGE",
               "frame.persons",
               {"at most " + std::to_string(kPersonsMax) + " persons", "send the household only"},
               {"Högst " + std::to_string(kPersonsMax) + " personer.", "Ta bara med hushållet."});
  std::set<PersonKey> keys;
  std::set<Personnummer> numbers;
  int applicants = 0;
  for (std::size_t i = 0; i < frame.persons.size(); ++i) {
    const FramePerson& person = frame.persons[i];
    if (person.key.empty()) return Required(At("persons", i, "key"), "Personens nyckel");
    if (!keys.insert(person.key).second)
      return Bad("CONTRADICTION",
                 At("persons", i, "key"),
                 {"a key names one person", "give each person their own"},
                 {"Två personer har samma nyckel.", "Ge var och en sin egen."});
    if (!person.personnummer.empty() && !numbers.insert(person.personnummer).second)
      return Bad(
          "CONTRADICTION",
          At("persons", i, "personnummer"),
          {"a person stands once in the household",
           "remove one of the two entries or correct the number"},
          {"Samma personnummer står två gånger.", "Ta bort den ena raden eller rätta numret."});
    applicants += person.role == PersonRole::kApplicant ? 1 : 0;
  }
  if (applicants != 1)
    return Bad(
        "CONTRADICTION",
        "frame.persons",
        {"exactly one applicant", "mark the other adult as co-applicant"},
        {"Ramen har en sökande, varken fler eller färre.", "Ange den andra vuxna som medsökande."});
  return std::nullopt;
}

Finding CheckHousing(const Frame& frame) {
  if (Finding found = CheckMoney(frame.housing.accepted_cost, "frame.housing.accepted_cost"))
    return found;
  if (frame.housing.persons_in_home < 0 || frame.housing.persons_in_home > kPersonsInHomeMax)
    return Bad("FIELD_OUT_OF_RANGE",
               "frame.housing.persons_in_home",
               {"from 0 to " + std::to_string(kPersonsInHomeMax),
                "count everyone in the shared household"},
               {"Antalet i bostaden är från 0 till " + std::to_string(kPersonsInHomeMax) + ".",
                "Räkna alla som bor i bostaden."});
  if (frame.housing.agreed_rent)
    if (Finding found = CheckMoney(*frame.housing.agreed_rent, "frame.housing.agreed_rent"))
      return found;
  const auto& share = frame.housing.share_of_rent_permille;
  if (share && (*share < 1 || *share > 1000))
    return Bad("FIELD_OUT_OF_RANGE",
               "frame.housing.share_of_rent_permille",
               {"from 1 to 1000", "send the household's share in thousandths"},
               {"Hushållets del av hyran är från 1 till 1000 tusendelar.",
                "Ange delen i tusendelar, till exempel 500 för hälften."});
  return std::nullopt;
}

Finding CheckCounts(const Frame& frame) {
  const std::size_t most = std::max({frame.barriers.size(),
                                     frame.incomes.size(),
                                     frame.costs.size(),
                                     frame.plans.size(),
                                     frame.child_records.size(),
                                     frame.accepted_assets.size(),
                                     frame.norm_adjustments.size()});
  if (most <= kEntriesMax) return std::nullopt;
  return Bad("FIELD_OUT_OF_RANGE",
             "frame",
             {"at most " + std::to_string(kEntriesMax) + " entries in a list", "send fewer"},
             {"En lista har högst " + std::to_string(kEntriesMax) + " rader.", "Ta bort rader."});
}

// A norm that a person decided (SoL 12:7 third paragraph): which way, by how much, why, how long.
Finding CheckNormAdjustment(const Frame& frame, std::size_t i) {
  const NormAdjustment& adjustment = frame.norm_adjustments[i];
  const auto at = [i](std::string_view field) { return At("norm_adjustments", i, field); };
  if (Finding found = CheckKnown(frame, adjustment.person, at("person"))) return found;
  if (!IsIdText(adjustment.reason)) return Required(at("reason"), "Skälet till ändrad norm");
  if (adjustment.amount.has_value() == adjustment.factor_permille.has_value())
    return Bad("CONTRADICTION",
               at("amount"),
               {"stated, or `factor_permille` is, never both", "send one of the two"},
               {"Ange antingen belopp eller andel av normen, inte båda.", "Töm det ena."});
  if (adjustment.amount) {
    if (Finding found = CheckMoney(*adjustment.amount, at("amount"))) return found;
    if (adjustment.amount->is_zero())
      return Bad("FIELD_OUT_OF_RANGE",
                 at("amount"),
                 {"above 0", "leave the entry out"},
                 {"Beloppet är mer än 0.", "Ta bort raden eller ange ett belopp."});
    return std::nullopt;
  }
  const bool higher = adjustment.kind == NormAdjustmentKind::kHigher;
  const int factor = *adjustment.factor_permille;
  if (higher ? factor > 1000 && factor <= 5000 : factor >= 0 && factor < 1000) return std::nullopt;
  return Bad("FIELD_OUT_OF_RANGE",
             at("factor_permille"),
             {"from 1001 to 5000 for a higher norm, from 0 to 999 for a lower",
              "send the factor in thousandths"},
             {"Andelen är 1001–5000 tusendelar för högre norm och 0–999 för lägre.",
              "Ange andelen av normen i tusendelar."});
}

Finding CheckBarrier(const Frame& frame, std::size_t i) {
  if (Finding found = CheckKnown(frame, frame.barriers[i].person, At("barriers", i, "person")))
    return found;
  return IsIdText(frame.barriers[i].code) ? Finding()
                                          : Required(At("barriers", i, "code"), "Hindret");
}

Finding CheckIncome(const Frame& frame, std::size_t i) {
  if (Finding found = CheckKnown(frame, frame.incomes[i].person, At("incomes", i, "person")))
    return found;
  if (!IsIdText(frame.incomes[i].kind)) return Required(At("incomes", i, "kind"), "Inkomstslaget");
  return CheckMoney(frame.incomes[i].expected_net, At("incomes", i, "expected_net"));
}

// All that is wrong, in the order in which signing would refuse it.
class Complaints {
 public:
  void Add(Finding found) {
    if (found) all_.push_back(*std::move(found));
  }

  std::vector<FrameFault> Take() { return std::move(all_); }

 private:
  std::vector<FrameFault> all_;
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

Finding CheckChildRecord(const Frame& frame, std::size_t i, Date today, std::int64_t months_max) {
  const ChildRecord& record = frame.child_records[i];
  if (Finding found = CheckKnown(frame, record.child, At("child_records", i, "child")))
    return found;
  if (!IsIdText(record.reviewer))
    return Required(At("child_records", i, "reviewer"), "Vem som har gjort barnbedömningen");
  if (record.reviewed_on > today)
    return Bad("FIELD_OUT_OF_RANGE",
               At("child_records", i, "reviewed_on"),
               {"not in the future", "send the day of the review"},
               {"Dagen för barnbedömningen har inte varit än.", "Ange dagen då den gjordes."});
  if (record.valid_until < record.reviewed_on ||
      record.valid_until > AddMonths(record.reviewed_on, static_cast<int>(months_max)))
    return Bad("FIELD_OUT_OF_RANGE",
               At("child_records", i, "valid_until"),
               {"at most " + std::to_string(months_max) + " months after the review",
                "choose an earlier day and review the child anew when it ends"},
               {"En barnbedömning gäller högst " + std::to_string(months_max) + " månader.",
                "Välj en tidigare dag och bedöm barnet på nytt när den går ut."});
  return std::nullopt;
}

void CheckChildren(const Frame& frame,
                   Date today,
                   const PolicySet& policy,
                   Complaints& complaints) {
  const StatusOr<ParameterValue> months = policy.Get("child_record.max_months", today);
  if (!months.ok()) return complaints.Add(NotSet(months.status()));
  for (std::size_t i = 0; i < frame.child_records.size(); ++i)
    complaints.Add(CheckChildRecord(frame, i, today, months->number()));
  for (const FramePerson& person : frame.persons) {
    if (person.role != PersonRole::kChild) continue;
    const bool has_record = std::any_of(
        frame.child_records.begin(), frame.child_records.end(), [&](const ChildRecord& record) {
          return record.child == person.key && record.valid_until >= today;
        });
    if (!has_record)
      complaints.Add(
          Bad("CHILD_RECORD_MISSING",
              "frame.child_records",
              {"one record in force for each child", "review the child and add the record"},
              {"Varje barn har en gällande barnbedömning; den saknas för minst ett.",
               "Bedöm barnets situation och lägg till bedömningen."}));
  }
}

}  // namespace

std::vector<FrameFault> CheckWholeFrame(const Frame& frame, Date today, const PolicySet& policy) {
  Complaints complaints;
  complaints.Add(CheckSigner(frame));
  complaints.Add(CheckValidity(frame, today, policy));
  complaints.Add(CheckPersons(frame));
  complaints.Add(CheckIdsAreNoNumbers(frame));
  complaints.Add(CheckHousing(frame));
  complaints.Add(CheckCounts(frame));
  CheckEntries(frame, complaints);
  CheckChildren(frame, today, policy, complaints);
  return complaints.Take();
}

Status CheckFrame(const Frame& frame, Date today, const PolicySet& policy) {
  const std::vector<FrameFault> faults = CheckWholeFrame(frame, today, policy);
  return faults.empty() ? OkStatus() : faults.front().status;
}

}  // namespace dm::escalation
