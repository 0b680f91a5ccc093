#include <cstddef>
#include <cstdint>

#include "connectors/ssbtek/envelope/reply.h"
#include "connectors/ssbtek/sources.h"
#include "connectors/ssbtek/test_reply.h"
#include "tests/fuzz/invariants.h"
#include "tests/fuzz/question.h"

// The whole message, every source asked.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using dm::fuzz::Must;
  const std::string bytes(dm::fuzz::Bytes(data, size));
  const auto answers = dm::ssbtek::ReadReply(dm::fuzz::AskedOptions(),
                                             dm::fuzz::AskedPlan(),
                                             dm::ssbtek::test::kCorrelation,
                                             dm::ssbtek::test::Now(),
                                             bytes);
  const auto sources = dm::ssbtek::Sources();
  Must(answers.size() == sources.size(), "one answer a source asked");
  bool known = false;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    Must(answers[i].source == sources[i].source, "answers stand in the order of their sources");
    dm::fuzz::CheckAnswer(answers[i], dm::fuzz::AskedPerson());
    known = known || dm::IsKnown(answers[i].state);
  }
  Must(!known || bytes.size() > 200, "nothing is known from next to nothing");
  return 0;
}
