// Fields: one JSON object of an answer, read strictly. What is missing or cannot be read breaks the
// answer; what nobody asked for is noted and tolerated. Notes name keys of the contract, never what
// came.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/json/json.h"
#include "worker/case/evidence.h"
#include "worker/core/date.h"
#include "worker/core/instant.h"

namespace dm::folk {

// A JSON string of at most 200 bytes without control characters.
bool IsText(const JsonValue& value);

class Fields {
 public:
  // `json` is an object; it and `answer` outlive the reader. Notes go to `answer`.
  Fields(const JsonValue& json, std::string path, SourceAnswer& answer);

  // Whether something in this answer could not be read.
  bool broken() const;

  // A member of the closed list, noted as unlisted otherwise; empty when it is neither.
  std::string Code(std::string_view key, std::span<const std::string_view> codes);
  std::string Digits(std::string_view key, std::size_t count);
  std::string OptionalDigits(std::string_view key, std::size_t count);
  std::string OptionalText(std::string_view key);
  std::optional<dm::Date> Date(std::string_view key);
  std::optional<dm::Date> OptionalDate(std::string_view key);
  std::optional<Instant> Time(std::string_view key);
  bool Flag(std::string_view key);
  // 12 digits with a true check digit. Nothing for null or absent (withheld); empty when broken.
  std::optional<std::string> OptionalPerson(std::string_view key);
  // The same for a list of them; a null is withheld.
  std::vector<std::optional<std::string>> Persons(std::string_view key, std::size_t count_max);
  std::optional<Fields> OptionalObject(std::string_view key);
  std::vector<Fields> Objects(std::string_view key, std::size_t count_max);

  void Ignore(std::string_view key) { asked_.emplace(key); }

  // The answer cannot be believed.
  void Break(std::string_view key, std::string_view problem);
  // It can, in spite of this. Each place and problem counts once.
  void Deviate(std::string_view key, std::string_view problem);
  // Notes members that nobody asked for. Call last.
  void Finish();

 private:
  const JsonValue* Find(std::string_view key);
  const JsonValue* Required(std::string_view key);
  std::string DigitsIn(std::string_view key, const JsonValue* value, std::size_t count);
  std::optional<dm::Date> DateIn(std::string_view key, const JsonValue* value);
  std::string PersonIn(std::string_view key, const JsonValue& value);
  const std::vector<JsonValue>& Items(std::string_view key, std::size_t count_max);

  const JsonValue* json_;
  std::string path_;
  SourceAnswer* answer_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace dm::folk
