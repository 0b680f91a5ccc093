#include "connectors/effectfiles/format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/core/digest.h"

namespace dm::effectfiles {
namespace {

using ::testing::HasSubstr;

FiledEffect Order(const std::string& digits, std::int64_t ore) {
  FiledEffect one;
  one.id = EffectId::FromTrusted("PAYMENT_ORDER-" + digits);
  one.case_id = CaseId::FromTrusted("EKB-202612-000001");
  one.application = ApplicationId::FromTrusted("A-2026-12-0001");
  one.month = Month::Parse("2026-12").value();
  one.decision_version = 1;
  one.amount = Money::FromOre(ore);
  one.pay_date = Date::Parse("2026-11-27").value();
  return one;
}

EffectFile Orders() {
  EffectFile file;
  file.municipality = "0000-exempelkommun";
  file.sequence = 17;
  file.written_at = Instant::Parse("2026-11-24T08:00:00+01:00").value();
  file.effects = {Order("5d0c", 487'100), Order("0a1b", 100)};
  return file;
}

EffectFile Decisions() {
  EffectFile file = Orders();
  file.which = FileRegister::kDecisions;
  FiledEffect one = Order("5d0c", 487'100);
  one.id = EffectId::FromTrusted("DECISION-5d0c");
  one.decision.emplace();
  one.decision->kind = DecisionKind::kHuman;
  one.decision->outcome = Outcome::kDelavslag;
  one.decision->decided_on = Date::Parse("2026-11-24").value();
  one.decision->decided_by = "anna.exempel";
  one.decision->mandate = "SN 2026-01-15 § 3 \"B\"";
  one.decision->typfall = "TF-02";
  one.decision->policy_sha256 = Sha256Hex("policy");
  FiledEffect refused = one;
  refused.id = EffectId::FromTrusted("DECISION-0a1b");
  refused.amount = Money();
  refused.pay_date.reset();
  refused.decision->outcome = Outcome::kAvslag;
  file.effects = {one, refused};
  return file;
}

TEST(Format, WritesAFileAsDocumented) {
  const std::string bytes = Render(Orders());
  const std::string records =
      R"({"effect_id":"PAYMENT_ORDER-5d0c","case_id":"EKB-202612-000001","application":"A-2026-12-0001","month":"2026-12","decision_version":1,"amount_ore":487100,"pay_date":"2026-11-27"})"
      "\n"
      R"({"effect_id":"PAYMENT_ORDER-0a1b","case_id":"EKB-202612-000001","application":"A-2026-12-0001","month":"2026-12","decision_version":1,"amount_ore":100,"pay_date":"2026-11-27"})"
      "\n";
  const std::string header =
      R"({"format":"medarbetare-effects","version":1,"register":"PAYMENT_ORDERS","municipality":"0000-exempelkommun","sequence":17,"written_at":"2026-11-24T07:00:00.000Z","count":2,"sum_ore":487200,"records_sha256":")" +
      Sha256Hex(records) + "\"}\n";
  EXPECT_EQ(bytes, header + records);
  EXPECT_EQ(RecordsSha256(bytes), Sha256Hex(records));
}

TEST(Format, ReadsWhatItWrites) {
  for (const EffectFile& file : {Orders(), Decisions()}) {
    const StatusOr<EffectFile> read = Parse(Render(file));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->which, file.which);
    EXPECT_EQ(read->sequence, file.sequence);
    EXPECT_EQ(read->written_at, file.written_at);
    EXPECT_EQ(read->effects, file.effects);
  }
}

// Each byte counts from the count on. The number is in the file's name too.
TEST(Format, RefusesAFileThatAnybodyHasChanged) {
  for (const EffectFile& file : {Orders(), Decisions()}) {
    const std::string bytes = Render(file);
    for (std::size_t at = bytes.find("\"count\""); at < bytes.size(); ++at) {
      std::string changed = bytes;
      changed[at] = changed[at] == '7' ? '8' : '7';
      EXPECT_FALSE(Parse(changed).ok()) << at;
      EXPECT_FALSE(Parse(bytes.substr(0, at)).ok()) << "cut at " << at;
    }
    EXPECT_FALSE(Parse(bytes + "\n").ok());
    EXPECT_FALSE(Parse(bytes + bytes).ok());
  }
}

TEST(Format, NamesFilesByRegisterAndNumber) {
  EXPECT_EQ(FileNameOf(FileRegister::kPaymentOrders, 17), "payment-orders-00000017");
  EXPECT_EQ(FileNameOf(FileRegister::kDecisions, 123'456'789), "decisions-123456789");
}

TEST(Format, HoldsNothingOfThePersons) {
  EXPECT_THAT(Render(Decisions()), Not(HasSubstr("motivation")));
  EXPECT_THAT(Render(Decisions()), Not(HasSubstr("rows")));
}

}  // namespace
}  // namespace dm::effectfiles
