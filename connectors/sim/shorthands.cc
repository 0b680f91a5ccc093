#include "connectors/sim/shorthands.h"

#include <algorithm>
#include <array>
#include <utility>

namespace dm::sim {
namespace {

// clang-format off
// BOB/BOB/BB, DAG/AMP/AKT and ABB are the contract's examples; AS, EE and UE are its codes of programme compensation. Where the
// contract names only the group, family, benefit and amount type repeat it.
constexpr std::array kFkBenefits = {
    FkBenefit{"bostadsbidrag", "FK:BOB", "BOB", "Bostadsbidrag", "BOB", "Bostadsbidrag", "BB", "Bostadsbidrag", 1},
    FkBenefit{"aktivitetsstod", "FK:PROG", "DAG", "Dagersättning", "AMP", "Arbetsmarknadspolitiskt program", "AKT", "Aktivitetsstöd", 2},
    FkBenefit{"etableringsersattning", "FK:PROG", "DAG", "Dagersättning", "AMP", "Arbetsmarknadspolitiskt program", "EE", "Etableringsersättning", 2},
    FkBenefit{"utvecklingsersattning", "FK:PROG", "DAG", "Dagersättning", "AMP", "Arbetsmarknadspolitiskt program", "UE", "Utvecklingsersättning", 2},
    FkBenefit{"barnbidrag", "FK:ABB", "ABB", "Allmänt barnbidrag", "ABB", "Allmänt barnbidrag", "ABB", "Barnbidrag", 1},
    FkBenefit{"underhallsstod", "FK:US", "US", "Underhållsstöd", "US", "Underhållsstöd", "US", "Underhållsstöd", 1},
    FkBenefit{"sjukpenning", "FK:SJP", "SJP", "Sjukpenning", "SJP", "Sjukpenning", "SJP", "Sjukpenning", 2},
    FkBenefit{"rehabiliteringspenning", "FK:RBE", "RBE", "Rehabiliteringspenning", "RBE", "Rehabiliteringspenning", "RBE", "Rehabiliteringspenning", 2},
    FkBenefit{"foraldrapenning", "FK:FP", "FP", "Föräldrapenning", "FP", "Föräldrapenning", "FP", "Föräldrapenning", 2},
    FkBenefit{"tillfallig_foraldrapenning", "FK:TFP", "TFP", "Tillfällig föräldrapenning", "TFP", "Tillfällig föräldrapenning", "TFP", "Tillfällig föräldrapenning", 2},
    FkBenefit{"graviditetspenning", "FK:GP", "GP", "Graviditetspenning", "GP", "Graviditetspenning", "GP", "Graviditetspenning", 2},
    FkBenefit{"narstaendepenning", "FK:NP", "NP", "Närståendepenning", "NP", "Närståendepenning", "NP", "Närståendepenning", 2},
    FkBenefit{"sjukersattning", "FK:SA", "SA", "Sjukersättning", "SA", "Sjukersättning", "SA", "Sjukersättning", 1},
    FkBenefit{"aktivitetsersattning", "FK:SA", "SA", "Aktivitetsersättning", "SA", "Aktivitetsersättning", "SA", "Aktivitetsersättning", 1},
    FkBenefit{"omvardnadsbidrag", "FK:OMV", "OMV", "Omvårdnadsbidrag", "OMV", "Omvårdnadsbidrag", "OMV", "Omvårdnadsbidrag", 1},
    FkBenefit{"merkostnadsersattning", "FK:MEK", "MEK", "Merkostnadsersättning", "MEK", "Merkostnadsersättning", "MEK", "Merkostnadsersättning", 1},
    FkBenefit{"handikappersattning", "FK:HE", "HE", "Handikappersättning", "HE", "Handikappersättning", "HE", "Handikappersättning", 1},
    FkBenefit{"bostadstillagg", "FK:BTI", "BTI", "Bostadstillägg", "BTI", "Bostadstillägg", "BTI", "Bostadstillägg", 1},
    FkBenefit{"allman_pension", "FK:AP", "AP", "Allmän pension", "AP", "Allmän pension", "AP", "Allmän pension", 1},
};

constexpr std::array kPmBenefits = {
    PmBenefit{"garantipension", "PM:AP", "PM:AP38", "Allmän pension", "PM:GARP", "Garantipension"},
    PmBenefit{"inkomstpension", "PM:AP", "PM:AP38", "Allmän pension", "PM:IP", "Inkomstpension"},
    PmBenefit{"inkomstpensionstillagg", "PM:AP", "PM:AP38", "Allmän pension", "PM:IPT", "Inkomstpensionstillägg"},
    PmBenefit{"tillaggspension", "PM:AP", "PM:AP38", "Allmän pension", "PM:TP", "Tilläggspension"},
    PmBenefit{"bostadstillagg", "PM:BTI", "PM:BTP", "Bostadstillägg", "PM:BTP", "Bostadstillägg"},
    PmBenefit{"aldreforsorjningsstod", "PM:BTI", "PM:BTP", "Bostadstillägg", "PM:AFS", "Äldreförsörjningsstöd"},
    PmBenefit{"omstallningspension", "PM:EF", "PM:EP", "Efterlevandepension", "PM:OP", "Omställningspension"},
    PmBenefit{"barnpension", "PM:EF", "PM:EP", "Efterlevandepension", "PM:BP", "Barnpension"},
    PmBenefit{"ankepension", "PM:EF", "PM:EP", "Efterlevandepension", "PM:ANKEP", "Änkepension"},
};

constexpr std::array kFkCaseKinds = {
    FkCaseKind{"bostadsbidrag", "bostadsbidragsarende", "FK:BOB", "BOB", "Bostadsbidrag", true, true, true},
    FkCaseKind{"bostadstillagg", "bostadstillaggsarende", "FK:BTI", "BTI", "Bostadstillägg", true, true, true},
    FkCaseKind{"barnbidrag", "barnbidragsarende", "FK:ABB", "ABB", "Allmänt barnbidrag", false, false, true},
    FkCaseKind{"programersattning", "programersattningsarende", "FK:PROG", "AMP", "Arbetsmarknadspolitiskt program", false, false, true},
    FkCaseKind{"sjukpenning", "sjukpenningarende", "FK:SJP", "SJP", "Sjukpenning", true, false, false},
    FkCaseKind{"rehabiliteringspenning", "rehabersattningsarende", "FK:RBE", "RBE", "Rehabiliteringspenning", true, false, false},
    FkCaseKind{"sjukersattning", "sjukOchAktivitetsersattningsarende", "FK:SA", "SA", "Sjukersättning", true, true, true},
    FkCaseKind{"aktivitetsersattning", "sjukOchAktivitetsersattningsarende", "FK:SA", "SA", "Aktivitetsersättning", true, true, true},
    FkCaseKind{"foraldrapenning", "foraldrapenningarende", "FK:FP", "FP", "Föräldrapenning", true, true, false},
    FkCaseKind{"tillfallig_foraldrapenning", "tillfalligForaldrapenningarende", "FK:TFP", "TFP", "Tillfällig föräldrapenning", true, true, false},
    FkCaseKind{"graviditetspenning", "graviditetspenningsarende", "FK:GP", "GP", "Graviditetspenning", true, true, false},
    FkCaseKind{"narstaendepenning", "narstaendepenningarende", "FK:NP", "NP", "Närståendepenning", true, true, false},
    FkCaseKind{"underhallsstod", "underhallsstodsmottag", "FK:US", "US", "Underhållsstöd", true, true, true},
    FkCaseKind{"underhallsstod_krav", "underhallsstodskrav", "FK:US", "US", "Underhållsstöd", true, true, true},
    FkCaseKind{"omvardnadsbidrag", "omvardnadsbidragsarende", "FK:OMV", "OMV", "Omvårdnadsbidrag", true, true, true},
    FkCaseKind{"merkostnadsersattning", "merkostnadsersattningsarende", "FK:MEK", "MEK", "Merkostnadsersättning", true, true, true},
    FkCaseKind{"handikappersattning", "handikappersattningsarende", "FK:HE", "HE", "Handikappersättning", true, true, true},
    FkCaseKind{"vardbidrag", "vardbidragsarende", "FK:VB", "VB", "Vårdbidrag", true, true, true},
};

using Text = std::pair<std::string_view, std::string_view>;

constexpr std::array<Text, 26> kFkDeductions = {{
    {"AFR", "Avdrag annan ersättning"}, {"ALA", "Avdrag på grund av lön"}, {"ART", "Utländsk fordran artikel 68a"},
    {"AVB", "Avbetalning"}, {"AVR", "Avräkning"}, {"FMF", "Förlängt familjebidrag"}, {"FUM", "Avdrag fullmakt"},
    {"INC", "Innehållet för CSN"}, {"INF", "Utmätning"}, {"INM", "Innehållet manuellt"}, {"INU", "Innehållet underhållsstöd"},
    {"KOA", "Kontraktsvårdsavdrag"}, {"KVI", "Kvittning"}, {"OAV", "Ospecificerade avdrag"}, {"PF", "Skatt föregående år"},
    {"PS", "Preliminär skatt"}, {"PST", "Preliminär skatt tidigare år"}, {"SAV", "Slutavräkning"}, {"SKV", "Kvittning statlig fordran"},
    {"SOC", "Socialavdrag"}, {"SS", "Särskild inkomstskatt"}, {"SST", "Särskild inkomstskatt tidigare år"}, {"UMG", "Umgängesavdrag"},
    {"UTF", "Avdrag för utländsk fordran"}, {"ÅFA", "Återbetalning frivillig försäkring"}, {"ÖVA", "Icke specificerade avdrag"},
}};

constexpr std::array<Text, 14> kPmDeductions = {{
    {"PM:AVDRAGKANTRA", "Avdrag"}, {"PM:AVDRAGOVRIGT", "Övrigt avdrag"}, {"PM:INSTITUTION", "Avdrag institution"},
    {"PM:KVIKAN", "Kvittning"}, {"PM:KVIOVR", "Kvittning, övrigt"}, {"PM:PS", "Preliminär skatt"},
    {"PM:PST", "Preliminär skatt tidigare år"}, {"PM:SOCAVDRAG", "Socialavdrag"}, {"PM:SS", "Särskild inkomstskatt"},
    {"PM:SST", "Särskild inkomstskatt tidigare år"}, {"PM:UTLFORDRAN", "Utländsk fordran"}, {"PM:UTMATNING", "Utmätning"},
    {"PM:UTMHELA", "Utmätning, hela beloppet"}, {"PM:UTMTV", "Utmätning tills vidare"},
}};

constexpr std::array<Text, 27> kFkGroups = {{
    {"FK:ABB", "Barnbidrag"}, {"FK:AP", "Allmän pension"}, {"FK:AS", "AS"}, {"FK:BOB", "Bostadsbidrag"}, {"FK:BST", "BST"},
    {"FK:BTI", "Bostadstillägg"}, {"FK:DPE", "DPE"}, {"FK:EJO", "EJO"}, {"FK:ET", "ET"}, {"FK:FP", "Föräldrapenning"},
    {"FK:FSJP", "Förebyggande sjukpenning"}, {"FK:GP", "Graviditetspenning"}, {"FK:HE", "Handikappersättning"},
    {"FK:MABB", "Mottagare av barnbidrag"}, {"FK:MEK", "Merkostnadsersättning"}, {"FK:NP", "Närståendepenning"},
    {"FK:OMV", "Omvårdnadsbidrag"}, {"FK:PJOB", "Programjobbdagar"}, {"FK:PROG", "Programersättning"},
    {"FK:RBE", "Rehabersättning"}, {"FK:SA", "Sjuk- och aktivitetsersättning"}, {"FK:SBP", "SBP"}, {"FK:SJP", "Sjukpenning"},
    {"FK:TFP", "Tillfällig föräldrapenning"}, {"FK:US", "Underhållsstöd"}, {"FK:VB", "Vårdbidrag"}, {"FK:YL", "Yrkesskadelivränta"},
}};

constexpr std::array<Text, 3> kPmGroups = {{
    {"PM:AP", "Allmän pension"}, {"PM:BTI", "Bostads- och inkomststöd"}, {"PM:EF", "Efterlevandeförmåner"},
}};

constexpr std::array<Text, 8> kOtherInformation = {{
    {"FK:GEPI", "Generell personinformation"}, {"FK:PANV", "Programanvisning"}, {"FK:SGI", "Sjukpenninggrundande inkomst"},
    {"FK:SKUP", "Skatteuppgift"}, {"FK:STAV", "Studiemedelsavisering"}, {"PM:LINT", "Levnadsintyg"}, {"PM:PBH", "Pensionsbehållning"},
    {"PM:PU", "Pensionsunderlag"},
}};

constexpr std::array<Text, 18> kCsnForms = {{
    {"GRUND", "Studiemedel för studier i Sverige"}, {"GRUNDU", "Studiemedel för studier utomlands"},
    {"MLÅN", "Merkostnadslån för studier i Sverige"}, {"MLÅNU", "Merkostnadslån för studier utomlands"}, {"TLÅN", "Tilläggslån"},
    {"TILB", "Tilläggsbidrag"}, {"SH", "Läsår studiehjälp Sverige"}, {"SHU", "Läsår studiehjälp utomlands"}, {"SB", "Studiebidrag"},
    {"SBU", "Studiebidrag"}, {"EXTRA", "Extra tillägg"}, {"EXTRAU", "Extra tillägg"}, {"INACK", "Inackorderingstillägg"},
    {"INACKU", "Inackorderingstillägg"}, {"LÄRLE", "Lärlingsersättning"}, {"HUT", "Hemutrustningslån"},
    {"SSSTÖD", "Studiestartsstöd"}, {"OSS", "Omställningsstudiestöd"},
}};

constexpr std::array<Text, 16> kCsnAmounts = {{
    {"GRUNDB", "Bidrag"}, {"GRUNDF", "Förhöjt bidrag"}, {"GRUNDL", "Lån"}, {"GRUNFL", "Lån till förhöjt bidrag"},
    {"MERKL", "Merkostnadslån"}, {"TILL", "Tilläggslån"}, {"TILB", "Tilläggsbidrag"}, {"EXTRA", "Extra tillägg"},
    {"INACK", "Inackorderingstillägg"}, {"STUDB", "Studiebidrag"}, {"LÄRERS", "Lärlingsersättning"}, {"HUT", "Hemutrustningslån"},
    {"STÖDB", "Studiestartsstöd bidrag"}, {"STÖDT", "Studiestartsstöd tilläggsbidrag"},
    {"OSSBID", "Omställningsstudiestöd bidrag"}, {"OSSLÅN", "Omställningsstudiestöd lån"},
}};

// clang-format on

template <typename Table>
auto FindNamed(const Table& table, std::string_view name) -> const typename Table::value_type* {
  const auto found = std::ranges::find(table, name, &Table::value_type::name);
  return found == table.end() ? nullptr : &*found;
}

template <typename Table>
bool Holds(const Table& table, std::string_view id) {
  return std::ranges::find(table, id, &Text::first) != table.end();
}

template <typename Table>
std::string_view TextIn(const Table& table, std::string_view id) {
  const auto found = std::ranges::find(table, id, &Text::first);
  return found == table.end() ? id : found->second;
}

}  // namespace

const FkBenefit* FindFkBenefit(std::string_view name) {
  return FindNamed(kFkBenefits, name);
}

const PmBenefit* FindPmBenefit(std::string_view name) {
  return FindNamed(kPmBenefits, name);
}

const FkCaseKind* FindFkCaseKind(std::string_view name) {
  return FindNamed(kFkCaseKinds, name);
}

std::span<const FkBenefit> FkBenefits() {
  return kFkBenefits;
}

std::span<const PmBenefit> PmBenefits() {
  return kPmBenefits;
}

std::span<const FkCaseKind> FkCaseKinds() {
  return kFkCaseKinds;
}

std::string_view FkDeductionText(std::string_view id) {
  return TextIn(kFkDeductions, id);
}

std::string_view PmDeductionText(std::string_view id) {
  return TextIn(kPmDeductions, id);
}

std::string_view CsnFormText(std::string_view id) {
  return TextIn(kCsnForms, id);
}

std::string_view CsnAmountText(std::string_view id) {
  return TextIn(kCsnAmounts, id);
}

std::string_view LefiGroupText(std::string_view group) {
  if (Holds(kFkGroups, group)) return TextIn(kFkGroups, group);
  if (Holds(kPmGroups, group)) return TextIn(kPmGroups, group);
  return TextIn(kOtherInformation, group);
}

bool IsFkGroup(std::string_view code) {
  return Holds(kFkGroups, code);
}

bool IsPmGroup(std::string_view code) {
  return Holds(kPmGroups, code);
}

bool IsOtherInformation(std::string_view code) {
  return Holds(kOtherInformation, code);
}

bool IsFkDeduction(std::string_view id) {
  return Holds(kFkDeductions, id);
}

bool IsPmDeduction(std::string_view id) {
  return Holds(kPmDeductions, id);
}

// The contract counts PS and SS as tax; PST, SST and PF are deductions.
bool IsFkTax(std::string_view id) {
  return id == "PS" || id == "SS";
}

}  // namespace dm::sim
