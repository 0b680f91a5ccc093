// What each agency says about one person: XML written in place (AF, SO, TNS, MIV), or a document
// that the caller carries (CSN, SKV, FK). An agency without a state says that it verifiably has
// nothing.
#pragma once

#include <string>
#include <variant>

#include "connectors/sim/lefi_question.h"
#include "connectors/sim/question.h"
#include "connectors/sim/scenario.h"
#include "connectors/soap/xml_writer.h"

namespace dm::sim {

struct AnswerContext {
  const Question& question;
  const Scenario& scenario;
  const Person* person = nullptr;  // in no scenario file
  // The 12 digits to put in the answer; another person's when that fault is on.
  const std::string& identity;
  PerAgency<bool> peer_like;
};

// `error` in place of `data`.
struct AgencyError {
  std::string source;
  std::string code;
  std::string message;
};

void WriteAf(const AnswerContext& context, soap::XmlWriter& xml);
void WriteSo(const AnswerContext& context, soap::XmlWriter& xml);
void WriteTns(const AnswerContext& context, soap::XmlWriter& xml);
void WriteMiv(const AnswerContext& context, soap::XmlWriter& xml);

// Another identity of the same birth: a test number, as no answer may name a real person.
std::string OtherIdentity(const std::string& identity);

// XML for the CSN block.
std::string CsnDocument(const AnswerContext& context);
// XML for the SKV block.
std::string SkvDocument(const AnswerContext& context);
// JSON for the FK block, or the error that LEFI answers with.
std::variant<std::string, AgencyError> LefiDocument(const AnswerContext& context);

// "2026-03-29+01:00": a day with the offset of Swedish civil time at its beginning, as AF and MIV
// send it.
std::string DateWithOffset(Date date);

}  // namespace dm::sim
