// Words: values and codes of a policy set as a policy officer reads them, in Swedish.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "worker/policy/policy_data.h"
#include "worker/policy/value.h"

namespace dm::golden {

// "7 600 kr", "12 procent", "ja", "2026-01-01", a code as it is written.
std::string InWords(const policy::ValueType& type, const FactValue& value);
std::string InWords(const policy::ValueType& type, std::int64_t number);

// "TRIG.X22 (Misstanke om felaktiga uppgifter)": the code with the text that the set has for it,
// or that of the gate, trigger, queue or typfall that it belongs to; the code alone when there is
// none.
std::string WithWords(const policy::PolicyData& data, const std::string& code);

// "a, b, c"; "inget" for nothing.
std::string ListInWords(const policy::PolicyData& data, const std::vector<std::string>& codes);

// The place of the rule of a file: "parameters/national.yaml:12".
std::string InWords(const policy::Place& place);

}  // namespace dm::golden
