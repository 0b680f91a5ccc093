// The two questions of the contract, read as strictly as its schema is written.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/sim/agency.h"
#include "connectors/sim/lefi_question.h"
#include "connectors/sim/scenario.h"
#include "worker/core/status.h"

namespace dm::sim {

inline constexpr std::string_view kSoapSpace = "http://schemas.xmlsoap.org/soap/envelope/";

enum class Contract { kV10, kV11 };

// The target namespace of a version, which is all that tells the versions apart on one address.
constexpr std::string_view SpaceOf(Contract contract) {
  return contract == Contract::kV10 ? "http://schema.forsakringskassan.se/integration/ssbt/10"
                                    : "http://schema.forsakringskassan.se/integration/ssbt/11";
}

// kStrict also refuses what the schemas let pass and no careful caller sends: a period that runs
// backwards, a blank purpose or legal text, parameters for an agency that is not asked.
enum class Strictness { kStrict, kLenient };

// Which versions are answered, and how strictly questions are read.
struct Contracts {
  bool v10 = true;
  bool v11 = true;
  Strictness strictness = Strictness::kStrict;

  bool Has(Contract contract) const { return contract == Contract::kV10 ? v10 : v11; }
};

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
  std::optional<LefiQuestion> lefi = {};  // absent: LEFI refuses it
  std::string lefi_problem = {};          // why
};

// SKV/fraga of version 11: what is wished for, in the contract's order.
inline constexpr std::array<std::string_view, 5> kSkvWishes = {"foretagsinformation",
                                                               "individuppgifter",
                                                               "skattekonto",
                                                               "skatteuppgifter",
                                                               "beskattningsbilagor"};

struct SkvQuestion {
  std::vector<int> years;  // at least one
  std::array<bool, 5> wishes{};
};

struct Question {
  Contract contract = Contract::kV10;
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
  std::optional<SkvQuestion> skv;  // version 11 only

  DateSpan SpanFor(Agency agency) const { return agencies[agency].span.value_or(span); }
};

// What a POST asked for. `question` is set for hamtaBastjanstInformation, absent for
// testaBastjanstInformation.
struct Request {
  Contract contract = Contract::kV10;
  std::optional<Question> question = {};
};

// True when version 11 asks SKV without telling what: the real service fails the whole call then.
bool LacksSkvQuestion(const Question& question);

// Invalid argument names the element at fault and what the schema wants, never a value.
StatusOr<Request> ParseRequest(std::string_view body, Contracts contracts = {});

}  // namespace dm::sim
