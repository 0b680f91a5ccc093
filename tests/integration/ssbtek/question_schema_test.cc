// Every question that can be asked is valid: against this program's schemas of both versions, and
// against the contract's own of version 10, which lies outside this repository. Without that one
// its test is skipped, visibly.
#include <algorithm>
#include <array>
#include <cstdarg>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include "connectors/soap/envelope.h"
#include "connectors/ssbtek/envelope/question.h"
#include "connectors/ssbtek/lefi/groups.h"
#include "connectors/ssbtek/schema/schemas.h"
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

// The contract's own schema of version 10, which lies outside this repository.
class ContractSchema {
 public:
  // Null when it is not here.
  static std::unique_ptr<ContractSchema> Load() {
    const std::filesystem::path path =
        std::filesystem::path(DM_SOURCE_DIR) /
        "../shared/contracts/ssbtek/v10/se/forsakringskassan/schema/integration/ssbt/_10/"
        "sammansatt_bastjanst_v10.xsd";
    if (!std::filesystem::exists(path)) return nullptr;
    auto loaded = std::make_unique<ContractSchema>();
    const std::unique_ptr<xmlSchemaParserCtxt, decltype(&xmlSchemaFreeParserCtxt)> parser(
        xmlSchemaNewParserCtxt(path.c_str()), &xmlSchemaFreeParserCtxt);
    loaded->schema_.reset(xmlSchemaParse(parser.get()));
    EXPECT_NE(loaded->schema_, nullptr);
    return loaded->schema_ == nullptr ? nullptr : std::move(loaded);
  }

  // What it says against the message's body; empty when it is valid.
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

// The same by this program's schema of either version.
std::string OurErrorsOf(const Options& options, const std::string& message) {
  const auto findings =
      EnvelopeSchema(options.contract_version).Validate(message, soap::XmlSchema::Where::kSoapBody);
  if (!findings.ok()) return findings.status().ToString();
  std::string errors;
  for (const soap::SchemaFinding& finding : *findings) {
    errors += finding.path + " " + finding.problem + "; ";
  }
  return errors;
}

constexpr std::array kAll = {Source::kAf,
                             Source::kCsn,
                             Source::kFk,
                             Source::kPm,
                             Source::kSkv,
                             Source::kSo,
                             Source::kTns,
                             Source::kMiv};

// Draws questions that may be asked; the same ones each time.
class Draw {
 public:
  EvidenceQuestion NextQuestion(unsigned sources) {
    const Period lefi = SomePeriod();
    std::vector<SourceQuestion> asked;
    for (std::size_t i = 0; i < kAll.size(); ++i) {
      if ((sources >> i & 1U) == 0) continue;
      SourceQuestion question{.source = kAll[i], .period = SomePeriod(), .groups = {}};
      if (kAll[i] == Source::kFk || kAll[i] == Source::kPm) {
        question.period = lefi;
        question.groups = SomeGroups(kAll[i]);
      }
      asked.push_back(question);
    }
    std::ranges::shuffle(asked, random_);
    EvidenceQuestion question = MakeQuestion(asked);
    question.personnummer = SomePerson();
    question.case_id = CaseId::FromTrusted(std::string(1 + Below(31), 'A'));
    question.correlation_id = std::string(1 + Below(64), "0123456789abcdef._:-"[Below(20)]);
    question.purpose = SomeText();
    question.legal_text = SomeText();
    question.identity = SomeText();
    return question;
  }

  Options NextOptions(const std::string& version) {
    Options options = MakeOptions();
    options.contract_version = version;
    options.municipality_name = SomeText();
    options.actor_id = SomeText();
    options.processors.assign(Below(4),
                              {.organisation_number = "165560000001", .name = SomeText()});
    options.tax_question = {.years = 1 + static_cast<int>(Below(6)),
                            .company_information = Below(2) == 0,
                            .individual_income = true,
                            .tax_account = Below(2) == 0,
                            .tax_information = Below(2) == 0,
                            .tax_return_annexes = Below(2) == 0};
    return options;
  }

 private:
  std::size_t Below(std::size_t limit) { return random_() % limit; }

  std::vector<std::string> SomeGroups(Source source) {
    std::vector<std::string> groups;
    for (const std::string& group : lefi::AllGroups()) {
      const bool own = source == Source::kFk ? lefi::IsFkGroup(group) : lefi::IsPmGroup(group);
      if (own && Below(3) == 0) groups.push_back(group);
    }
    if (groups.empty()) groups.emplace_back(source == Source::kFk ? "FK:BOB" : "PM:AP");
    return groups;
  }

