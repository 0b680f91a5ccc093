// Our schemas and the contract's own agree on what is valid: on the contract's examples and on
// thousands of small changes of them. The contract lies outside this repository: without it the
// tests are skipped, visibly.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "connectors/ssbtek/schema/schemas.h"
#include "tests/integration/ssbtek/schema/contract_schema.h"
#include "tests/integration/ssbtek/schema/mutants.h"

namespace dm::ssbtek {
namespace {

using soap::XmlSchema;

class ContractSchemaTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::path(DM_SOURCE_DIR) / "../shared/contracts/ssbtek";
    if (!std::filesystem::exists(root_ / "v10")) GTEST_SKIP() << "the contract is not here";
  }

  std::filesystem::path Envelope() const {
    return root_ / "v10/se/forsakringskassan/schema/integration/ssbt/_10" /
           "sammansatt_bastjanst_v10.xsd";
  }

  std::filesystem::path Csn() const {
    return root_ / "v10/se/csn/schema/v4_0/kommunfraga/kommunfraga.xsd";
  }

  std::string Example(const std::string& name) const {
    std::ifstream file(root_ / "examples" / name, std::ios::binary);
    EXPECT_TRUE(file.good()) << name;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

 private:
  std::filesystem::path root_;
};

std::string Breaches(const XmlSchema& schema, const std::string& document) {
  const auto findings =
      schema.Validate(document,
                      document.find("Envelope") == std::string::npos ? XmlSchema::Where::kRoot
                                                                     : XmlSchema::Where::kSoapBody);
  EXPECT_TRUE(findings.ok()) << findings.status();
  std::string lines;
  if (!findings.ok()) return "unread";
  for (const auto& finding : *findings) lines += finding.path + " " + finding.problem + "; ";
  return lines;
}

struct Tally {
  int valid = 0;
  int invalid = 0;
};

void Compare(const XmlSchema& ours,
             const test::ContractSchema& theirs,
             const std::string& document,
             const std::string& what,
             Tally& tally) {
  const std::string breaches = Breaches(ours, document);
  const bool valid = theirs.Takes(document);
  EXPECT_EQ(breaches.empty(), valid) << what << ": " << breaches;
  ++(valid ? tally.valid : tally.invalid);
}

void CompareMutants(const XmlSchema& ours,
                    const test::ContractSchema& theirs,
                    const std::string& example,
                    int count,
                    Tally& tally) {
  std::mt19937 random(2026);  // NOLINT(cert-msc51-cpp): the same mutants in every run
  for (int i = 0; i < count; ++i) {
    test::Mutant mutant = test::Mutate(example, random);
    std::string what = mutant.change;
    // Every third is changed twice.
    if (i % 3 == 0) {
      mutant = test::Mutate(mutant.document, random);
      what += ", " + mutant.change;
    }
    Compare(ours, theirs, mutant.document, what, tally);
  }
}

TEST_F(ContractSchemaTest, EnvelopesAgreeOnTheExamples) {
  const test::ContractSchema theirs(Envelope());
  Tally tally;
  for (const char* name : {"request-subset.xml",
                           "response-data.xml",
                           "response-nothing.xml",
                           "response-mixed-errors.xml",
                           "testa-request.xml",
                           "testa-response.xml"}) {
    Compare(EnvelopeSchema("10"), theirs, Example(name), name, tally);
  }
  EXPECT_EQ(tally.valid, 6);
}

TEST_F(ContractSchemaTest, EnvelopesAgreeOnThousandsOfChangedMessages) {
  const test::ContractSchema theirs(Envelope());
  Tally tally;
  CompareMutants(EnvelopeSchema("10"), theirs, Example("request-subset.xml"), 1'500, tally);
  CompareMutants(EnvelopeSchema("10"), theirs, Example("response-data.xml"), 3'000, tally);
  CompareMutants(EnvelopeSchema("10"), theirs, Example("response-nothing.xml"), 1'000, tally);
  CompareMutants(EnvelopeSchema("10"), theirs, Example("response-mixed-errors.xml"), 1'500, tally);
  CompareMutants(EnvelopeSchema("10"), theirs, Example("testa-response.xml"), 500, tally);
  EXPECT_GT(tally.valid, 300);
  EXPECT_GT(tally.invalid, 3'000);
}

TEST_F(ContractSchemaTest, FaultDetailsAgree) {
  const test::ContractSchema theirs(Envelope());
  std::string detail = Example("fault.xml");
  const std::size_t begin = detail.find("<ssbt:");
  const std::size_t end = detail.find("</detail>");
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  detail = detail.substr(begin, end - begin);
  Tally tally;
  Compare(EnvelopeSchema("10"), theirs, detail, "fault.xml", tally);
  EXPECT_EQ(tally.valid, 1);
  CompareMutants(EnvelopeSchema("10"), theirs, detail, 200, tally);
}

TEST_F(ContractSchemaTest, CsnAgreesOnItsExamplesAndOnThousandsOfChangedDocuments) {
  const test::ContractSchema theirs(Csn());
  Tally tally;
  Compare(CsnSchema(), theirs, Example("csn-svar-data.xml"), "csn-svar-data.xml", tally);
  Compare(CsnSchema(), theirs, Example("csn-svar-ej-traff.xml"), "csn-svar-ej-traff.xml", tally);
  EXPECT_EQ(tally.valid, 2);
  CompareMutants(CsnSchema(), theirs, Example("csn-svar-data.xml"), 3'000, tally);
  CompareMutants(CsnSchema(), theirs, Example("csn-svar-ej-traff.xml"), 500, tally);
  EXPECT_GT(tally.valid, 200);
  EXPECT_GT(tally.invalid, 1'500);
}

}  // namespace
}  // namespace dm::ssbtek
