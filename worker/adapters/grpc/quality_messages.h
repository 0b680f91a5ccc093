// Answers of QualityService that only this service has.
#pragma once

#include "medarbetare/v1/quality.pb.h"
#include "worker/ports/quality_api.h"

namespace dm::grpc_adapter {

medarbetare::v1::SampleMonth MessageOfSample(const SampleCounts& value);
medarbetare::v1::ErrorRate MessageOfRate(const ErrorRate& value);
medarbetare::v1::Agreement MessageOfAgreement(const Agreement& value);
medarbetare::v1::Promotion MessageOfPromotion(const Promotion& value);
medarbetare::v1::RubberStamp MessageOfStamp(const RubberStamp& value);

}  // namespace dm::grpc_adapter
