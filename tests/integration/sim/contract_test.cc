// The simulator's answers against the published schemas: the envelope with all that it imports, and
// CSN's inner document. The schemas do not ship; where they do not lie beside the checkout, these
// tests say that they were skipped.
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include "connectors/sim/responder.h"
#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/test_questions.h"
#include "connectors/soap/base64.h"

namespace dm::sim {
namespace {

using test::Between;
using test::QuestionText;

const std::string kContract = std::string(DM_SOURCE_DIR) + "/../shared/contracts/ssbtek/";
const std::string kEnvelopeSchema =
    kContract + "v10/se/forsakringskassan/schema/integration/ssbt/_10/sammansatt_bastjanst_v10.xsd";
const std::string kCsnSchema = kContract + "v10/se/csn/schema/v4_0/kommunfraga/kommunfraga.xsd";
const std::string kScenario =
    std::string(DM_SOURCE_DIR) + "/tests/data/ssbtek/sim/every-agency.yaml";

using Document = std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)>;

Document Parse(const std::string& xml) {
  return {
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, XML_PARSE_NONET),
      xmlFreeDoc};
}

void Collect(void* to, xmlErrorPtr error) {
  static_cast<std::string*>(to)->append(error->message != nullptr ? error->message : "?");
}

class Schema {
 public:
  explicit Schema(const std::string& file)
      : parser_(xmlSchemaNewParserCtxt(file.c_str()), xmlSchemaFreeParserCtxt),
        schema_(xmlSchemaParse(parser_.get()), xmlSchemaFree) {}

  bool ok() const { return schema_ != nullptr; }

  // Empty when `document` is valid, else what is wrong.
  std::string Problems(xmlDoc* document) const {
    std::string problems;
    const std::unique_ptr<xmlSchemaValidCtxt, decltype(&xmlSchemaFreeValidCtxt)> context(
        xmlSchemaNewValidCtxt(schema_.get()), xmlSchemaFreeValidCtxt);
    xmlSchemaSetValidStructuredErrors(
        context.get(), reinterpret_cast<xmlStructuredErrorFunc>(Collect), &problems);
    const int result = xmlSchemaValidateDoc(context.get(), document);
    return result == 0 ? "" : "not valid: " + problems;
  }

 private:
  std::unique_ptr<xmlSchemaParserCtxt, decltype(&xmlSchemaFreeParserCtxt)> parser_;
  std::unique_ptr<xmlSchema, decltype(&xmlSchemaFree)> schema_;
};

// A new document whose root is the only element in the SOAP body.
Document BodyOf(const std::string& envelope) {
  const Document document = Parse(envelope);
  Document body(nullptr, xmlFreeDoc);
  if (document == nullptr) return body;
  xmlNode* element =
      xmlFirstElementChild(xmlFirstElementChild(xmlDocGetRootElement(document.get())));
  if (element == nullptr) return body;
  body.reset(xmlNewDoc(nullptr));
  xmlDocSetRootElement(body.get(), xmlDocCopyNode(element, body.get(), 1));
  xmlReconciliateNs(body.get(), xmlDocGetRootElement(body.get()));
  return body;
}

std::string ReadFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

class Contract : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kEnvelopeSchema)) {
      GTEST_SKIP() << "the contract's schemas do not lie beside the checkout";
    }
    xmlSetStructuredErrorFunc(nullptr, [](void*, auto) {});
    envelope_ = std::make_unique<Schema>(kEnvelopeSchema);
    csn_ = std::make_unique<Schema>(kCsnSchema);
    ASSERT_TRUE(envelope_->ok());
    ASSERT_TRUE(csn_->ok());
    auto scenario = LoadScenarios({kScenario});
    ASSERT_TRUE(scenario.ok()) << scenario.status();
    responder_ = std::make_unique<Responder>(*std::move(scenario));
  }

  void ExpectValid(const std::string& answer) {
    const Document body = BodyOf(answer);
    ASSERT_NE(body, nullptr);
    EXPECT_EQ(envelope_->Problems(body.get()), "");
    const std::string carried = Between(answer, "ssbt:svar");
    if (carried.empty()) return;
    const auto csn = soap::Base64Decode(carried, 1000000);
    ASSERT_TRUE(csn.ok());
    const Document document = Parse(*csn);
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(csn_->Problems(document.get()), "");
  }

  std::unique_ptr<Schema> envelope_;
  std::unique_ptr<Schema> csn_;
  std::unique_ptr<Responder> responder_;
};

