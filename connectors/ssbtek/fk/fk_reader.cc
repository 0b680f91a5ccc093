#include "connectors/ssbtek/fk/fk_reader.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "connectors/ssbtek/fk/fk_cases.h"
#include "connectors/ssbtek/fk/fk_payments.h"
#include "connectors/ssbtek/fk/fk_person.h"
#include "connectors/ssbtek/fk/fk_programme.h"
#include "connectors/ssbtek/lefi/keys.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::fk {
namespace {

// What the readers beside IsCaseList look at.
constexpr auto kRead = std::to_array<std::string_view>({"utbetalningsuppgift",
                                                        "preliminarautbetalningar",
                                                        "generellPersoninformation",
                                                        "programjobdagar",
                                                        "programanvisning"});

// What the contract has and nobody reads: earned pension rights, tax and income bases, debt, a
// certificate of life. None is money to the person, but an answer that holds one is no empty one.
constexpr auto kUnread = std::to_array<std::string_view>({"intjanandebehallning",
                                                          "intjanandeuppgift",
                                                          "levnadsintygsuppgift",
                                                          "sjukpenninggrundandeInkomstuppgift",
                                                          "skatteuppgift",
                                                          "underhallsskuld"});

template <typename List>
bool Holds(const List& list, std::string_view key) {
  return std::ranges::find(list, key) != list.end();
}

Count CheckKeys(const JsonValue& information, SourceAnswer& answer) {
  Count count;
  for (const auto& [key, value] : information.members()) {
    if (Holds(kRead, key) || IsCaseList(key)) continue;
    if (!Holds(kUnread, key)) {
      lefi::NoteUnknown("FK/lefi/formansinformation", key, value, answer);
    } else if (lefi::HoldsSomething(value)) {
      ++count.came;
    }
  }
  return count;
}

}  // namespace

void Read(const Part& part, SourceAnswer& answer) {
  const StatusOr<lefi::Reply>& reply = part.lefi.Get(part.data);
  if (!reply.ok()) {
    return Fail(answer, AnswerState::kSchemaMismatch, DetailOf(reply.status()).reason);
  }
  SetRaw(answer, reply->bytes);
  // Identity first: a marker of protection counts even beside a failure.
  if (!lefi::CheckIdentity(reply->json, part.asked, answer)) return;
  if (!lefi::CheckSupplier(reply->json, "FK", part.asked, part.codes(), answer)) return;
  lefi::CheckTopKeys(reply->json, answer);
  const JsonValue* information = reply->json.Find("formansinformation");
  if (information == nullptr) return Settle(answer, Content::kNothing);
  if (!information->IsObject()) return Fail(answer, AnswerState::kSchemaMismatch, "LEFI_SHAPE");
  int came = ReadPayments(*information, part, answer).came;
  came += ReadCases(*information, part, answer).came;
  came += ReadProgramme(*information, answer).came;
  came += CheckKeys(*information, answer).came;
  // What FK repeats of the population register is about who is asked, and makes nothing an answer.
  ReadPerson(*information, part.codes(), answer);
  Settle(answer, came > 0 ? Content::kSomething : Content::kNothing);
}

}  // namespace dm::ssbtek::fk
