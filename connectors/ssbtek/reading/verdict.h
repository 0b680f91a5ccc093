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

enum class Content { kSomething, kNothing };

// kData or kConfirmedEmpty, unless a failure already stands.
void Settle(SourceAnswer& answer, Content content);

}  // namespace dm::ssbtek
