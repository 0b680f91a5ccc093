#include "connectors/ssbtek/af/af_reader.h"

#include <string>
#include <utility>

#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::af {
namespace {

using soap::XmlNode;

// A date that stands there but cannot be read fails the answer.
std::optional<Date> DateOf(const XmlNode& parent, std::string_view name, SourceAnswer& answer) {
  const auto text = parent.ChildText(name);
  if (!text.has_value() || text->empty()) return std::nullopt;
  const std::optional<Date> date = ReadDate(*text);
  if (!date.has_value()) Fail(answer, AnswerState::kSchemaMismatch, "AF.DATE");
  return date;
}

bool CheckEchoes(const Part& part, const XmlNode& reply, SourceAnswer& answer) {
  if (const XmlNode* question = part.data.Child("Fraga"); question != nullptr) {
    const bool same = CheckPerson(answer,
                                  part.asked,
                                  question->ChildText("IdentitetsbeteckningFysiskPerson"),
                                  Missing::kCounts,
                                  "AF/data/Fraga/IdentitetsbeteckningFysiskPerson") &&
                      CheckPeriodEcho(answer, part.asked, *question, "AF/data/Fraga");
    if (!same) return false;
  } else {
    Deviate(answer, "AF/data/Fraga", kMissing);
  }
  if (reply.Child("LagParagraf") == nullptr) {
    Deviate(answer, "AF/data/Svar/LagParagraf", kMissing);
  }
  return CheckPerson(answer,
                     part.asked,
                     reply.ChildText("IdentitetsbeteckningFysiskPerson"),
                     Missing::kFails) &&
         CheckCase(
             answer, part.asked, reply.ChildText("Referensnummer"), "AF/data/Svar/Referensnummer");
}

// 0 is the only code with a known meaning: handled, valid answer.
bool CheckStatus(const XmlNode& reply, SourceAnswer& answer) {
  const auto code = reply.ChildText("StatusSokandeinformationKod");
  if (!code.has_value()) {
    Fail(answer, AnswerState::kSchemaMismatch, "AF.STATUS_MISSING");
    return false;
  }
  if (ReadInt(*code) == 0) return true;
  Fail(answer, AnswerState::kError, "AF.STATUS." + SafeCode(*code));
  return false;
}

void CheckMarker(const XmlNode& reply, SourceAnswer& answer) {
  const auto marker = reply.ChildText("Sekretessmarkering");
  // Anything but a plain false protects.
  if (marker.has_value() && ReadBoolean(*marker) != false) answer.protected_identity = true;
}

// 200 handed in, 500 not in the a-kassa case system, 501 not handed in; 502 and what is not listed
// leave the question about the report unanswered, and only that.
void ReadReport(const XmlNode& information, JobSeeker& seeker, SourceAnswer& answer) {
  const XmlNode* report = information.Child("AktivetetsRapportDatum");
  if (report == nullptr) {
    Deviate(answer, "AF/data/Svar/ArbetssokandeInfo/AktivetetsRapportDatum", kMissing);
    return;
  }
  const std::string_view code = report->ChildText("AktivitetsRapportMeddelande").value_or("");
  seeker.activity_report_code = SafeCode(code);
  seeker.activity_report_date = DateOf(*report, "SenasteAktivitetsRapportDatum", answer);
  if (code == "200" && !seeker.activity_report_date.has_value()) {
    Deviate(answer,
            "AF/data/Svar/ArbetssokandeInfo/AktivetetsRapportDatum/SenasteAktivitetsRapportDatum",
            kMissing);
  }
  if (code == "200" || code == "500" || code == "501") return;
  const AnswerState state = code == "502" ? AnswerState::kError : AnswerState::kDeviation;
  answer.groups.push_back(
      {.group = "AF:AKTIVITETSRAPPORT", .state = state, .code = seeker.activity_report_code});
}

// Built apart from the answer: a failure on the way takes the answer's reading away.
JobSeeker ReadSeeker(const XmlNode& reply, SourceAnswer& answer) {
  JobSeeker seeker;
  const XmlNode* information = reply.Child("ArbetssokandeInfo");
  if (information == nullptr) return seeker;  // a valid answer without it: not registered
  ReadReport(*information, seeker, answer);
  const auto registered = information->ChildText("Arbetssokande");
  const std::optional<bool> value = ReadBoolean(registered.value_or(""));
  if (!registered.has_value()) {
    Fail(answer, AnswerState::kDeviation, "AF.REGISTRATION_UNSTATED");
  } else if (!value.has_value()) {
    Fail(answer, AnswerState::kSchemaMismatch, "AF.REGISTRATION");
  }
  seeker.registered = value.value_or(false);
  seeker.registered_since = DateOf(*information, "ArbetssokandeRegistrerad", answer);
  seeker.category = ShortText(information->ChildText("ArbetssokandeSKAT").value_or(""));
  if (const auto extent = information->ChildText("ArbetssokandeOmfattning"); extent.has_value()) {
    seeker.extent_percent = ReadInt(*extent);
    if (!seeker.extent_percent.has_value()) {
      Deviate(answer, "AF/data/Svar/ArbetssokandeInfo/ArbetssokandeOmfattning", kValue);
    }
  }
  return seeker;
}

void ReadDecisions(const XmlNode& reply, SourceAnswer& answer) {
  const XmlNode* decisions = reply.Descend({"BeslutInfo", "EkonomiskaBeslut"});
  if (decisions == nullptr) return;
  int index = 0;
  for (const XmlNode* decision : decisions->Children("Beslut")) {
    BenefitCase found;
    found.benefit = ShortText(decision->ChildText("ErsattningTyp").value_or(""));
    found.text = found.benefit;
    found.period = {.from = DateOf(*decision, "BeslutFrom", answer),
                    .to = DateOf(*decision, "BeslutTom", answer)};
    found.locator = "AF/BeslutInfo/EkonomiskaBeslut/Beslut[" + std::to_string(index++) + "]";
    answer.benefit_cases.push_back(std::move(found));
  }
}

}  // namespace

void Read(const Part& part, SourceAnswer& answer) {
  const XmlNode* reply = part.data.Child("Svar");
  if (reply == nullptr) return Fail(answer, AnswerState::kSchemaMismatch, "AF.SVAR_MISSING");
  if (!CheckEchoes(part, *reply, answer)) return;
  CheckMarker(*reply, answer);
  if (!CheckStatus(*reply, answer)) return;
  answer.job_seeker = ReadSeeker(*reply, answer);
  ReadDecisions(*reply, answer);
  const bool registered = answer.job_seeker.has_value() && answer.job_seeker->registered;
  Settle(answer,
         registered || !answer.benefit_cases.empty() ? Content::kSomething : Content::kNothing);
}

}  // namespace dm::ssbtek::af
