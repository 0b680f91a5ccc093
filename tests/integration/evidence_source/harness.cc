#include "tests/integration/evidence_source/harness.h"

namespace dm::conformance {
namespace {

constexpr int kSerials = 20;  // 980 to 999

Personnummer PersonOf(int number) {
  const std::string day = std::to_string(101 + number / kSerials).substr(1);
  const std::string nine = "9001" + day + std::to_string(980 + number % kSerials);
  return *Personnummer::Parse("19" + nine + std::to_string(LuhnCheckDigit(nine)));
}

}  // namespace

std::vector<const Harness*> Harnesses() {
  return {&SsbtekHarness(), &FolkHarness()};
}

Period AskedPeriod() {
  return {*Date::Parse("2026-08-01"), *Date::Parse("2026-10-31")};
}

EvidenceQuestion QuestionAbout(int number) {
  EvidenceQuestion question;
  question.case_id = CaseId::FromTrusted("EKB-2026-" + std::to_string(100'000 + number));
  question.person = PersonKey::FromTrusted("p1");
  question.personnummer = PersonOf(number);
  question.correlation_id = "corr-" + std::to_string(number);
  question.purpose = "utredning";
  question.legal_text = "provlag";
  question.identity = "medarbetare";
  question.timeout_ms = 5'000;
  return question;
}

}  // namespace dm::conformance
