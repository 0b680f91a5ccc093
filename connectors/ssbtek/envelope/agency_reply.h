// One agency's element of a reply, read into the answer of each source behind it: its data, its
// error, or what is wrong with its form.
#pragma once

#include "connectors/soap/xml_document.h"
#include "connectors/ssbtek/envelope/plan.h"
#include "connectors/ssbtek/lefi/reply.h"
#include "connectors/ssbtek/options.h"
#include "connectors/ssbtek/sources.h"
#include "worker/case/evidence.h"
#include "worker/core/instant.h"

namespace dm::ssbtek {

// What the readers of one reply share.
struct Reading {
  const Options& options;
  const soap::XmlDocument& document;
  const soap::XmlNode& replies;  // svarsdata
  lefi::ReplySlot lefi;
};

// Not settled: who is asked, when, for which period, and the groups that are not granted.
SourceAnswer StartAnswer(Source source, const Asked& asked, const Plan& plan, Instant now);

// Settles the answer.
void ReadAgency(Reading& reading,
                const SourceEntry& entry,
                const Asked& asked,
                SourceAnswer& answer);

}  // namespace dm::ssbtek
