// What was asked and how it was met, for tests, the record file and the console. Everything but the
// person, who is masked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "connectors/sim/lefi_question.h"
#include "connectors/sim/question.h"

namespace dm::sim {

struct QuestionRecord {
  std::int64_t number = 0;     // counted from 1 in the order of arrival
  std::string operation = {};  // "hamta", "testa", or "invalid"
  Contract contract = Contract::kV10;
  std::string person = {};  // "1990********"
  std::string case_id = {};
  std::string correlation_id = {};
  DateSpan span = {};
  std::vector<std::string> agencies = {};  // included
  std::int64_t call = 0;  // the person's count, from 1; 0 where nothing depends on it
  std::vector<std::string> faults = {};  // as "CSN.error", "reset"
  int http_status = 200;
  std::string problem = {};  // why the question was refused

  std::string asked_at = {};
  std::string organisation_number = {};
  std::string organisation_name = {};
  std::string handler = {};
  std::string purpose = {};
  std::string law = {};
  bool wants_echo = false;
  std::vector<Processor> processors = {};
  PerAgency<std::optional<DateSpan>> agency_spans = {};  // where one replaces the general period
  std::string actor = {};                                // aktorsid
  std::string lefi_version = {};
  std::optional<LefiQuestion> lefi = {};  // its person is left out
  std::optional<SkvQuestion> skv = {};    // version 11
  int delay_ms = 0;                       // how long the answer was held back
  std::int64_t bytes = 0;                 // of the answer's body
};

// Everything of the question but the person.
QuestionRecord RecordOf(const Question& question);

// One JSON object on one line, without the line's end.
std::string ToJsonLine(const QuestionRecord& record);

// "1990********"
std::string MaskedPerson(const std::string& person);

}  // namespace dm::sim
