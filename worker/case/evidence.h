// Evidence: what the registers answered, per person and source, beside how far each answer can be
// trusted. A reading exists only in the states kData and kConfirmedEmpty; everything else is
// unknown, and unknown is never zero (casework.md 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"

namespace dm {

// Members with {} may be left out where one of these is written down; the others may not.

// FK and PM answer one question (LEFI) but stand or fall apart. kFolk is the population register
// (folkbokföring), which SSBTEK does not carry: a connector of its own gives it.
enum class Source { kAf, kCsn, kFk, kPm, kSkv, kSo, kTns, kMiv, kFolk };
inline constexpr int kSourceCount = 9;
const char* SourceCode(Source source);  // "AF", "CSN", …, "FOLK"
// The source with that code; nothing for any other text.
std::optional<Source> SourceFromCode(std::string_view code);

enum class AnswerState {
  kNotAsked,
  kData,
  kConfirmedEmpty,
  kNotGranted,
  kSupplierDown,
  kDeviation,
  kError,
  kTimeout,
  kStale,
  kSchemaMismatch,
};
const char* AnswerStateCode(AnswerState state);  // "DATA", "CONFIRMED_EMPTY", …
bool IsKnown(AnswerState state);                 // kData or kConfirmedEmpty
// kSupplierDown, kError with a retryable code, kTimeout: asking again may help.
bool MayHelpToAskAgain(AnswerState state);

enum class PaymentStatus {
  kExecuted,     // effektuerad / utbetald: the only one that is received income
  kPreliminary,  // decided, not executed
  kPlanned,      // CSN payment plan
};

// How a payment was or will be made (FK typ).
enum class PaymentKind { kLocal, kMonthly, kDaily, kRetroactive, kPresumptive };

// What an amount is. CSN's totals mix grant and loan: only the rows tell them apart.
enum class AmountKind {
  kBenefit,  // a benefit or pension: the register makes no difference between grant and loan
  kGrant,
  kLoan,
  kUnlisted,  // a type of amount that no table lists: neither, until a person has looked
};

// How a claim or case ended.
enum class CaseOutcome { kGranted, kRefused };

// A share of full time, as the register writes it: 3/4, or percent as 75/100.
struct Extent {
  int numerator = 0;
  int denominator = 1;  // at least 1

