// The question that the fuzzed answers answer: all eight sources about one invented person.
#pragma once

#include <string>
#include <string_view>

#include "connectors/ssbtek/envelope/plan.h"
#include "connectors/ssbtek/options.h"
#include "worker/case/evidence.h"

namespace dm::fuzz {

const ssbtek::Options& AskedOptions();
const ssbtek::Plan& AskedPlan();
const std::string& AskedPerson();  // 12 digits

// `payload` read by the reader of `source`: the XML inside `data` (prefixes ssbt af so tns frd
// declared), or CSN's document, SKV's document, LEFI's JSON. Checks what holds for every answer,
// and that a known one names the person wherever the contract carries the number.
void ReadPayload(Source source, std::string_view payload);

}  // namespace dm::fuzz
