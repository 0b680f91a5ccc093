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
};

// Settles `answer`, whose source, fetched_at, asked, raw and hash are set.
using Reader = void (*)(const Part& part, SourceAnswer& answer);

// The bytes that the answer came as, and their SHA-256. Above 1 MiB only the hash is kept.
void SetRaw(SourceAnswer& answer, std::string_view bytes);

enum class Missing { kFails, kCounts };

// Compares an echoed person number with the asked one: ECHO.PERSON, or ECHO.PERSON_MISSING when
// `found` is nothing and that fails. True when reading may go on.
bool CheckPerson(SourceAnswer& answer,
                 const Asked& asked,
                 std::optional<std::string_view> found,
                 Missing missing);

// Compares an echoed case id (Referensnummer): ECHO.CASE. A missing one is a schema deviation.
bool CheckCase(SourceAnswer& answer, const Asked& asked, std::optional<std::string_view> found);

// Compares an echoed period: ECHO.PERIOD. A missing or unreadable one is a schema deviation.
bool CheckPeriodEcho(SourceAnswer& answer,
                     const Asked& asked,
                     std::optional<std::string_view> from,
                     std::optional<std::string_view> to);

// Keeps the payment when its pay date lies in the asked period, counts a deviation otherwise.
// Payments without a date are kept: their status tells that they are not received.
void AddPayment(SourceAnswer& answer, const Asked& asked, Payment payment);

}  // namespace dm::ssbtek