  // One day to two years, leap days included.
  Period SomePeriod() {
    const Date from = Date::Make(2023, 1, 1)->PlusDays(static_cast<int>(Below(1'400)));
    const int days = Below(10) == 0 ? 729 : static_cast<int>(Below(400));
    return {.from = from, .to = from.PlusDays(days)};
  }

  // An invented person born 1900 to 2026; a third with a coordination number (day + 60).
  Personnummer SomePerson() {
    const Date born = Date::Make(1900, 1, 1)->PlusDays(static_cast<int>(Below(46'000)));
    const int day = born.day() + (Below(3) == 0 ? 60 : 0);
    std::string digits = born.ToString();
    std::erase(digits, '-');
    digits.replace(6, 2, std::to_string(100 + day).substr(1));
    digits += std::to_string(238 + Below(2));
    digits += std::to_string(LuhnCheckDigit(digits.substr(2)));
    return Personnummer::Parse(digits).value();
  }

  // Anything that may stand in a free text: Swedish letters, what XML must escape, white space.
  std::string SomeText() {
    static const std::vector<std::string> kPieces = {
        "Åtvidaberg", "<&>", "\"'", "]]>", "<!--", " ", "\n", "\t", "é", "𝄞", "12 kap. 5 §", "a"};
    std::string text = kPieces[Below(kPieces.size() - 1)] + "x";
    for (std::size_t i = Below(6); i > 0; --i) text += kPieces[Below(kPieces.size())];
    return text;
  }

  std::mt19937 random_{20261122};  // NOLINT(cert-msc51-cpp): the same questions each time
};

// Every source's combination, sixteen times: 4 080 questions.
void TakesEveryQuestion(const std::string& version, const ContractSchema* contract) {
  Draw draw;
  for (unsigned sources = 1; sources < 256; ++sources) {
    for (int round = 0; round < 16; ++round) {
      const Options options = draw.NextOptions(version);
      ASSERT_TRUE(Check(options).ok()) << Check(options);
      const EvidenceQuestion question = draw.NextQuestion(sources);
      const auto plan = MakePlan(options, question);
      if (!plan.ok()) {
        // Two periods of SKV and MIV may lie so far apart that no question can carry both.
        ASSERT_EQ(DetailOf(plan.status()).field, "sources[].period") << plan.status();
        continue;
      }
      const std::string message = WriteQuestion(options, question, *plan, Now());
      ASSERT_EQ(OurErrorsOf(options, message), "") << sources;
      if (contract != nullptr) {
        ASSERT_EQ(contract->ErrorsOf(message), "") << sources;
      }
      for (const auto& [source, asked] : plan->asked) {
        const Plan alone = Narrow(*plan, std::vector{source});
        const std::string part = WriteQuestion(options, question, alone, Now());
        ASSERT_EQ(OurErrorsOf(options, part), "") << SourceCode(source);
      }
    }
  }
}

TEST(QuestionSchema, TakesEveryQuestionOfVersion10) {
  TakesEveryQuestion("10", nullptr);
}

TEST(QuestionSchema, TakesEveryQuestionOfVersion11) {
  TakesEveryQuestion("11", nullptr);
}

TEST(QuestionSchema, TheContractsOwnSchemaTakesEveryQuestionOfVersion10) {
  const auto contract = ContractSchema::Load();
  if (contract == nullptr) GTEST_SKIP() << "the contract's schema is not here";
  TakesEveryQuestion("10", contract.get());
  EXPECT_EQ(contract->ErrorsOf(WritePing(MakeOptions())), "");
}

TEST(QuestionSchema, TakesThePing) {
  for (const char* version : {"10", "11"}) {
    Options options = MakeOptions();
    options.contract_version = version;
    EXPECT_EQ(OurErrorsOf(options, WritePing(options)), "");
  }
}

TEST(QuestionSchema, RefusesABrokenQuestion) {
  const auto contract = ContractSchema::Load();
  for (const char* version : {"10", "11"}) {
    Options options = MakeOptions();
    options.contract_version = version;
    options.tax_question.tax_information = true;
    const EvidenceQuestion question = MakeQuestion({Question(Source::kAf), Question(Source::kSkv)});
    const auto plan = MakePlan(options, question);
    ASSERT_TRUE(plan.ok());
    const std::string xml = WriteQuestion(options, question, *plan, Now());
    std::vector<std::string> broken = {With(xml, "<ssbt:CSN inkludera=\"false\"/>", ""),
                                       With(xml, kPerson, "1990")};
    if (options.contract_version == "11") {
      broken.push_back(With(xml, "<ssbt:ar>2024</ssbt:ar><ssbt:ar>2025</ssbt:ar>", ""));
      broken.push_back(With(xml, "<ssbt:skattekonto>false</ssbt:skattekonto>", ""));
    }
    for (const std::string& message : broken) {
      EXPECT_NE(OurErrorsOf(options, message), "");
      if (contract != nullptr) {
        EXPECT_NE(contract->ErrorsOf(message), "");
      }
    }
  }
}

}  // namespace
}  // namespace dm::ssbtek
