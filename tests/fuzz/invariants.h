// What holds for every answer that is read, whatever the bytes were. A breach ends the program, so
// that the fuzzer keeps the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/soap/xml_document.h"
#include "worker/case/evidence.h"

namespace dm::fuzz {

// Prints `what`, never the input, and traps.
void Must(bool holds, const char* what);

inline std::string_view Bytes(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// One answer about the person with the 12 digits `asked`: settled; nothing of the number in codes,
// groups or paths; raw bytes within their limit, and none of another person's; no reading in a
// state that takes it away; an empty answer with nothing in it.
void CheckAnswer(const SourceAnswer& answer, std::string_view asked);

// A text or an attribute, of `node` or below it, is the person with the 12 digits `asked`.
bool Names(const soap::XmlNode& node, std::string_view asked);

}  // namespace dm::fuzz
