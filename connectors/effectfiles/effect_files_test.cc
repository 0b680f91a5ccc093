#include "connectors/effectfiles/effect_files.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "connectors/effectfiles/format.h"
#include "tests/support/temporary_directory.h"

namespace dm::effectfiles {
namespace {

EffectFile OrderIn(std::int64_t minute) {
  EffectFile file;
  file.municipality = "0000-exempelkommun";
  file.sequence = 1;
  file.written_at = Instant::FromUnixMs(1'796'000'000'000 + minute * 60'000);
  FiledEffect one;
  one.id = EffectId::FromTrusted("PAYMENT_ORDER-aa");
  one.case_id = CaseId::FromTrusted("EKB-202612-000001");
  one.application = ApplicationId::FromTrusted("A-1");
  one.month = Month::Parse("2026-12").value();
  one.decision_version = 1;
  one.amount = Money::FromKronor(100);
  one.pay_date = Date::Parse("2026-11-27").value();
  file.effects.push_back(one);
  return file;
}

void Reply(const std::string& folder, std::int64_t minute, const std::string& outcome) {
  std::ofstream(folder + "/replies/payment-orders-00000001.reply.jsonl", std::ios::binary)
      << R"({"format":"medarbetare-effects-reply","version":1,"file":"payment-orders-00000001",)"
      << R"("records_sha256":")" << RecordsSha256(Render(OrderIn(minute))) << R"(","count":1})"
      << "\n"
      << R"({"effect_id":"PAYMENT_ORDER-aa",)" << outcome << "}\n";
}

// The case's access rose between a refusal and the person's word to send the order again.
TEST(EffectFiles, OfTwoFoldersTheLaterFileTells) {
  const testing::TemporaryDirectory directory;
  Options options;
  options.folder = directory.path() + "/open";
  options.restricted_folder = directory.path() + "/restricted";
  options.municipality = "0000-exempelkommun";
  options.carries = {FileRegister::kPaymentOrders};
  options.replies_to = {FileRegister::kPaymentOrders};
  for (const std::string& folder : {options.folder, options.restricted_folder}) {
    std::filesystem::create_directory(folder);
    std::filesystem::permissions(folder, std::filesystem::perms(0750));
  }
  const auto opened = Open(options);
  ASSERT_TRUE(opened.ok()) << MessageOf(opened.status());
  EffectFiles& files = **opened;
  const EffectId id = EffectId::FromTrusted("PAYMENT_ORDER-aa");
  ASSERT_TRUE(files.Write(OrderIn(0), FileAccess::kOpen).ok());
  Reply(options.folder, 0, R"("outcome":"REFUSED","error_code":"CLOSED")");
  EXPECT_EQ((*files.Find(id))->reply.outcome, DeliveryOutcome::kRefused);
  ASSERT_TRUE(files.Write(OrderIn(5), FileAccess::kRestricted).ok());
  EXPECT_FALSE((*files.Find(id))->answered) << "the order that was sent again";
  Reply(options.restricted_folder, 5, R"("outcome":"OK","reference":"L-1")");
  EXPECT_EQ((*files.Find(id))->reply.reference, "L-1");
}

}  // namespace
}  // namespace dm::effectfiles
