// Sealed bytes: the only form in which anything about persons stands in the store (columns named
// *_sealed). Sealing and opening happen here and nowhere else: under the data key of the case, or
// of the household of a frame, and bound to whose they are, their column and their row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "worker/adapters/sql/database.h"
#include "worker/core/status.h"

namespace dm::sql {

// The first byte says how the rest is sealed.
inline constexpr char kSealPlain = '\x01';  // not encrypted: a store without keys
inline constexpr char kSealCase = '\x02';   // AES-256-GCM under a data key

// Whose data key. Nothing else makes one.
class Owner {
 public:
  static Owner OfCase(std::string_view case_id);
  static Owner OfHousehold(std::string_view household_id);

  const std::string& text() const { return text_; }  // as in data_keys

  bool is_case() const { return is_case_; }

 private:
  Owner(std::string text, bool is_case) : text_(std::move(text)), is_case_(is_case) {}

  std::string text_;
  bool is_case_;
};

struct Place {
  Owner owner;
  std::string_view column;  // "table.column"
  std::string row;          // which of the owner's rows; empty where there is one
};

// The place of each sealed column.
Place PartPlace(std::string_view case_id, std::string_view part);
Place InputPlace(std::string_view case_id);
Place DecisionPlaceOf(std::string_view case_id, std::int64_t version);
Place EscalationPlace(std::string_view case_id, std::string_view escalation_id);
Place ConsultationPlace(std::string_view case_id, std::string_view consultation_id);
Place EffectPlace(std::string_view case_id, std::string_view effect_id);
Place FramePlace(std::string_view household_id, std::int64_t version);
Place FrameEndPlace(std::string_view household_id, std::int64_t version);
Place HoldPlace(std::string_view household_id, std::string_view hold_id);
Place CommunicationPlace(std::string_view case_id, std::int64_t number);
Place AnalysisPlace(std::string_view case_id, std::int64_t number);
Place ContactPlace(std::string_view case_id);
Place MessagePlace(std::string_view case_id, std::string_view message_id);
Place LateDocumentPlace(std::string_view from_case_id, std::string_view document_id);
Place ReviewPlace(std::string_view case_id, std::string_view review_id);
Place ComparisonPlace(std::string_view case_id, std::string_view comparison_id);

// Makes the data key of a case that comes into the store with this change.
Status MakeDataKey(Database& database, const Owner& owner);

// A household's data key is made with its first frame or hold; of a case that has none:
// STORE_CORRUPT.
StatusOr<std::string> Seal(Database& database, const Place& place, std::string_view plain);

// DataLoss, reason STORE_CORRUPT, for bytes that Seal did not make for this place.
// FailedPrecondition SEALING_KEY_REQUIRED where the store has no keys and the bytes need one,
// SEALING_KEY_MISSING.
StatusOr<std::string> Unseal(Database& database, const Place& place, std::string_view sealed);

}  // namespace dm::sql
