#include "connectors/ssbtek/fk/fk_reader.h"

#include "connectors/ssbtek/fk/fk_cases.h"
#include "connectors/ssbtek/fk/fk_payments.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::fk {
void Read(const Part& part, SourceAnswer& answer) {
  const StatusOr<lefi::Reply>& reply = part.lefi.Get(part.data);
  if (!reply.ok()) {
    return Fail(answer, AnswerState::kSchemaMismatch, DetailOf(reply.status()).reason);
  }
  SetRaw(answer, reply->bytes);
  // Identity first: a marker of protection counts even beside a failure.
  if (!lefi::CheckIdentity(reply->json, part.asked, answer)) return;
  if (!lefi::CheckSupplier(reply->json, "FK", part.asked, part.codes(), answer)) return;
  const JsonValue* information = reply->json.Find("formansinformation");
  if (information == nullptr) return Settle(answer, Content::kNothing);
  if (!information->IsObject()) return Fail(answer, AnswerState::kSchemaMismatch, "LEFI_SHAPE");
  const Count payments = ReadPayments(*information, part.asked, answer);
  const Count cases = ReadCases(*information, answer);
  Settle(answer, payments.came + cases.came > 0 ? Content::kSomething : Content::kNothing);
}

}  // namespace dm::ssbtek::fk
