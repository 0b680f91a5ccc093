#include "connectors/sim/spoil.h"

namespace dm::sim {
namespace {

constexpr int kDepth = 5000;
constexpr std::size_t kOversizeBytes = std::size_t{9} << 20U;
constexpr std::string_view kNoDate = "2026-13-45";

// What stands behind each `before` up to the next of `ends` becomes `text`.
void ReplaceAfter(std::string_view before,
                  std::string_view ends,
                  std::string_view text,
                  std::string& content) {
  for (std::size_t at = content.find(before); at != std::string::npos;
       at = content.find(before, at)) {
    at += before.size();
    const std::size_t end = content.find_first_of(ends, at);
    content.replace(at, end - at, text);
  }
}

// The text of each leaf `tag`.
void SetLeaf(const std::string& tag, std::string_view text, std::string& content) {
  ReplaceAfter("<" + tag + ">", "<", text, content);
}

std::string Deep(Agency agency) {
  std::string text;
  const bool is_json = agency == Agency::kFk;
  for (int i = 0; i < kDepth; ++i) text += is_json ? "[" : "<djup>";
  for (int i = 0; i < kDepth; ++i) text += is_json ? "]" : "</djup>";
  return text;
}

std::string Oversize(Agency agency) {
  const std::string filler(kOversizeBytes, 'x');
  return agency == Agency::kFk ? R"({"text":")" + filler + "\"}" : "<text>" + filler + "</text>";
}

// For CSN and SKV the bomb is inside; elsewhere a DTD cannot stand, and an entity that nobody
// declared does.
std::string Bomb(Agency agency) {
  if (agency != Agency::kCsn && agency != Agency::kSkv) return "&bomb;";
  std::string text = R"(<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">)";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "&e" + std::to_string(i - 1) + ";";
    text += "<!ENTITY e" + std::to_string(i) + " \"";
    for (int times = 0; times < 10; ++times) text += before;
    text += "\">";
  }
  return text + "]><x>&e9;</x>";
}

std::string UnknownRoot(Agency agency) {
  return agency == Agency::kFk ? R"({"annat":[]})" : R"(<x:annat xmlns:x="urn:annat"/>)";
}

std::string BadUtf8(Agency agency) {
  return agency == Agency::kFk ? "{\"text\":\"\xC3\x28\"}" : "<text>\xC3\x28</text>";
}

// MIV's data may be empty: that is an answer. A permit without content is none.
std::string Empty(Agency agency) {
  return agency == Agency::kMiv ? "<response><svarCollection><svar/></svarCollection></response>"
                                : std::string();
}

// Cut so that the cut shows: XML and JSON that never end.
void Truncate(std::string& content) {
  if (content.empty()) content = "<response><correlationid>";
  content.resize(content.size() / 2);
  // Half of a text in two bytes would be a fault of another kind.
  while (!content.empty() && (static_cast<unsigned char>(content.back()) & 0x80U) != 0) {
    content.pop_back();
  }
}

void AddExtra(Agency agency, std::string& content) {
  const std::string extra = R"(<x:extra xmlns:x="urn:extra">nytt</x:extra>)";
  const auto before = [&](std::string_view tag) {
    const std::size_t at = content.rfind(tag);
    content.insert(at == std::string::npos ? content.size() : at, extra);
  };
  switch (agency) {
    case Agency::kAf:
      return before("</af:Svar>");  // the schema lets anything follow there
    case Agency::kCsn:
      return before("</CSNSvar>");
    case Agency::kFk:
      content.insert(content.rfind('}'), R"(,"extra":"nytt")");
      return;
    case Agency::kSkv:
      return before("</SvarBeskattningsuppgifterEnligtSFS2008-975>");
    case Agency::kSo:
    case Agency::kTns:
      content += extra;
      return;
    case Agency::kMiv:
      // Without a response there is nothing to stand beside.
      if (!content.empty()) before("</response>");
      return;
  }
}

void SpoilValue(Agency agency, std::string& content) {
  switch (agency) {
    case Agency::kAf:
      return SetLeaf("af:StatusSokandeinformationKod", "noll", content);
    case Agency::kCsn:
      SetLeaf("t:belopp", "tusen", content);
      return SetLeaf("t:totbelopp", "tusen", content);
    case Agency::kFk:
      ReplaceAfter(R"("summa":)", ",}", R"("tusen")", content);
      return ReplaceAfter(R"("tillstand":{"kod":)", ",}", "17", content);
    case Agency::kSkv:
      return SetLeaf("besko:SummaIntakterPaKapital", "tusen", content);
    case Agency::kSo:
      return SetLeaf("so:NettoEfterSkatt", "tusen", content);
    case Agency::kTns:
      return SetLeaf("tns:resultat", "", content);
    case Agency::kMiv:
      return SetLeaf("fromDatum", kNoDate, content);
  }
}

