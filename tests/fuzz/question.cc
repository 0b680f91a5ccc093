#include "tests/fuzz/question.h"

#include <utility>

#include "connectors/soap/base64.h"
#include "connectors/soap/xml_document.h"
#include "connectors/ssbtek/reading/part.h"
#include "connectors/ssbtek/reading/verdict.h"
#include "connectors/ssbtek/sources.h"
#include "connectors/ssbtek/test_reply.h"
#include "tests/fuzz/invariants.h"

namespace dm::fuzz {
namespace {

using soap::XmlDocument;

// `payload` as the content of `data`.
std::string Inside(Source source, std::string_view payload) {
  const std::string text(payload);
  switch (source) {
    case Source::kCsn:
      return "<svar>" + soap::Base64Encode(text) + "</svar>";
    case Source::kFk:
    case Source::kPm:
      return "<lefiJsonSvar>" + soap::Base64Encode(text) + "</lefiJsonSvar>";
    case Source::kSkv:
      return "<svar><![CDATA[" + text + "]]></svar>";
    default:
      return text;
  }
}

bool CarriesNumber(Source source) {
  return source == Source::kAf || source == Source::kCsn || source == Source::kSo;
}

void CheckPerson(const SourceAnswer& answer, const XmlDocument& data, std::string_view payload) {
  if (!IsKnown(answer.state) || !CarriesNumber(answer.source)) return;
  if (answer.source != Source::kCsn) {
    return Must(Names(data.root(), AskedPerson()), "a known answer names the person");
  }
  const auto document = XmlDocument::Parse(std::string(payload));
  Must(document.ok(), "a known answer was well-formed");
  Must(Names(document->root(), AskedPerson()), "a known answer names the person");
}

}  // namespace

const ssbtek::Options& AskedOptions() {
  static const ssbtek::Options options = ssbtek::test::MakeOptions();
  return options;
}

const ssbtek::Plan& AskedPlan() {
  static const ssbtek::Plan plan = [] {
    using namespace ssbtek::test;  // NOLINT(google-build-using-namespace): the verbs of the tests
    return ssbtek::MakePlan(AskedOptions(),
                            MakeQuestion({Question(Source::kAf),
                                          Question(Source::kCsn),
                                          FkQuestion(),
                                          PmQuestion(),
                                          Question(Source::kSkv),
                                          Question(Source::kSo),
                                          Question(Source::kTns),
                                          Question(Source::kMiv)}))
        .value();
  }();
  return plan;
}

const std::string& AskedPerson() {
  static const std::string person = ssbtek::test::kPerson;
  return person;
}

void ReadPayload(Source source, std::string_view payload) {
  auto data = XmlDocument::Parse(
      "<ssbt:data xmlns:ssbt=\"http://schema.forsakringskassan.se/integration/ssbt/10\" "
      "xmlns:af=\"http://api.arbetsformedlingen.se/arbetssokande/ersattningsstod/v2\" "
      "xmlns:so=\"http://INT014.UBPService.Schemas\" "
      "xmlns:tns=\"http://schema.transportstyrelsen.se/ssbtek/hamtauppgifterresponder/1\" "
      "xmlns:frd=\"http://schema.transportstyrelsen.se/ssbtek/fordon/1\">" +
      Inside(source, payload) + "</ssbt:data>");
  if (!data.ok()) return;
  for (const ssbtek::SourceEntry& entry : ssbtek::Sources()) {
    if (entry.source != source) continue;
    SourceAnswer answer;
    answer.source = source;
    ssbtek::SetRaw(answer, data->Bytes(data->root()));
    ssbtek::lefi::ReplySlot lefi;
    entry.read({.data = data->root(),
                .asked = *AskedPlan().Find(source),
                .options = AskedOptions(),
                .lefi = lefi},
               answer);
    Must(ssbtek::Settled(answer), "a reader settles its answer");
    CheckAnswer(answer, AskedPerson());
    CheckPerson(answer, *data, payload);
  }
}

}  // namespace dm::fuzz
