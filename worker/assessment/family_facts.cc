#include "worker/assessment/family_facts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/assessment/adult_facts.h"

namespace dm::assessment {

namespace {

constexpr char kFamilyGroup[] = "family";
constexpr char kChildBenefit[] = "barnbidrag";
constexpr char kEstablishment[] = "etableringsersattning";
constexpr int kOfAge = 18;

bool IncomesKnown(const FactParts& parts) {
  return parts.incomes.complete && parts.view.Known(Source::kFk) && parts.view.Known(Source::kPm) &&
         parts.view.Known(Source::kSo) && parts.view.Known(Source::kCsn);
}

bool IsReceived(const LedgerEntry& entry) {
  return entry.shown.has_value() || !entry.counted.is_zero();
}

}  // namespace

void SetIncomeGroups(const FactParts& parts,
                     const Ledger& ledger,
                     const Context& /*context*/,
                     Facts* facts) {
  if (!IncomesKnown(parts)) {
    for (const FactId id : std::initializer_list<FactId>{"income.group",
                                                         "income.all_register_verified",
                                                         "family.benefits_equal_register",
                                                         "family.child_benefit_seen"}) {
      facts->SetUnknown(id);
    }
    return;
  }
  std::vector<std::string_view> groups;
  bool verified = true;
  bool equal = true;
  bool child_benefit = false;
  for (const LedgerEntry& entry : ledger.entries()) {
    const bool told_alike = ledger.Agree(entry.declared, entry.shown);
    if (entry.group == kFamilyGroup)
      equal = equal && told_alike && ledger.Agree(entry.expected, entry.shown);
    if (entry.kind == kChildBenefit && entry.shown) child_benefit = true;
    if (!IsReceived(entry)) continue;
    groups.push_back(entry.group);
    verified = verified && entry.shown.has_value() && told_alike;
  }
  facts->Set("income.group", SingleWord(groups));
  facts->Set("income.all_register_verified", verified);
  facts->Set("family.benefits_equal_register", equal);
  facts->Set("family.child_benefit_seen", child_benefit);
}

void SetChildren(const Context& context, Facts* facts) {
  bool turns = false;
  bool known = true;
  for (const Person& person : context.application().persons) {
    if (!IsMemberOfCase(person.role) || IsAdultInCase(person.role)) continue;
    const std::optional<Date> born = BirthDate(person);
    known = known && born.has_value();
    if (!born) continue;
    turns = turns || (CompletedYears(*born, context.month().first_day().PlusDays(-1)) < kOfAge &&
                      CompletedYears(*born, context.month().last_day()) >= kOfAge);
  }
  if (known || turns) {
    facts->Set("children.one_turns_18", turns);
  } else {
    facts->SetUnknown("children.one_turns_18");
  }
  facts->Set("children.records_current", !context.notes.HasFindingIn(Part::kChildren));
}

// Arbetsförmedlingen has decided on the programme for the month, and Försäkringskassan has paid its
// compensation. The agency writes the kind of its decision in words of its own, which
// tables/af_decisions.yaml knows.
void SetEstablishment(const FactParts& parts,
                      const Ledger& ledger,
                      const Context& context,
                      Facts* facts) {
  if (!IncomesKnown(parts) || !parts.view.Known(Source::kAf)) {
    return facts->SetUnknown("establishment.agencies_agree");
  }
  bool any = false;
  bool agree = true;
  for (const LedgerEntry& entry : ledger.entries()) {
    if (entry.kind != kEstablishment || !entry.shown) continue;
    any = true;
    const SourceAnswer* af = parts.view.Trusted(entry.person, Source::kAf);
    std::vector<BenefitCase> decisions;
    if (af != nullptr) {
      for (const BenefitCase& one : af->benefit_cases) {
        const std::string* kind =
            WordOf(context, "af.decisions", "kind", "af.decision_type", one.benefit);
        if (kind != nullptr && *kind == kEstablishment) decisions.push_back(one);
      }
    }
    agree = agree && DecisionsCover(decisions, context.income_month());
  }
  facts->Set("establishment.agencies_agree", any && agree);
}

}  // namespace dm::assessment
