#include <cstddef>
#include <cstdint>

#include "connectors/folkbokforing/answer.h"
#include "connectors/ssbtek/test_reply.h"
#include "tests/fuzz/invariants.h"
#include "tests/fuzz/question.h"

// The population register's answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const dm::folk::Asked kAsked = {.correlation_id = dm::ssbtek::test::kCorrelation,
                                         .case_id = dm::ssbtek::test::kCaseId,
                                         .person = dm::fuzz::AskedPerson(),
                                         .period = dm::ssbtek::test::AskedPeriod()};
  const std::string bytes(dm::fuzz::Bytes(data, size));
  const dm::SourceAnswer answer = dm::folk::ReadAnswer(bytes, kAsked, {}, dm::ssbtek::test::Now());
  dm::fuzz::Must(answer.source == dm::Source::kFolk, "the answer is of its source");
  dm::fuzz::Must(answer.state != dm::AnswerState::kConfirmedEmpty, "no register is empty");
  dm::fuzz::CheckAnswer(answer, dm::fuzz::AskedPerson());
  return 0;
}
