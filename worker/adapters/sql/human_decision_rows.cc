#include "worker/adapters/sql/human_decision_rows.h"

#include <string>
#include <utility>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sql/sealed.h"

namespace dm::sql {

Status PutHumanDecisionParts(Database& database, const CaseChange& change) {
  if (change.communication) {
    const Place place = CommunicationPlace(change.case_id.value(), change.communication->number);
    DM_ASSIGN_OR_RETURN(const std::string sealed,
                        Seal(database, place, codec::Encode(*change.communication)));
    DM_RETURN_IF_ERROR(
        database.Run("INSERT INTO communications VALUES (?1, ?2, ?3, ?4, ?5) "
                     "ON CONFLICT (case_id, number) DO UPDATE SET answers = excluded.answers, "
                     "communication_sealed = excluded.communication_sealed",
                     change.case_id.value(),
                     change.communication->number,
                     change.communication->answer_by.ToString(),
                     static_cast<std::int64_t>(change.communication->answers.size()),
                     Blob{sealed}));
  }
  if (!change.child_analysis) return OkStatus();
  const Place place = AnalysisPlace(change.case_id.value(), change.child_analysis->number);
  DM_ASSIGN_OR_RETURN(const std::string sealed,
                      Seal(database, place, codec::Encode(*change.child_analysis)));
  return database.Run("INSERT INTO child_analyses VALUES (?1, ?2, ?3)",
                      change.case_id.value(),
                      change.child_analysis->number,
                      Blob{sealed});
}

Status ReadHumanDecisionParts(Database& database, CaseRecord& record) {
  {
    DM_ASSIGN_OR_RETURN(Statement row,
                        database.Query("SELECT communication_sealed, number FROM communications "
                                       "WHERE case_id = ?1 ORDER BY number",
                                       record.id.value()));
    DM_ASSIGN_OR_RETURN(bool more, row.Step());
    while (more) {
      DM_ASSIGN_OR_RETURN(
          const std::string plain,
          Unseal(database, CommunicationPlace(record.id.value(), row.Int(1)), row.Bytes(0)));
      DM_ASSIGN_OR_RETURN(Communication one, codec::DecodeCommunication(plain));
      record.communications.push_back(std::move(one));
      DM_ASSIGN_OR_RETURN(more, row.Step());
    }
  }
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(
          "SELECT analysis_sealed, number FROM child_analyses WHERE case_id = ?1 ORDER BY number",
          record.id.value()));
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    DM_ASSIGN_OR_RETURN(
        const std::string plain,
        Unseal(database, AnalysisPlace(record.id.value(), row.Int(1)), row.Bytes(0)));
    DM_ASSIGN_OR_RETURN(ChildAnalysis one, codec::DecodeChildAnalysis(plain));
    record.child_analyses.push_back(std::move(one));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return OkStatus();
}

}  // namespace dm::sql
