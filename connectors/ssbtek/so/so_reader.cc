#include "connectors/ssbtek/so/so_reader.h"

#include <string>
#include <utility>

#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::so {
namespace {

using soap::XmlNode;

constexpr std::string_view kFundPath =
    "SO/data/ArbetsloshetsersattningLista/Arbetsloshetsersattning";
constexpr std::string_view kPaymentPath =
    "SO/data/ArbetsloshetsersattningLista/Arbetsloshetsersattning/Utbetalningar";
constexpr std::string_view kApplicationPath =
    "SO/data/ArbetsloshetsersattningLista/Arbetsloshetsersattning/AnsoktOmErsattning";

constexpr char kDate[] = "SO.DATE";

std::optional<Money> AmountOf(const XmlNode& parent, std::string_view name, SourceAnswer& answer) {
  const auto amount = ReadAmount(parent.ChildText(name).value_or(""));
  if (!amount.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "SO.AMOUNT");
  return amount;
}

bool CheckEchoes(const Part& part, SourceAnswer& answer) {
  for (const char* name : {"Syfte", "Paragraf"}) {
    if (part.data.Child(name) == nullptr) {
      DeviateBelow(answer, "SO/data", name, kMissing);
    }
  }
  return CheckPerson(
             answer, part.asked, part.data.ChildText("IdentificationNumber"), Missing::kFails) &&
         CheckCase(
             answer, part.asked, part.data.ChildText("Referensnummer"), "SO/data/Referensnummer") &&
         CheckPeriodEcho(answer, part.asked, part.data, "SO/data");
}

// Each a-kassa answers for itself. Its status counts as an answer only when policy lists it so.
FundAnswer CheckFund(const XmlNode& node, const Options& options, SourceAnswer& answer) {
  FundAnswer fund;
  fund.fund = ShortText(node.ChildText("SvarandeOrganisation").value_or(""));
  if (fund.fund.empty()) DeviateBelow(answer, kFundPath, "SvarandeOrganisation", kMissing);
  const std::string status(node.ChildText("StatusSvarandeOrganisation").value_or(""));
  fund.status = ShortText(status);
  const auto meaning = options.fund_statuses.find(status);
  if (meaning == options.fund_statuses.end()) {
    Unlisted(answer, "StatusSvarandeOrganisation", status);
    fund.state = AnswerState::kDeviation;
    answer.groups.push_back(
        {.group = fund.fund, .state = fund.state, .code = "SO.STATUS_UNLISTED"});
  } else if (meaning->second == FundStatus::kAnswered) {
    fund.state = AnswerState::kConfirmedEmpty;
  } else {
    fund.state = AnswerState::kSupplierDown;
    answer.groups.push_back(
        {.group = fund.fund, .state = fund.state, .code = "SO.STATUS." + SafeCode(status)});
  }
  return fund;
}

// NettoEfterSkatt is before other deductions, NettoEfterAvdrag what was paid out. The difference is
// kept as a deduction, so that rules can choose.
void ReadPayment(const XmlNode& node,
                 const std::string& fund,
                 const Asked& asked,
                 std::string locator,
                 SourceAnswer& answer) {
  Payment payment;
  payment.family = fund;
  payment.text = "Arbetslöshetsersättning";
  payment.locator = std::move(locator);
  payment.pay_date = DateOf(node, "Utbetalningsdatum", kDate, answer);
  if (!payment.pay_date.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "SO.DATE");
  payment.period = {.from = DateOf(node, "AvserFrom", kDate, answer),
                    .to = DateOf(node, "AvserTom", kDate, answer)};
  CheckOrder(payment.period, "SO.PERIOD", answer);
  const Money after_tax = AmountOf(node, "NettoEfterSkatt", answer).value_or(Money());
  const Money after_deductions = AmountOf(node, "NettoEfterAvdrag", answer).value_or(Money());
  // What was paid out cannot exceed what there was to pay.
  if (after_deductions > after_tax) Fail(answer, AnswerState::kSchemaMismatch, "SO.SUM");
  payment.net = after_deductions;
  if (after_tax != after_deductions) {
    payment.deductions.push_back(
        {.code = "AVDRAG", .text = "Avdrag efter skatt", .amount = after_tax - after_deductions});
  }
  payment.half_days = ReadHalfDays(node.ChildText("Ersattningsdagar").value_or(""));
  if (!payment.half_days.has_value()) {
    DeviateBelow(answer,
                 kPaymentPath,
                 "Ersattningsdagar",
                 node.Child("Ersattningsdagar") == nullptr ? kMissing : kValue);
  }
  AddPayment(answer, asked, std::move(payment), kPaymentPath);
}

void ReadSuspension(const XmlNode& node,
                    const std::string& fund,
                    std::string locator,
                    SourceAnswer& answer) {
  answer.suspensions.push_back({.period = {.from = DateOf(node, "AvstangdFrom", kDate, answer),
                                           .to = DateOf(node, "AvstangdTom", kDate, answer)},
                                .locator = std::move(locator),
                                .fund = fund});
}

// A decision date that is nil with no application filed hints at a right not used: the fund's entry
// shows both, and a person weighs it.
void ReadApplication(const XmlNode& node,
                     FundAnswer& fund,
                     std::string locator,
                     SourceAnswer& answer) {
  constexpr std::string_view kFiled = "AnsokanOmUtbetalningInlamnad";
  fund.application_told = true;
  fund.payment_applied = ReadBoolean(node.ChildText(kFiled).value_or(""));
  if (!fund.payment_applied.has_value()) {
    DeviateBelow(
        answer, kApplicationPath, kFiled, node.Child(kFiled) == nullptr ? kMissing : kValue);
  }
  if (fund.payment_applied.has_value()) {
    answer.benefit_application_filed =
        answer.benefit_application_filed.value_or(false) || *fund.payment_applied;
  }
  fund.right_decided_on = DateOf(node, "BeslutOmRattTillErsattning", kDate, answer);
  BenefitCase found;
  found.benefit = "SO";
  found.text = fund.fund;
  found.decided_on = fund.right_decided_on;
  found.pending = fund.payment_applied == true && !found.decided_on.has_value();
  if (!fund.payment_applied.has_value()) found.unclear = kFiled;
  found.locator = std::move(locator);
  if (found.pending || found.decided_on.has_value() || !found.unclear.empty()) {
    answer.benefit_cases.push_back(std::move(found));
  }
}

// The number of things that the fund told, kept or not.
int ReadFund(const Part& part, const XmlNode& node, int index, SourceAnswer& answer) {
  FundAnswer fund = CheckFund(node, part.options, answer);
  const std::string base = "SO/Arbetsloshetsersattning[" + std::to_string(index) + "]";
  const auto place = [&base](const char* name, int at) {
    return base + "/" + name + "[" + std::to_string(at) + "]";
  };
  int payments = 0;
  for (const XmlNode* one : node.Children("Utbetalningar")) {
    ReadPayment(*one, fund.fund, part.asked, place("Utbetalningar", payments++), answer);
  }
  int suspensions = 0;
  for (const XmlNode* one : node.Children("Avstangningar")) {
    ReadSuspension(*one, fund.fund, place("Avstangningar", suspensions++), answer);
  }
  int applications = 0;
  for (const XmlNode* one : node.Children("AnsoktOmErsattning")) {
    ReadApplication(*one, fund, place("AnsoktOmErsattning", applications++), answer);
  }
  const int told = payments + suspensions + applications;
  if (told > 0 && IsKnown(fund.state)) fund.state = AnswerState::kData;
  answer.funds.push_back(std::move(fund));
  return told;
}

// The first a-kassa that did not answer makes the whole answer unknown.
void SettleFunds(SourceAnswer& answer) {
  if (!answer.groups.empty()) Fail(answer, answer.groups.front().state, answer.groups.front().code);
}

}  // namespace

void Read(const Part& part, SourceAnswer& answer) {
  if (!CheckEchoes(part, answer)) return;
  const XmlNode* list =
      OnlyChild(part.data, "ArbetsloshetsersattningLista", "SO.LIST_TWICE", answer);
  if (list == nullptr) return Fail(answer, AnswerState::kSchemaMismatch, "SO.LIST_MISSING");
  int funds = 0;
  int told = 0;
  for (const XmlNode* fund : list->Children("Arbetsloshetsersattning")) {
    told += ReadFund(part, *fund, funds++, answer);
  }
  if (funds == 0 && part.options.empty_fund_list == EmptyFundList::kUnknown) {
    return Fail(answer, AnswerState::kDeviation, "SO.EMPTY_LIST");
  }
  SettleFunds(answer);
  Settle(answer, told > 0 ? Content::kSomething : Content::kNothing);
}

}  // namespace dm::ssbtek::so
