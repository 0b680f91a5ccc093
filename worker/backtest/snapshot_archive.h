// How a value becomes bytes and bytes a value, for the snapshot: one list of fields a struct
// (snapshot_fields.h), walked by a writer, by a reader that trusts no byte, and by a third that
// takes the list's own shape, so that a file of another program version is refused and not misread.
//
// A struct is a bit a field, whole bytes of them, then the fields whose bit is set: most fields of
// a case are empty, and an empty one takes no byte.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "worker/case/evidence_fields.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"
#include "worker/core/personnummer.h"

namespace dm::backtest {

// The last value of an enumeration, so that a reader can refuse what lies beyond.
template <typename Enum>
inline constexpr Enum kLastOf = {};

template <typename T>
struct IsOptional : std::false_type {};

template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <typename T>
struct IsVector : std::false_type {};

template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};

template <typename T>
struct IsId : std::false_type {};

inline constexpr std::size_t kFieldsMax = 64;

template <typename T>
struct IsId<Id<T>> : std::true_type {};

class SnapshotWriter {
 public:
  explicit SnapshotWriter(std::string* out) : out_(out) {}

  template <typename... T>
  void operator()(const Named<T>&... fields) {
    static_assert(sizeof...(T) <= kFieldsMax);
    std::uint64_t bits = 0;
    unsigned next = 0;
    ((bits |= static_cast<std::uint64_t>(IsEmpty(fields.value) ? 0 : 1) << next++), ...);
    for (std::size_t i = 0; i < sizeof...(T); i += 8)
      out_->push_back(static_cast<char>((bits >> i) & 0xFFU));
    (PutField(fields.value), ...);
  }

 private:
  // Whether the bit alone says it. What is neither number, text nor list is asked for its fields.
  template <typename T>
  static bool IsEmpty(const T& value) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      return value == T{};
    } else if constexpr (std::is_same_v<T, Money>) {
      return value.is_zero();
    } else if constexpr (IsOptional<T>::value) {
      return !value.has_value();
    } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Personnummer> ||
                         IsId<T>::value || IsVector<T>::value) {
      return value.empty();
    } else {
      return false;
    }
  }

  template <typename T>
  void PutField(T& value) {
    if (std::is_same_v<T, bool> || IsEmpty(value)) return;
    if constexpr (IsOptional<T>::value) {
      Put(*value);
    } else {
      Put(value);
    }
  }

  template <typename T>
  void Put(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      out_->push_back(value ? '\1' : '\0');
    } else if constexpr (std::is_enum_v<T>) {
      Number(static_cast<std::int64_t>(value));
    } else if constexpr (std::is_integral_v<T>) {
      Number(value);
    } else if constexpr (std::is_same_v<T, Money>) {
      Number(value.ore());
    } else if constexpr (std::is_same_v<T, Date>) {
      Number(value.days_since_epoch());
    } else if constexpr (std::is_same_v<T, Month>) {
      Number(value - Month());
    } else if constexpr (std::is_same_v<T, Instant>) {
      Number(value.unix_ms());
    } else if constexpr (std::is_same_v<T, std::string>) {
      Text(value);
    } else if constexpr (std::is_same_v<T, Personnummer>) {
      Text(value.Reveal());
    } else if constexpr (IsId<T>::value) {
      Text(value.value());
    } else if constexpr (IsOptional<T>::value) {
      out_->push_back(value ? '\1' : '\0');
      if (value) Put(*value);
    } else if constexpr (IsVector<T>::value) {
      Number(static_cast<std::int64_t>(value.size()));
      for (auto& item : value) Put(item);
    } else {
      Fields(*this, value);
    }
  }

  // Seven bits a byte, small numbers of either sign in one.
  void Number(std::int64_t number) {
    auto bits = (static_cast<std::uint64_t>(number) << 1U) ^
                static_cast<std::uint64_t>(number >> 63);  // zigzag
    for (; bits >= 0x80U; bits >>= 7U) out_->push_back(static_cast<char>((bits & 0x7FU) | 0x80U));
    out_->push_back(static_cast<char>(bits));
  }

  void Text(const std::string& text) {
    Number(static_cast<std::int64_t>(text.size()));
    out_->append(text);
  }

  std::string* out_;
};

// Reads into a value that may hold an earlier one: its memory is used again. After the first fault
// nothing more is read and ok() is false.
class SnapshotReader {
 public:
  explicit SnapshotReader(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  template <typename... T>
  void operator()(const Named<T>&... fields) {
    std::uint64_t bits = Bits<sizeof...(T)>();
    ((GetField(fields.value, (bits & 1U) != 0), bits >>= 1U), ...);
    if (bits != 0) Stop();
  }

  bool ok() const { return ok_; }

  bool at_end() const { return at_ == end_; }

 private:
  template <std::size_t kFields>
  std::uint64_t Bits() {
    constexpr std::size_t kBytes = (kFields + 7) / 8;
    std::uint64_t bits = 0;
    if (!ok_ || static_cast<std::size_t>(end_ - at_) < kBytes) {
      Stop();
      return 0;
    }
    for (std::size_t i = 0; i < kBytes; ++i)
      bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(at_[i])) << (8 * i);
    at_ += kBytes;
    return bits;
  }

  template <typename T>
  void GetField(T& value, bool is_there) {
    if constexpr (std::is_same_v<T, bool>) {
      value = is_there;
    } else if constexpr (IsOptional<T>::value) {
      if (!is_there) return value.reset();
      if (!value) value.emplace();
      Get(*value);
    } else if (is_there) {
      Get(value);
    } else if constexpr (std::is_same_v<T, std::string> || IsVector<T>::value) {
      value.clear();
    } else if constexpr (std::is_enum_v<T> || std::is_integral_v<T> || std::is_same_v<T, Money> ||
                         std::is_same_v<T, Personnummer> || IsId<T>::value) {
      value = T{};
    } else {
      Stop();
    }
  }

