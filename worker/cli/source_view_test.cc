#include "worker/cli/source_view.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/core/instant.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;
using ::testing::HasSubstr;
using ::testing::Not;

class SourceViewTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  static std::string Text(const v1::WorkerStatus& status) {
    std::ostringstream out;
    PrintSources(out, status);
    return out.str();
  }
};

TEST_F(SourceViewTest, ShowsGateTimesAndCounts) {
  v1::WorkerStatus status;
  v1::SourceCondition& one = *status.add_sources();
  one.set_source(v1::SOURCE_AF);
  one.set_gate(v1::SOURCE_GATE_BROKEN);
  one.mutable_until()->set_seconds(1'795'503'600);
  one.set_known(12);
  one.set_unknown(5);
  one.set_schema_deviations(3);
  const std::string text = Text(status);
  EXPECT_THAT(text, HasSubstr("AF"));
  EXPECT_THAT(text, HasSubstr("broken"));
  EXPECT_THAT(text, HasSubstr("2026-11-24 08:00:00"));
  EXPECT_THAT(text, Not(HasSubstr("codes that the policies")));
}

TEST_F(SourceViewTest, ShowsUnlistedCodesWithTheirCounts) {
  v1::WorkerStatus status;
  v1::CodeCount& code = *status.add_sources()->add_unlisted_codes();
  code.set_code("AF.StatusSokandeinformationKod=7");
  code.set_count(4);
  EXPECT_THAT(Text(status), HasSubstr("AF.StatusSokandeinformationKod=7      4"));
}

TEST_F(SourceViewTest, ACertificateSaysWhatIsLeftAndWhatIsWrong) {
  v1::CertificateStatus one;
  one.set_name("ssbtek.tls");
  one.mutable_not_after()->set_seconds(1'795'503'600);
  one.set_days_left(1);
  EXPECT_THAT(CertificateLine(one), HasSubstr("ssbtek.tls: holds until 2026-11-24"));
  EXPECT_THAT(CertificateLine(one), HasSubstr(", 1 day left"));
  one.set_days_left(-1);
  one.set_problem("CERTIFICATE_KEY_MISMATCH");
  one.set_field("ssbtek.tls.key");
  one.set_remedy("replace both");
  EXPECT_THAT(CertificateLine(one), HasSubstr("ssbtek.tls: ended 2026-11-24"));
  EXPECT_THAT(CertificateLine(one),
              HasSubstr("not in use: CERTIFICATE_KEY_MISMATCH, ssbtek.tls.key; replace both"));
}

}  // namespace
}  // namespace dm::cli
