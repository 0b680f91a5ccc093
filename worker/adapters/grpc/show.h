// What a caller is shown of a value: less than the store knows.
#pragma once

#include "medarbetare/v1/case.pb.h"
#include "medarbetare/v1/escalation.pb.h"
#include "medarbetare/v1/frame.pb.h"
#include "worker/case/case_record.h"
#include "worker/case/frame.h"

namespace dm::grpc_adapter {

// In shadow mode nobody sees what the worker would have decided: the comparison would be worthless.
medarbetare::v1::Escalation ShowEscalation(const Escalation& escalation);
// In a list: a row, without suggestion, persons, and the words of moves.
medarbetare::v1::Escalation ShowEscalationInList(const Escalation& escalation);
medarbetare::v1::Case ShowCase(const CaseRecord& record);
// In a list: without personal numbers.
medarbetare::v1::Frame ShowFrameInList(const Frame& frame);

}  // namespace dm::grpc_adapter
