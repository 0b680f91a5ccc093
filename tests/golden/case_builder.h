// Invented households for the golden tests. A builder makes a case that a typfall fits in every
// respect; a test then changes the one thing that it is about.
#pragma once

#include <string>

#include "worker/case/case_record.h"

namespace dm::golden {

Date Day(const std::string& text);       // "2026-11-25"
Month MonthOf(const std::string& text);  // "2026-12"
Instant At(const std::string& text);     // RFC 3339
Money Kr(std::int64_t kronor);
PersonKey Key(const std::string& key);  // "p1"

Person Adult(const std::string& key, const std::string& born);
Person CoApplicant(const std::string& key, const std::string& born);
Person Child(const std::string& key, const std::string& born);
Person OtherAdult(const std::string& key);

Cost ProvenCost(CostType type, Money amount);

// A payment that Försäkringskassan or another agency has carried out.
Payment Paid(const std::string& family, Money net, const std::string& pay_date);

// The answer of `source` for p1 (or `person`) in `input`; that of the population register is made
// as confirmed empty when there is none.
SourceAnswer& AnswerOf(CaseInput* input, Source source, const std::string& person = "p1");
void AddPayment(CaseInput* input, Source source, Payment payment, const std::string& person = "p1");

// The household of `month`: an application whose every statement is no, nothing else. All registers
// answer for each adult that nothing is known, at the time of assessment.
CaseInput EmptyCase(const std::string& month, std::vector<Person> persons);

// One adult, 36, for December 2026 with sjukersättning of 9 100 kr from Försäkringskassan, rent 6
// 500, electricity 300, insurance 120; frame and last month's decision by a human fit it. Need 12
// 140, grant 3 040 (TF-02).
CaseInput StableBenefitCase();
// The same without any income: registered at Arbetsförmedlingen with report and plan. Grant 12 140
// (TF-01).
CaseInput NoIncomeCase();
// The same with 8 000 kr from an a-kassa for 21 days and a decision of Arbetsförmedlingen (TF-03).
CaseInput UnemploymentBenefitCase();

// Makes last month's entry and the frame fit the case as it stands, so that a test of something
// else does not trip over them.
void AlignFrameAndHistory(CaseInput* input, Money granted);

}  // namespace dm::golden
