// What the quality work keeps as messages of medarbetare.v1, and the bytes that the store keeps of
// a review and a comparison.
#pragma once

#include <string>
#include <string_view>

#include "medarbetare/v1/quality.pb.h"
#include "worker/adapters/codec/field_reader.h"
#include "worker/case/quality.h"
#include "worker/core/status.h"

namespace dm::codec {

namespace pb = medarbetare::v1;

pb::Switch ToProto(const Switch& value);
pb::Demotion ToProto(const Demotion& value);
pb::SampleCase ToProto(const SampleCase& value);
// Without the counts.
pb::SampleMonth ToProto(const SampleMonth& value);
pb::BlindRow ToProto(const BlindRow& value);
pb::BlindReview ToProto(const BlindReview& value);
pb::Review ToProto(const Review& value);
pb::RowDifference ToProto(const RowDifference& value);
pb::Comparison ToProto(const Comparison& value);

BlindRow FromProto(FieldReader& reader, const pb::BlindRow& message);
BlindReview FromProto(FieldReader& reader, const pb::BlindReview& message);
Review FromProto(FieldReader& reader, const pb::Review& message);
RowDifference FromProto(FieldReader& reader, const pb::RowDifference& message);
Comparison FromProto(FieldReader& reader, const pb::Comparison& message);

std::string EncodeReview(const Review& value);
StatusOr<Review> DecodeReview(std::string_view bytes);
std::string EncodeComparison(const Comparison& value);
StatusOr<Comparison> DecodeComparison(std::string_view bytes);

}  // namespace dm::codec
