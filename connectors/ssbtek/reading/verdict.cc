#include "connectors/ssbtek/reading/verdict.h"

#include <algorithm>
#include <utility>

namespace dm::ssbtek {
namespace {

constexpr std::size_t kCodeMax = 32;
constexpr std::size_t kNameMax = 64;
constexpr std::size_t kTextMax = 200;
constexpr std::size_t kIdentityDigits = 10;
constexpr std::size_t kUnlistedMax = 20;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

bool IsSafe(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || IsDigit(c) || c == '.' || c == '_' ||
         c == '-';
}

char SafeCharacter(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<char>(c - 'a' + 'A');
  return IsSafe(c) ? c : '_';
}

// Ten digits in a row, a hyphen among them or not, are masked whole.
void MaskIdentities(std::string& code) {
  std::size_t digits = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= code.size(); ++i) {
    const bool digit = i < code.size() && IsDigit(code[i]);
    const bool hyphen = i < code.size() && code[i] == '-' && digits > 0;
    if (digit && digits++ == 0) begin = i;
    if (digit || hyphen) continue;
    if (digits >= kIdentityDigits) {
      for (std::size_t j = begin; j < i; ++j) code[j] = 'X';
    }
    digits = 0;
  }
}

void RemoveReading(SourceAnswer& answer) {
  answer.payments.clear();
  answer.benefit_cases.clear();
  answer.job_seeker.reset();
  answer.suspensions.clear();
  answer.benefit_application_filed.reset();
  answer.vehicles.clear();
  answer.permits.clear();
  answer.capital.clear();
  answer.registered.reset();
  answer.funds.clear();
  answer.programme_days.reset();
  answer.programme_places.clear();
}

// Payments, and none of the period that was asked for: which period was answered cannot be told.
bool HasPaidOutsideOnly(const SourceAnswer& answer) {
  return std::ranges::find(answer.deviations, kOutsidePeriod, &SchemaDeviation::problem) !=
         answer.deviations.end();
}

bool KeepsReading(AnswerState state) {
  return IsKnown(state) || state == AnswerState::kDeviation || state == AnswerState::kNotGranted ||
         state == AnswerState::kSupplierDown;
}

}  // namespace

std::string SafeCode(std::string_view foreign) {
  if (foreign.empty()) return "NONE";
  std::string code;
  for (const char c : foreign) code += SafeCharacter(c);
  // Before the cut: a number that the cut halves would no longer look like one.
  MaskIdentities(code);
  if (code.size() > kCodeMax) code.resize(kCodeMax);
  return code;
}

std::string SafeName(std::string_view foreign) {
  std::string name;
  for (const char c : foreign) name += IsSafe(c) ? c : '_';
  MaskIdentities(name);
  if (name.size() > kNameMax) name.resize(kNameMax);
  return name;
}

std::string ShortText(std::string_view foreign) {
  std::size_t size = foreign.size();
  if (size > kTextMax) {
    size = kTextMax;
    while (size > 0 && (static_cast<unsigned char>(foreign[size]) & 0xC0U) == 0x80U) --size;
  }
  return std::string(foreign.substr(0, size));
}

void Fail(SourceAnswer& answer, AnswerState state, const std::string& code) {
  const bool graver = KeepsReading(answer.state) && !KeepsReading(state);
  if (!Settled(answer) || graver) {
    answer.state = state;
    answer.code = code;
  }
  if (!KeepsReading(answer.state)) RemoveReading(answer);
}

void FailEcho(SourceAnswer& answer, std::string_view what) {
  answer.state = AnswerState::kError;
  answer.code = "ECHO." + std::string(what);
  answer.raw.clear();
  answer.groups.clear();
  RemoveReading(answer);
}

void DeviateBelow(SourceAnswer& answer,
                  std::string_view path,
                  std::string_view name,
                  std::string_view problem) {
  std::string place(path);
  place += '/';
  place += name;
  Deviate(answer, place, problem);
}

void Unlisted(SourceAnswer& answer, std::string_view field, std::string_view code) {
  std::string entry = SourceCode(answer.source);
  entry += '.';
  entry += field;
  entry += '=';
  entry += SafeCode(code);
  const auto& codes = answer.unlisted_codes;
  if (codes.size() >= kUnlistedMax || std::ranges::find(codes, entry) != codes.end()) return;
  answer.unlisted_codes.push_back(std::move(entry));
}

void Settle(SourceAnswer& answer, Content content) {
  if (Settled(answer)) {
    if (!KeepsReading(answer.state)) RemoveReading(answer);
    return;
  }
  if (answer.payments.empty() && HasPaidOutsideOnly(answer)) {
    return Fail(answer, AnswerState::kDeviation, "OUTSIDE_PERIOD");
  }
  answer.state = content == Content::kSomething ? AnswerState::kData : AnswerState::kConfirmedEmpty;
}

}  // namespace dm::ssbtek
