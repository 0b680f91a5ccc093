// The two questions of the contract, read as strictly as its schema is written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/sim/agency.h"
#include "connectors/sim/scenario.h"
#include "worker/core/status.h"

namespace dm::sim {

inline constexpr std::string_view kSoapSpace = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr std::string_view kV10Space =
    "http://schema.forsakringskassan.se/integration/ssbt/10";

struct Processor {
  std::string order;  // ordningsnummer, or empty
  std::string organisation_number;
  std::string name;
};

struct AgencyQuestion {
  bool include = false;
  std::optional<DateSpan> span;  // replaces the general period
};

struct FkQuestion {
  std::optional<std::string> version;
  std::string actor;
  std::string lefi_base64;
};

struct Question {
  std::optional<std::string> asked_at;  // as sent
  std::optional<std::string> correlation_id;
  bool echo_question = false;
  std::string organisation_number;
  std::string organisation_name;
  std::string handler;
  std::string person;  // 12 digits
  std::string case_id;
  DateSpan span;
  std::vector<Processor> processors;
  std::string purpose;
  std::string law;
  PerAgency<AgencyQuestion> agencies;
  std::optional<FkQuestion> fk;

  DateSpan SpanFor(Agency agency) const { return agencies[agency].span.value_or(span); }
};

// What a POST asked for. `question` is set for hamtaBastjanstInformation, absent for
// testaBastjanstInformation.
struct Request {
  std::optional<Question> question;
};

// Invalid argument names the element at fault and what the schema wants, never a value.
StatusOr<Request> ParseRequest(std::string_view body);

}  // namespace dm::sim
