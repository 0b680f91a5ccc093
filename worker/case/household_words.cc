#include "worker/case/household_words.h"

namespace dm {
namespace {

std::string DaysWords(int days) {
  return days == 0 ? std::string("antal dagar inte angivet") : std::to_string(days) + " dagar";
}

}  // namespace

std::string TenureWords(Tenure tenure) {
  switch (tenure) {
    case Tenure::kUnknown:
      return "inte angivet";
    case Tenure::kHyresratt:
      return "hyresrätt";
    case Tenure::kBostadsratt:
      return "bostadsrätt";
    case Tenure::kAndrahand:
      return "andrahand";
    case Tenure::kInneboende:
      return "inneboende";
    case Tenure::kEgetHus:
      return "eget hus";
    case Tenure::kTemporary:
      return "tillfälligt boende";
    case Tenure::kHomeless:
      return "utan bostad";
    case Tenure::kOther:
      return "annat boende";
  }
  return "";
}

std::string PresenceWords(const Presence& presence) {
  switch (presence.kind) {
    case PresenceKind::kPermanent:
      return "hela månaden";
    case PresenceKind::kVaxelvis:
      return "växelvis boende, " + DaysWords(presence.days);
    case PresenceKind::kUmgange:
      return "umgänge, " + DaysWords(presence.days);
    case PresenceKind::kAbsent:
      return "inte i hemmet";
  }
  return "";
}

const char* AssetCode(AssetType type) {
  switch (type) {
    case AssetType::kBank:
      return "asset.bank";
    case AssetType::kSecurities:
      return "asset.securities";
    case AssetType::kVehicle:
      return "asset.vehicle";
    case AssetType::kProperty:
      return "asset.property";
    case AssetType::kOther:
      return "asset.other";
  }
  return "asset.other";
}

}  // namespace dm
