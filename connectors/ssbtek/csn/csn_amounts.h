// What CSN's cases and payments share: rows of amounts, weeks, and the case that they stand in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "connectors/soap/xml_document.h"
#include "connectors/ssbtek/reading/answer_codes.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::csn {

// The case (Arende) that is being read.
struct Case {
  const AnswerCodes& codes;
  std::string form;     // stodform
  std::string text;     // klartext
  std::string locator;  // "CSN/Studiemedel/Arende[0]"
  std::string path;     // for deviations
};

// One Belopp. A type that no table lists is neither grant nor loan, and makes the answer unknown.
struct AmountRow {
  std::string type;
  std::string text;
  Money amount;
  AmountKind kind = AmountKind::kUnlisted;
};

AmountRow ReadAmountRow(const soap::XmlNode& node, const AnswerCodes& codes, SourceAnswer& answer);

// totbelopp of `node`; fails the answer (CSN.AMOUNT) when there is none that can be read.
std::optional<Money> Total(const soap::XmlNode& node, SourceAnswer& answer);

// Monday of the first to Sunday of the last week; an end is open where it is missing. A week that
// does not exist fails the answer (CSN.WEEK).
Period ReadWeeks(const soap::XmlNode& span,
                 std::string_view from,
                 std::string_view to,
                 SourceAnswer& answer);

// Makes `period` hold `other` too; an open end of `other` says nothing.
void Widen(Period& period, const Period& other);

}  // namespace dm::ssbtek::csn
