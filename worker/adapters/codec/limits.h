// Limits of what a caller may send, in one place. They bound memory and sums; docs/api-errors.md
// lists them. What the worker itself stored is not measured again: a limit that is lowered must not
// make a kept case unreadable.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dm::codec {

inline constexpr int kPersonsMax = 20;  // the largest households of a municipality, with margin
inline constexpr int kCostsMax = 64;
inline constexpr int kIncomesMax = 64;
inline constexpr int kAssetsMax = 64;
inline constexpr int kDocumentsMax = 64;
inline constexpr int kSignaturesMax = 20;
inline constexpr int kPlansMax = 20;
inline constexpr int kYouthWorkMax = kPersonsMax * 12;  // a calendar year each
inline constexpr int kHistoryMonthsMax = 36;
inline constexpr int kEditedRowsMax = 128;
inline constexpr int kSourcesMax = 9;          // one answer a source
inline constexpr int kRegisterRowsMax = 1000;  // payments, claims of one answer
inline constexpr int kRegisterGroupsMax = 100;
inline constexpr int kUnlistedCodesMax = 20;  // of one answer
inline constexpr int kPersonsInHomeMax = 50;
inline constexpr int kRoomsMax = 50;

// Lengths in bytes of UTF-8.
inline constexpr std::size_t kCodeBytesMax = 64;
inline constexpr std::size_t kLineBytesMax = 400;   // names, references, a register's words
inline constexpr std::size_t kNoteBytesMax = 2000;  // a sentence or two

// Length in characters, as casework counts it.
inline constexpr std::size_t kFreeTextCharactersMax = 4000;
inline constexpr std::size_t kReasonCharactersMax = 1000;

// One amount lies within ±100 000 000 kr: sums of every limit above stay far inside 64 bits.
inline constexpr std::int64_t kAmountOreMax = 10'000'000'000;

// 1800-01-01 to 2199-12-31, the range of Date.
inline constexpr std::int64_t kInstantSecondsMin = -5'364'662'400;
inline constexpr std::int64_t kInstantSecondsMax = 7'258'118'399;

// A file of one case.
inline constexpr std::size_t kJsonBytesMax = std::size_t{8} * 1024 * 1024;
inline constexpr int kJsonDepthMax = 32;

}  // namespace dm::codec
