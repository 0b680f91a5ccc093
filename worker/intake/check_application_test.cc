#include "worker/intake/check_application.h"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "worker/intake/complain.h"
#include "worker/intake/limits.h"

namespace dm::intake {
namespace {

using dm::testing::Adult;
using dm::testing::Child;
using dm::testing::Day;
using dm::testing::MonthOf;
using dm::testing::PlainApplication;
using dm::testing::TestNow;
using ::testing::HasSubstr;
using ::testing::Not;

struct Complaint {
  std::string name;
  std::function<void(Application&)> spoil;
  std::string reason;
  std::string field;
};

Cost OtherCost(const std::string& code) {
  Cost cost;
  cost.type = CostType::kOtherLivingCost;
  cost.other_code = code;
  return cost;
}

DeclaredIncome Income(const std::string& person) {
  DeclaredIncome income;
  income.person = PersonKey::FromTrusted(person);
  income.kind = "lon";
  return income;
}

std::vector<Complaint> HeadComplaints() {
  return {
      {"NoId", [](Application& a) { a.id = ApplicationId(); }, "FIELD_REQUIRED", "application.id"},
      {"NoHousehold",
       [](Application& a) { a.household = HouseholdId(); },
       "FIELD_REQUIRED",
       "application.household"},
      {"NoChannel",
       [](Application& a) { a.channel = Channel::kUnspecified; },
       "FIELD_REQUIRED",
       "application.channel"},
      {"NoKind",
       [](Application& a) { a.kind = ApplicationKind::kUnspecified; },
       "FIELD_REQUIRED",
       "application.kind"},
      {"NoReceipt",
       [](Application& a) { a.received_at = Instant(); },
       "FIELD_REQUIRED",
       "application.received_at"},
      {"ReceivedInTheFuture",
       [](Application& a) { a.received_at = TestNow().PlusMs(kClockSkewMaxMs + 1); },
       "FIELD_OUT_OF_RANGE",
       "application.received_at"},
      {"MonthTooFarAhead",
       [](Application& a) { a.month = MonthOf("2027-03"); },
       "FIELD_OUT_OF_RANGE",
       "application.month"},
      {"MonthTooFarBack",
       [](Application& a) { a.month = MonthOf("2025-10"); },
       "FIELD_OUT_OF_RANGE",
       "application.month"},
      {"FreeTextTooLong",
       [](Application& a) { a.free_text = std::string(4001, 'x'); },
       "FIELD_TOO_LONG",
       "application.free_text"},
      {"FreeTextWithControlCharacter",
       [](Application& a) { a.free_text = std::string("a\x01z"); },
       "FIELD_INVALID",
       "application.free_text"},
      {"LanguageIsNoTag",
       [](Application& a) { a.language = "swedish please"; },
       "FIELD_INVALID",
       "application.language"},
      {"CriticalDateYearsAway",
       [](Application& a) { a.circumstances.critical_date = Day("2036-12-01"); },
       "FIELD_OUT_OF_RANGE",
       "application.circumstances.critical_date"},
  };
}

std::vector<Complaint> HouseholdComplaints() {
  return {
      {"NoPersons",
       [](Application& a) { a.persons.clear(); },
       "FIELD_REQUIRED",
       "application.persons"},
      {"NumberTwice",
       [](Application& a) {
         a.persons.push_back(Adult("p2", dm::testing::kAdult, PersonRole::kCoApplicant));
         a.home.persons_in_home = 2;
       },
       "CONTRADICTION",
       "application.persons[1].personnummer"},
      {"CoApplicantIsAlsoAChild",
       [](Application& a) {
         a.persons.push_back(Child("p2", dm::testing::kChild));
         a.persons.push_back(Adult("p3", dm::testing::kChild, PersonRole::kCoApplicant));
         a.home.persons_in_home = 3;
       },
       "CONTRADICTION",
       "application.persons[2].personnummer"},
      {"NumberAsKey",
       [](Application& a) { a.persons[0].key = PersonKey::FromTrusted(dm::testing::kAdult); },
       "FIELD_INVALID",
       "application.persons[0].key"},
      {"NumberInTheHouseholdsId",
       [](Application& a) { a.household = HouseholdId::FromTrusted("HH:900101-2385"); },
       "FIELD_INVALID",
       "application.household"},
      {"NumberInTheApplicationsId",
       [](Application& a) { a.id = ApplicationId::FromTrusted("19900101-2385.2026-12"); },
       "FIELD_INVALID",
       "application.id"},
      {"NumberAsADocumentsId",
       [](Application& a) {
         Document document;
         document.id = DocumentId::FromTrusted("hyresavi_9001012385");
         document.kind = "hyresavi";
         a.documents = {document};
       },
       "FIELD_INVALID",
       "application.documents[0].id"},
      {"KeyTwice",
       [](Application& a) { a.persons.push_back(Child("p1", dm::testing::kChild)); },
       "CONTRADICTION",
       "application.persons[1].key"},
      {"TwoApplicants",
       [](Application& a) {
         a.persons.push_back(Adult("p2", dm::testing::kOtherAdult, PersonRole::kApplicant));
       },
       "CONTRADICTION",
       "application.persons"},
      {"GrownChild",
       [](Application& a) { a.persons.push_back(Child("p2", dm::testing::kOtherAdult)); },
       "CONTRADICTION",
       "application.persons[1].role"},
      {"SchoolYouthUnderEighteen",
       [](Application& a) {
         a.persons.push_back(Adult("p2", dm::testing::kChild, PersonRole::kSchoolYouth));
       },
       "CONTRADICTION",
       "application.persons[1].role"},
      {"ApplicantWithoutNumber",
       [](Application& a) { a.persons[0].personnummer = Personnummer(); },
       "FIELD_INVALID",
       "application.persons[0].personnummer"},
      {"BirthAgainstNumber",
       [](Application& a) { a.persons[0].born = Day("1991-01-01"); },
       "CONTRADICTION",
       "application.persons[0].born"},
      {"BornAfterTheMonth",
       [](Application& a) {
         Person child;
         child.key = PersonKey::FromTrusted("p2");
         child.role = PersonRole::kChild;
         child.born = Day("2027-01-01");
         a.persons.push_back(child);
       },
       "CONTRADICTION",
       "application.persons[1].born"},
      {"ChildWithoutBirth",
       [](Application& a) {
         Person child;
         child.key = PersonKey::FromTrusted("p2");
         child.role = PersonRole::kChild;
         a.persons.push_back(child);
       },
       "FIELD_REQUIRED",
       "application.persons[1].born"},
      {"MoreDaysThanTheMonthHas",
       [](Application& a) { a.persons[0].presence.days = 32; },
       "FIELD_OUT_OF_RANGE",
       "application.persons[0].presence.days"},
      {"FewerInTheHomeThanLiveThere",
       [](Application& a) {
         a.persons.push_back(Adult("p2", dm::testing::kOtherAdult, PersonRole::kOtherAdult));
         a.home.persons_in_home = 1;
       },
       "CONTRADICTION",
       "application.home.persons_in_home"},
      {"RoomsOutside",
       [](Application& a) { a.home.rooms = 51; },
       "FIELD_OUT_OF_RANGE",
       "application.home.rooms"},
  };
}

std::vector<Complaint> EconomyComplaints() {
  return {
      {"NegativeCost",
       [](Application& a) { a.costs[0].applied = Money::FromOre(-1); },
       "FIELD_OUT_OF_RANGE",
       "application.costs[0].applied"},
      {"CostTooLarge",
       [](Application& a) { a.costs[0].proven = kCostMax + Money::FromOre(1); },
       "FIELD_OUT_OF_RANGE",
       "application.costs[0].proven"},
      {"TooManyCosts",
       [](Application& a) { a.costs.assign(kCostsMax + 1, Cost()); },
       "TOO_MANY_ITEMS",
       "application.costs"},
      {"OtherCostWithoutCode",
       [](Application& a) { a.costs = {OtherCost("")}; },
       "FIELD_REQUIRED",
       "application.costs[0].other_code"},
      {"CostOfAStranger",
       [](Application& a) { a.costs[0].person = PersonKey::FromTrusted("p9"); },
       "CONTRADICTION",
       "application.costs[0].person"},
      {"YouthWorkOfAnAdult",
       [](Application& a) {
         a.youth_work = {{a.persons[0].key, a.month.PlusMonths(-1), Money::FromKronor(1)}};
       },
       "CONTRADICTION",
       "application.youth_work[0].person"},
      {"ShareAboveTheWhole",
       [](Application& a) { a.home.share_of_rent_permille = 1001; },
       "FIELD_OUT_OF_RANGE",
       "application.home.share_of_rent_permille"},
      {"CodeOnAPlainCost",
       [](Application& a) { a.costs[0].other_code = "medicine_prescription"; },
       "CONTRADICTION",
       "application.costs[0].other_code"},
      {"PeriodBackwards",
       [](Application& a) {
         a.costs[0].period = {Day("2026-12-31"), Day("2026-12-01")};
       },
       "CONTRADICTION",
       "application.costs[0].period"},
      {"IncomeOfAStranger",
       [](Application& a) { a.incomes = {Income("p9")}; },
       "CONTRADICTION",
       "application.incomes[0].person"},
      {"IncomePaidYearsAgo",
       [](Application& a) {
         a.incomes = {Income("p1")};
         a.incomes[0].pay_date = Day("2016-11-25");
       },
       "FIELD_OUT_OF_RANGE",
       "application.incomes[0].pay_date"},
      {"IncomeWithoutKind",
       [](Application& a) {
         a.incomes = {Income("p1")};
         a.incomes[0].kind = "två ord";
       },
       "FIELD_INVALID",
       "application.incomes[0].kind"},
      {"AssetOfAStranger",
       [](Application& a) {
         Asset asset;
         asset.person = PersonKey::FromTrusted("p9");
         a.assets = {asset};
       },
       "CONTRADICTION",
       "application.assets[0].person"},
      {"SignedTwice",
       [](Application& a) { a.signatures.push_back(a.signatures[0]); },
       "CONTRADICTION",
       "application.signatures[1].person"},
      {"SignatureHashIsNone",
       [](Application& a) { a.signatures[0].text_sha256 = "abc"; },
       "FIELD_INVALID",
       "application.signatures[0].text_sha256"},
      {"DocumentTwice",
       [](Application& a) {
         Document document;
         document.id = DocumentId::FromTrusted("D1");
         document.kind = "hyresavi";
         a.documents = {document, document};
       },
       "CONTRADICTION",
       "application.documents[1].id"},
      {"PlanOfAStranger",
       [](Application& a) {
         PlanStatus plan;
         plan.person = PersonKey::FromTrusted("p9");
         a.plans = {plan};
       },
       "CONTRADICTION",
       "application.plans[0].person"},
  };
}

class RefusedApplication : public ::testing::TestWithParam<Complaint> {};

TEST_P(RefusedApplication, NamesFieldAndRemedyAndNoValue) {
  Application application = PlainApplication();
  GetParam().spoil(application);

  const Status status = CheckApplication(application, TestNow());

  ASSERT_EQ(status.code(), StatusCode::kInvalidArgument) << MessageOf(status);
  EXPECT_EQ(DetailOf(status).reason, GetParam().reason);
  EXPECT_EQ(DetailOf(status).field, GetParam().field);
  EXPECT_FALSE(DetailOf(status).remedy.empty());
  EXPECT_THAT(MessageOf(status), Not(HasSubstr(dm::testing::kAdult)));
  EXPECT_THAT(MessageOf(status), Not(HasSubstr("Testsson")));
}

std::string NameOf(const ::testing::TestParamInfo<Complaint>& param) {
  return param.param.name;
}

INSTANTIATE_TEST_SUITE_P(Head, RefusedApplication, ::testing::ValuesIn(HeadComplaints()), NameOf);
INSTANTIATE_TEST_SUITE_P(Household,
                         RefusedApplication,
                         ::testing::ValuesIn(HouseholdComplaints()),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Economy,
                         RefusedApplication,
                         ::testing::ValuesIn(EconomyComplaints()),
                         NameOf);

TEST(CheckApplication, LetsAPlainApplicationIn) {
  EXPECT_TRUE(CheckApplication(PlainApplication(), TestNow()).ok());
}

TEST(CheckApplication, LetsInWhatIsUnusualButPossible) {
  Application application = PlainApplication();
  application.costs[0].proven = Money::FromKronor(9000);  // more than applied for
  application.month = MonthOf("2026-10");                 // late: a person judges it
  Person friend_at_home;
  friend_at_home.key = PersonKey::FromTrusted("p2");
  friend_at_home.role = PersonRole::kOtherAdult;  // neither number nor birth known
  application.persons.push_back(friend_at_home);
  application.home.persons_in_home = 2;
  application.free_text = std::string(3999, 'x') + "ö";
  EXPECT_TRUE(CheckApplication(application, TestNow()).ok());
}

TEST(CheckApplication, CountsCharactersAndNotBytes) {
  EXPECT_EQ(PlainTextLength("åäö"), 3U);
  EXPECT_EQ(PlainTextLength("\xC3"), std::nullopt);            // cut short
  EXPECT_EQ(PlainTextLength("\xC0\x80"), std::nullopt);        // overlong
  EXPECT_EQ(PlainTextLength("\xED\xA0\x80"), std::nullopt);    // a surrogate
  EXPECT_EQ(PlainTextLength("a\xE2\x80\xAEz"), std::nullopt);  // turns the direction
  EXPECT_EQ(PlainTextLength("\xF0\x9F\x98\x80\n"), 2U);
}

TEST(CheckHistory, RefusesMonthsThatAreNotBeforeOrStandTwice) {
  HistoryMonth november;
  november.month = MonthOf("2026-11");
  november.outcome = Outcome::kBifall;
  november.granted = Money::FromKronor(8000);
  HistoryMonth december = november;
  december.month = MonthOf("2026-12");
  EXPECT_TRUE(CheckHistory({november}, MonthOf("2026-12")).ok());
  EXPECT_EQ(DetailOf(CheckHistory({december}, MonthOf("2026-12"))).field, "history[0].month");
  EXPECT_EQ(DetailOf(CheckHistory({november, november}, MonthOf("2026-12"))).field,
            "history[1].month");
}

TEST(CheckHistory, RefusesAnAmountWhereNothingWasGranted) {
  HistoryMonth november;
  november.month = MonthOf("2026-11");
  november.outcome = Outcome::kAvslag;
  november.granted = Money::FromKronor(1);
  EXPECT_EQ(DetailOf(CheckHistory({november}, MonthOf("2026-12"))).field, "history[0].granted");
}

TEST(Normalised, FillsBirthSortsHistoryAndEmptiesBlankText) {
  Application application = PlainApplication();
  application.persons[0].born.reset();
  application.free_text = " \n\t";
  application.language = "SV";
  HistoryMonth older;
  older.month = MonthOf("2026-09");
  HistoryMonth newer;
  newer.month = MonthOf("2026-11");

  const Application normal = Normalised(application);

  EXPECT_EQ(normal.persons[0].born, Day("1990-01-01"));
  EXPECT_EQ(normal.free_text, "");
  EXPECT_EQ(normal.language, "sv");
  EXPECT_EQ(Normalised(History{older, newer})[0].month, MonthOf("2026-11"));
}

}  // namespace
}  // namespace dm::intake
