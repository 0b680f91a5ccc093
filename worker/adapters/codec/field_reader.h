// FieldReader: turns the fields of a message into checked values and keeps the first fault, with
// the field's path, the limit and the remedy. It never keeps a value: an error must not tell what a
// person wrote.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <google/protobuf/timestamp.pb.h>

#include "medarbetare/v1/money.pb.h"
#include "medarbetare/v1/period.pb.h"
#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/limits.h"
#include "worker/adapters/codec/text_check.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"
#include "worker/core/personnummer.h"
#include "worker/core/rational.h"
#include "worker/core/status.h"

namespace dm::codec {

// Who made the message. A caller's is held to every limit; one that the worker stored only to its
// form.
enum class Origin { kCaller, kStore };

enum class Need { kRequired, kOptional };

class FieldReader {
 public:
  // `root` comes first in every path: "application" gives "application.persons[0].key".
  explicit FieldReader(Origin origin, std::string root = "")
      : origin_(origin), path_(std::move(root)) {}

  bool ok() const { return status_.ok(); }

  const Status& status() const { return status_; }

  bool from_caller() const { return origin_ == Origin::kCaller; }

  // While a scope lives, paths go through its field.
  class Scope {
   public:
    Scope(FieldReader& reader, std::size_t length) : reader_(reader), length_(length) {}

    ~Scope() { reader_.path_.resize(length_); }

    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    Scope(Scope&&) = delete;
    Scope& operator=(Scope&&) = delete;

   private:
    FieldReader& reader_;
    std::size_t length_;
  };

  [[nodiscard]] Scope In(std::string_view field);
  [[nodiscard]] Scope In(std::string_view field, int index);

  // Notes a fault of `field`; the first one stays. `limit` says what holds, `remedy` what to do:
  // neither quotes a value.
  void Fail(std::string_view field,
            const char* reason,
            const std::string& limit,
            const std::string& remedy);

  // One line of clean text within `bytes_max`.
  std::string Line(std::string_view field,
                   const std::string& value,
                   std::size_t bytes_max,
                   Need need = Need::kOptional);

  std::string Code(std::string_view field, const std::string& value, Need need) {
    return Line(field, value, kCodeBytesMax, need);
  }

  // Clean text of several lines within `characters_max`.
  std::string Text(std::string_view field, const std::string& value, std::size_t characters_max);
  // 64 lower-case hexadecimal characters, or empty.
  std::string Sha256(std::string_view field, const std::string& value);

  Date RequiredDate(std::string_view field, const std::string& value);
  std::optional<Date> OptionalDate(std::string_view field, const std::string& value);
  Month RequiredMonth(std::string_view field, const std::string& value);
  Instant ReadInstant(std::string_view field,
                      bool present,
                      const google::protobuf::Timestamp& value,
                      Need need);
  std::optional<Instant> OptionalInstant(std::string_view field,
                                         bool present,
                                         const google::protobuf::Timestamp& value);
  Period ReadPeriod(std::string_view field, const medarbetare::v1::Period& value);

  // `ore_min` to kAmountOreMax from a caller.
  Money RequiredMoney(std::string_view field,
                      bool present,
                      const medarbetare::v1::Money& value,
                      std::int64_t ore_min = 0);
  std::optional<Money> OptionalMoney(std::string_view field,
                                     bool present,
                                     const medarbetare::v1::Money& value,
                                     std::int64_t ore_min = 0);
  Rational ReadRational(std::string_view field, const medarbetare::v1::Rational& value);
  int Int(std::string_view field, std::int64_t value, std::int64_t min, std::int64_t max);

  std::optional<int> OptionalInt(std::string_view field,
                                 bool present,
                                 std::int64_t value,
                                 std::int64_t min,
                                 std::int64_t max) {
    if (!present) return std::nullopt;
    return Int(field, value, min, max);
  }

  Personnummer ReadPersonnummer(std::string_view field, const std::string& value, Need need);

  // False, with a fault, when a caller sends more than `max` items.
  bool Count(std::string_view field, int count, int max);

  template <typename AnyId>
  AnyId ReadId(std::string_view field, const std::string& value, Need need) {
    if (value.empty() && (need == Need::kOptional || !from_caller())) return AnyId();
    StatusOr<AnyId> id = AnyId::Parse(value);
    if (id.ok()) return *std::move(id);
    FailId(field, value.empty());
    return AnyId();
  }

  std::optional<PersonKey> OptionalPerson(std::string_view field, const std::string& value) {
    if (value.empty()) return std::nullopt;
    return ReadId<PersonKey>(field, value, Need::kRequired);
  }

  // A value of the enumeration; a zero that stands for no value is required to be another.
  template <typename E>
  E Enum(std::string_view field, ProtoOf<E> value) {
    const std::optional<E> known = EnumFromProto<E>(value);
    if (known.has_value()) return *known;
    FailEnum(field, value == ProtoOf<E>{});
    return E{};
  }

 private:
  void FailId(std::string_view field, bool empty);
  void FailEnum(std::string_view field, bool zero);
  void FailRequired(std::string_view field);
  void Append(std::string_view field);

  Origin origin_;
  std::string path_;
  Status status_;
};

}  // namespace dm::codec
