#include "worker/retention/research.h"

#include "gtest/gtest.h"
#include "tests/support/cases.h"

namespace dm::retention {
namespace {

using testing::Day;

Application With(std::optional<Date> born, PersonRole role) {
  Application application = testing::PlainApplication();
  Person person;
  person.born = born;
  person.role = role;
  application.persons = {testing::Adult("p1", testing::kAdult, PersonRole::kApplicant), person};
  return application;
}

Kept KeptFor(const Application& application, Research research = Research::kDays) {
  ResearchExemption exemption(research);
  exemption.Add(application);
  return exemption.Verdict();
}

TEST(ResearchTest, KeepsWhoIsBornOnTheThreeDays) {
  for (const char* const kept : {"2015-03-05", "2015-12-15", "2016-02-25"})
    EXPECT_EQ(KeptFor(With(Day(kept), PersonRole::kChild)), Kept::kForResearch) << kept;
  for (const char* const gone : {"2015-03-04", "2015-03-06", "2015-03-14", "2015-05-01"})
    EXPECT_EQ(KeptFor(With(Day(gone), PersonRole::kChild)), Kept::kNo) << gone;
}

TEST(ResearchTest, WhoOnlyLivesInTheHomeDoesNotCount) {
  EXPECT_EQ(KeptFor(With(Day("2000-03-05"), PersonRole::kOtherAdult)), Kept::kNo);
  EXPECT_EQ(KeptFor(With(std::nullopt, PersonRole::kOtherAdult)), Kept::kNo);
}

TEST(ResearchTest, ADayThatIsNotKnownIsNotAnother) {
  EXPECT_EQ(KeptFor(With(std::nullopt, PersonRole::kChild)), Kept::kBirthUnknown);
}

TEST(ResearchTest, KeepsAllWhereAllAreKeptAndWhereNobodyHasSaid) {
  const Application nobody = With(Day("2015-03-04"), PersonRole::kChild);
  EXPECT_EQ(KeptFor(nobody, Research::kWhole), Kept::kForResearch);
  EXPECT_EQ(KeptFor(nobody, Research::kNone), Kept::kForResearch);
}

// Only the number's date of birth counts: of a samordningsnummer it is 60 less than it says.
TEST(ResearchTest, AFrameCountsToo) {
  Frame frame = testing::PlainFrame();
  frame.persons[0].personnummer = Personnummer();
  frame.persons[0].born = Day("1990-01-25");
  ResearchExemption exemption(Research::kDays);
  exemption.Add(frame);
  EXPECT_EQ(exemption.Verdict(), Kept::kForResearch);
}

}  // namespace
}  // namespace dm::retention
