#include "worker/adapters/codec/message_filler.h"

#include <array>
#include <set>
#include <string>

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

namespace dm::codec {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const std::set<std::string>& DateFields() {
  static const std::set<std::string> kFields = {"from_date",
                                                "to_date",
                                                "born",
                                                "pay_date",
                                                "critical_date",
                                                "act_by",
                                                "answer_by",
                                                "valid_from",
                                                "valid_to",
                                                "until",
                                                "cap_grace_until",
                                                "reviewed_on",
                                                "valid_until",
                                                "decided_on",
                                                "applied_on",
                                                "right_decided_on",
                                                "deregistered_on",
                                                "died_on",
                                                "registered_since",
                                                "activity_report_date",
                                                "assessed_on",
                                                "due",
                                                "remind_on",
                                                "as_of",
                                                "sick_since",
                                                "latest",
                                                "answer_by",
                                                "date"};
  return kFields;
}

// Invented births; the check digits are right.
constexpr std::array<const char*, 3> kNumbers = {"199001012385", "198502032389", "201203042393"};

}  // namespace

std::uint32_t MessageFiller::Next(std::uint32_t below) {
  state_ = state_ * 1'664'525U + 1'013'904'223U;
  return (state_ >> 8U) % below;
}

void MessageFiller::Fill(Message& message, int oneof_choice) {
  const auto& descriptor = *message.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    const auto* oneof = field.real_containing_oneof();
    if (oneof != nullptr && field.index_in_oneof() != oneof_choice) continue;
    FillField(message, field, oneof_choice);
  }
  if (descriptor.name() == "Period") {  // the later day last
    const auto* reflection = message.GetReflection();
    reflection->SetString(&message, descriptor.FindFieldByName("from_date"), "2026-10-01");
  }
}

void MessageFiller::FillField(Message& message, const FieldDescriptor& field, int oneof_choice) {
  const auto* reflection = message.GetReflection();
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    PutScalar(message, field);
    if (field.is_repeated()) PutScalar(message, field);
    return;
  }
  if (!field.is_repeated())
    return Fill(*reflection->MutableMessage(&message, &field), oneof_choice);
  Fill(*reflection->AddMessage(&message, &field), oneof_choice);
  Fill(*reflection->AddMessage(&message, &field), oneof_choice);
}

void MessageFiller::PutScalar(Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  const auto put_text = [&](const std::string& text) {
    field.is_repeated() ? reflection->AddString(&message, &field, text)
                        : reflection->SetString(&message, &field, text);
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->SetBool(&message, &field, true);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto values = static_cast<std::uint32_t>(field.enum_type()->value_count());
      const int value = field.enum_type()->value(static_cast<int>(1 + Next(values - 1)))->number();
      return field.is_repeated() ? reflection->AddEnumValue(&message, &field, value)
                                 : reflection->SetEnumValue(&message, &field, value);
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      const bool nanos = field.name() == "nanos";  // whole milliseconds
      const auto number = static_cast<std::int32_t>(1 + Next(28));
      return reflection->SetInt32(&message,
                                  &field,
                                  nanos                    ? number * 1'000'000
                                  : field.name() == "year" ? 2000 + number
                                                           : number);
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      // An odd numerator over 2: already reduced.
      if (field.name() == "denominator") return reflection->SetInt64(&message, &field, 2);
      return reflection->SetInt64(&message, &field, 1 + 2 * std::int64_t{Next(1'000'000)});
    }
    case FieldDescriptor::CPPTYPE_STRING:
      if (DateFields().contains(field.name()))
        return put_text(fmt::format("2026-11-{:02}", 1 + Next(28)));
      if (field.name() == "month") return put_text(fmt::format("2026-{:02}", 1 + Next(12)));
      if (field.name() == "personnummer") return put_text(kNumbers[Next(kNumbers.size())]);
      if (field.name().find("sha256") != std::string::npos)
        return put_text(std::string(63, 'a') + static_cast<char>('0' + Next(10)));
      return put_text(fmt::format("x{}", Next(1000)));
    default:
      return;  // The contract has no other types; the round trip would show one.
  }
}

}  // namespace dm::codec
