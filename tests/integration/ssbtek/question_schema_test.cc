// Every question that can be asked is valid against the contract's schema, which lies outside this
// repository: without it the test is skipped, visibly.
#include <cstdarg>
#include <filesystem>
#include <memory>
#include <random>
#include <string>

#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include "connectors/soap/envelope.h"
#include "connectors/ssbtek/envelope/question.h"
#include "connectors/ssbtek/lefi/groups.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

void Collect(void* user, const char* format, ...) __attribute__((format(printf, 2, 3)));

void Collect(void* user, const char* format, ...) {
  std::string buffer(512, '\0');
  va_list arguments;
  va_start(arguments, format);
  const int size = std::vsnprintf(buffer.data(), buffer.size(), format, arguments);
  va_end(arguments);
  buffer.resize(std::min(buffer.size(), static_cast<std::size_t>(std::max(size, 0))));
  *static_cast<std::string*>(user) += buffer;
}

class QuestionSchema : public testing::Test {
 protected:
  void SetUp() override {
    const std::filesystem::path path =
        std::filesystem::path(DM_SOURCE_DIR) /
        "../shared/contracts/ssbtek/v10/se/forsakringskassan/schema/integration/ssbt/_10/"
        "sammansatt_bastjanst_v10.xsd";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "the contract's schema is not here";
    const std::unique_ptr<xmlSchemaParserCtxt, decltype(&xmlSchemaFreeParserCtxt)> parser(
        xmlSchemaNewParserCtxt(path.c_str()), &xmlSchemaFreeParserCtxt);
    schema_.reset(xmlSchemaParse(parser.get()));
    ASSERT_NE(schema_, nullptr);
  }

  // What the schema says against the message's body; empty when it is valid.
  std::string ErrorsOf(const std::string& message) const {
    const auto document = soap::XmlDocument::Parse(message);
    if (!document.ok()) return std::string(document.status().message());
    const auto body = soap::ReadEnvelope(*document);
    if (!body.ok() || body->payload == nullptr) return "no body";
    const std::string xml(document->Bytes(*body->payload));
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> tree(
        xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, XML_PARSE_NONET),
        &xmlFreeDoc);
    const std::unique_ptr<xmlSchemaValidCtxt, decltype(&xmlSchemaFreeValidCtxt)> validator(
        xmlSchemaNewValidCtxt(schema_.get()), &xmlSchemaFreeValidCtxt);
    std::string errors;
    xmlSchemaSetValidErrors(validator.get(), &Collect, &Collect, &errors);
    const int outcome = xmlSchemaValidateDoc(validator.get(), tree.get());
    return outcome == 0 ? "" : "invalid: " + errors;
  }

 private:
  std::unique_ptr<xmlSchema, decltype(&xmlSchemaFree)> schema_{nullptr, &xmlSchemaFree};
};

constexpr std::array kAll = {Source::kAf,
                             Source::kCsn,
                             Source::kFk,
                             Source::kPm,
                             Source::kSkv,
                             Source::kSo,
                             Source::kTns,
                             Source::kMiv};

std::vector<std::string> SomeGroups(Source source, std::mt19937& random) {
  std::vector<std::string> groups;
  for (const std::string& group : lefi::AllGroups()) {
    const bool own = source == Source::kFk ? lefi::IsFkGroup(group) : lefi::IsPmGroup(group);
    if (own && random() % 3 == 0) groups.push_back(group);
  }
  if (groups.empty()) groups.emplace_back(source == Source::kFk ? "FK:BOB" : "PM:AP");
  return groups;
}

Period SomePeriod(std::mt19937& random) {
  const Date from = Date::Make(2025, 1, 1)->PlusDays(static_cast<int>(random() % 600));
  return {.from = from, .to = from.PlusDays(static_cast<int>(random() % 90))};
}

EvidenceQuestion SomeQuestion(unsigned sources, std::mt19937& random) {
  const Period lefi = SomePeriod(random);
  std::vector<SourceQuestion> asked;
  for (std::size_t i = 0; i < kAll.size(); ++i) {
    if ((sources >> i & 1U) == 0) continue;
    SourceQuestion question{.source = kAll[i], .period = SomePeriod(random), .groups = {}};
    if (kAll[i] == Source::kFk || kAll[i] == Source::kPm) {
      question.period = lefi;
      question.groups = SomeGroups(kAll[i], random);
    }
    asked.push_back(question);
  }
  return MakeQuestion(asked);
}

TEST_F(QuestionSchema, TakesEveryCombinationOfSourcesMembersAndPeriods) {
  std::mt19937 random(20261122);  // NOLINT(cert-msc51-cpp): the same questions each time
  Options options = MakeOptions();
  for (unsigned sources = 1; sources < 256; ++sources) {
    for (int draw = 0; draw < 12; ++draw) {
      options.processors.assign(
          random() % 3, {.organisation_number = "165560000001", .name = "Påhittad drift AB"});
      const EvidenceQuestion question = SomeQuestion(sources, random);
      const auto plan = MakePlan(options, question);
      ASSERT_TRUE(plan.ok()) << plan.status();
      ASSERT_EQ(ErrorsOf(WriteQuestion(options, question, *plan, Now())), "") << sources;
    }
  }
}

TEST_F(QuestionSchema, TakesThePing) {
  EXPECT_EQ(ErrorsOf(WritePing(MakeOptions())), "");
}

TEST_F(QuestionSchema, RefusesABrokenQuestion) {
  const EvidenceQuestion question = MakeQuestion({Question(Source::kAf)});
  const Options options = MakeOptions();
  const auto plan = MakePlan(options, question);
  ASSERT_TRUE(plan.ok());
  const std::string xml = WriteQuestion(options, question, *plan, Now());
  EXPECT_NE(ErrorsOf(With(xml, "<ssbt:CSN inkludera=\"false\"/>", "")), "");
  EXPECT_NE(ErrorsOf(With(xml, kPerson, "1990")), "");
}

}  // namespace
}  // namespace dm::ssbtek