void SpoilDate(Agency agency, std::string& content) {
  switch (agency) {
    case Agency::kAf:
      SetLeaf("af:ArbetssokandeRegistrerad", kNoDate, content);
      return SetLeaf("af:SenasteAktivitetsRapportDatum", kNoDate, content);
    case Agency::kCsn:
      return SetLeaf("t:utbetdatum", "20261345", content);
    case Agency::kFk:
      return ReplaceAfter(R"("datum":)", ",}", "\"" + std::string(kNoDate) + "\"", content);
    case Agency::kSo:
      return SetLeaf("so:Utbetalningsdatum", kNoDate, content);
    case Agency::kMiv:
      return SetLeaf("fromDatum", kNoDate, content);
    case Agency::kSkv:
    case Agency::kTns:
      return;
  }
}

// What the forged state cannot say by itself.
void Contradict(Agency agency, const AnswerContext& context, std::string& content) {
  switch (agency) {
    case Agency::kAf:
      return SetLeaf("af:SenasteAktivitetsRapportDatum", "2001-02-03", content);
    case Agency::kCsn:
      return ReplaceAfter("<t:belopp>900</t:belopp><t:totbelopp>", "<", "9999", content);
    case Agency::kSkv: {
      // The same list tells of someone else as well.
      const std::size_t begin = content.find("<Personuppgift>");
      const std::size_t end = content.find("</PersonuppgiftLista>");
      std::string second = content.substr(begin, end - begin);
      SetLeaf("folko:IdentitetsbeteckningFysiskPerson", OtherIdentity(context.identity), second);
      content.insert(end, second);
      return;
    }
    case Agency::kTns:
      content =
          "<tns:resultat>OK</tns:resultat><tns:felresultat><tns:felkod>9</tns:felkod>"
          "<tns:feltext>Tekniskt fel</tns:feltext></tns:felresultat>";
      return;
    case Agency::kFk:
    case Agency::kSo:
    case Agency::kMiv:
      return;
  }
}

void MoveOutside(Agency agency, std::string& content) {
  if (agency == Agency::kAf) SetLeaf("af:SenasteAktivitetsRapportDatum", "2001-02-03", content);
  if (agency == Agency::kSo) SetLeaf("so:Utbetalningsdatum", "2001-02-03", content);
}

void SetUnlisted(Agency agency, std::string& content) {
  if (agency == Agency::kFk) ReplaceAfter(R"("tillstand":{"kod":)", ",}", R"("DELVIS")", content);
  if (agency == Agency::kTns) SetLeaf("tns:resultat", "KANSKE", content);
}

// MIV has a type of its own for failures; the other agencies' are in their states.
void FailMiv(FaultKind kind, std::string& content) {
  const bool withheld = kind == FaultKind::kWithheld;
  content = std::string("<faultCode>") + (withheld ? "403" : "9") + "</faultCode><faultString>" +
            (withheld ? "Behörighet saknas" : "Tekniskt fel") + "</faultString>";
}

}  // namespace

bool CarriesDocument(Agency agency) {
  return agency == Agency::kCsn || agency == Agency::kFk || agency == Agency::kSkv;
}

void Spoil(FaultKind kind, Agency agency, const AnswerContext& context, std::string& content) {
  if (kind == FaultKind::kEmptyPayload) content = Empty(agency);
  if (kind == FaultKind::kGarbagePayload) content = "inte ett svar åäö";
  if (kind == FaultKind::kTruncatedPayload) Truncate(content);
  if (kind == FaultKind::kUnknownRoot) content = UnknownRoot(agency);
  if (kind == FaultKind::kDeepPayload) content = Deep(agency);
  if (kind == FaultKind::kEntityPayload) content = Bomb(agency);
  if (kind == FaultKind::kOversizePayload) content = Oversize(agency);
  if (kind == FaultKind::kBadUtf8Payload) content = BadUtf8(agency);
  if (kind == FaultKind::kUnlistedCode) SetUnlisted(agency, content);
  if (kind == FaultKind::kUnreadableValue) SpoilValue(agency, content);
  if (kind == FaultKind::kUnreadableDate) SpoilDate(agency, content);
  if (kind == FaultKind::kContradiction) Contradict(agency, context, content);
  if (kind == FaultKind::kOutsidePeriod) MoveOutside(agency, content);
  if (kind == FaultKind::kExtraElement) AddExtra(agency, content);
  const bool fails = kind == FaultKind::kInDataFailure || kind == FaultKind::kWithheld;
  if (fails && agency == Agency::kMiv) FailMiv(kind, content);
  if (kind == FaultKind::kDoctypePayload) {
    const std::size_t start = content.find("?>") + 2;
    content.insert(start, R"(<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>)");
  }
}

}  // namespace dm::sim
