#include "worker/case/household.h"

#include "gtest/gtest.h"
#include "worker/case/evidence.h"

namespace dm {
namespace {

Person Member(const char* key, PersonRole role) {
  Person person;
  person.key = PersonKey::FromTrusted(key);
  person.role = role;
  return person;
}

TEST(HouseholdTest, FindsAPersonByKey) {
  const std::vector<Person> persons = {Member("p1", PersonRole::kApplicant),
                                       Member("p2", PersonRole::kChild)};
  EXPECT_EQ(FindPerson(persons, PersonKey::FromTrusted("p2")), &persons[1]);
  EXPECT_EQ(FindPerson(persons, PersonKey::FromTrusted("p3")), nullptr);
}

TEST(HouseholdTest, OtherAdultsLiveThereButAreNotInTheCase) {
  EXPECT_FALSE(IsMemberOfCase(PersonRole::kOtherAdult));
  EXPECT_TRUE(IsMemberOfCase(PersonRole::kChild));
  EXPECT_TRUE(IsMemberOfCase(PersonRole::kSchoolYouth));
  EXPECT_TRUE(IsAdultInCase(PersonRole::kCoApplicant));
  EXPECT_FALSE(IsAdultInCase(PersonRole::kSchoolYouth));
}

TEST(HouseholdTest, AChildIsSomeoneUnderEighteen) {
  EXPECT_TRUE(
      HasChildren({Member("p1", PersonRole::kApplicant), Member("p2", PersonRole::kChild)}));
  EXPECT_FALSE(
      HasChildren({Member("p1", PersonRole::kApplicant), Member("p2", PersonRole::kSchoolYouth)}));
  EXPECT_FALSE(HasChildren({}));
}

TEST(EvidenceTest, OnlyDataAndConfirmedEmptyAreKnown) {
  int known = 0;
  for (int state = 0; state <= static_cast<int>(AnswerState::kSchemaMismatch); ++state) {
    if (IsKnown(static_cast<AnswerState>(state))) ++known;
  }
  EXPECT_EQ(known, 2);
  EXPECT_TRUE(IsKnown(AnswerState::kData));
  EXPECT_TRUE(IsKnown(AnswerState::kConfirmedEmpty));
}

TEST(EvidenceTest, AskingAgainHelpsOnlyWhereTheSourceFailed) {
  EXPECT_TRUE(MayHelpToAskAgain(AnswerState::kTimeout));
  EXPECT_TRUE(MayHelpToAskAgain(AnswerState::kSupplierDown));
  EXPECT_TRUE(MayHelpToAskAgain(AnswerState::kError));
  EXPECT_FALSE(MayHelpToAskAgain(AnswerState::kNotGranted));
  EXPECT_FALSE(MayHelpToAskAgain(AnswerState::kDeviation));
  EXPECT_FALSE(MayHelpToAskAgain(AnswerState::kSchemaMismatch));
  EXPECT_FALSE(MayHelpToAskAgain(AnswerState::kConfirmedEmpty));
}

TEST(EvidenceTest, FindsTheAnswerOfOnePersonAndSource) {
  EvidenceSet evidence;
  PersonEvidence person;
  person.person = PersonKey::FromTrusted("p1");
  person.answers.emplace_back();
  person.answers.back().source = Source::kSo;
  evidence.persons.push_back(person);
  EXPECT_EQ(evidence.Find(person.person, Source::kSo), evidence.persons[0].answers.data());
  EXPECT_EQ(evidence.Find(person.person, Source::kAf), nullptr);
  EXPECT_EQ(evidence.Find(PersonKey::FromTrusted("p2"), Source::kSo), nullptr);
}

}  // namespace
}  // namespace dm
