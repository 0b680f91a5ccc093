// Swedish words of explanations: what the program's own enumerations are called in sentences.
#pragma once

#include <string>
#include <vector>

#include "worker/case/decision.h"
#include "worker/case/evidence.h"
#include "worker/case/history.h"
#include "worker/case/household.h"
#include "worker/core/date.h"
#include "worker/policy/policy_set.h"

namespace dm::explain {

std::string OutcomeWords(Outcome outcome);            // "bifall"; "kan inte räknas fram" for none
std::string VerdictWords(Verdict verdict);            // "godkänd", …
std::string StateWords(AnswerState state);            // "svar med uppgifter", …
std::string AnswerWords(Answer answer);               // "ja", "nej", "inte angivet"
std::string ModeWords(const std::string& mode_code);  // "förslag", …

// "27 november 2026".
std::string DayWords(Date date);
// "2026-11-01–2026-11-30"; empty when both ends are open.
std::string PeriodWords(const Period& period);

// "Sökanden", "Barn 7 år": who a person is in the household on the first day of `month`.
std::string PersonWords(const std::vector<Person>& persons, const PersonKey& key, Month month);

// The first letter as at the beginning of a sentence, and as within one.
std::string Capital(std::string text);
std::string Lower(std::string text);

// What the register calls what it paid, or the policy's word where that is a code.
std::string PaymentName(const Payment& payment, const PolicySet& policy);

}  // namespace dm::explain
