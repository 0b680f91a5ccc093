// Connectors: the evidence sources of one worker, made of its configuration and its policies. A
// new connector is one entry in MakeConnectors.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "connectors/folkbokforing/folkbokforing_source.h"
#include "connectors/ssbtek/reading/answer_codes.h"
#include "connectors/ssbtek/ssbtek_source.h"
#include "worker/config/config.h"
#include "worker/core/date.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/ports/evidence_source.h"

namespace dm {

struct Connectors {
  std::unique_ptr<ssbtek::SsbtekSource> ssbtek;
  std::unique_ptr<folk::FolkSource> folkbokforing;  // null: not configured

  // Each of them, once.
  std::vector<EvidenceSource*> All() const;
  // What each shows of itself: only those that show a certificate.
  std::vector<CertificateStatus> Certificates(const Config& config, Instant now) const;
};

// What the codes of the registers' answers mean today: the table policies/tables/answer_codes.yaml.
std::shared_ptr<const ssbtek::AnswerCodes> AnswerCodesOf(const PolicySet& policy, Date today);

// What the a-kassor's statuses mean today: the table so.status.
std::map<std::string, ssbtek::FundStatus> FundStatusesOf(const PolicySet& policy, Date today);

// What the SSBTEK connector is made of; its own Check judges it.
ssbtek::Options SsbtekOptions(const Config& config, const PolicySet& policy, Date today);

// Opens no connection. `clock` outlives the connectors. `stop` ends the questions under way.
// Internal when two connectors answer for one source; else as the connectors' own Create.
StatusOr<Connectors> MakeConnectors(const Config& config,
                                    const PolicySet& policy,
                                    Date today,
                                    const Clock& clock,
                                    const std::stop_token& stop);

// What the registers' codes mean under other policies, or on another day: the connectors take it
// when what is returned is called. Invalid argument when they would not.
StatusOr<std::function<void()>> PrepareTables(const Config& config,
                                              const Connectors& connectors,
                                              const PolicySet& policy,
                                              Date today);

// Whole days, downwards: 0 on the last day, -1 once it has ended.
int DaysLeft(Instant not_after, Instant now);

}  // namespace dm
