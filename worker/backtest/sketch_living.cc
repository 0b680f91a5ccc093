#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "worker/backtest/sketch.h"

namespace dm::backtest {

namespace {

constexpr std::array kFunds = {"Testkassan A", "Testkassan B", "Påhittskassan"};

// What FK paid for a child in 2025 and 2026 (rules.md 10.3); part of a story, no rule.
constexpr int kChildBenefit = 1250;

int ChildBenefitSupplement(int child) {
  constexpr std::array kAdded = {0, 150, 580, 1010};
  return child < 4 ? kAdded[static_cast<std::size_t>(child)] : 1250;
}

int MaintenanceSupport(int age) {
  if (age < 7) return 1673;
  return age < 15 ? 1823 : 2223;
}

// Whole kronor most often, as agencies pay; wages have öre.
Money Amount(Sketch* sketch, int from, int to) {
  return Kr(sketch->random.Between(from, to));
}

// Net in the month before: the same, or now and then another amount.
Money Before(Sketch* sketch, Money net) {
  if (!sketch->random.Chance(60)) return net;
  return Money::FromOre(net.ore() / 100 * sketch->random.Between(85, 118));
}

struct Payer {
  Source source = Source::kFk;
  std::string family;
  std::string kind;
  std::string benefit{};
  std::string amount_type{};
};

void Add(
    Sketch* sketch, const PersonKey& person, Payer payer, Money gross, int tax_percent, int day) {
  Receipt receipt;
  receipt.person = person;
  receipt.source = payer.source;
  receipt.family = std::move(payer.family);
  receipt.kind = std::move(payer.kind);
  receipt.benefit = std::move(payer.benefit);
  receipt.amount_type = std::move(payer.amount_type);
  receipt.gross = gross;
  receipt.tax = Money::FromOre(gross.ore() / 10000 * tax_percent * 100);
  receipt.day = day;
  receipt.before = Before(sketch, receipt.net());
  sketch->receipts.push_back(std::move(receipt));
}

void AddFund(Sketch* sketch, const PersonKey& person) {
  const int days = sketch->random.Chance(900) ? sketch->random.Between(15, 23) : 24;
  Add(sketch,
      person,
      {.source = Source::kSo,
       .family = sketch->random.OneOf(kFunds),
       .kind = "arbetsloshetsersattning"},
      Kr(days * sketch->random.Between(330, 420)),
      0,
      16);
  sketch->receipts.back().half_days = 2 * days;
}

void AddPension(Sketch* sketch, const PersonKey& person) {
  Add(sketch,
      person,
      {.source = Source::kPm,
       .family = "AP",
       .kind = "garantipension",
       .benefit = "AP",
       .amount_type = "PM:GARP"},
      Amount(sketch, 5200, 8600),
      12,
      18);
  if (sketch->random.Chance(400)) {
    Add(sketch,
        person,
        {.source = Source::kPm,
         .family = "BTI",
         .kind = "bostadstillagg",
         .benefit = "BTI",
         .amount_type = "PM:BTP"},
        Amount(sketch, 1200, 4200),
        0,
        18);
  }
}

void AddWage(Sketch* sketch, const PersonKey& person) {
  const bool high = sketch->random.Chance(60);
  Add(sketch,
      person,
      {.source = Source::kAf, .family = "", .kind = "lon"},
      Money::FromOre(sketch->random.Between(450'000, high ? 2'200'000 : 1'150'000)),
      8,
      25);
  sketch->receipts.back().in_register = false;
}

void AddMoneyOf(Sketch* sketch, const PersonKey& person, Living living) {
  const Source fk = Source::kFk;
  switch (living) {
    case Living::kUnemploymentFund:
      return AddFund(sketch, person);
    case Living::kActivitySupport:
      return Add(sketch,
                 person,
                 {.source = fk,
                  .family = "PROG",
                  .kind = "aktivitetsstod",
                  .benefit = "AMP",
                  .amount_type = "AKT"},
                 Kr(223 * sketch->random.Between(20, 24)),
                 10,
                 19);
    case Living::kEstablishment:
      return Add(sketch,
                 person,
                 {.source = fk,
                  .family = "PROG",
                  .kind = "etableringsersattning",
                  .benefit = "AMP",
                  .amount_type = "EE"},
                 Kr(308 * sketch->random.Between(20, 23)),
                 0,
                 19);
    case Living::kSickBenefit:
      return Add(sketch,
                 person,
                 {.source = fk, .family = "SA", .kind = "sjukersattning"},
                 Amount(sketch, 6200, 11900),
                 14,
                 18);
    case Living::kSickPay:
      return Add(sketch,
                 person,
                 {.source = fk, .family = "SJP", .kind = "sjukpenning"},
                 Amount(sketch, 3000, 9800),
                 12,
                 24);
    case Living::kParentalBenefit:
      return Add(sketch,
                 person,
                 {.source = fk, .family = "FP", .kind = "foraldrapenning"},
                 Amount(sketch, 4500, 8400),
                 10,
                 24);
    case Living::kPension:
      return AddPension(sketch, person);
    case Living::kWage:
      return AddWage(sketch, person);
    case Living::kNothing:
    case Living::kSickWithoutMoney:
    case Living::kSocialReasons:
      return;
  }
}

Living LivingOfUnemployed(Sketch* sketch) {
  const int of_thousand = sketch->random.Between(1, 1000);
  if (of_thousand <= 500) return Living::kNothing;
  if (of_thousand <= 680) return Living::kUnemploymentFund;
  return of_thousand <= 880 ? Living::kActivitySupport : Living::kEstablishment;
}

Living LivingOf(Sketch* sketch, const Person& person) {
  if (sketch->Age(person) >= 66) return Living::kPension;
  const GeneratorOptions& options = sketch->options;
  if (sketch->random.Chance(options.unemployed)) return LivingOfUnemployed(sketch);
  const int left = std::max(1, 1000 - options.unemployed);
  if (sketch->random.Chance(std::min(1000, 1000 * options.social_reasons / left))) {
    return Living::kSocialReasons;
  }
  const int of_thousand = sketch->random.Between(1, 1000);
  if (sketch->children() > 0 && of_thousand <= 150) return Living::kParentalBenefit;
  if (of_thousand <= 450) return Living::kSickBenefit;
  if (of_thousand <= 560) return Living::kSickPay;
  return of_thousand <= 750 ? Living::kSickWithoutMoney : Living::kWage;
}

void AddChildMoney(Sketch* sketch) {
  int child = 0;
  int half_benefit_ore = 0;
  const bool alone = sketch->adults() == 1;
  for (const Person& person : sketch->input.application.persons) {
    const bool youth = person.role == PersonRole::kSchoolYouth;
    if (youth || (person.role == PersonRole::kChild && sketch->Age(person) >= 16)) {
      Add(sketch,
          person.key,
          {.source = Source::kCsn,
           .family = "studiehjalp",
           .kind = "studiebidrag",
           .benefit = "STUDIEHJALP",
           .amount_type = "STUDB"},
          Kr(kChildBenefit),
          0,
          25);
    }
    if (person.role != PersonRole::kChild || person.presence.kind == PresenceKind::kUmgange) {
      continue;
    }
    const bool by_turns = person.presence.kind == PresenceKind::kVaxelvis;
    const int whole = 100 * (kChildBenefit + ChildBenefitSupplement(child++));
    if (sketch->Age(person) < 16) half_benefit_ore += by_turns ? whole / 2 : whole;
    if (alone && !by_turns && sketch->random.Chance(750)) {
      Add(sketch,
          PersonKey::FromTrusted("p1"),
          {.source = Source::kFk, .family = "US", .kind = "underhallsstod"},
          Kr(MaintenanceSupport(sketch->Age(person))),
          0,
          25);
    }
  }
  if (half_benefit_ore > 0) {
    Add(sketch,
        PersonKey::FromTrusted("p1"),
        {.source = Source::kFk, .family = "ABB", .kind = "barnbidrag"},
        Money::FromOre(half_benefit_ore),
        0,
        20);
  }
}

void AddHousingAllowance(Sketch* sketch) {
  const bool young = sketch->Age(sketch->input.application.persons.front()) <= 28;
  const int permille = sketch->children() > 0 ? 450 : (young ? 120 : 0);
  if (!sketch->random.Chance(permille)) return;
  Add(sketch,
      PersonKey::FromTrusted("p1"),
      {.source = Source::kFk, .family = "BOB", .kind = "bostadsbidrag"},
      Kr(100 * sketch->random.Between(9, 48)),
      0,
      26);
}

// Money that is not like the rest: some pays for a cost, some a person must weigh.
void AddOddIncome(Sketch* sketch) {
  if (!sketch->random.Chance(sketch->options.odd_incomes)) return;
  const PersonKey person = PersonKey::FromTrusted("p1");
  constexpr std::array kDeclared = {"gava_lan_insattning",
                                    "hyresinkomst",
                                    "fondmedel",
                                    "tjanstepension",
                                    "underhallsbidrag",
                                    "skadestand_kostnad",
                                    "fritidskort",
                                    "annan"};
  switch (sketch->random.Between(1, 4)) {
    case 1:
      return Add(sketch,
                 person,
                 {.source = Source::kFk, .family = "MEK", .kind = "merkostnadsersattning"},
                 Amount(sketch, 900, 2400),
                 0,
                 22);
    case 2:
      return Add(sketch,
                 person,
                 {.source = Source::kFk, .family = "OMV", .kind = "omvardnadsbidrag"},
                 Amount(sketch, 3000, 9000),
                 20,
                 22);
    default:
      Add(sketch,
          person,
          {.source = Source::kAf, .family = "", .kind = sketch->random.OneOf(kDeclared)},
          Money::FromOre(sketch->random.Between(10'000, 450'000)),
          0,
          14);
      sketch->receipts.back().in_register = false;
      sketch->receipts.back().in_frame = sketch->random.Chance(500);
  }
}

// A child's or youth's own work (SoL 12:9).
void AddYouthWork(Sketch* sketch) {
  for (const Person& person : sketch->input.application.persons) {
    if (IsAdultInCase(person.role) || !IsMemberOfCase(person.role)) continue;
    if (sketch->Age(person) < 16 || !sketch->random.Chance(sketch->options.youth_work)) continue;
    Add(sketch,
        person.key,
        {.source = Source::kAf, .family = "", .kind = "lon"},
        Money::FromOre(sketch->random.Between(80'000, 900'000)),
        0,
        25);
    sketch->receipts.back().in_register = false;
    sketch->receipts.back().in_frame = false;
  }
}

// One of the sums is what a register pays once a month: underhållsstöd for several children comes
// in one payment.
void MergeSameKind(Sketch* sketch) {
  std::vector<Receipt> merged;
  for (Receipt& receipt : sketch->receipts) {
    const auto same = std::find_if(merged.begin(), merged.end(), [&receipt](const Receipt& other) {
      return other.person == receipt.person && other.kind == receipt.kind &&
             other.kind == "underhallsstod";
    });
    if (same == merged.end()) {
      merged.push_back(std::move(receipt));
      continue;
    }
    same->gross += receipt.gross;
    same->before += receipt.before;
  }
  sketch->receipts = std::move(merged);
}

}  // namespace

void DrawLiving(Sketch* sketch) {
  for (const Person& person : sketch->input.application.persons) {
    if (!IsAdultInCase(person.role)) continue;
    sketch->living.push_back(LivingOf(sketch, person));
    AddMoneyOf(sketch, person.key, sketch->living.back());
  }
  if (sketch->children() > 0) AddChildMoney(sketch);
  AddHousingAllowance(sketch);
  AddYouthWork(sketch);
  AddOddIncome(sketch);
  MergeSameKind(sketch);
  if (!sketch->random.Chance(sketch->options.surplus)) return;
  Add(sketch,
      PersonKey::FromTrusted("p1"),
      {.source = Source::kFk, .family = "YL", .kind = "livranta"},
      Amount(sketch, 14000, 27000),
      0,
      18);
}

}  // namespace dm::backtest
