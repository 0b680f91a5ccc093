// How a reader settles an answer. The first of the gravest failures stands; a reading of something
// that failed as a whole is taken away, so that nobody adds up half an answer.
#pragma once

#include <string>
#include <string_view>

#include "worker/case/evidence.h"

namespace dm::ssbtek {

// Foreign text as a code: characters outside [A-Z0-9._-] become '_', letters upper case, at most 32
// characters; "NONE" for an empty one. Nothing of a person can hide in it unless an agency puts it
// into a code, and digits of a personal number's length are masked.
std::string SafeCode(std::string_view foreign);

// A foreign name, such as an element's, in a path: characters outside [A-Za-z0-9._-] become '_', at
// most 64 of them, and digits of a personal number's length are masked.
std::string SafeName(std::string_view foreign);

// Foreign text for showing: at most 200 bytes, cut between characters.
std::string ShortText(std::string_view foreign);

// Whether a state has been settled.
inline bool Settled(const SourceAnswer& answer) {
  return answer.state != AnswerState::kNotAsked;
}

// Settles the answer unless a failure as grave already stands: one that takes the reading away goes
// before one that leaves it. With kError, kTimeout and kSchemaMismatch the reading is
// removed; with kDeviation, kNotGranted and kSupplierDown what did come stays for a person to see.
void Fail(SourceAnswer& answer, AnswerState state, const std::string& code);

// ECHO.<what>: the answer is about something else. The raw bytes go too: they may be another
// person's.
void FailEcho(SourceAnswer& answer, std::string_view what);

// The paths that Deviate (worker/case/evidence.h) is given hold local names from the agency's
// element ("AF/data/Svar/LagParagraf"), the root of a document inside it following the element
// ("CSN/CSNSvar/Personer/Person"), and "FK/lefi" before the keys of LEFI's answer; never an index
// or a value. `problem` is one of the words below. The schema's findings come in here too, in the
// same form, so that nothing counts twice.

// Deviate at `path`/`name`.
void DeviateBelow(SourceAnswer& answer,
                  std::string_view path,
                  std::string_view name,
                  std::string_view problem);

inline constexpr std::string_view kMissing = "MISSING";
inline constexpr std::string_view kUnexpected = "UNEXPECTED";
inline constexpr std::string_view kValue = "VALUE";  // there, but not as the contract writes it
inline constexpr std::string_view kShape = "SHAPE";  // one object where a list stands, or the like
inline constexpr std::string_view kOutsidePeriod = "OUTSIDE_PERIOD";  // a payment left out for it
inline constexpr std::string_view kPlannedOutsidePeriod = "PLANNED_OUTSIDE_PERIOD";  // not paid yet

// Notes a code that the table of answer codes does not list: "AF.StatusSokandeinformationKod=7", at
// most 20 different ones. What the code makes unknown, the reader settles.
void Unlisted(SourceAnswer& answer, std::string_view field, std::string_view code);

enum class Content { kSomething, kNothing };

// kData or kConfirmedEmpty, unless a failure already stands.
void Settle(SourceAnswer& answer, Content content);

}  // namespace dm::ssbtek
