// Amounts and periods in FK's shape: {summa, valuta} and {fran, till}.
#pragma once

#include <optional>
#include <string_view>

#include "connectors/json/json.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::lefi {

// The amount under `key`; nothing when missing. An amount that is not whole öre, too large or not
// in SEK fails the answer (AMOUNT, CURRENCY): a sum that cannot be read is unknown, not zero.
std::optional<Money> AmountIn(const JsonValue& parent, std::string_view key, SourceAnswer& answer);

// The bare number under `key` (PM's shape), with the same failures.
std::optional<Money> KronorIn(const JsonValue& parent, std::string_view key, SourceAnswer& answer);

// A period with the two given keys. An end that is missing is open; one that cannot be read, or
// that comes before the beginning, fails the answer (PERIOD).
Period PeriodIn(const JsonValue& parent,
                std::string_view key,
                std::string_view from,
                std::string_view to,
                SourceAnswer& answer);

// A date under `key`; nothing when missing. Fails the answer (DATE) when it cannot be read.
std::optional<Date> DateIn(const JsonValue& parent, std::string_view key, SourceAnswer& answer);

// FK's omfattning: {taljare, namnare}. Nothing when missing; one that is no share of a whole is
// left out and noted at `path`/omfattning, since it decides no sum.
std::optional<Extent> ExtentIn(const JsonValue& parent,
                               std::string_view path,
                               SourceAnswer& answer);

// A whole number from 0 to 10 000 under `key`; nothing when missing or something else than a
// number. One out of range is noted at `path`/`key`.
std::optional<int> CountIn(const JsonValue& parent,
                           std::string_view key,
                           std::string_view path,
                           SourceAnswer& answer);

}  // namespace dm::ssbtek::lefi
