// Exchange: many questions as calls, and their outcomes as answers. A question goes out as one call
// for all its agencies; when that fails in a way that one agency may be the cause of, each of them
// is asked again at once in a call of its own, so that one that is slow or broken never holds what
// the others know.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "connectors/http/client.h"
#include "connectors/ssbtek/envelope/plan.h"
#include "connectors/ssbtek/exchange/agency.h"
#include "connectors/ssbtek/exchange/guards.h"
#include "connectors/ssbtek/exchange/outcome.h"
#include "connectors/ssbtek/options.h"
#include "worker/ports/clock.h"
#include "worker/ports/evidence_source.h"

namespace dm::ssbtek {

// The questions of one EvidenceSource::Ask. Not for several threads; the guards are shared.
class Exchange : public http::CallFeed {
 public:
  // All of them outlive the exchange. The time of every question begins now.
  struct Context {
    const Options& options;
    Guards& guards;
    const Clock& clock;
    Instant now;  // stamps the answers
  };

  Exchange(const Context& context, std::span<const EvidenceQuestion> questions);
  ~Exchange() override;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  Exchange(Exchange&&) = delete;
  Exchange& operator=(Exchange&&) = delete;

  std::variant<http::Call, http::Pause, http::Finished> Next() override;
  void Take(std::uint64_t tag, http::Result result) override;

  // One outcome a question, in their order; cancelled for one that was not driven to its end.
  std::vector<EvidenceAnswers> TakeOutcomes();

 private:
  struct Job {
    const EvidenceQuestion* question = nullptr;
    Status status;  // of the plan
    Plan plan;
    std::int64_t deadline_ms = 0;
    std::map<Source, SourceAnswer> answers;
  };

  // A call that is to be made, or is under way.
  struct Errand {
    std::size_t job = 0;
    std::string correlation_id;
    std::vector<AgencyId> agencies;
    Plan plan;  // of these agencies
    // The answers of the call that this one repeats for one of its agencies: they stand when there
    // is no time left for it. Empty for a first call.
    std::vector<SourceAnswer> instead;
  };

  // What is left of the job's time.
  std::int64_t LeftMs(const Job& job) const;
  void Start(std::size_t job);
  Errand MakeErrand(std::size_t job, std::vector<AgencyId> agencies) const;
  http::Call Send(Errand errand);
  std::string Write(const Errand& errand) const;
  // True, with the reason in `code` and the time in `ask_again_at`, when the errand cannot be run.
  bool MustHold(const Errand& errand, std::string& code, Instant& ask_again_at) const;
  void Hold(const Errand& errand, const std::string& code, Instant ask_again_at);
  void Split(const Errand& errand, const std::vector<SourceAnswer>& answers);
  void Settle(const Errand& errand, Outcome outcome);
  void Withdraw(const Errand& errand);

  const Context context_;
  std::vector<Job> jobs_;
  std::size_t next_job_ = 0;
  std::deque<Errand> waiting_;
  std::map<std::uint64_t, Errand> under_way_;
  std::uint64_t last_tag_ = 0;
};

// The correlation id of the call that asks `agency` alone: the question's, a full stop and the
// agency's code. At most 68 characters.
std::string CorrelationIdFor(const std::string& question_id, AgencyId agency);

}  // namespace dm::ssbtek
