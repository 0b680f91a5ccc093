#include "connectors/folkbokforing/fields.h"

#include <algorithm>
#include <utility>

#include "connectors/folkbokforing/codes.h"
#include "worker/core/personnummer.h"

namespace dm::folk {
namespace {

constexpr std::size_t kTextMax = 200;
constexpr std::size_t kUnlistedMax = 20;
constexpr std::size_t kPersonDigits = 12;

bool IsDigits(std::string_view text, std::size_t count) {
  return text.size() == count &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool IsText(const JsonValue& value) {
  const std::string& text = value.text();
  return value.kind() == JsonValue::Kind::kString && text.size() <= kTextMax &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

Fields::Fields(const JsonValue& json, std::string path, SourceAnswer& answer)
    : json_(&json), path_(std::move(path)), answer_(&answer) {}

bool Fields::broken() const {
  return answer_->state == AnswerState::kSchemaMismatch;
}

const JsonValue* Fields::Find(std::string_view key) {
  asked_.emplace(key);
  return json_->Find(key);
}

const JsonValue* Fields::Required(std::string_view key) {
  const JsonValue* value = Find(key);
  if (value == nullptr) Break(key, "MISSING");
  return value;
}

std::string Fields::Code(std::string_view key, std::span<const std::string_view> codes) {
  const JsonValue* value = Required(key);
  if (value == nullptr) return {};
  if (!IsText(*value)) {
    Break(key, "VALUE");
    return {};
  }
  if (IsListed(codes, value->text())) return value->text();
  const std::string entry = "FOLK." + std::string(key) + "=" + ShowCode(value->text());
  auto& unlisted = answer_->unlisted_codes;
  const bool seen = std::ranges::find(unlisted, entry) != unlisted.end();
  if (!seen && unlisted.size() < kUnlistedMax) unlisted.push_back(entry);
  return {};
}

std::string Fields::DigitsIn(std::string_view key, const JsonValue* value, std::size_t count) {
  if (value == nullptr) return {};
  if (IsText(*value) && IsDigits(value->text(), count)) return value->text();
  Break(key, "VALUE");
  return {};
}

std::string Fields::Digits(std::string_view key, std::size_t count) {
  return DigitsIn(key, Required(key), count);
}

std::string Fields::OptionalDigits(std::string_view key, std::size_t count) {
  return DigitsIn(key, Find(key), count);
}

std::string Fields::OptionalText(std::string_view key) {
  const JsonValue* value = Find(key);
  if (value == nullptr) return {};
  if (IsText(*value)) return value->text();
  Break(key, "VALUE");
  return {};
}

std::optional<Date> Fields::DateIn(std::string_view key, const JsonValue* value) {
  if (value == nullptr) return std::nullopt;
  if (IsText(*value)) {
    const auto date = dm::Date::Parse(value->text());
    if (date.ok()) return *date;
  }
  Break(key, "VALUE");
  return std::nullopt;
}

std::optional<Date> Fields::Date(std::string_view key) {
  return DateIn(key, Required(key));
}

std::optional<Date> Fields::OptionalDate(std::string_view key) {
  return DateIn(key, Find(key));
}

std::optional<Instant> Fields::Time(std::string_view key) {
  const JsonValue* value = Required(key);
  if (value == nullptr) return std::nullopt;
  if (IsText(*value)) {
    const auto time = Instant::Parse(value->text());
    if (time.ok()) return *time;
  }
  Break(key, "VALUE");
  return std::nullopt;
}

bool Fields::Flag(std::string_view key) {
  const JsonValue* value = Required(key);
  if (value == nullptr) return false;
  if (!value->IsTrue() && !value->IsFalse()) Break(key, "VALUE");
  return value->IsTrue();
}

std::string Fields::PersonIn(std::string_view key, const JsonValue& value) {
  const bool digits = IsText(value) && IsDigits(value.text(), kPersonDigits);
  if (digits && Personnummer::Parse(value.text()).ok()) return value.text();
  Break(key, "VALUE");
  return {};
}

std::optional<std::string> Fields::OptionalPerson(std::string_view key) {
  const JsonValue* value = Find(key);
  if (value == nullptr) return std::nullopt;
  return PersonIn(key, *value);
}

const std::vector<JsonValue>& Fields::Items(std::string_view key, std::size_t count_max) {
  static const std::vector<JsonValue> kNone;
  const JsonValue* value = Required(key);
  if (value == nullptr) return kNone;
  if (value->IsArray() && value->items().size() <= count_max) return value->items();
  Break(key, "VALUE");
  return kNone;
}

std::vector<std::optional<std::string>> Fields::Persons(std::string_view key,
                                                        std::size_t count_max) {
  std::vector<std::optional<std::string>> persons;
  for (const JsonValue& item : Items(key, count_max)) {
    std::optional<std::string>& person = persons.emplace_back();
    if (item.kind() != JsonValue::Kind::kNull) person = PersonIn(key, item);
  }
  return persons;
}

std::optional<Fields> Fields::OptionalObject(std::string_view key) {
  const JsonValue* value = Find(key);
  if (value == nullptr) return std::nullopt;
  if (value->IsObject()) return Fields(*value, path_ + "/" + std::string(key), *answer_);
  Break(key, "VALUE");
  return std::nullopt;
}

std::vector<Fields> Fields::Objects(std::string_view key, std::size_t count_max) {
  std::vector<Fields> objects;
  for (const JsonValue& item : Items(key, count_max)) {
    if (item.IsObject()) {
      objects.emplace_back(item, path_ + "/" + std::string(key), *answer_);
    } else {
      Break(key, "VALUE");
    }
  }
  return objects;
}

void Fields::Break(std::string_view key, std::string_view problem) {
  answer_->state = AnswerState::kSchemaMismatch;
  answer_->code = "FOLK.FORM";
  Deviate(key, problem);
}

void Fields::Deviate(std::string_view key, std::string_view problem) {
  dm::Deviate(*answer_, path_ + "/" + std::string(key), problem);
}

void Fields::Finish() {
  // Not by name: a key is foreign text, and could be anything.
  const bool more = std::ranges::any_of(
      json_->members(), [this](const auto& member) { return !asked_.contains(member.first); });
  if (more) Deviate("*", "UNEXPECTED");
}

}  // namespace dm::folk
