// Application: what the household asked for, as received. Immutable; a correction is a new
// application.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/household.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"

namespace dm {

enum class Channel { kUnspecified, kEApplication, kPaper, kOral };

enum class ApplicationKind { kUnspecified, kFirst, kReapplication };

// Which assurance level the signer's identity had (casework.md G-01).
enum class AssuranceLevel { kNone, kLow, kSubstantial, kHigh };

struct Signature {
  PersonKey person;
  AssuranceLevel level = AssuranceLevel::kNone;
  Instant signed_at;
  std::string text_sha256;  // hash of the exact text signed
};

// A document that came with the application or later. Its bytes stay in the case system; the worker
// keeps what it needs to know.
struct Document {
  DocumentId id;
  std::string kind;  // a code of policies/tables/document_kinds.yaml, e.g. "hyresavi",
                     // "lakarintyg", "kontoutdrag"
  Instant received_at;
  Period valid;
  bool readable = true;
};

// Facts that a person or the case system states with the application; each one that is yes sends
// the case to a human.
struct StatedCircumstances {
  Answer acute_need = Answer::kNo;             // food, medicine, shelter, electricity
  Answer eviction_or_rent_debt = Answer::kNo;
  Answer violence = Answer::kNo;
  Answer student = Answer::kNo;
  Answer self_employed = Answer::kNo;
  Answer foreign_income = Answer::kNo;
  Answer guardian_or_trustee = Answer::kNo;
  Answer benefit_pending = Answer::kNo;               // applied for, undecided
  Answer open_recovery = Answer::kNo;
  Answer crime_investigation = Answer::kNo;
  Answer open_appeal = Answer::kNo;
  Answer child_concern = Answer::kNo;
  Answer abroad_or_institution = Answer::kNo;
  Answer interpreter_needed = Answer::kNo;
  Answer unread_message = Answer::kNo;                // G-11
  Answer discretionary_aid = Answer::kNo;             // a request under SoL 12:2
  std::optional<Date> critical_date;                  // last day that matters, e.g. of an eviction
  Answer benefit_not_applied_for = Answer::kUnknown;  // a possible one (R14)
  Answer attachment_of_earnings = Answer::kUnknown;  // utmätning (R33); asked where there is a wage
  Answer aid_elsewhere = Answer::kUnknown;  // försörjningsstöd from another municipality (rules 11)
  Answer surplus_explained = Answer::kUnknown;  // what became of a stated surplus (rules 14)
  // Acts of the case system or a person, not questions to the household: false where not said.
  bool drawn_for_sample = false;          // to be reviewed before it is decided
  bool corrects_earlier = false;          // replaces an application for the same month
  bool lives_with_parents = false;        // a young adult of the case does
  bool school_absence = false;            // reported for a child
  Answer lawful_stay = Answer::kUnknown;  // of every adult; asked for from 2027
};

// Labour-market plan and sickness, per adult, as the municipality's case system knows them.
struct PlanStatus {
  PersonKey person;
  Answer has_plan = Answer::kUnknown;
  Period plan_valid;
  Answer missed_activity = Answer::kUnknown;
  Answer sick = Answer::kNo;
  Period certificate_valid;  // läkarintyg; empty = none
  std::optional<Date> sick_since;
  bool work_ability_unclear = false;
  // Why and how long: a code of policies/tables/activity_grounds.yaml. Without both nobody is
  // exempt.
  std::string exempt_ground{};
  Period exempt_valid{};
  bool activity_exempt = false;       // a listed ground of SoL 12:4 a ff., verified by a human
  std::string certificate_read_by{};  // user id of the person who entered the certificate's days
};

// The household takes its application back.
struct Withdrawal {
  Instant received_at;
  std::vector<Signature> signatures;
  // A sign that somebody else wants it, as the one who registered it saw it.
  Answer pressure = Answer::kUnknown;
};

// Own-work income of a child or school youth in one month, before tax (SoL 12:9).
struct YouthWork {
  PersonKey person;
  Month month;
  Money gross;
};

struct Application {
  ApplicationId id;  // the case system's id; unique per municipality
  HouseholdId household;
  Month month;          // ansökningsmånad, M
  Instant received_at;  // when it reached the authority (FL 22)
  Channel channel = Channel::kUnspecified;
  ApplicationKind kind = ApplicationKind::kUnspecified;
  std::vector<Person> persons;
  Home home;
  std::vector<Cost> costs;
  std::vector<DeclaredIncome> incomes;
  std::vector<Asset> assets;
  std::vector<Signature> signatures;
  std::vector<Document> documents;
  std::vector<PlanStatus> plans;
  StatedCircumstances circumstances;
  std::optional<Withdrawal> withdrawal{};
  bool changed_since_last = false;  // the applicant says that something has changed
  bool wants_person = false;        // wish for a human; stops automation
  std::string free_text;            // at most 4000 characters; any text sends the case to a human
  std::string language = "sv";      // BCP 47 tag of letters
  // Every month of the calendar year up to the income month; a missing month is unknown, not 0.
  std::vector<YouthWork> youth_work;
};

}  // namespace dm
