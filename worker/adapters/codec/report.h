// Reports as messages, and back: who asks for one shows it.
#pragma once

#include "medarbetare/v1/report.pb.h"
#include "worker/adapters/codec/field_reader.h"
#include "worker/case/report.h"

namespace dm::codec {

medarbetare::v1::ReportRun ToProto(const ReportRun& value);
ReportRun FromProto(FieldReader& reader, const medarbetare::v1::ReportRun& message);

}  // namespace dm::codec
