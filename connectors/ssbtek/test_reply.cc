#include "connectors/ssbtek/test_reply.h"

#include <chrono>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <utility>

#include <gtest/gtest.h>

#include "connectors/soap/base64.h"
#include "connectors/ssbtek/envelope/reply.h"
#include "connectors/ssbtek/lefi/groups.h"

namespace dm::ssbtek::test {
namespace {

class SteadyClock final : public Clock {
 public:
  Instant Now() const override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return Instant::FromUnixMs(std::chrono::floor<std::chrono::milliseconds>(since).count());
  }

  std::int64_t MonotonicMs() const override {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::floor<std::chrono::milliseconds>(since).count();
  }
};

// The text between `before` and the first `after` behind it.
std::string Between(const std::string& line, const std::string& before, const std::string& after) {
  const std::size_t begin = line.find(before);
  if (begin == std::string::npos) return "";
  const std::size_t from = begin + before.size();
  return line.substr(from, line.find(after, from) - from);
}

}  // namespace

std::shared_ptr<const AnswerCodes> ShippedCodes() {
  static const std::shared_ptr<const AnswerCodes> kCodes = [] {
    auto codes = std::make_shared<AnswerCodes>();
    std::ifstream file(std::string(DM_SOURCE_DIR) + "/policies/tables/answer_codes.yaml");
    for (std::string line; std::getline(file, line);) {
      if (line.find("- {id: ") == std::string::npos) continue;
      const std::string end = line.substr(line.find("value: ") + 7);
      codes->Add(Between(line, "register: ", ","),
                 Between(line, "field: ", ","),
                 Between(line, "code: \"", "\""),
                 end.substr(0, end.find_first_of(",}")));
    }
    EXPECT_FALSE(codes->empty()) << "policies/tables/answer_codes.yaml";
    return codes;
  }();
  return kCodes;
}

Options MakeOptions() {
  Options options;
  options.url = "http://127.0.0.1:1/";
  options.http.transport = http::Transport::kLoopbackInDevelopment;
  options.organisation_number = "162120000001";
  options.municipality_name = "Testkommun";
  options.actor_id = "000-00";
  options.lefi_groups_granted = lefi::AllGroups();
  options.codes = ShippedCodes();
  options.fund_statuses = {{"OK", FundStatus::kAnswered},
                           {"all clear", FundStatus::kAnswered},
                           {"SAKNAS", FundStatus::kNotAnswered}};
  return options;
}

Period AskedPeriod() {
  return {.from = Date::Make(2026, 8, 1).value(), .to = Date::Make(2026, 10, 31).value()};
}

SourceQuestion Question(Source source, std::vector<std::string> groups) {
  return {.source = source, .period = AskedPeriod(), .groups = std::move(groups)};
}

SourceQuestion FkQuestion() {
  std::vector<std::string> groups;
  for (const std::string& group : lefi::AllGroups()) {
    if (lefi::IsFkBenefitGroup(group) || group == "FK:GEPI") groups.push_back(group);
  }
  return Question(Source::kFk, groups);
}

SourceQuestion PmQuestion() {
  return Question(Source::kPm, {"PM:AP", "PM:BTI", "PM:EF"});
}

EvidenceQuestion MakeQuestion(std::vector<SourceQuestion> sources) {
  EvidenceQuestion question;
  question.case_id = CaseId::FromTrusted(kCaseId);
  question.person = PersonKey::FromTrusted("p1");
  question.personnummer = Personnummer::Parse(kPerson).value();
  question.correlation_id = kCorrelation;
  question.purpose = "Handläggning av ekonomiskt bistånd";
  question.legal_text = "Påhittad lagtext för prov";
  question.identity = "HL000001";
  question.sources = std::move(sources);
  question.timeout_ms = 5'000;
  return question;
}

Instant Now() {
  return Instant::Parse("2026-11-02T08:00:00+01:00").value();
}

const Clock& RealClock() {
  static const SteadyClock clock;
  return clock;
}

std::string Sample(const std::string& path) {
  std::ifstream file(std::string(DM_SOURCE_DIR) + "/tests/data/ssbtek/" + path, std::ios::binary);
  EXPECT_TRUE(file.good()) << "tests/data/ssbtek/" << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string With(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

std::string Reply(const std::string& agencies) {
  return "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" "
         "xmlns:ssbt=\"http://schema.forsakringskassan.se/integration/ssbt/10\" "
         "xmlns:af=\"http://api.arbetsformedlingen.se/arbetssokande/ersattningsstod/v2\" "
         "xmlns:so=\"http://INT014.UBPService.Schemas\" "
         "xmlns:tns=\"http://schema.transportstyrelsen.se/ssbtek/hamtauppgifterresponder/1\" "
         "xmlns:frd=\"http://schema.transportstyrelsen.se/ssbtek/fordon/1\"><soap:Body>"
         "<ssbt:hamtaBastjanstInformationResponse><ssbt:korrelationsid>" +
         std::string(kCorrelation) + "</ssbt:korrelationsid><ssbt:svarsdata>" + agencies +
         "</ssbt:svarsdata></ssbt:hamtaBastjanstInformationResponse></soap:Body></soap:Envelope>";
}

std::string Agency(const std::string& name, const std::string& payload) {
  std::string data = payload;
  if (name == "CSN") data = "<ssbt:svar>" + soap::Base64Encode(payload) + "</ssbt:svar>";
  if (name == "FK") {
    data = "<ssbt:lefiJsonSvar>" + soap::Base64Encode(payload) + "</ssbt:lefiJsonSvar>";
  }
  if (name == "SKV") data = "<svar xmlns=\"\"><![CDATA[" + payload + "]]></svar>";
  return "<ssbt:" + name + "><ssbt:data>" + data + "</ssbt:data></ssbt:" + name + ">";
}

SourceAnswer ReadOne(const SourceQuestion& question,
                     const std::string& agency,
                     const Options& options) {
  const StatusOr<Plan> plan = MakePlan(options, MakeQuestion({question}));
  EXPECT_TRUE(plan.ok()) << plan.status();
  if (!plan.ok()) return {};
  const auto answers = ReadReply(options, *plan, kCorrelation, Now(), Reply(agency));
  EXPECT_EQ(answers.size(), 1U);
  return answers.empty() ? SourceAnswer{} : answers.front();
}

std::string StateOf(const SourceAnswer& answer) {
  const std::string state = AnswerStateCode(answer.state);
  return answer.code.empty() ? state : state + " " + answer.code;
}

}  // namespace dm::ssbtek::test
