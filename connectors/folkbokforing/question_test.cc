#include "connectors/folkbokforing/question.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm::folk {
namespace {

constexpr char kOrganisation[] = "162120000142";

EvidenceQuestion Good() {
  EvidenceQuestion question;
  question.case_id = CaseId::FromTrusted("EKB-2026-000001");
  question.person = PersonKey::FromTrusted("p1");
  question.personnummer = *Personnummer::Parse("199001012385");
  question.correlation_id = "corr-1";
  question.purpose = "Utredning av \"ekonomiskt bistånd\"";
  question.legal_text = "provlag";
  question.identity = "medarbetare";
  question.sources = {{.source = Source::kFolk,
                       .period = {*Date::Parse("2026-08-01"), *Date::Parse("2026-10-31")},
                       .groups = {}}};
  return question;
}

template <typename Change>
std::string FieldOf(Change change) {
  EvidenceQuestion question = Good();
  change(question);
  const auto asked = CheckQuestion(question);
  if (asked.ok()) return "";
  EXPECT_EQ(DetailOf(asked.status()).reason, "FOLKBOKFORING_QUESTION");
  EXPECT_THAT(asked.status().ToString(), testing::Not(testing::HasSubstr("19900101")));
  return DetailOf(asked.status()).field;
}

TEST(FolkQuestion, IsCheckedBeforeItIsSent) {
  EXPECT_EQ(FieldOf([](EvidenceQuestion&) {}), "");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.case_id = {}; }), "case_id");
  EXPECT_EQ(
      FieldOf([](EvidenceQuestion& q) { q.case_id = CaseId::FromTrusted(std::string(32, 'x')); }),
      "case_id");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.correlation_id = "a b"; }), "correlation_id");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.personnummer = {}; }), "personnummer");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.purpose = ""; }), "purpose");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.legal_text = "a\x01"; }), "legal_text");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.identity = "\xE5"; }), "identity");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.timeout_ms = 0; }), "timeout_ms");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.sources.clear(); }), "sources");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.sources[0].source = Source::kAf; }),
            "sources[AF].source");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.sources.push_back(q.sources[0]); }),
            "sources[FOLK].source");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.sources[0].groups = {"FK:BOB"}; }),
            "sources[FOLK].groups");
  EXPECT_EQ(FieldOf([](EvidenceQuestion& q) { q.sources[0].period.to.reset(); }),
            "sources[FOLK].period");
  EXPECT_EQ(
      FieldOf([](EvidenceQuestion& q) { q.sources[0].period.to = *Date::Parse("2028-08-01"); }),
      "sources[FOLK].period");
}

TEST(FolkQuestion, IsWrittenAsTheContractSays) {
  EXPECT_EQ(
      WriteQuestion(
          Good(), kOrganisation, *Instant::Parse("2026-11-26T08:00:00+01:00"), Person::kWhole),
      R"({"correlation_id":"corr-1","case_id":"EKB-2026-000001","person":"199001012385",)"
      R"("purpose":"Utredning av \"ekonomiskt bistånd\"","legal_text":"provlag",)"
      R"("organisation_number":"162120000142","identity":"medarbetare",)"
      R"("asked_at":"2026-11-26T07:00:00.000Z"})");
}

TEST(FolkQuestion, IsShownWithoutThePersonalNumber) {
  const std::string shown = WriteQuestion(Good(), kOrganisation, Instant(), Person::kMasked);
  EXPECT_THAT(shown, testing::HasSubstr("19900101****"));
  EXPECT_THAT(shown, testing::Not(testing::HasSubstr("199001012385")));
}

}  // namespace
}  // namespace dm::folk
