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

std::optional<Date> DateOf(const XmlNode& parent, std::string_view name, SourceAnswer& answer) {
  const XmlNode* node = parent.Child(name);
  if (node == nullptr || node->IsNil() || node->trimmed().empty()) return std::nullopt;
  const std::optional<Date> date = ReadDate(node->trimmed());
  if (!date.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "SO.DATE");
  return date;
}

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
bool CheckFund(const XmlNode& fund,
               const std::string& name,
               const Options& options,
               SourceAnswer& answer) {
  const std::string status(fund.ChildText("StatusSvarandeOrganisation").value_or(""));
  const auto meaning = options.fund_statuses.find(status);
  if (meaning == options.fund_statuses.end()) {
    answer.groups.push_back(
        {.group = name, .state = AnswerState::kDeviation, .code = "SO.STATUS_UNLISTED"});
    return false;
  }
  if (meaning->second == FundStatus::kAnswered) return true;
  answer.groups.push_back({.group = name,
                           .state = AnswerState::kSupplierDown,
                           .code = "SO.STATUS." + SafeCode(status)});
  return false;
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
  payment.pay_date = DateOf(node, "Utbetalningsdatum", answer);
  if (!payment.pay_date.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "SO.DATE");
  payment.period = {.from = DateOf(node, "AvserFrom", answer),
                    .to = DateOf(node, "AvserTom", answer)};
  const Money after_tax = AmountOf(node, "NettoEfterSkatt", answer).value_or(Money());
  const Money after_deductions = AmountOf(node, "NettoEfterAvdrag", answer).value_or(Money());
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

void ReadSuspension(const XmlNode& node, std::string locator, SourceAnswer& answer) {
  answer.suspensions.push_back({.period = {.from = DateOf(node, "AvstangdFrom", answer),
                                           .to = DateOf(node, "AvstangdTom", answer)},
                                .locator = std::move(locator)});
}

// A decision date that is nil with no application filed hints at a right not used.
void ReadApplication(const XmlNode& node,
                     const std::string& fund,
                     std::string locator,
                     SourceAnswer& answer) {
  const auto filed = ReadBoolean(node.ChildText("AnsokanOmUtbetalningInlamnad").value_or(""));
  if (!filed.has_value()) {
    DeviateBelow(answer, kFundPath, "AnsoktOmErsattning/AnsokanOmUtbetalningInlamnad", kMissing);
  }
  answer.benefit_application_filed =
      answer.benefit_application_filed.value_or(false) || filed.value_or(false);
  BenefitCase found;
  found.benefit = "SO";
  found.text = fund;
  found.decided_on = DateOf(node, "BeslutOmRattTillErsattning", answer);
  found.pending = filed == true && !found.decided_on.has_value();
  found.locator = std::move(locator);
  if (found.pending || found.decided_on.has_value()) {
    answer.benefit_cases.push_back(std::move(found));
  }
}

// The number of things that the fund told, kept or not.
int ReadFund(const Part& part, const XmlNode& fund, int index, SourceAnswer& answer) {
  const std::string name = ShortText(fund.ChildText("SvarandeOrganisation").value_or(""));
  if (name.empty()) DeviateBelow(answer, kFundPath, "SvarandeOrganisation", kMissing);
  CheckFund(fund, name, part.options, answer);
  const std::string base = "SO/Arbetsloshetsersattning[" + std::to_string(index) + "]";
  int count = 0;
  for (const XmlNode* node : fund.Children("Utbetalningar")) {
    ReadPayment(
        *node, name, part.asked, base + "/Utbetalningar[" + std::to_string(count++) + "]", answer);
  }
  for (const XmlNode* node : fund.Children("Avstangningar")) {
    ReadSuspension(*node, base + "/Avstangningar", answer);
    ++count;
  }
  for (const XmlNode* node : fund.Children("AnsoktOmErsattning")) {
    ReadApplication(*node, name, base + "/AnsoktOmErsattning", answer);
    ++count;
  }
  return count;
}

// The first a-kassa that did not answer makes the whole answer unknown.
void SettleFunds(SourceAnswer& answer) {
  if (!answer.groups.empty()) Fail(answer, answer.groups.front().state, answer.groups.front().code);
}

}  // namespace

void Read(const Part& part, SourceAnswer& answer) {
  if (!CheckEchoes(part, answer)) return;
  const XmlNode* list = part.data.Child("ArbetsloshetsersattningLista");
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
