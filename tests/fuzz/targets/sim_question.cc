#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>

#include "connectors/sim/question.h"
#include "tests/fuzz/invariants.h"

// What the simulator takes is what the contract takes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using dm::fuzz::Must;
  const auto request = dm::sim::ParseRequest(dm::fuzz::Bytes(data, size));
  if (!request.ok() || !request->question.has_value()) return 0;
  const dm::sim::Question& question = *request->question;
  Must(question.person.size() == 12, "a person has twelve digits");
  Must(std::ranges::all_of(question.person, [](char c) { return c >= '0' && c <= '9'; }),
       "a person is digits");
  Must(!question.case_id.empty(), "a case has an id");
  return 0;
}
