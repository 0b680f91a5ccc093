#include "connectors/sim/deliver.h"

#include <array>
#include <utility>

namespace dm::sim {
namespace {

constexpr std::int64_t kOversizeBytes = std::int64_t{64} << 20U;
constexpr std::int64_t kSlowBytesPerSecond = 100;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kGarbage = "\x1F\x8B\x08 detta \xE4r ingen XML";

constexpr std::string_view kHtml =
    "<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head>"
    "<body><h1>Service Unavailable</h1><p>Planerat underhåll</p></body></html>";

void SetHtml(int status, Answer& answer) {
  answer.http_status = status;
  answer.content_type = "text/html; charset=utf-8";
  answer.body = kHtml;
}

void Replace(std::string_view what, std::string_view by, std::string& text) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
    at += by.size();
  }
}

// A new line and two spaces between every two tags; not before CDATA, where it would be text.
std::string Spaced(const std::string& body) {
  std::string spaced;
  spaced.reserve(body.size() * 5 / 4);
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (i > 0 && body[i] == '<' && body[i - 1] == '>' && body.compare(i, 2, "<!") != 0) {
      spaced += "\n  ";
    }
    spaced += body[i];
  }
  return spaced;
}

void Rename(std::string& body) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kPrefixes = {
      {{"soap", "S"}, {"ssbt", "ns2"}, {"af", "ns3"}, {"so", "ns4"}, {"tns", "ns5"}}};
  for (const auto& [from, to] : kPrefixes) {
    for (const std::string_view before : {"<", "</", " xmlns:"}) {
      const std::string_view after = before == " xmlns:" ? "=" : ":";
      Replace(std::string(before) + std::string(from) + std::string(after),
              std::string(before) + std::string(to) + std::string(after),
              body);
    }
  }
}

void SetDelivery(Delivery delivery, std::int64_t bytes, Answer& answer) {
  answer.delivery = delivery;
  answer.bytes = bytes;
}

// What the caller receives in place of the answer, or the answer in other clothes.
void DeliverBody(const Fault& fault, Contract contract, Answer& answer) {
  const FaultKind kind = fault.kind;
  if (kind == FaultKind::kHttpStatus) SetHtml(fault.http_status, answer);
  if (kind == FaultKind::kHtml) SetHtml(200, answer);
  if (kind == FaultKind::kEmptyBody) answer.body.clear();
  if (kind == FaultKind::kOtherOperation) answer.body = TestAnswer(contract);
  if (kind == FaultKind::kGarbageBody) answer.body = kGarbage;
  if (kind == FaultKind::kWhiteSpace) answer.body = Spaced(answer.body);
  if (kind == FaultKind::kByteOrderMark) answer.body.insert(0, kByteOrderMark);
  if (kind == FaultKind::kOtherPrefixes) Rename(answer.body);
  if (kind == FaultKind::kSoapFault) {
    answer.http_status = 500;
    answer.body = FaultAnswer(FaultSide::kServer, contract, fault.code, fault.message);
  }
  if (kind == FaultKind::kRedirect) {
    SetHtml(302, answer);
    answer.location = "http://127.0.0.1:9/flyttat";
  }
}

// How the bytes leave.
void DeliverBytes(const Fault& fault, Answer& answer) {
  const FaultKind kind = fault.kind;
  const auto bytes_or = [&fault](std::int64_t otherwise) {
    return fault.bytes > 0 ? fault.bytes : otherwise;
  };
  if (kind == FaultKind::kReset) SetDelivery(Delivery::kReset, 0, answer);
  if (kind == FaultKind::kNoAnswer) SetDelivery(Delivery::kSilent, 0, answer);
  if (kind == FaultKind::kChunkedBody) SetDelivery(Delivery::kChunked, 0, answer);
  if (kind == FaultKind::kTruncatedBody) {
    SetDelivery(Delivery::kTruncated, bytes_or(std::ssize(answer.body) / 2), answer);
  }
  if (kind == FaultKind::kSlowBody) {
    SetDelivery(Delivery::kSlow, bytes_or(kSlowBytesPerSecond), answer);
  }
  if (kind == FaultKind::kOversizeBody) {
    SetDelivery(Delivery::kOversize, bytes_or(kOversizeBytes), answer);
  }
}

}  // namespace

void Deliver(const ActiveFaults& faults, Contract contract, Answer& answer) {
  for (const Fault* fault : faults.answer) {
    DeliverBody(*fault, contract, answer);
    DeliverBytes(*fault, answer);
  }
}

}  // namespace dm::sim