TEST_F(Contract, HoldsForEveryStateOfEveryAgency) {
  for (const char* person : {"199001012385",
                             "198503122387",
                             "200107042384",
                             "199001612382",
                             "195802202381"}) {  // the last one stands in no scenario
    SCOPED_TRACE(person);
    QuestionText question;
    question.person = person;
    question.processors =
        "<ssbt:personuppgiftsbitrade><ssbt:ordningsnummer>1</"
        "ssbt:ordningsnummer><ssbt:organisationsnummer>"
        "165560000001</ssbt:organisationsnummer><ssbt:namn>Drift "
        "AB</ssbt:namn></ssbt:personuppgiftsbitrade>";
    ASSERT_EQ(BodyOf(question.Xml()) == nullptr, false);
    EXPECT_EQ(envelope_->Problems(BodyOf(question.Xml()).get()), "") << "the test's own question";
    ExpectValid(responder_->Respond(question.Xml()).body);
    question.echo = "true";
    ExpectValid(responder_->Respond(question.Xml()).body);
  }
}

TEST_F(Contract, HoldsForErrorsInPlaceOfData) {
  QuestionText question;
  question.case_id = std::string(40, 'x');
  question.lefi_version = "<ssbt:version>v8</ssbt:version>";
  const std::string answer = responder_->Respond(question.Xml()).body;
  EXPECT_NE(answer.find("-1005"), std::string::npos);
  ExpectValid(answer);
}

TEST_F(Contract, HoldsForTheConnectionTest) {
  ExpectValid(responder_->Respond(test::kTestQuestion).body);
}

TEST_F(Contract, HoldsForTheDetailOfAFault) {
  const std::string fault = responder_->Respond("<a/>").body;
  const Document body = BodyOf(fault);
  ASSERT_NE(body, nullptr);
  xmlNode* detail = xmlLastElementChild(xmlDocGetRootElement(body.get()));
  ASSERT_NE(detail, nullptr);
  const Document inner(xmlNewDoc(nullptr), xmlFreeDoc);
  xmlDocSetRootElement(inner.get(), xmlDocCopyNode(xmlFirstElementChild(detail), inner.get(), 1));
  EXPECT_EQ(envelope_->Problems(inner.get()), "");
}

TEST_F(Contract, AnswersThePublishedExampleQuestions) {
  const Answer data = responder_->Respond(ReadFile(kContract + "examples/request-subset.xml"));
  EXPECT_EQ(data.http_status, 200) << data.record.problem;
  EXPECT_EQ(data.record.agencies, (std::vector<std::string>{"AF", "FK", "SO"}));
  EXPECT_NE(data.body.find("<ssbt:lefiJsonSvar>"), std::string::npos);
  ExpectValid(data.body);
  const Answer ping = responder_->Respond(ReadFile(kContract + "examples/testa-request.xml"));
  EXPECT_EQ(ping.record.operation, "testa");
  ExpectValid(ping.body);
}

// The guard of the tests above: a validator that finds nothing anywhere proves nothing.
TEST_F(Contract, FindsABreach) {
  auto scenario = ParseScenario("defaults: {peer_like: [AF, SO, CSN]}\n", "test");
  ASSERT_TRUE(scenario.ok());
  Responder peer_like(*std::move(scenario));
  const std::string answer = peer_like.Respond(QuestionText().Xml()).body;
  EXPECT_NE(envelope_->Problems(BodyOf(answer).get()), "");
  const auto csn = soap::Base64Decode(Between(answer, "ssbt:svar"), 1000000);
  ASSERT_TRUE(csn.ok());
  EXPECT_NE(csn_->Problems(Parse(*csn).get()), "");
}

}  // namespace
}  // namespace dm::sim
