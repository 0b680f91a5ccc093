#include "worker/adapters/sql/sealed.h"

#include <utility>

#include "worker/adapters/sql/data_keys.h"
#include "worker/adapters/sql/errors.h"
#include "worker/adapters/sql/vault.h"

namespace dm::sql {
namespace {

std::string BoundTo(const Place& place) {
  return sealing::Bound(place.owner.text(), place.column, place.row);
}

Place OfCase(std::string_view case_id, std::string_view column, std::string row) {
  return {.owner = Owner::OfCase(case_id), .column = column, .row = std::move(row)};
}

Place OfHousehold(std::string_view household_id, std::string_view column, std::int64_t version) {
  return {
      .owner = Owner::OfHousehold(household_id), .column = column, .row = std::to_string(version)};
}

}  // namespace

Owner Owner::OfCase(std::string_view case_id) {
  return {std::string(case_id), true};
}

Owner Owner::OfHousehold(std::string_view household_id) {
  return {"household/" + std::string(household_id), false};
}

Place PartPlace(std::string_view case_id, std::string_view part) {
  return OfCase(case_id, "case_parts.part_sealed", std::string(part));
}

Place InputPlace(std::string_view case_id) {
  return OfCase(case_id, "case_inputs.input_sealed", "");
}

Place DecisionPlaceOf(std::string_view case_id, std::int64_t version) {
  return OfCase(case_id, "decisions.decision_sealed", std::to_string(version));
}

Place EscalationPlace(std::string_view case_id, std::string_view escalation_id) {
  return OfCase(case_id, "escalations.escalation_sealed", std::string(escalation_id));
}

Place ConsultationPlace(std::string_view case_id, std::string_view consultation_id) {
  return OfCase(case_id, "consultations.consultation_sealed", std::string(consultation_id));
}

Place EffectPlace(std::string_view case_id, std::string_view effect_id) {
  return OfCase(case_id, "effects.effect_sealed", std::string(effect_id));
}

Place FramePlace(std::string_view household_id, std::int64_t version) {
  return OfHousehold(household_id, "frames.frame_sealed", version);
}

Place FrameEndPlace(std::string_view household_id, std::int64_t version) {
  return OfHousehold(household_id, "frame_ends.note_sealed", version);
}

Place HoldPlace(std::string_view household_id, std::string_view hold_id) {
  return {.owner = Owner::OfHousehold(household_id),
          .column = "holds.hold_sealed",
          .row = std::string(hold_id)};
}

Place CommunicationPlace(std::string_view case_id, std::int64_t number) {
  return OfCase(case_id, "communications.communication_sealed", std::to_string(number));
}

Place AnalysisPlace(std::string_view case_id, std::int64_t number) {
  return OfCase(case_id, "child_analyses.analysis_sealed", std::to_string(number));
}

Place ContactPlace(std::string_view case_id) {
  return OfCase(case_id, "contacts.contact_sealed", "");
}

Place MessagePlace(std::string_view case_id, std::string_view message_id) {
  return OfCase(case_id, "messages.message_sealed", std::string(message_id));
}

Place LateDocumentPlace(std::string_view from_case_id, std::string_view document_id) {
  return OfCase(from_case_id, "late_documents.document_sealed", std::string(document_id));
}

Place ReviewPlace(std::string_view case_id, std::string_view review_id) {
  return OfCase(case_id, "reviews.review_sealed", std::string(review_id));
}

Place ComparisonPlace(std::string_view case_id, std::string_view comparison_id) {
  return OfCase(case_id, "comparisons.comparison_sealed", std::string(comparison_id));
}

Status MakeDataKey(Database& database, const Owner& owner) {
  if (database.vault() == nullptr) return OkStatus();
  return NewDataKey(database, owner).status();
}

StatusOr<std::string> Seal(Database& database, const Place& place, std::string_view plain) {
  if (database.vault() == nullptr) {
    std::string sealed(1, kSealPlain);
    sealed += plain;
    return sealed;
  }
  DM_ASSIGN_OR_RETURN(DataKey key, FindDataKey(database, place.owner));
  if (key == nullptr && !place.owner.is_case()) {
    DM_ASSIGN_OR_RETURN(key, NewDataKey(database, place.owner));
  }
  if (key == nullptr) return StoreCorrupt();
  return kSealCase + sealing::Encrypt(*key, BoundTo(place), plain);
}

StatusOr<std::string> Unseal(Database& database, const Place& place, std::string_view sealed) {
  if (sealed.empty()) return StoreCorrupt();
  if (database.vault() == nullptr) {
    if (sealed.front() == kSealCase) return KeysRequired();
    if (sealed.front() != kSealPlain) return StoreCorrupt();
    return std::string(sealed.substr(1));
  }
  if (sealed.front() != kSealCase) return StoreCorrupt();
  DM_ASSIGN_OR_RETURN(const DataKey key, FindDataKey(database, place.owner));
  if (key == nullptr) return StoreCorrupt();
  StatusOr<std::string> plain = sealing::Decrypt(*key, BoundTo(place), sealed.substr(1));
  if (!plain.ok()) return StoreCorrupt();
  return plain;
}

}  // namespace dm::sql
