// Sketch: an invented household while it is being drawn: the case so far, and what is true of it,
// so that declaration, registers, frame and history fit each other.
#pragma once

#include <string>
#include <vector>

#include "worker/backtest/generator_options.h"
#include "worker/backtest/random.h"
#include "worker/case/case_record.h"

namespace dm::backtest {

// What an adult lives on, beside the aid.
enum class Living {
  kNothing,
  kUnemploymentFund,
  kActivitySupport,
  kEstablishment,
  kSickBenefit,
  kSickPay,
  kSickWithoutMoney,
  kParentalBenefit,
  kPension,
  kWage,
  kSocialReasons,
};

// Money that comes every month, as it truly is.
struct Receipt {
  PersonKey person;
  Source source = Source::kFk;
  std::string family;
  std::string benefit;      // of the row; empty: the payment has no rows
  std::string amount_type;  // of the row
  std::string kind;         // income kind of the policies
  Money gross;
  Money tax;
  int day = 20;
  int half_days = 0;
  bool in_register = true;  // false: no register shows it
  bool declared = true;
  bool in_frame = true;
  Money before;  // net in the month of comparison

  Money net() const { return gross - tax; }
};

struct Sketch {
  Sketch(const GeneratorOptions& with, std::uint64_t number)
      : options(with), random(with.seed, number) {}

  const GeneratorOptions& options;
  Random random;
  CaseInput input;
  std::vector<Living> living;  // of each adult of the case, in order
  std::vector<Receipt> receipts;
  bool first = false;
  int months_granted = 0;  // in a row, the last of them M−1
  int late_days = 0;

  Application& application() { return input.application; }

  Month month() const { return input.application.month; }

  Month income_month() const { return input.application.month.PlusMonths(-1); }

  int Age(const Person& person) const;
  int adults() const;
  int children() const;
};

// A day of `month`, a Saturday or Sunday moved to the Friday before it where the month allows.
Date BankDayIn(Month month, int day);
Money Kr(int kronor);

// The steps, in this order.
void DrawPersons(Sketch* sketch);
void DrawLiving(Sketch* sketch);
void DrawCosts(Sketch* sketch);
void DrawApplication(Sketch* sketch);
void DrawPast(Sketch* sketch);
void DrawAnswers(Sketch* sketch);
void DrawDepartures(Sketch* sketch);
// Last, so that the knobs of what is rare change nothing of the rest.
void DrawRareHousehold(Sketch* sketch);
void DrawRareMoney(Sketch* sketch);

}  // namespace dm::backtest
