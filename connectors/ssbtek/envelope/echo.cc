#include "connectors/ssbtek/envelope/echo.h"

#include "connectors/ssbtek/reading/values.h"

namespace dm::ssbtek {
namespace {

using soap::XmlNode;

// True when the element holds a period that reads, and that is not `period`.
bool IsAnotherPeriod(const XmlNode& element, const Period& period) {
  const std::optional<Date> from = ReadDate(element.ChildText("fromDatum").value_or(""));
  const std::optional<Date> to = ReadDate(element.ChildText("tomDatum").value_or(""));
  return from.has_value() && to.has_value() && (from != period.from || to != period.to);
}

}  // namespace

std::optional<std::string> FindEchoBreach(const XmlNode& reply,
                                          const Plan& plan,
                                          const std::string& correlation_id) {
  const auto echoed = reply.ChildText("korrelationsid");
  if (!echoed.has_value()) return "CORRELATION_MISSING";
  if (*echoed != correlation_id) return "CORRELATION";
  const XmlNode* question = reply.Descend({"fraga", "generellaFrageparametrar"});
  if (question == nullptr || plan.asked.empty()) return std::nullopt;
  const Asked& asked = plan.asked.begin()->second;
  if (const auto id = question->ChildText("korrelationsid");
      id.has_value() && *id != correlation_id) {
    return "CORRELATION";
  }
  if (const auto person = question->ChildText("personidentitet");
      person.has_value() && !IsSamePerson(*person, asked.personal_number)) {
    return "PERSON";
  }
  if (const auto id = question->ChildText("arendeidentitet");
      id.has_value() && *id != asked.case_id) {
    return "CASE";
  }
  return std::nullopt;
}

bool EchoesAnotherQuestion(const XmlNode& reply,
                           const Plan& plan,
                           const SourceEntry& entry,
                           const Asked& asked) {
  const XmlNode* question = reply.Child("fraga");
  if (question == nullptr) return false;
  const XmlNode* agency = question->Descend({"specifikaFrageparametrar", entry.element});
  if (agency != nullptr && ReadBoolean(agency->Attribute("inkludera").value_or("")) == false) {
    return true;
  }
  // FK and PM carry their period inside the LEFI question, which LEFI's answer does not echo.
  if (entry.source == Source::kFk || entry.source == Source::kPm) return false;
  const XmlNode* own = agency == nullptr ? nullptr : agency->Child("tidsperiod");
  if (own != nullptr) return IsAnotherPeriod(*own, asked.period);
  const XmlNode* general = question->Descend({"generellaFrageparametrar", "tidsperiod"});
  const bool follows_general = asked.period == plan.general;
  return general != nullptr && follows_general && IsAnotherPeriod(*general, plan.general);
}

}  // namespace dm::ssbtek
