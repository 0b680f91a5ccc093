#include "worker/escalation/decision_needs.h"

#include <array>
#include <string_view>

namespace dm::escalation {
namespace {

struct Words {
  std::string_view code;
  const char* text;
  const char* remedy;
};

constexpr std::array kWords = {
    Words{
        "COMMUNICATION_REQUIRED",
        "Beslutet går emot hushållet och vilar på uppgifter som hushållet inte har fått ta del av "
        "(25 § förvaltningslagen).",
        "Kommunicera först, eller ange vilket undantag i lagen som gäller."},
    Words{
        "COMMUNICATION_WAITING",
        "Hushållets tid att svara på uppgifterna har inte gått ut. Den räknas från att brevet har "
        "levererats.",
        "Vänta till dagen efter den sista svarsdagen, eller anteckna svaret när det har kommit."},
    Words{"MESSAGE_UNREAD",
          "Hushållet har skrivit efter kommuniceringen, och ingen har läst meddelandet.",
          "Läs meddelandet. Anteckna det som svar om det är ett svar."},
    Words{"CHILD_RECORD_MISSING",
          "Det saknas en bedömning av hur beslutet påverkar ett barn i hushållet.",
          "Anteckna en barnkonsekvensanalys för varje barn."},
    Words{"MOTIVATION_REQUIRED",
          "Beslutet behöver en motivering.",
          "Skriv vilka omständigheter som har avgjort."},
    Words{"ROW_REASON_REQUIRED",
          "En rad beviljar mindre än hushållet sökte, utan skäl.",
          "Ange en skälskod för raden."},
    Words{"REASON_UNKNOWN",
          "Skälet finns inte bland kommunens skälskoder.",
          "Välj ett skäl i listan."},
    Words{"OUTCOME_MISMATCH",
          "Utfallet och beloppen säger inte samma sak.",
          "Ändra utfallet, eller ändra raderna med skäl."},
    Words{"OUTCOME_REQUIRED",
          "Utfallet saknas.",
          "Ange bifall, delavslag, avslag, avvisning eller avskrivning."},
    Words{"MANDATE_REQUIRED",
          "Delegationen saknas.",
          "Ange vilken punkt i delegationsordningen du beslutar enligt."},
    Words{"MANDATE_UNKNOWN",
          "Du har inte den delegationen enligt personalförteckningen.",
          "Ange en delegation som du har, eller lämna ärendet till någon som har den."},
    Words{"MANDATE_NOT_VALID",
          "Delegationen gäller inte i dag.",
          "Ange en delegation som gäller, eller lämna ärendet vidare."},
    Words{"MANDATE_OUTCOME",
          "Din delegation omfattar inte det här utfallet.",
          "Lämna ärendet till någon vars delegation omfattar det."},
    Words{"MANDATE_AMOUNT",
          "Beloppet är högre än din delegation medger.",
          "Lämna ärendet till någon vars delegation räcker."},
    Words{"STAFF_UNKNOWN", "Du finns inte i personalförteckningen.", "Tala med arbetsledaren."},
    Words{"NOT_CLAIMED", "Ärendet är inte taget av dig.", "Ta ärendet först."},
    Words{"DECISION_EXISTS",
          "Ett annat ärende har redan gett hushållet bistånd för månaden.",
          "Skriv av det här ärendet, eller rätta det första beslutet."},
    Words{"FRAME_MISSING",
          "Hushållet har ingen referensram som gäller.",
          "Beslutet kan fattas ändå. Skriv under en ny referensram efteråt."},
    Words{"LETTER_MISSING",
          "Det finns ingen brevmall för beslutet.",
          "Tala med den som ansvarar för reglerna."},
};

}  // namespace

DecisionNeed NeedOf(const Status& refusal) {
  const ErrorDetail detail = DetailOf(refusal);
  DecisionNeed need;
  need.code = detail.reason;
  need.field = detail.field;
  need.text = MessageOf(refusal);
  need.remedy = detail.remedy;
  for (const Words& words : kWords) {
    if (words.code != detail.reason) continue;
    need.text = words.text;
    need.remedy = words.remedy;
  }
  return need;
}

}  // namespace dm::escalation
