// The parts of a register's answer, read from their messages. Used by the three evidence files.
#pragma once

#include <cstdint>
#include <string>

#include "worker/adapters/codec/from_proto.h"

namespace dm::codec {

// Registers correct earlier payments with negative amounts.
inline constexpr std::int64_t kRegisterOreMin = -kAmountOreMax;

// A register's words: a caller's file may hold no more than a line of them.
inline std::string Words(FieldReader& reader, const char* field, const std::string& value) {
  return reader.Line(field, value, kLineBytesMax);
}

// evidence_payments.cc
Extent FromProto(FieldReader& reader, const pb::Extent& message);
Deduction FromProto(FieldReader& reader, const pb::Deduction& message);
PaymentRow FromProto(FieldReader& reader, const pb::PaymentRow& message);
Payment FromProto(FieldReader& reader, const pb::Payment& message);
CaseAmount FromProto(FieldReader& reader, const pb::CaseAmount& message);
AppliedTime FromProto(FieldReader& reader, const pb::AppliedTime& message);
ChildCounts FromProto(FieldReader& reader, const pb::ChildCounts& message);
BenefitCase FromProto(FieldReader& reader, const pb::BenefitCase& message);

// evidence_persons.cc
JobSeeker FromProto(FieldReader& reader, const pb::JobSeeker& message);
Suspension FromProto(FieldReader& reader, const pb::Suspension& message);
FundAnswer FromProto(FieldReader& reader, const pb::FundAnswer& message);
ProgrammeDays FromProto(FieldReader& reader, const pb::ProgrammeDays& message);
ProgrammePlace FromProto(FieldReader& reader, const pb::ProgrammePlace& message);
Vehicle FromProto(FieldReader& reader, const pb::Vehicle& message);
Permit FromProto(FieldReader& reader, const pb::Permit& message);
CapitalFigure FromProto(FieldReader& reader, const pb::CapitalFigure& message);
RegisteredChild FromProto(FieldReader& reader, const pb::RegisteredChild& message);
RegisteredPerson FromProto(FieldReader& reader, const pb::RegisteredPerson& message);

}  // namespace dm::codec
