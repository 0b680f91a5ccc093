// Questions for the simulator's tests: one well-formed question whose parts a test changes.
#pragma once

#include <map>
#include <string>

#include "connectors/soap/base64.h"

namespace dm::sim::test {

inline const std::string kAllLefiGroups =
    R"("formansinformation":["FK:ABB","FK:AP","FK:BOB","FK:FP","FK:PJOB","FK:PROG","FK:SA","FK:SJP","FK:US","FK:YL"],)"
    R"("ansprak":["PM:AP","PM:BTI","PM:EF"],"beslut":["PM:AP","PM:BTI","PM:EF"],)"
    R"("preliminaraUtbetalningar":["FK:ABB","FK:BOB","FK:PROG","PM:AP","PM:BTI"],)"
    R"("utbetalningar":["FK:ABB","FK:AP","FK:BOB","FK:FP","FK:PROG","FK:SA","FK:SJP","FK:YL","PM:AP","PM:BTI"],)"
    R"("ovrigInformation":["FK:GEPI","FK:SGI"])";

struct QuestionText {
  std::string person = "199001012385";
  std::string case_id = "EKB-2026-000001";
  std::string correlation_id = "00000000-0000-4000-8000-000000000001";
  std::string organisation_number = "162120000001";
  std::string echo = "false";
  std::string from = "2026-08-01";
  std::string to = "2026-10-31";
  std::string processors = {};
  // By agency: what its element holds, or "-" for not included. Missing: included without children.
  std::map<std::string, std::string> agencies = {};
  std::string lefi = {};  // JSON; empty: all groups for the person and period above
  std::string lefi_version = "<ssbt:version>v9</ssbt:version>";
  std::string space = "http://schema.forsakringskassan.se/integration/ssbt/10";

  std::string Lefi() const {
    if (!lefi.empty()) return lefi;
    return R"({"personnummer":")" + person + R"(","period":{"from":")" + from + R"(","tom":")" +
           to + R"("},)" + kAllLefiGroups + "}";
  }

  std::string Agency(const std::string& name) const {
    const auto found = agencies.find(name);
    std::string inside = found == agencies.end() ? "" : found->second;
    if (inside == "-") return "<ssbt:" + name + " inkludera=\"false\"/>";
    if (inside.empty() && name == "FK") {
      inside = "<ssbt:fraga>" + lefi_version +
               "<ssbt:aktorsid>000-00</ssbt:aktorsid><ssbt:lefiJsonFraga>" +
               soap::Base64Encode(Lefi()) + "</ssbt:lefiJsonFraga></ssbt:fraga>";
    }
    return "<ssbt:" + name + " inkludera=\"true\">" + inside + "</ssbt:" + name + ">";
  }

  std::string Xml() const {
    std::string text =
        R"(<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ssbt=")" +
        space +
        R"("><soap:Body><ssbt:hamtaBastjanstInformation><ssbt:generellaFrageparametrar>)"
        "<ssbt:frageTidpunkt>2026-10-05T08:15:00+02:00</ssbt:frageTidpunkt><ssbt:korrelationsid>" +
        correlation_id + "</ssbt:korrelationsid><ssbt:fraganSkallInkluderasISvaret>" + echo +
        "</ssbt:fraganSkallInkluderasISvaret><ssbt:ingivare><ssbt:organisationsnummer>" +
        organisation_number +
        "</ssbt:organisationsnummer><ssbt:namn>Testkommun</ssbt:namn><ssbt:handlaggare>HL000001"
        "</ssbt:handlaggare></ssbt:ingivare><ssbt:personidentitet>" +
        person + "</ssbt:personidentitet><ssbt:arendeidentitet>" + case_id +
        "</ssbt:arendeidentitet><ssbt:tidsperiod><ssbt:fromDatum>" + from +
        "</ssbt:fromDatum><ssbt:tomDatum>" + to + "</ssbt:tomDatum></ssbt:tidsperiod>" +
        processors +
        "<ssbt:syfte>Prov &amp; test</ssbt:syfte><ssbt:lagtext>Lagrum</ssbt:lagtext>"
        "</ssbt:generellaFrageparametrar><ssbt:specifikaFrageparametrar>";
    for (const char* name : {"AF", "CSN", "FK", "SKV", "SO", "TNS", "MIV"}) text += Agency(name);
    return text +
           "</ssbt:specifikaFrageparametrar></ssbt:hamtaBastjanstInformation></soap:Body></"
           "soap:Envelope>";
  }
};

// SKV/fraga of version 11.
inline const std::string kSkvQuestion =
    "<ssbt:fraga><ssbt:ar>2024</ssbt:ar><ssbt:ar>2025</ssbt:ar>"
    "<ssbt:foretagsinformation>true</ssbt:foretagsinformation>"
    "<ssbt:individuppgifter>true</ssbt:individuppgifter>"
    "<ssbt:skattekonto>false</ssbt:skattekonto>"
    "<ssbt:skatteuppgifter>true</ssbt:skatteuppgifter>"
    "<ssbt:beskattningsbilagor>false</ssbt:beskattningsbilagor></ssbt:fraga>";

// The same question in version 11, with SKV's part unless the test gave another.
inline QuestionText InVersionEleven(QuestionText question) {
  question.space = "http://schema.forsakringskassan.se/integration/ssbt/11";
  question.agencies.try_emplace("SKV", kSkvQuestion);
  return question;
}

inline const std::string kTestQuestion =
    R"(<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>)"
    R"(<ssbt:testaBastjanstInformation xmlns:ssbt="http://schema.forsakringskassan.se/integration/ssbt/10"/>)"
    R"(</soap:Body></soap:Envelope>)";

// `text` with the first `what` replaced; `text` itself when it is not there.
inline std::string With(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), by);
  return text;
}

// What stands between the first `<tag>` and the next `</tag>`; empty when there is none.
inline std::string Between(const std::string& text, const std::string& tag) {
  const std::size_t start = text.find("<" + tag + ">");
  if (start == std::string::npos) return {};
  const std::size_t content = start + tag.size() + 2;
  return text.substr(content, text.find("</" + tag + ">", content) - content);
}

}  // namespace dm::sim::test
