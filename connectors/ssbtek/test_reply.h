// For tests of the readers: a checked question and replies built around made-up agency answers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/ssbtek/envelope/plan.h"
#include "connectors/ssbtek/options.h"
#include "worker/case/evidence.h"
#include "worker/ports/clock.h"
#include "worker/ports/evidence_source.h"

namespace dm::ssbtek::test {

inline constexpr char kPerson[] = "199001012385";
inline constexpr char kOtherPerson[] = "198502022398";
inline constexpr char kCorrelation[] = "corr-1";
inline constexpr char kCaseId[] = "EKB-2026-000001";

// The rows of policies/tables/answer_codes.yaml that ships.
std::shared_ptr<const AnswerCodes> ShippedCodes();

// Options that Check accepts: every LEFI group granted, "OK" and "all clear" answered, "SAKNAS"
// not.
Options MakeOptions();

// 2026-08-01 to 2026-10-31.
Period AskedPeriod();

SourceQuestion Question(Source source, std::vector<std::string> groups = {});

// FK and PM with every benefit group and FK:GEPI.
SourceQuestion FkQuestion();
SourceQuestion PmQuestion();

EvidenceQuestion MakeQuestion(std::vector<SourceQuestion> sources);

Instant Now();

// The machine's own time, for sources that are asked over a network.
const Clock& RealClock();

// A file of tests/data/ssbtek; the test fails when it is missing.
std::string Sample(const std::string& path);

// `text` with the first `from` replaced; the test fails when there is none.
std::string With(std::string text, const std::string& from, const std::string& to);

// The SOAP message around `agencies` (children of svarsdata, prefixes ssbt af so tns frd declared).
std::string Reply(const std::string& agencies);

// `payload` as the agency's data: base64 for CSN and FK, CDATA for SKV, as it is elsewhere.
std::string Agency(const std::string& name, const std::string& payload);

// The answer of `source` in a reply that holds only `agency` (an Agency(…) or raw XML).
SourceAnswer ReadOne(const SourceQuestion& question,
                     const std::string& agency,
                     const Options& options = MakeOptions());

// State and code in one: "DATA", "ERROR BT.-1005".
std::string StateOf(const SourceAnswer& answer);

}  // namespace dm::ssbtek::test
