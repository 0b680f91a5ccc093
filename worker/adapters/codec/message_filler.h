// Fills every field of a message with a valid value that differs from its default, for tests: a
// field that a conversion forgets is then seen.
#pragma once

#include <cstdint>

#include <google/protobuf/message.h>

namespace dm::codec {

class MessageFiller {
 public:
  // The same seed fills alike.
  explicit MessageFiller(std::uint32_t seed) : state_(seed * 2'654'435'761U + 1) {}

  // Repeated fields get two items, oneofs the field at `oneof_choice`.
  void Fill(google::protobuf::Message& message, int oneof_choice = 0);

 private:
  void FillField(google::protobuf::Message& message,
                 const google::protobuf::FieldDescriptor& field,
                 int oneof_choice);
  void PutScalar(google::protobuf::Message& message,
                 const google::protobuf::FieldDescriptor& field);
  std::uint32_t Next(std::uint32_t below);

  std::uint32_t state_;
};

}  // namespace dm::codec
