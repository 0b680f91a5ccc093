#include "connectors/ssbtek/csn/csn_cases.h"

#include <string>
#include <utility>

#include "connectors/ssbtek/reading/part.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::csn {
namespace {

using soap::XmlNode;

constexpr std::size_t kListMax = 100;
constexpr char kDate[] = "CSN.DATE";

// A code that no table lists makes the case unclear and the answer unknown.
void MakeUnclear(BenefitCase& found, const char* field, const char* code, SourceAnswer& answer) {
  found.unclear = field;
  Fail(answer, AnswerState::kDeviation, code);
}

// Blanks are a legal status that says nothing; until someone looks, such a case is pending.
void ReadStatus(const XmlNode& entry, const Case& in, BenefitCase& found, SourceAnswer& answer) {
  const std::string_view status = entry.ChildText("status").value_or("");
  found.status = SafeCode(status);
  found.pending = true;
  if (status.empty()) {
    found.status.clear();
    found.unclear = "status";
    if (entry.Child("status") == nullptr) DeviateBelow(answer, in.path, "status", kMissing);
    return;
  }
  const auto meaning = MeaningOf(in.codes, answer, "CSN", "status", status);
  if (!meaning.has_value()) {
    DeviateBelow(answer, in.path, "status", kValue);
    return MakeUnclear(found, "status", "CSN.CASE_STATUS", answer);
  }
  found.pending = meaning == "initiated";
}

// Of the same type as utbetdatum, where 0 is no date.
std::optional<Date> AppliedDay(const XmlNode& node, std::string_view name, SourceAnswer& answer) {
  if (ReadInt(node.ChildText(name).value_or("")) == 0) return std::nullopt;
  return DateOf(node, name, kDate, answer);
}

void ReadApplied(const XmlNode& entry, const Case& in, BenefitCase& found, SourceAnswer& answer) {
  const std::string path = in.path + "/soktaTider/soktTid";
  for (const XmlNode* times : entry.Children("soktaTider")) {
    for (const XmlNode* node : times->Children("soktTid")) {
      AppliedTime time;
      time.period = {.from = AppliedDay(*node, "soktfrom", answer),
                     .to = AppliedDay(*node, "sokttom", answer)};
      time.extent = PercentOf(*node, "soktomfattning", path, answer);
      const std::string_view wish = node->ChildText("soktlan").value_or("");
      if (!wish.empty()) {
        const auto meaning = MeaningOf(in.codes, answer, "CSN", "soktlan", wish);
        time.loan_wished = meaning == "loan_wished";
        if (!meaning.has_value()) MakeUnclear(found, "soktlan", "CSN.SOKTLAN", answer);
      }
      Widen(found.period, time.period);
      if (found.applied.size() < kListMax) found.applied.push_back(time);
    }
  }
}

void ReadGranted(const XmlNode& entry, const Case& in, BenefitCase& found, SourceAnswer& answer) {
  const std::string path = in.path + "/BeviljadeTider/BeviljadTid";
  for (const XmlNode* times : entry.Children("BeviljadeTider")) {
    for (const XmlNode* node : times->Children("BeviljadTid")) {
      const Period weeks = ReadWeeks(*node, "starttid", "sluttid", answer);
      const auto extent = PercentOf(*node, "takt", path, answer);
      const XmlNode* rows = node->Child("Beloppen");
      if (rows == nullptr) {
        DeviateBelow(answer, path, "Beloppen", kMissing);
        continue;
      }
      for (const XmlNode* belopp : rows->Children("Belopp")) {
        AmountRow row = ReadAmountRow(*belopp, in.codes, answer);
        if (row.kind == AmountKind::kUnlisted) found.unclear = "beloppstyp";
        if (found.amounts.size() >= kListMax) continue;
        found.amounts.push_back({.type = std::move(row.type),
                                 .text = std::move(row.text),
                                 .amount = row.amount,
                                 .period = weeks,
                                 .kind = row.kind,
                                 .extent = extent});
      }
    }
  }
}

}  // namespace

void ReadCase(const XmlNode& entry, const Case& in, SourceAnswer& answer) {
  BenefitCase found;
  found.benefit = in.form;
  found.text = in.text;
  found.locator = in.locator;
  if (!MeaningOf(in.codes, answer, "CSN", "stodform", in.form).has_value()) {
    MakeUnclear(found, "stodform", "CSN.STODFORM", answer);
  }
  if (found.benefit.empty()) {
    DeviateBelow(answer, in.path, "stodform", kMissing);
    found.benefit = "CSN";
  }
  ReadStatus(entry, in, found, answer);
  ReadApplied(entry, in, found, answer);
  ReadGranted(entry, in, found, answer);
  answer.benefit_cases.push_back(std::move(found));
}

}  // namespace dm::ssbtek::csn
