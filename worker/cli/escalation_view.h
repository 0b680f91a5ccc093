// An escalated case as text, in Swedish, and the caseworker's changed rows from the command line.
#pragma once

#include <ostream>
#include <string>

#include "medarbetare/v1/case.pb.h"
#include "medarbetare/v1/escalation_service.pb.h"
#include "worker/core/status.h"

namespace dm::cli {

void PrintEscalation(std::ostream& out,
                     const medarbetare::v1::Escalation& escalation,
                     const medarbetare::v1::Case& found);

// "cost.boende=7150;reason=COST.ABOVE_CAP;note=…;person=p1"
StatusOr<medarbetare::v1::DecideCaseRequest::EditedRow> ParseEditedRow(const std::string& text);

}  // namespace dm::cli