  template <typename T>
  void Get(T& value) {
    if (!ok_) return;
    if constexpr (std::is_same_v<T, bool>) {
      value = Bit();
    } else if constexpr (std::is_enum_v<T>) {
      const std::int64_t number = Number();
      if (number < 0 || number > static_cast<std::int64_t>(kLastOf<T>)) return Stop();
      value = static_cast<T>(number);
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
      value = Number();
    } else if constexpr (std::is_same_v<T, int>) {
      value = Small();
    } else if constexpr (std::is_same_v<T, Money>) {
      value = Money::FromOre(Number());
    } else if constexpr (std::is_same_v<T, Date>) {
      value = Date::FromDaysSinceEpoch(Day());
    } else if constexpr (std::is_same_v<T, Month>) {
      value = Month().PlusMonths(Months());
    } else if constexpr (std::is_same_v<T, Instant>) {
      value = Instant::FromUnixMs(Number());
    } else if constexpr (std::is_same_v<T, std::string>) {
      TakeText(value);
    } else if constexpr (std::is_same_v<T, Personnummer>) {
      TakePersonnummer(value);
    } else if constexpr (IsId<T>::value) {
      TakeId(value);
    } else if constexpr (IsOptional<T>::value) {
      if (!Bit()) return value.reset();
      if (!value) value.emplace();
      Get(*value);
    } else if constexpr (IsVector<T>::value) {
      const std::int64_t size = Number();
      // Each item takes a byte at least, so that a wrong size cannot ask for much memory.
      if (size < 0 || size > end_ - at_) return Stop();
      value.resize(static_cast<std::size_t>(size));
      for (auto& item : value) Get(item);
    } else {
      Fields(*this, value);
    }
  }

  template <typename T>
  void TakeId(Id<T>& id) {
    const std::string_view text = Text();
    if (text.empty()) {
      id = Id<T>();
    } else if (text != id.value()) {
      StatusOr<Id<T>> parsed = Id<T>::Parse(text);
      if (!parsed.ok()) return Stop();
      id = *std::move(parsed);
    }
  }

  // Most texts are as long as the one before: codes, ids, hashes.
  void TakeText(std::string& value) {
    const std::string_view text = Text();
    if (text.size() == value.size()) {
      std::memcpy(value.data(), text.data(), text.size());
    } else {
      value.assign(text);
    }
  }

  void TakePersonnummer(Personnummer& number);

  bool Bit() {
    if (!ok_ || at_ == end_ || static_cast<unsigned char>(*at_) > 1U) {
      Stop();
      return false;
    }
    return *at_++ == '\1';
  }

  // Most numbers are sizes and marks of one byte.
  std::int64_t Number() {
    if (at_ == end_ || (static_cast<unsigned char>(*at_) & 0x80U) != 0) return LongNumber();
    return FromZigzag(static_cast<unsigned char>(*at_++));
  }

  static std::int64_t FromZigzag(std::uint64_t bits) {
    return static_cast<std::int64_t>(bits >> 1U) ^ -static_cast<std::int64_t>(bits & 1U);
  }

  std::int64_t LongNumber();
  int Small();
  std::int32_t Day();
  int Months();

  std::string_view Text() {
    const std::int64_t size = Number();
    if (!ok_ || size < 0 || size > end_ - at_) {
      Stop();
      return {};
    }
    const std::string_view text(at_, static_cast<std::size_t>(size));
    at_ += size;
    return text;
  }

  void Stop() { ok_ = false; }

  const char* at_;
  const char* end_;
  bool ok_ = true;
  // A case tells the same few numbers month after month: those that were found right last.
  std::array<Personnummer, 8> right_{};
  std::size_t next_right_ = 0;
};

// A number that changes when a field is added, moved or gets another type.
class SnapshotShape {
 public:
  template <typename... T>
  void operator()(const Named<T>&... fields) {
    (Take(fields.value), ...);
  }

  std::uint64_t value() const { return value_; }

 private:
  template <typename T>
  void Take(T& value) {
    if constexpr (IsOptional<T>::value) {
      Mix(1);
      typename T::value_type inner{};
      Take(inner);
    } else if constexpr (IsVector<T>::value) {
      Mix(2);
      typename T::value_type inner{};
      Take(inner);
    } else if constexpr (std::is_enum_v<T>) {
      Mix(100 + static_cast<std::uint64_t>(kLastOf<T>));
    } else if constexpr (std::is_integral_v<T>) {
      Mix(3 + sizeof(T));
    } else if constexpr (std::is_same_v<T, std::string> || IsId<T>::value ||
                         std::is_same_v<T, Personnummer>) {
      Mix(20);
    } else if constexpr (std::is_same_v<T, Money>) {
      Mix(21);
    } else if constexpr (std::is_same_v<T, Date> || std::is_same_v<T, Month>) {
      Mix(22);
    } else if constexpr (std::is_same_v<T, Instant>) {
      Mix(23);
    } else {
      Mix(30);
      Fields(*this, value);
      Mix(31);
    }
  }

  void Mix(std::uint64_t part) { value_ = (value_ ^ part) * 0x100000001B3ULL; }

  std::uint64_t value_ = 0xCBF29CE484222325ULL;
};

}  // namespace dm::backtest
