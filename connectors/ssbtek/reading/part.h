// Part: one agency's `data`, as its reader gets it, and the small steps that several readers share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "connectors/soap/xml_document.h"
#include "connectors/ssbtek/lefi/reply.h"
#include "connectors/ssbtek/options.h"
#include "connectors/ssbtek/reading/asked.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek {

struct Part {
  const soap::XmlNode& data;
  const Asked& asked;
  const Options& options;
  lefi::ReplySlot& lefi;  // decoded once for FK and PM

  // The table of codes; an empty one, which makes every code unknown, where none is given.
  const AnswerCodes& codes() const;
};

// What a code means; nothing for one that no table lists, which is noted (Unlisted). What it then
// makes unknown, the caller settles.
std::optional<std::string_view> MeaningOf(const AnswerCodes& codes,
                                          SourceAnswer& answer,
                                          std::string_view register_code,
                                          std::string_view field,
                                          std::string_view code);

// The only child of that name; nothing when there is none. Two fail the answer with `code`: which
// of them holds cannot be told, and what the second says would be lost.
const soap::XmlNode* OnlyChild(const soap::XmlNode& parent,
                               std::string_view name,
                               const char* code,
                               SourceAnswer& answer);

// The date in a child; nothing when it is missing, empty or nil. One that cannot be read fails the
// answer with `code`.
std::optional<Date> DateOf(const soap::XmlNode& parent,
                           std::string_view name,
                           const char* code,
                           SourceAnswer& answer);

// A whole percentage as a share; nothing, and a deviation at `path`/`name`, outside 0 to 100.
std::optional<Extent> PercentOf(const soap::XmlNode& parent,
                                std::string_view name,
                                std::string_view path,
                                SourceAnswer& answer);

// A period that ends before it begins is no period: fails the answer with `code`.
void CheckOrder(const Period& period, const char* code, SourceAnswer& answer);

// Settles `answer`, whose source, fetched_at, asked, raw and hash are set.
using Reader = void (*)(const Part& part, SourceAnswer& answer);

// The bytes that the answer came as, and their SHA-256. Above 1 MiB only the hash is kept.
void SetRaw(SourceAnswer& answer, std::string_view bytes);

enum class Missing { kFails, kCounts };

// Compares an echoed person number with the asked one: ECHO.PERSON, or ECHO.PERSON_MISSING when
// `found` is nothing and that fails; otherwise a missing one is a deviation at `path`. True when
// reading may go on.
bool CheckPerson(SourceAnswer& answer,
                 const Asked& asked,
                 std::optional<std::string_view> found,
                 Missing missing,
                 std::string_view path = {});

// Compares an echoed case id (Referensnummer): ECHO.CASE. A missing one is a deviation at `path`.
bool CheckCase(SourceAnswer& answer,
               const Asked& asked,
               std::optional<std::string_view> found,
               std::string_view path);

// Compares the echoed period in From and Tom of `parent`: ECHO.PERIOD. What is missing or
// unreadable is a deviation below `path`.
bool CheckPeriodEcho(SourceAnswer& answer,
                     const Asked& asked,
                     const soap::XmlNode& parent,
                     std::string_view path);

// Keeps the payment when its pay date lies in the asked period, and one that is not made yet also
// after it; otherwise it is left out and seen as a deviation at `path`. Payments without a date are
// kept: their status tells that they are not received.
void AddPayment(SourceAnswer& answer, const Asked& asked, Payment payment, std::string_view path);

}  // namespace dm::ssbtek
