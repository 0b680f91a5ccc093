#include "worker/adapters/codec/field_reader.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "worker/core/utf8.h"

namespace dm::codec {
namespace {

constexpr char kRequired[] = "FIELD_REQUIRED";
constexpr char kInvalid[] = "FIELD_INVALID";
constexpr char kTooLong[] = "FIELD_TOO_LONG";
constexpr char kOutOfRange[] = "FIELD_OUT_OF_RANGE";
constexpr char kTooMany[] = "TOO_MANY_ITEMS";
constexpr char kUnknownEnum[] = "UNKNOWN_ENUM_VALUE";

bool IsHex64(const std::string& text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

// In place: a path is kept for every item of every list, and read for the one that has a fault.
void FieldReader::Append(std::string_view field) {
  if (!path_.empty() && !field.empty()) path_ += '.';
  path_ += field;
}

FieldReader::Scope FieldReader::In(std::string_view field) {
  const std::size_t length = path_.size();
  Append(field);
  return {*this, length};
}

FieldReader::Scope FieldReader::In(std::string_view field, int index) {
  const std::size_t length = path_.size();
  Append(field);
  path_ += '[';
  std::array<char, 12> digits{};
  path_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), index).ptr);
  path_ += ']';
  return {*this, length};
}

void FieldReader::Fail(std::string_view field,
                       const char* reason,
                       const std::string& limit,
                       const std::string& remedy) {
  if (!status_.ok()) return;
  const Scope scope = In(field);
  const std::string& path = path_;
  status_ =
      InvalidArgument(path + ": " + limit, {.reason = reason, .field = path, .remedy = remedy});
}

void FieldReader::FailRequired(std::string_view field) {
  Fail(field, kRequired, "is required", "Set the field.");
}

void FieldReader::FailId(std::string_view field, bool empty) {
  if (empty) return FailRequired(field);
  Fail(field,
       kInvalid,
       "is no id: 1 to 64 characters of A-Z a-z 0-9 . _ : -",
       "Send an id of that form.");
}

void FieldReader::FailEnum(std::string_view field, bool zero) {
  if (zero) return FailRequired(field);
  Fail(field,
       kUnknownEnum,
       "is no value of its enumeration",
       "Use a value of the proto file that this version of the program has.");
}

std::string FieldReader::Line(std::string_view field,
                              const std::string& value,
                              std::size_t bytes_max,
                              Need need) {
  if (!from_caller()) return value;
  if (value.empty() && need == Need::kRequired) FailRequired(field);
  if (value.size() > bytes_max)
    Fail(field, kTooLong, fmt::format("holds at most {} bytes", bytes_max), "Shorten the text.");
  if (!IsCleanText(value, LineBreaks::kRefused))
    Fail(field,
         kInvalid,
         "must be UTF-8 in one line without control characters",
         "Remove the control characters.");
  return value;
}

std::string FieldReader::Text(std::string_view field,
                              const std::string& value,
                              std::size_t characters_max) {
  if (!from_caller()) return value;
  if (!IsCleanText(value, LineBreaks::kAllowed)) {
    Fail(field,
         kInvalid,
         "must be UTF-8 without control characters",
         "Remove the control characters.");
  } else if (CountCharacters(value) > characters_max) {
    Fail(field,
         kTooLong,
         fmt::format("holds at most {} characters", characters_max),
         "Shorten the text.");
  }
  return value;
}

std::string FieldReader::Sha256(std::string_view field, const std::string& value) {
  if (from_caller() && !value.empty() && !IsHex64(value))
    Fail(field,
         kInvalid,
         "is no SHA-256: 64 lower-case hexadecimal characters",
         "Send the hash in that form, or leave it out.");
  return value;
}

Date FieldReader::RequiredDate(std::string_view field, const std::string& value) {
  if (value.empty()) {
    FailRequired(field);
    return {};
  }
  return OptionalDate(field, value).value_or(Date());
}

std::optional<Date> FieldReader::OptionalDate(std::string_view field, const std::string& value) {
  if (value.empty()) return std::nullopt;
  const StatusOr<Date> date = Date::Parse(value);
  if (date.ok()) return *date;
  Fail(field,
       kInvalid,
       "is no calendar day YYYY-MM-DD between 1800 and 2199",
       "Send a real day in that form.");
  return std::nullopt;
}

