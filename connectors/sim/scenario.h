// What the simulated agencies hold about each person, and how they misbehave. Read from scenario
// files (README.md) and then only read. An agency without a state answers that it verifiably has
// nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "connectors/sim/agency.h"
#include "connectors/sim/archive.h"
#include "connectors/sim/fault.h"
#include "connectors/sim/latency.h"
#include "worker/core/date.h"
#include "worker/core/money.h"
#include "worker/core/status.h"

namespace dm::sim {

// A code with its text, as every agency sends them.
struct Code {
  std::string id;
  std::string text;
};

// Both days inclusive.
struct DateSpan {
  Date from;
  Date to;

  bool Contains(Date date) const { return from <= date && date <= to; }

  bool Overlaps(const DateSpan& other) const { return from <= other.to && other.from <= to; }
};

// A LEFI period as it is sent: "2026-11-01", "2026-11", or empty where the end is open.
struct OpenPeriod {
  std::string from;
  std::string to;
};

// ---- AF ----
struct AfDecision {
  std::string type;
  int extent_percent = 100;
  DateSpan span;
};

struct AfActivityReport {
  // "200", "500", "501", "502". With "200" the answer is 501 when no date lies in the asked period.
  std::string code;
  std::vector<Date> dates;
};

struct AfState {
  std::optional<bool> registered;
  std::string category;
  std::optional<Date> since;
  std::optional<Date> deregistered;
  std::optional<int> extent_percent;
  std::optional<AfActivityReport> activity_report;
  std::vector<AfDecision> decisions;
  std::string fund;
  int status_code = 0;
  std::string status_text;
};

// ---- FK and PM, both in the LEFI answer ----
enum class SupplierState { kOk, kFailing, kUnavailable, kMissing };

struct Fraction {
  int numerator = 1;
  int denominator = 1;
};

enum class RowKind { kBenefit, kTax, kDeduction };

struct FkRow {
  Code benefit;
  OpenPeriod period;
  Code amount_type;
  std::optional<Fraction> extent;
  std::optional<int> days;
  RowKind kind = RowKind::kBenefit;
  Money amount;
};

struct FkPayment {
  std::string group;         // LEFI group that must be asked for, such as "FK:BOB"
  bool preliminary = false;  // decided, not effectuated
  bool ignores_period = false;
  int type = 1;      // 0 local, 1 monthly, 2 daily, 3 retro, 4 presumptive
  int payer = 1001;  // 1001 FK, 1003 PM
  Code family;
  Date date;
  OpenPeriod period;
  Money gross;
  Money tax;
  Money deductions;  // includes the tax, as in the contract
  Money net;
  std::vector<FkRow> rows;
};

struct FkDecision {
  std::optional<Date> decided;
  bool definite = true;
  Code benefit;
  OpenPeriod period;
  std::optional<Money> amount;
};

struct FkCaseKind;  // shorthands.h

struct FkCase {
  const FkCaseKind* kind = nullptr;
  std::optional<Date> started;
  bool active = true;
  bool rejected = false;
  std::vector<FkDecision> decisions;
};

struct ProgrammeDays {
  int used = 0;
  bool max_used = false;
};

// A part of the answer that could not be given: avvikelser.<part>.
struct Deviation {
  std::string part;   // the LEFI answer's key: "utbetalningar", "formansinformation", …
  std::string group;  // "FK:SJP"
  std::string code;   // INTERNT_FEL or OBEHORIG
  std::string text;
};

struct FkState {
  SupplierState state = SupplierState::kOk;
  std::vector<FkPayment> payments;
  std::vector<FkCase> cases;
  std::optional<ProgrammeDays> programme_days;
  std::vector<Deviation> deviations;
  std::string county;        // lan and kommun of registration, for FK:GEPI
  std::string municipality;  //
  // Further keys of formansinformation, each with its JSON array as the writer gave it.
  std::vector<std::pair<std::string, std::string>> raw;
};

struct PmRow {
  std::string group;  // PM:AP, PM:BTI, PM:EF
  std::int64_t kronor = 0;
  Code benefit;
  Code amount_type;
};

struct PmDeduction {
  std::int64_t kronor = 0;
  Code type;
};

struct PmPayment {
  bool preliminary = false;
  bool ignores_period = false;
  Date date;
  DateSpan span;
  std::int64_t gross_kronor = 0;
  std::int64_t net_kronor = 0;
  std::vector<PmDeduction> deductions;
  std::vector<PmRow> rows;
};

struct PmClaim {
  std::string id;
  std::string group;
  Date arrived;
  Date from;
};

struct PmDecision {
  std::string id;
  std::string group;
  Date decided;
  std::string status;   // INTERIMISTISKT, PRELIMINART, SLUTLIGT
  std::string outcome;  // BIFALL, AVSLAG
  std::optional<std::int64_t> monthly_kronor;
  Code compensation;
  std::optional<Date> from;
};

struct PmState {
  SupplierState state = SupplierState::kOk;
  std::vector<PmPayment> payments;
  std::vector<PmClaim> claims;
  std::vector<PmDecision> decisions;
  std::vector<Deviation> deviations;
};

// ---- SO ----
struct SoPayment {
  Date date;
  Money net_after_tax;
  Money net_after_deductions;
  Money days;  // hundredths of a day: half days exist
  DateSpan span;
};

struct SoApplication {
  std::optional<Date> right_decided;  // absent: xsi:nil
  bool payment_applied = false;
};

struct SoFund {
  std::string name;
  std::string status = "all clear";  // the contract lists none; this one is seen in test messages
  std::vector<SoPayment> payments = {};
  std::vector<DateSpan> suspensions = {};
  std::optional<SoApplication> application = {};
};

struct SoState {
  std::vector<SoFund> funds;
};

// ---- CSN ----
enum class CsnSection { kStudiemedel, kStudiehjalp, kHemutrustning, kStudiestart, kOmstallning };

struct CsnAmount {
  Code type;
  std::int64_t weekly_kronor = 0;
  std::int64_t total_kronor = 0;
};

struct CsnWeeks {
  std::string from;  // ISO week "yyyyWW", or empty
  std::string to;
  std::vector<CsnAmount> amounts;
};

struct CsnPayment {
  std::optional<Date> date;  // absent: sent as 0
  std::string status;        // Utbetald, Planerad, UTBETALAD
  std::vector<CsnWeeks> weeks;
};

struct CsnApplied {
  DateSpan span;
  int extent_percent = 100;
  std::optional<bool> loan;
};

struct CsnGranted {
  std::string from_week;
  std::string to_week;
  int extent_percent = 100;
  std::vector<CsnAmount> amounts;
};

struct CsnCase {
  CsnSection section = CsnSection::kStudiemedel;
  Code form;
  std::string status;
  std::vector<CsnApplied> applied;
  std::vector<CsnGranted> granted;
  std::vector<CsnPayment> payments;
};

struct CsnState {
  std::string result_code = "0";
  std::string result_text;
  std::string sekretess;
  bool no_hit = false;
  std::vector<CsnCase> cases;
};

// ---- SKV ----
struct SkvCapital {
  int year = 0;
  std::int64_t income_kronor = 0;
  std::int64_t surplus_kronor = 0;
};

struct SkvState {
  std::string status_code = "999";
  std::vector<SkvCapital> capital;
  // XML that version 11 sends inside Personuppgift as it stands: no published schema describes what
  // it has beyond the capital.
  std::vector<std::string> extra;
  std::optional<int> message_code;  // 9071000–9071999: a fault inside the data
  std::string message_text;
};

// ---- TNS ----
struct TnsVehicle {
  std::string registration;
  std::string make;
  std::string year;
  std::string kind;
  std::string model;
};

struct TnsState {
  std::vector<TnsVehicle> vehicles;
  std::optional<int> error_code;  // present: resultat FEL
  std::string error_text;
};

// ---- MIV ----
struct MivPermit {
  std::string reason;
  std::optional<Date> applied;
  Code case_type;
  Code decision_code;
  Code decision_type;
  std::optional<Date> decided;
  std::optional<Date> from;
  std::optional<Date> to;
  std::string validity;  // PERMANENT, TIDBEGRANSAT or empty
};

struct MivState {
  std::string country;
  std::optional<Date> entered;
  std::vector<MivPermit> permits;
};

// ---- persons ----
struct Person {
  std::string first_name;
  std::string last_name;
  bool is_protected = false;  // AF and FK carry the marker; CSN's sekretess is set by itself
  std::optional<AfState> af;
  std::optional<CsnState> csn;
  std::optional<FkState> fk;
  std::optional<PmState> pm;
  std::optional<SkvState> skv;
  std::optional<SoState> so;
  std::optional<TnsState> tns;
  std::optional<MivState> miv;
  std::vector<Fault> faults;
};

enum class UnknownPerson { kNothing, kFault };

struct Scenario {
  UnknownPerson unknown_person = UnknownPerson::kNothing;
  // Of all that is drawn: latencies and rates of faults.
  std::uint64_t seed = 1;
  PerAgency<Latency> latency;
  Latency call_latency;  // of every answer, on top of its slowest agency
  // Deviates from the schema as published test messages of the service do (README.md, "Peer-like
  // answers").
  PerAgency<bool> peer_like;
  // The funds that answer "nothing" for a person without a state at SO.
  std::vector<SoFund> so_funds = {{.name = "Testkassan A"}, {.name = "Testkassan B"}};
  std::vector<std::string> actors;                  // accepted aktorsid; empty: any
  std::vector<std::string> lefi_not_granted;        // LEFI groups answered with OBEHORIG
  std::unordered_map<std::string, Person> persons;  // by 12 digits
  std::vector<Fault> faults;                        // for every person
  // Large files, whose persons are read when they are asked about.
  std::vector<std::shared_ptr<PersonArchive>> archives;

  bool Knows(const std::string& person) const;
  std::size_t PersonCount() const;
};

// A person of a scenario, and what keeps them in memory.
struct FoundPerson {
  const Person* person = nullptr;  // null: in no scenario file
  std::shared_ptr<const Person> kept = nullptr;
};

// Fails only where a large file cannot be read any more, or its block about the person is wrong.
StatusOr<FoundPerson> FindPerson(const Scenario& scenario, const std::string& person);

}  // namespace dm::sim
