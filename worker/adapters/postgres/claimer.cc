#include "worker/adapters/postgres/claimer.h"

namespace dm::postgres {

Status Claimer::RunGroup(const std::vector<Job*>& group) {
  return pool_.Do([&group](Connection& connection) -> Status {
    Transaction transaction(connection);
    DM_RETURN_IF_ERROR(transaction.Begin("BEGIN"));
    DM_RETURN_IF_ERROR(sql::RunTogether(connection, group).status());
    for (const Job* job : group) DM_RETURN_IF_ERROR(job->status);
    return transaction.Commit();
  });
}

}  // namespace dm::postgres