  bool operator==(const Extent&) const = default;
};

struct Deduction {
  std::string code;  // FK beloppstyp or PM avdragstyp, e.g. "PS", "INF", "PM:UTMATNING"
  std::string text;
  Money amount;
};

// One benefit row of a payment.
struct PaymentRow {
  std::string benefit;      // forman.id / utbetalningsforman.kod / CSN stodform
  std::string amount_type;  // beloppstyp
  std::string text;
  Money amount;  // gross of the row
  AmountKind kind = AmountKind::kBenefit;
  std::string benefit_text{};  // the register's words for `benefit`
  Period period{};             // the row's own, where it has one
  std::optional<int> days{};   // FK dagar
  std::optional<int> hours{};
  std::optional<Extent> extent{};
};

struct Payment {
  std::string family;  // FK formansfamilj.id; PM formansgrupp.kod; CSN section; SO a-kassa
  std::string text;    // the register's own words
  PaymentStatus status = PaymentStatus::kExecuted;
  std::optional<Date> pay_date;
  Period period;
  std::optional<Money> gross;
  std::optional<Money> tax;
  Money net;  // what was paid out
  std::vector<Deduction> deductions;
  std::vector<PaymentRow> rows;
  std::optional<int> half_days;  // SO: ersättningsdagar × 2
  std::string
      locator;  // where it stands in the answer: "FK/formansinformation/utbetalningsuppgift[0]"
  std::optional<PaymentKind> kind{};  // FK
  std::string payer{};                // the source that pays, "FK" or "PM", where the register says
  std::optional<Money> grant{};       // CSN: what of `gross` is grant, and what is loan; neither is
  std::optional<Money> loan{};        // set when a row is of an unlisted type
  // Where the same payment stands in another answer of this person: FK and PM both tell of what is
  // moving from one to the other. Both payments carry it; to be counted once.
  std::string also_at{};
  // The field whose code no table lists ("typ"), or in which two answers contradict each other
  // ("nettobelopp"): the payment cannot be weighed without a person.
  std::string unclear{};
};

// A claim or decision at a register that is not a payment: pending application, new decision on a
// benefit.
struct CaseAmount {
  std::string type{};  // PM ersättningstyp, CSN beloppstyp, FK delförmån
  std::string text{};
  Money amount;
  // How often: PM beloppsfrekvens ("MANAD"), FK periodicitet; empty where it is for the period.
  std::string per{};
  Period period{};
  AmountKind kind = AmountKind::kBenefit;
  std::optional<Extent> extent{};
};

// CSN soktTid: what was applied for, and whether a loan was wished for. A loan that could have been
// applied for and was not is a resource that a person weighs.
struct AppliedTime {
  Period period{};
  std::optional<Extent> extent{};
  bool loan_wished = false;
};

// FK bostadsbidrag: the children whom the decision counts.
struct ChildCounts {
  int at_home = 0;
  int alternating = 0;  // växelvis boende
  int at_times = 0;     // tidvis boende
};

struct BenefitCase {
  std::string benefit;
  std::string text;
  bool pending = false;  // applied for, not decided
  std::optional<Date> decided_on;
  Period period;
  std::string locator;
  std::string status{};  // the register's own code: CSN status, PM beslutsstatus
  std::optional<CaseOutcome> outcome{};
  std::optional<Date> applied_on{};
  std::optional<bool> active{};  // FK aktivt
  std::optional<Extent> extent{};
  std::optional<int> days{};           // FK: days with compensation in the decision
  std::vector<CaseAmount> amounts{};   // what was decided or granted, at most 100
  std::vector<AppliedTime> applied{};  // CSN, at most 100
  std::optional<ChildCounts> children{};
  std::string unclear{};  // as of a payment
};

struct JobSeeker {  // AF
  bool registered = false;
  std::optional<Date> registered_since;
  std::string category;
  std::optional<int> extent_percent;
  std::string
      activity_report_code;  // 200 in time, 500 not in ALF, 501 not handed in, 502 technical error
  std::optional<Date> activity_report_date;
  std::optional<Date> deregistered_on{};  // avaktualiserad
  std::string unemployment_fund{};        // a-kassa that AF has noted; no proof of membership
};

struct ProgrammeDays {  // FK programjobdagar: the job and development guarantee's 450 days
  int used = 0;
  bool exhausted = false;  // FK's word that the most is used: no number is compared here
};

struct ProgrammePlace {  // FK programanvisning
  std::string code{};
  std::string text{};
  Period period{};
  std::optional<Extent> extent{};
};

struct Suspension {  // SO avstängning
  Period period;
  std::string locator;
  std::string fund{};
};

// One unemployment fund's own answer (SO). Quality is per fund, never per person.
struct FundAnswer {
  std::string fund{};
  std::string status{};  // StatusSvarandeOrganisation, as written
  AnswerState state = AnswerState::kDeviation;
  bool application_told = false;           // AnsoktOmErsattning is there
  std::optional<Date> right_decided_on{};  // BeslutOmRattTillErsattning; nothing for nil
  std::optional<bool> payment_applied{};   // AnsokanOmUtbetalningInlamnad
};

struct Vehicle {  // TNS
  std::string kind;
  std::string model;
  std::string year;
  std::string registration{};
};

struct Permit {  // MIV
  std::string kind;
  std::string decision;  // beslutsKod, e.g. "BEV"; empty while the application is open
  bool permanent = false;
  Period valid;
  bool open_application = false;
  std::string kind_text{};  // the names beside the codes
  std::string decision_text{};
  std::string decision_type{};  // beslutsTyp, e.g. "PUT"
  std::string decision_type_text{};
  std::string reason{};  // anledning
  std::string reason_text{};
  std::optional<Date> applied_on{};
  std::optional<Date> decided_on{};
  std::string validity{};  // giltighetstid, as written
};

struct CapitalFigure {  // SKV, yearly
  int year = 0;
  Money income;
  Money surplus;
};

// A child that the population register ties to the person asked about.
struct RegisteredChild {
  std::string personnummer;   // 12 digits; empty where the register withholds it
  bool custody = false;       // the person has custody, alone or shared
  bool same_address = false;  // registered at the person's address
  std::optional<Date> born;   // where the register states it
};

// The person as registered in the population register (FOLK), or the part of it that FK repeats.
struct RegisteredPerson {
  std::string municipality;  // code or name, as the register writes it
  std::string county;
  std::string civil_status;
  std::string street;       // empty where protected
  std::string postal_code;  // five digits
  std::string city;
  std::optional<Date> registered_since;     // at this address
  std::optional<std::string> deregistered;  // why the person is no longer registered, in its code
  std::vector<std::string> same_address;    // adults registered there too: 12 digits each
  std::vector<RegisteredChild> children;
  std::vector<std::string> related{};  // FK samhörig: relatives registered, 12 digits each
  std::optional<Date> died_on{};
};

// One departure from the published form that was tolerated. Holds no value of the answer.
struct SchemaDeviation {
  std::string path;     // local names from the agency's element: "AF/data/Svar/LagParagraf"
  std::string problem;  // "MISSING", "UNEXPECTED", "VALUE", "OUTSIDE_PERIOD", …
};

inline constexpr int kDeviationsMax = 50;  // named departures of one answer; all are counted

// A group inside an answer that failed on its own: a LEFI group, an a-kassa.
struct GroupState {
  std::string group;  // "FK:SJP", "PM:AP", the a-kassa's name
  AnswerState state = AnswerState::kError;
  std::string code;  // INTERNT_FEL, OBEHORIG, …
};

struct SourceAnswer {
  Source source = Source::kAf;
  AnswerState state = AnswerState::kNotAsked;
  std::string code;  // why the state is what it is: "SSBT.<felkod>", "HTTP.503", "ECHO.PERSON",
                     // "AF.STATUS.3"
  Instant fetched_at;
  Period asked;            // the period that was asked for
  std::string raw_sha256;  // hash of the agency's part as it came; empty when nothing came
  std::string raw;  // the agency's part as it came, at most 1 MiB; stored sealed, never logged;
                    // empty when it concerned someone else
  std::vector<GroupState> groups;
  int schema_deviations = 0;  // tolerated departures from the published schema, all of them
  std::vector<SchemaDeviation> deviations;  // the first 50 of them
  // Codes that policies/tables/answer_codes.yaml does not list: "AF.StatusSokandeinformationKod=7".
  std::vector<std::string> unlisted_codes;
  // When asking again is of use at the earliest: a broken circuit or a closed window says so. Only
  // with kNotAsked and a code HELD.…: nothing was sent.
  std::optional<Instant> ask_again_at;
  bool lasting = false;  // the failure will not pass by itself: a refused question, a secrecy mark;
                         // asking again is no help
  bool protected_identity = false;  // a protection marker in this answer

  std::vector<Payment> payments;
  std::vector<BenefitCase> benefit_cases;
  std::optional<JobSeeker> job_seeker;
  std::vector<Suspension> suspensions;
  std::optional<bool> benefit_application_filed;  // SO AnsokanOmUtbetalningInlamnad
  std::vector<Vehicle> vehicles;
  std::vector<Permit> permits;
  std::vector<CapitalFigure> capital;
  std::optional<RegisteredPerson> registered;   // FOLK; FK where it repeats it
  std::vector<FundAnswer> funds;                // SO, in the order of the answer
  std::optional<ProgrammeDays> programme_days;  // FK
  std::vector<ProgrammePlace> programme_places;
};

// Notes one departure from the published form that was tolerated, once for each path and problem:
// counted in schema_deviations, the first kDeviationsMax kept.
void Deviate(SourceAnswer& answer, std::string_view path, std::string_view problem);

struct PersonEvidence {
  PersonKey person;
  std::vector<SourceAnswer> answers;  // at most one a source, in the order of Source
};

struct EvidenceSet {
  std::vector<PersonEvidence> persons;

  const SourceAnswer* Find(const PersonKey& person, Source source) const;
};

}  // namespace dm
