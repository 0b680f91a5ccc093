// Personnummer: a personal identity number or a samordningsnummer (coordination number: day + 60),
// always 12 digits. It has no stream operator and no formatter: it shows itself in full only
// through Reveal(), to logs as Masked().
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "worker/core/date.h"
#include "worker/core/status.h"

namespace dm {

class Personnummer {
 public:
  enum class Kind { kPersonnummer, kSamordningsnummer };

  Personnummer() = default;  // empty: no number known

  // Takes "YYYYMMDDNNNN", "YYYYMMDD-NNNN"; checks the date, the coordination day and the check
  // digit (Luhn over the last ten). Ten digits are refused: the century would be a guess. The error
  // names what is wrong, never the number.
  static StatusOr<Personnummer> Parse(std::string_view text);
  // For register answers that send ten digits: the century comes from the number that was asked
  // for.
  static StatusOr<Personnummer> ParseTenDigits(std::string_view text, const Personnummer& asked);

  bool empty() const { return digits_.empty(); }

  Kind kind() const;
  Date birth_date() const;

  const std::string& Reveal() const { return digits_; }  // 12 digits: registers and storage only

  std::string Masked() const;  // "1990********"

  friend bool operator==(const Personnummer&, const Personnummer&) = default;
  friend auto operator<=>(const Personnummer&, const Personnummer&) = default;

 private:
  explicit Personnummer(std::string digits) : digits_(std::move(digits)) {}

  std::string digits_;
};

// The Luhn check digit (0–9) of nine digits YYMMDDNNN.
int LuhnCheckDigit(std::string_view nine_digits);

}  // namespace dm
