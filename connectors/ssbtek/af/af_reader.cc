#include "connectors/ssbtek/af/af_reader.h"

#include <optional>
#include <string>
#include <utility>

#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::af {
namespace {

using soap::XmlNode;

constexpr std::string_view kSeekerPath = "AF/data/Svar/ArbetssokandeInfo";
constexpr std::string_view kDecisionPath = "AF/data/Svar/BeslutInfo/EkonomiskaBeslut/Beslut";
constexpr char kDate[] = "AF.DATE";

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

// The codes are not published: only a listed one is an answer.
bool CheckStatus(const Part& part, const XmlNode& reply, SourceAnswer& answer) {
  const auto code = reply.ChildText("StatusSokandeinformationKod");
  if (!code.has_value()) {
    Fail(answer, AnswerState::kSchemaMismatch, "AF.STATUS_MISSING");
    return false;
  }
  if (MeaningOf(part.codes(), answer, "AF", "StatusSokandeinformationKod", *code) == "ok") {
    return true;
  }
  Fail(answer, AnswerState::kError, "AF.STATUS." + SafeCode(*code));
  return false;
}

void CheckMarker(const XmlNode& reply, SourceAnswer& answer) {
  const auto marker = reply.ChildText("Sekretessmarkering");
  // Anything but a plain false protects.
  if (marker.has_value() && ReadBoolean(*marker) != false) answer.protected_identity = true;
}

// A technical error, or a code that is not listed, leaves the question about the report unanswered,
// and only that.
void ReadReport(const Part& part,
                const XmlNode& information,
                JobSeeker& seeker,
                SourceAnswer& answer) {
  const XmlNode* report = information.Child("AktivetetsRapportDatum");
  if (report == nullptr)
    return DeviateBelow(answer, kSeekerPath, "AktivetetsRapportDatum", kMissing);
  const std::string_view code = report->ChildText("AktivitetsRapportMeddelande").value_or("");
  seeker.activity_report_code = SafeCode(code);
  seeker.activity_report_date = DateOf(*report, "SenasteAktivitetsRapportDatum", kDate, answer);
  const auto meaning =
      MeaningOf(part.codes(), answer, "AF", "AktivitetsRapportMeddelande", code).value_or("");
  if (meaning == "report_filed" && !seeker.activity_report_date.has_value()) {
    DeviateBelow(
        answer, kSeekerPath, "AktivetetsRapportDatum/SenasteAktivitetsRapportDatum", kMissing);
  }
  // "Filed in the asked period", and nothing filed since before it: one of the two is wrong.
  const std::optional<Date>& from = part.asked.period.from;
  if (meaning == "report_filed" && seeker.activity_report_date.has_value() && from.has_value() &&
      *seeker.activity_report_date < *from) {
    Fail(answer, AnswerState::kDeviation, "AF.REPORT_DATE");
  }
  if (meaning == "report_filed" || meaning == "report_not_filed" ||
      meaning == "report_not_in_alf") {
    return;
  }
  const AnswerState state =
      meaning == "technical_error" ? AnswerState::kError : AnswerState::kDeviation;
  answer.groups.push_back(
      {.group = "AF:AKTIVITETSRAPPORT", .state = state, .code = seeker.activity_report_code});
}

void ReadRegistration(const XmlNode& information, JobSeeker& seeker, SourceAnswer& answer) {
  const auto registered = information.ChildText("Arbetssokande");
  const std::optional<bool> value = ReadBoolean(registered.value_or(""));
  if (!registered.has_value()) {
    Fail(answer, AnswerState::kDeviation, "AF.REGISTRATION_UNSTATED");
  } else if (!value.has_value()) {
    Fail(answer, AnswerState::kSchemaMismatch, "AF.REGISTRATION");
  }
  seeker.registered = value.value_or(false);
  seeker.registered_since = DateOf(information, "ArbetssokandeRegistrerad", kDate, answer);
  seeker.deregistered_on = DateOf(information, "ArbetssokandeAvaktualiserad", kDate, answer);
  seeker.category = ShortText(information.ChildText("ArbetssokandeSKAT").value_or(""));
  const auto extent = PercentOf(information, "ArbetssokandeOmfattning", kSeekerPath, answer);
  if (extent.has_value()) seeker.extent_percent = extent->numerator;
}

// Built apart from the answer: a failure on the way takes the answer's reading away.
JobSeeker ReadSeeker(const Part& part, const XmlNode& reply, SourceAnswer& answer) {
  JobSeeker seeker;
  seeker.unemployment_fund = ShortText(reply.ChildText("Akassetillhorighet").value_or(""));
  const XmlNode* information = reply.Child("ArbetssokandeInfo");
  if (information == nullptr) return seeker;  // a valid answer without it: not registered
  ReadReport(part, *information, seeker, answer);
  ReadRegistration(*information, seeker, answer);
  return seeker;
}

// Both days are mandatory: an end that is not told is unknown, not "for ever".
void NoteOpenEnd(const std::optional<Date>& day,
                 const char* name,
                 BenefitCase& found,
                 SourceAnswer& answer) {
  if (day.has_value()) return;
  DeviateBelow(answer, kDecisionPath, name, kMissing);
  found.unclear = name;
}

void ReadDecisions(const XmlNode& reply, SourceAnswer& answer) {
  const XmlNode* information = OnlyChild(reply, "BeslutInfo", "AF.DECISIONS_TWICE", answer);
  if (information == nullptr) return;
  const XmlNode* decisions =
      OnlyChild(*information, "EkonomiskaBeslut", "AF.DECISIONS_TWICE", answer);
  if (decisions == nullptr) return;
  int index = 0;
  for (const XmlNode* decision : decisions->Children("Beslut")) {
    BenefitCase found;
    found.benefit = ShortText(decision->ChildText("ErsattningTyp").value_or(""));
    if (found.benefit.empty()) {
      DeviateBelow(answer, kDecisionPath, "ErsattningTyp", kMissing);
      found.benefit = "AF";
    }
    found.text = found.benefit;
    found.period = {.from = DateOf(*decision, "BeslutFrom", kDate, answer),
                    .to = DateOf(*decision, "BeslutTom", kDate, answer)};
    CheckOrder(found.period, "AF.PERIOD", answer);
    NoteOpenEnd(found.period.from, "BeslutFrom", found, answer);
    NoteOpenEnd(found.period.to, "BeslutTom", found, answer);
    found.extent = PercentOf(*decision, "Omfattning", kDecisionPath, answer);
    found.locator = "AF/BeslutInfo/EkonomiskaBeslut/Beslut[" + std::to_string(index++) + "]";
    answer.benefit_cases.push_back(std::move(found));
  }
}

}  // namespace

void Read(const Part& part, SourceAnswer& answer) {
  const XmlNode* reply = OnlyChild(part.data, "Svar", "AF.SVAR_TWICE", answer);
  if (reply == nullptr) return Fail(answer, AnswerState::kSchemaMismatch, "AF.SVAR_MISSING");
  if (!CheckEchoes(part, *reply, answer)) return;
  CheckMarker(*reply, answer);
  if (!CheckStatus(part, *reply, answer)) return;
  answer.job_seeker = ReadSeeker(part, *reply, answer);
  ReadDecisions(*reply, answer);
  const bool registered = answer.job_seeker.has_value() && answer.job_seeker->registered;
  Settle(answer,
         registered || !answer.benefit_cases.empty() ? Content::kSomething : Content::kNothing);
}

}  // namespace dm::ssbtek::af