Month FieldReader::RequiredMonth(std::string_view field, const std::string& value) {
  if (value.empty()) {
    FailRequired(field);
    return {};
  }
  const StatusOr<Month> month = Month::Parse(value);
  if (month.ok()) return *month;
  Fail(field,
       kInvalid,
       "is no calendar month YYYY-MM between 1800 and 2199",
       "Send a month in that form.");
  return {};
}

Instant FieldReader::ReadInstant(std::string_view field,
                                 bool present,
                                 const google::protobuf::Timestamp& value,
                                 Need need) {
  if (!present && need == Need::kRequired) FailRequired(field);
  return OptionalInstant(field, present, value).value_or(Instant());
}

std::optional<Instant> FieldReader::OptionalInstant(std::string_view field,
                                                    bool present,
                                                    const google::protobuf::Timestamp& value) {
  if (!present) return std::nullopt;
  const bool in_range = value.seconds() >= kInstantSecondsMin &&
                        value.seconds() <= kInstantSecondsMax && value.nanos() >= 0 &&
                        value.nanos() <= 999'999'999;
  if (!in_range) {
    Fail(field,
         kOutOfRange,
         "is no point in time between 1800 and 2199",
         "Send a time in that range.");
    return std::nullopt;
  }
  return Instant::FromUnixMs(value.seconds() * 1000 + value.nanos() / 1'000'000);
}

Period FieldReader::ReadPeriod(std::string_view field, const medarbetare::v1::Period& value) {
  const Scope scope = In(field);
  const Period period{OptionalDate("from_date", value.from_date()),
                      OptionalDate("to_date", value.to_date())};
  if (from_caller() && period.from.has_value() && period.to.has_value() &&
      *period.to < *period.from)
    Fail("to_date", kInvalid, "is before from_date", "Send the first day first.");
  return period;
}

Money FieldReader::RequiredMoney(std::string_view field,
                                 bool present,
                                 const medarbetare::v1::Money& value,
                                 std::int64_t ore_min) {
  if (!present) FailRequired(field);
  return OptionalMoney(field, present, value, ore_min).value_or(Money());
}

std::optional<Money> FieldReader::OptionalMoney(std::string_view field,
                                                bool present,
                                                const medarbetare::v1::Money& value,
                                                std::int64_t ore_min) {
  if (!present) return std::nullopt;
  if (from_caller() && (value.ore() < ore_min || value.ore() > kAmountOreMax)) {
    Fail(field,
         kOutOfRange,
         fmt::format("lies between {} and {} öre", ore_min, kAmountOreMax),
         "Send an amount in öre within the limits.");
    return std::nullopt;
  }
  return Money::FromOre(value.ore());
}

Rational FieldReader::ReadRational(std::string_view field, const medarbetare::v1::Rational& value) {
  const StatusOr<Rational> rational = Rational::Make(value.numerator(), value.denominator());
  if (rational.ok()) return *rational;
  Fail(field, kInvalid, "has no denominator above zero", "Send a fraction.");
  return {};
}

int FieldReader::Int(std::string_view field,
                     std::int64_t value,
                     std::int64_t min,
                     std::int64_t max) {
  if (from_caller() && (value < min || value > max)) {
    Fail(field,
         kOutOfRange,
         fmt::format("lies between {} and {}", min, max),
         "Send a number within the limits.");
    return static_cast<int>(min);
  }
  return static_cast<int>(value);
}

Personnummer FieldReader::ReadPersonnummer(std::string_view field,
                                           const std::string& value,
                                           Need need) {
  if (value.empty()) {
    if (need == Need::kRequired && from_caller()) FailRequired(field);
    return {};
  }
  StatusOr<Personnummer> number = Personnummer::Parse(value);
  if (number.ok()) return *std::move(number);
  Fail(field,
       kInvalid,
       "is no personnummer or samordningsnummer: twelve digits, a real day, a right check digit",
       "Send the number with century and check digit, as in the population register.");
  return {};
}

bool FieldReader::Count(std::string_view field, int count, int max) {
  if (!from_caller() || count <= max) return true;
  Fail(field,
       kTooMany,
       fmt::format("holds at most {} items", max),
       "Send fewer items, or let a caseworker take the case.");
  return false;
}

}  // namespace dm::codec
