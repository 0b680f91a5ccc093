#include "connectors/folkbokforing/answer.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/folkbokforing/codes.h"
#include "connectors/folkbokforing/fields.h"
#include "connectors/folkbokforing/options.h"
#include "connectors/json/json.h"
#include "worker/core/digest.h"

namespace dm::folk {
namespace {

constexpr std::size_t kDepthMax = 8;
constexpr std::size_t kValuesMax = 2'000;
constexpr std::size_t kMembersMax = 50;
constexpr std::size_t kChildrenMax = 50;
constexpr std::size_t kAdultsMax = 200;
// Two machines' clocks differ a little; a copy from further ahead is not believed.
constexpr std::int64_t kClockSkewMs = 300'000;

void Settle(SourceAnswer& answer, AnswerState state, std::string code) {
  answer.state = state;
  answer.code = std::move(code);
}

// A protected person's answer holds no reading whatever came, and its bytes are not kept: an
// address that is nowhere cannot leak.
void SettleProtected(SourceAnswer& answer, AnswerState state, std::string code) {
  answer.protected_identity = true;
  answer.lasting = true;
  answer.raw.clear();
  Settle(answer, state, std::move(code));
}

// The first echo that differs or is missing; empty when all are as asked.
std::string EchoFault(const JsonValue& json, const Asked& asked) {
  struct Echo {
    std::string_view key;
    const std::string& expected;
    const char* what;
  };

  for (const Echo& echo : {Echo{"correlation_id", asked.correlation_id, "CORRELATION"},
                           Echo{"person", asked.person, "PERSON"},
                           Echo{"case_id", asked.case_id, "CASE"}}) {
    const JsonValue* found = json.Find(echo.key);
    if (found == nullptr) return std::string(echo.what) + "_MISSING";
    if (!IsText(*found) || found->text() != echo.expected) return echo.what;
  }
  return {};
}

// Only the plain word "none" says that nobody need be protected: an odd marker is still a marker.
bool IsUnprotected(const JsonValue& json) {
  const JsonValue* marker = json.Find("protection");
  return marker != nullptr && IsText(*marker) && marker->text() == "none";
}

// Asked for at once, so that nothing else of a protected person is read.
void ReadProtected(Fields& fields, SourceAnswer& answer) {
  const std::string kind = fields.Code("protection", ProtectionCodes());
  if (fields.broken()) {
    SettleProtected(answer, AnswerState::kSchemaMismatch, "FOLK.FORM");
  } else {
    SettleProtected(answer, AnswerState::kDeviation, kind.empty() ? "FOLK.CODE" : "FOLK.PROTECTED");
  }
}

void ReadHome(Fields fields, RegisteredPerson& person) {
  person.municipality = fields.Digits("municipality", 4);
  person.county = fields.Digits("county", 2);
  person.street = fields.OptionalText("street");
  person.postal_code = fields.OptionalDigits("postal_code", 5);
  person.city = fields.OptionalText("city");
  person.registered_since = fields.OptionalDate("since");
  fields.Finish();
}

void ReadDeregistration(Fields fields, RegisteredPerson& person) {
  person.deregistered = fields.Code("code", DeregistrationCodes());
  const std::optional<Date> date = fields.Date("date");
  if (person.deregistered == "deceased") person.died_on = date;
  fields.Finish();
}

// Who is registered nowhere lives at no address, and the other way round.
void ReadRegistration(Fields& fields, RegisteredPerson& person) {
  const std::optional<Fields> home = fields.OptionalObject("registered");
  const std::optional<Fields> left = fields.OptionalObject("deregistered");
  if (home.has_value() == left.has_value()) {
    fields.Break("registered", home.has_value() ? "UNEXPECTED" : "MISSING");
    return;
  }
  if (home.has_value()) ReadHome(*home, person);
  if (left.has_value()) ReadDeregistration(*left, person);
}

// True when the register withholds one of them.
bool ReadChildren(Fields& fields, RegisteredPerson& person) {
  bool withheld = false;
  for (Fields& child : fields.Objects("children", kChildrenMax)) {
    RegisteredChild& one = person.children.emplace_back();
    const std::optional<std::string> number = child.OptionalPerson("person");
    withheld = withheld || !number.has_value();
    one.personnummer = number.value_or("");
    const std::string custody = child.Code("custody", CustodyCodes());
    one.custody = custody == "sole" || custody == "shared";
    one.same_address = child.Flag("same_address");
    one.born = child.OptionalDate("born");
    child.Finish();
  }
  return withheld;
}

bool ReadAdults(Fields& fields, const Asked& asked, RegisteredPerson& person) {
  bool withheld = false;
  for (std::optional<std::string>& number : fields.Persons("same_address", kAdultsMax)) {
    if (!number.has_value()) {
      withheld = true;
    } else if (*number == asked.person) {
      fields.Deviate("same_address", "UNEXPECTED");
    } else {
      person.same_address.push_back(*std::move(number));
    }
  }
  return withheld;
}

// How old the register's copy was at `now`; breaks the answer when that is unknown or impossible.
std::int64_t ReadAge(Fields& fields, Instant now) {
  const std::optional<Instant> as_of = fields.Time("as_of");
  if (!as_of.has_value()) return 0;
  if (*as_of - now > kClockSkewMs) fields.Break("as_of", "VALUE");
  return now - *as_of;
}

void ReadPerson(Fields& fields,
                const Asked& asked,
                const ReadOptions& options,
                SourceAnswer& answer) {
  fields.Ignore("protection");  // read already
  const std::int64_t age_ms = ReadAge(fields, answer.fetched_at);
  const std::string status = fields.Code("status", StatusCodes());
  RegisteredPerson person;
  bool withheld = false;
  if (status == "found") {
    ReadRegistration(fields, person);
    person.civil_status = fields.Code("civil_status", CivilStatusCodes());
    withheld = ReadAdults(fields, asked, person);
    withheld = ReadChildren(fields, person) || withheld;
  }
  fields.Finish();
  // Someone in the home is protected (R01), and with them the address.
  if (withheld) return SettleProtected(answer, AnswerState::kDeviation, "FOLK.WITHHELD");
  if (fields.broken()) return;
  if (!answer.unlisted_codes.empty()) {
    return Settle(answer, AnswerState::kDeviation, "FOLK.CODE");
  }
  if (age_ms > options.copy_age_max_ms) return Settle(answer, AnswerState::kStale, "FOLK.AS_OF");
  if (status == "not_found") {
    answer.lasting = true;
    return Settle(answer, AnswerState::kDeviation, "FOLK.NOT_FOUND");
  }
  answer.registered = std::move(person);
  Settle(answer, AnswerState::kData, {});
}

void Read(const JsonValue& json,
          const Asked& asked,
          const ReadOptions& options,
          SourceAnswer& answer) {
  if (!json.IsObject()) return Settle(answer, AnswerState::kSchemaMismatch, "FOLK.FORM");
  if (const std::string fault = EchoFault(json, asked); !fault.empty()) {
    answer.raw.clear();  // they may be another person's
    return Settle(answer, AnswerState::kError, "ECHO." + fault);
  }
  Fields fields(json, "FOLK", answer);
  for (const char* echoed : {"correlation_id", "case_id", "person"}) fields.Ignore(echoed);
  if (!IsUnprotected(json)) return ReadProtected(fields, answer);
  ReadPerson(fields, asked, options, answer);
}

}  // namespace

SourceAnswer ReadAnswer(const std::string& bytes,
                        const Asked& asked,
                        const ReadOptions& options,
                        Instant now) {
  SourceAnswer answer;
  answer.source = Source::kFolk;
  answer.fetched_at = now;
  answer.asked = asked.period;
  answer.raw_sha256 = Sha256Hex(bytes);
  if (bytes.size() <= kAnswerBytesMax) answer.raw = bytes;
  const auto json = ParseJson(bytes,
                              {.bytes_max = kAnswerBytesMax,
                               .depth_max = kDepthMax,
                               .values_max = kValuesMax,
                               .members_max = kMembersMax});
  if (json.ok()) {
    Read(*json, asked, options, answer);
  } else {
    Settle(answer, AnswerState::kSchemaMismatch, DetailOf(json.status()).reason);
  }
  return answer;
}

}  // namespace dm::folk
