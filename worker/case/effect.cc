#include "worker/case/effect.h"

#include <array>
#include <string>

#include "worker/core/check.h"
#include "worker/core/digest.h"

namespace dm {
namespace {

// Half of the hash: 128 bits tell any two effects apart and keep the id within kIdLengthMax.
constexpr std::size_t kHexDigits = 32;

// Each part stands with its length, so that no two lists of parts give the same text.
void Append(std::string& text, std::string_view part) {
  text += std::to_string(part.size());
  text += ':';
  text += part;
}

}  // namespace

const char* EffectKindCode(EffectKind kind) {
  switch (kind) {
    case EffectKind::kDecision:
      return "DECISION";
    case EffectKind::kLetter:
      return "LETTER";
    case EffectKind::kPaymentOrder:
      return "PAYMENT_ORDER";
    case EffectKind::kMeetingRequest:
      return "MEETING_REQUEST";
    case EffectKind::kCompletionRequest:
      return "COMPLETION_REQUEST";
    case EffectKind::kNotice:
      return "NOTICE";
    case EffectKind::kJournalNote:
      return "JOURNAL_NOTE";
  }
  DM_CHECK(false && "effect kind outside its enum");
  return "";
}

const char* EffectStateCode(EffectState state) {
  switch (state) {
    case EffectState::kPending:
      return "PENDING";
    case EffectState::kSent:
      return "SENT";
    case EffectState::kDelivered:
      return "DELIVERED";
    case EffectState::kRefused:
      return "REFUSED";
  }
  DM_CHECK(false && "effect state outside its enum");
  return "";
}

EffectId DeriveEffectId(const EffectOrigin& origin,
                        EffectKind kind,
                        int decision,
                        std::string_view discriminator) {
  const std::string number = std::to_string(decision);
  const std::string month = origin.month.ToString();
  const std::array<std::string_view, 6> parts = {origin.municipality,
                                                 origin.application.value(),
                                                 month,
                                                 EffectKindCode(kind),
                                                 number,
                                                 discriminator};
  std::string text;
  for (const std::string_view part : parts) Append(text, part);
  std::string key = "medarbetare-effect-v3\n";
  key += origin.key;
  return EffectId::FromTrusted(std::string(EffectKindCode(kind)) + "-" +
                               HmacSha256Hex(key, text).substr(0, kHexDigits));
}

}  // namespace dm
