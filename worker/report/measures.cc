#include "worker/report/measures.h"

#include <algorithm>

#include "worker/core/check.h"

namespace dm::report {
namespace {

const char* DataWord(Data data) {
  switch (data) {
    case Data::kAll:
      return "ja";
    case Data::kSome:
      return "delvis";
    case Data::kNone:
      return "nej";
  }
  return "nej";
}

}  // namespace

const std::vector<MeasureInfo>& Measures() {
  static const std::vector<MeasureInfo> measures = {
      {"M-01",
       "Andel beräkningar och beslut av den digitala medarbetaren",
       "Av besluten i sak (bifall, delavslag och avslag; ärendets första beslut): hur stor andel "
       "som "
       "fattades automatiskt, och hur stor andel där medarbetarens beräkning gav beloppet utan att "
       "en "
       "handläggare ändrade en rad. Jämförelse som har rapporterats efter sex månader: 70 % av "
       "beräkningarna, 40 % av besluten. Det är inget mål som får tvingas fram.",
       "Besluten och beräkningarna i lagret",
       "antal, procent",
       Data::kAll,
       {}},
      {"M-02",
       "Andel digitala ansökningar",
       "Andel ansökningar som kom som e-ansökan, efter hushållstyp. Jämförelse som har "
       "rapporterats: "
       "6 % den första månaden, 53 % den åttonde; mål 70 % inom ett år.",
       "Ansökans kanal, så som ärendesystemet anger den",
       "antal, procent",
       Data::kAll,
       {}},
      {"M-03",
       "Handläggningstider",
       "T-03: från att en återansökan var komplett (den kom in, eller den sista begärda "
       "kompletteringen kom in) till ärendets första beslut. T-02: samma tid för första "
       "ansökningar. "
       "Median och 90:e percentil enligt närmaste rang, i dygn. Riktvärde för T-03: nästa "
       "arbetsdag "
       "automatiskt, fem arbetsdagar för en handläggare.",
       "Ansökans ankomst, kompletteringarna och besluten i lagret",
       "dygn",
       Data::kSome,
       {"T-01 (första kontakt till första besök): besök registreras inte i medarbetaren.",
        "T-02 räknas från ansökan och inte från den första kontakten, som inte registreras här; "
        "därför "
        "redovisas inte heller Kolada U31402."}},
      {"M-04",
       "Hushåll, vuxna, barn och månader",
       "Hushåll med minst ett ärende i perioden, med det antal vuxna och barn som den senaste "
       "ansökan "
       "i perioden anger. Nya är de som kom med en första ansökan i perioden. Månader är "
       "hushållsmånader med beviljat bistånd.",
       "Ansökningarna och besluten i lagret",
       "antal",
       Data::kAll,
       {}},
      {"M-05",
       "Långvarigt bistånd",
       "Hushåll med beviljat bistånd minst 10 av de 12 månader som slutar med periodens sista, av "
       "alla "
       "hushåll med beviljat bistånd någon av dem.",
       "Besluten i lagret",
       "antal, procent",
       Data::kSome,
       {"Andel av den vuxna befolkningen: kommunens folkmängd finns inte i lagret."}},
      {"M-06",
       "Beviljat bistånd",
       "Beviljat belopp enligt ärendets senaste beslut, per månad och per hushållsmånad. "
       "Förändringen "
       "mot samma månader året före delas upp: volym = ändrat antal × förra årets belopp, belopp = "
       "ändrat belopp × årets antal.",
       "Besluten i lagret",
       "kronor",
       Data::kSome,
       {"Kronor per invånare och nettokostnad per invånare: folkmängd och intäkter finns inte i "
        "lagret.",
        "Utbetalt belopp: medarbetaren beställer utbetalningar; vad som betalades ut vet "
        "ekonomisystemet."}},
      {"M-07",
       "Kostnad per rad",
       "Godkända belopp enligt de bifallna besluten, efter rad: norm, boende inom och över "
       "kommunens "
       "nivå, och övriga kostnader efter kod. Inkomster är inte avdragna.",
       "Beslutens rader; nivåerna i reglerna för månaden",
       "antal, kronor",
       Data::kAll,
       {}},
      {"M-08",
       "Prognos för året",
       "Årets kända månader, och för varje månad som återstår förra årets antal och medelbelopp "
       "för "
       "månaden gånger årets förändring hittills av antal och medelbelopp (så kommer säsong och "
       "ändrad "
       "norm med). Felet är vad samma räkning hade gett förra året efter 3, 6 och 9 månader, mot "
       "utfallet.",
       "Besluten i lagret, upp till tre kalenderår",
       "kronor, procent",
       Data::kSome,
       {"Avvikelse mot budget: budgeten finns inte i lagret."}},
      {"M-09",
       "Försörjningshinder och planering",
       "Vuxna i referensramarna för periodens hushåll, efter hinder, och vuxna i ansökningarna "
       "efter om "
       "de har en plan.",
       "De senaste referensramarna och ansökningarna i lagret",
       "antal",
       Data::kSome,
       {"Kommunens arbetsmarknadsinsatser och avslut till arbete eller studier: varför ett hushåll "
        "slutar "
        "söka registreras inte i medarbetaren."}},
      {"M-10",
       "Fel och ändrade beslut",
       "Fel i det slumpdragna stickprovet, alltid med antal granskade och övre gräns (95 %, "
       "ensidig, "
       "Clopper–Pearson), efter typfall, läge, kanal, beslutsfattare och regelversion. Rättade "
       "beslut efter grund.",
       "Stickprovets granskningar och beslutens rättelser i lagret",
       "antal, procent",
       Data::kSome,
       {"Överklaganden, återkrav och polisanmälningar: de handläggs av personer i andra system."}},
      {"M-11",
       "Fullständighet i kontrollerna",
       "Kontrollerna NC och RC i periodens ärenden: gjorda, inte tillämpliga, överhoppade med "
       "skäl, "
       "och saknade.",
       "Beräkningarna i lagret",
       "antal",
       Data::kAll,
       {}},
      {"M-12",
       "Medarbetarens tid per ärende",
       "Tid i medarbetarens steg, utan väntan, per väg till beslutet. Median och 90:e percentil "
       "enligt "
       "närmaste rang.",
       "Ärendena i lagret",
       "sekunder",
       Data::kSome,
       {"Handläggarens minuter: de mäts inte, varken här eller på sidan."}},
      {"M-13",
       "Kompletteringar och meddelanden",
       "Andel ärenden där hushållet ombads komplettera, vad som begärdes, och hushållens "
       "meddelanden.",
       "Ärendenas kompletteringar och meddelanden i lagret",
       "antal, procent",
       Data::kSome,
       {"Meddelanden efter orsak: de är fri text, som inte läses för statistik.",
        "Telefonsamtal och besök registreras inte i medarbetaren."}},
      {"M-14",
       "Belastning nu",
       "Öppna ärenden hos handläggarna när rapporten gjordes, oberoende av perioden.",
       "Köerna i lagret",
       "antal, dygn",
       Data::kSome,
       {"Ärenden per namngiven handläggare visas inte här; arbetsledaren ser dem i "
        "belastningsvyn."}},
      {"M-15",
       "Bokade och hållna möten",
       "Möten per månad.",
       "Inget",
       "antal",
       Data::kNone,
       {"Möten registreras inte i medarbetaren."}},
      {"M-16",
       "Nöjdhet",
       "Svar från sökande.",
       "Inget",
       "antal",
       Data::kNone,
       {"Enkäter ställs inte av medarbetaren."}},
      {"BOENDE",
       "Boendekostnader",
       "Bifallna ärenden: sökt boendekostnad mot kommunens nivå, efter antal personer i hemmet och "
       "efter upplåtelseform, och vad som godkändes.",
       "Beslutens rader; nivåerna i reglerna för månaden",
       "antal, kronor",
       Data::kSome,
       {"Efter område: ansökningarna har ingen områdeskod.",
        "Listan på hushåll över nivån är för handläggare, och finns i kön för boende."}},
      {"DRIFT",
       "Larm om förändringar per typfall",
       "Periodens sista månad mot de tre månaderna före. Larm när så många, eller så få, hade "
       "kommit av "
       "en slump i högst ett fall av hundra om andelen var densamma som förut (med ett tänkt fall "
       "till "
       "av varje slag, så att det som aldrig har hänt inte räknas som omöjligt), och för "
       "medelbeloppet "
       "när skillnaden är mer än 2,58 medelfel. Också grindarnas utfall och källor utan känt svar.",
       "Ärendena i lagret",
       "procent, kronor",
       Data::kSome,
       {"Andel överklagade: överklaganden handläggs i andra system."}},
      {"LIKVARDIGHET",
       "Likvärdighet",
       "Samma mått för automatiska beslut och för handläggares, efter kanal, hushållstyp, ålder "
       "(den "
       "äldsta vuxnas) och kön (hushåll med en vuxen). Skillnader kan ha goda skäl; de är något "
       "att "
       "fråga om, inte ett svar. Måtten styr inga regler, ingen ordning och inget stickprov.",
       "Ärendena i lagret",
       "procent, dygn, kronor",
       Data::kSome,
       {"Efter enhet och handläggargrupp: ärendena har ingen sådan uppgift.",
        "Andel överklagade: överklaganden handläggs i andra system."}},
      {"STATISTIK",
       "Månadsstatistik",
       "Uppgifter för den nationella statistiken, för periodens sista månad. Lämnas senast den 15 "
       "i "
       "månaden efter.",
       "Ansökningarna, besluten och referensramarna i lagret",
       "antal, kronor",
       Data::kSome,
       {"Postbeskrivningen för den nationella statistiken är inte fastställd i reglerna: här står "
        "bara "
        "summor, inga uppgifter om enskilda.",
        "Avslutsorsak: den registreras inte i medarbetaren."}},
  };
  return measures;
}

const MeasureInfo& MeasureOf(std::string_view code) {
  const auto& all = Measures();
  const auto found = std::find_if(
      all.begin(), all.end(), [code](const MeasureInfo& one) { return one.code == code; });
  DM_CHECK(found != all.end());
  return *found;
}

std::string MeasuresMarkdown() {
  std::string text = "| kod | mått | enhet | data finns |\n| --- | --- | --- | --- |\n";
  for (const MeasureInfo& one : Measures()) {
    text += std::string("| ") + one.code + " | " + one.title + " | " + one.unit + " | " +
            DataWord(one.data) + " |\n";
  }
  for (const MeasureInfo& one : Measures()) {
    text += std::string("\n### ") + one.code + " " + one.title + "\n\n" + one.definition +
            "\n\nUnderlag: " + one.source + ".\n";
    for (const char* missing : one.missing) text += std::string("\n- Saknas: ") + missing + "\n";
  }
  return text;
}

}  // namespace dm::report
