#include "worker/intake/check_application.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "worker/intake/complain.h"
#include "worker/intake/limits.h"

namespace dm::intake {
namespace {

Status CheckHead(const Application& application, Instant now) {
  if (application.id.empty()) return Required("application.id");
  if (application.household.empty()) return Required("application.household");
  if (application.channel == Channel::kUnspecified) return Required("application.channel");
  if (application.kind == ApplicationKind::kUnspecified) return Required("application.kind");
  if (application.received_at == Instant()) return Required("application.received_at");
  if (application.received_at > now.PlusMs(kClockSkewMaxMs))
    return OutOfRange("application.received_at",
                      "not in the future: the worker's clock says " + now.ToString(),
                      "send the time at which it reached the authority");
  const int ahead = application.month - Month::Of(SwedishDate(application.received_at));
  if (ahead > kMonthsAheadMax || ahead < -kMonthsBackMax)
    return OutOfRange("application.month",
                      "from " + std::to_string(kMonthsBackMax) + " months before to " +
                          std::to_string(kMonthsAheadMax) + " months after the month of receipt",
                      "send one application for each month within that time");
  return OkStatus();
}

bool IsLanguageTag(std::string_view tag) {
  if (tag.size() < 2 || tag.size() > 35 || tag.front() == '-' || tag.back() == '-') return false;
  return std::all_of(tag.begin(), tag.end(), [](unsigned char c) {
    return c == '-' || (c < 0x80 && std::isalnum(c) != 0);
  });
}

Status CheckWords(const Application& application) {
  DM_RETURN_IF_ERROR(
      CheckText(application.free_text, kFreeTextCharactersMax, "application.free_text"));
  if (!IsLanguageTag(application.language))
    return Malformed("application.language", "is a BCP 47 tag", "send for example sv");
  return CheckDate(application.circumstances.critical_date,
                   application.month,
                   "application.circumstances.critical_date");
}

bool IsSha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Status CheckSignature(const Application& application, std::size_t i, Instant now) {
  const Signature& signature = application.signatures[i];
  const auto at = [&](std::string_view field) { return At("application.signatures", i, field); };
  DM_RETURN_IF_ERROR(CheckPersonKnown(application.persons, signature.person, at("person")));
  if (!IsAdultInCase(FindPerson(application.persons, signature.person)->role))
    return Contradiction(
        at("person"), "only the applicant and the co-applicant sign", "leave the signature out");
  if (!signature.text_sha256.empty() && !IsSha256(signature.text_sha256))
    return Malformed(at("text_sha256"),
                     "is 64 lower-case hexadecimal characters",
                     "send SHA-256 of the exact text signed");
  if (signature.signed_at > now.PlusMs(kClockSkewMaxMs))
    return OutOfRange(at("signed_at"), "not in the future", "send the time of signing");
  return OkStatus();
}

Status CheckSignatures(const Application& application, Instant now) {
  DM_RETURN_IF_ERROR(
      CheckCount(application.signatures.size(), kPersonsMax, "application.signatures"));
  std::set<PersonKey> seen;
  for (std::size_t i = 0; i < application.signatures.size(); ++i) {
    DM_RETURN_IF_ERROR(CheckSignature(application, i, now));
    if (!seen.insert(application.signatures[i].person).second)
      return Contradiction(At("application.signatures", i, "person"),
                           "a person signs once",
                           "send the last signature only");
  }
  return OkStatus();
}

Status CheckDocuments(const Application& application, Instant now) {
  DM_RETURN_IF_ERROR(
      CheckCount(application.documents.size(), kDocumentsMax, "application.documents"));
  std::set<DocumentId> seen;
  for (std::size_t i = 0; i < application.documents.size(); ++i) {
    const Document& document = application.documents[i];
    DM_RETURN_IF_ERROR(
        CheckDocument(document, application.month, now, At("application.documents", i)));
    if (!seen.insert(document.id).second)
      return Contradiction(At("application.documents", i, "id"),
                           "a document stands once in the list",
                           "give each document an id of its own");
  }
  return OkStatus();
}

Status CheckPlans(const Application& application) {
  DM_RETURN_IF_ERROR(CheckCount(application.plans.size(), kPersonsMax, "application.plans"));
  std::set<PersonKey> seen;
  for (std::size_t i = 0; i < application.plans.size(); ++i) {
    const PlanStatus& plan = application.plans[i];
    const auto at = [&](std::string_view field) { return At("application.plans", i, field); };
    DM_RETURN_IF_ERROR(CheckPersonKnown(application.persons, plan.person, at("person")));
    DM_RETURN_IF_ERROR(CheckPeriod(plan.plan_valid, application.month, at("plan_valid")));
    DM_RETURN_IF_ERROR(
        CheckPeriod(plan.certificate_valid, application.month, at("certificate_valid")));
    if (!seen.insert(plan.person).second)
      return Contradiction(at("person"), "a person has one entry", "send the one in force");
  }
  return OkStatus();
}

Status CheckHistoryMonth(const HistoryMonth& month, std::size_t i) {
  const auto at = [&](std::string_view field) { return At("history", i, field); };
  if (month.outcome == Outcome::kNone) return Required(at("outcome"));
  DM_RETURN_IF_ERROR(CheckMoney(month.granted, kIncomeMax, at("granted")));
  const bool grants = month.outcome == Outcome::kBifall || month.outcome == Outcome::kDelavslag;
  if (!grants && !month.granted.is_zero())
    return Contradiction(
        at("granted"), "is zero where nothing was granted", "correct the outcome or the amount");
  DM_RETURN_IF_ERROR(CheckCount(month.persons.size(), kPersonsMax, at("persons")));
  DM_RETURN_IF_ERROR(CheckCount(month.costs.size(), kHistoryRowsMax, at("costs")));
  DM_RETURN_IF_ERROR(CheckCount(month.incomes.size(), kHistoryRowsMax, at("incomes")));
  if (month.surplus) DM_RETURN_IF_ERROR(CheckMoney(*month.surplus, kIncomeMax, at("surplus")));
  for (std::size_t n = 0; n < month.costs.size(); ++n)
    DM_RETURN_IF_ERROR(
        CheckMoney(month.costs[n].approved, kCostMax, At(at("costs"), n, "approved")));
  for (std::size_t n = 0; n < month.incomes.size(); ++n) {
    DM_RETURN_IF_ERROR(
        CheckMoney(month.incomes[n].counted, kIncomeMax, At(at("incomes"), n, "counted")));
    DM_RETURN_IF_ERROR(CheckCode(month.incomes[n].kind, At(at("incomes"), n, "kind")));
  }
  return OkStatus();
}

}  // namespace

Status CheckApplication(const Application& application, Instant now) {
  DM_RETURN_IF_ERROR(CheckHead(application, now));
  DM_RETURN_IF_ERROR(CheckHousehold(application));
  DM_RETURN_IF_ERROR(CheckEconomy(application));
  DM_RETURN_IF_ERROR(CheckSignatures(application, now));
  DM_RETURN_IF_ERROR(CheckDocuments(application, now));
  DM_RETURN_IF_ERROR(CheckPlans(application));
  return CheckWords(application);
}

Status CheckDocument(const Document& document, Month month, Instant now, const std::string& field) {
  if (document.id.empty()) return Required(field + ".id");
  DM_RETURN_IF_ERROR(CheckCode(document.kind, field + ".kind"));
  if (document.received_at > now.PlusMs(kClockSkewMaxMs))
    return OutOfRange(
        field + ".received_at", "not in the future", "send the time at which it came");
  return CheckPeriod(document.valid, month, field + ".valid");
}

Status CheckHistory(const History& history, Month month) {
  DM_RETURN_IF_ERROR(CheckCount(history.size(), kHistoryMonthsMax, "history"));
  std::set<Month> seen;
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (history[i].month >= month)
      return Contradiction(
          At("history", i, "month"), "lies before the month applied for", "leave later months out");
    if (!seen.insert(history[i].month).second)
      return Contradiction(
          At("history", i, "month"), "a month stands once", "send its last decision");
    DM_RETURN_IF_ERROR(CheckHistoryMonth(history[i], i));
  }
  return OkStatus();
}

Application Normalised(Application application) {
  for (Person& person : application.persons)
    if (!person.personnummer.empty()) person.born = person.personnummer.birth_date();
  const std::string& text = application.free_text;
  if (text.find_first_not_of(" \t\n") == std::string::npos) application.free_text.clear();
  for (char& c : application.language)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return application;
}

History Normalised(History history) {
  std::sort(history.begin(), history.end(), [](const HistoryMonth& a, const HistoryMonth& b) {
    return a.month > b.month;
  });
  return history;
}

}  // namespace dm::intake
