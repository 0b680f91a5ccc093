// How a value becomes bytes and bytes a value, for the snapshot: one list of fields a struct
// (snapshot_fields.h), walked by a writer, by a reader that trusts no byte, and by a third that
// takes the list's own shape, so that a file of another program version is refused and not misread.
//
// A case is told by what differs from the case before, at the same place: most of what two
// households tell is the same. A struct is a bit a field, whole bytes of them, then the fields
// whose bit is set. What the case before does not have at a place is compared with an empty value.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
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

template <typename T>
struct IsId<Id<T>> : std::true_type {};

// What has no fields of its own.
template <typename T>
struct IsLeaf
    : std::bool_constant<std::is_enum_v<T> || std::is_integral_v<T> || std::is_same_v<T, Money> ||
                         std::is_same_v<T, Date> || std::is_same_v<T, Month> ||
                         std::is_same_v<T, Instant> || std::is_same_v<T, std::string> ||
                         std::is_same_v<T, Personnummer> || IsId<T>::value> {};

inline constexpr std::size_t kFieldsMax = 64;

// The fields of two values of one struct side by side: Fields(SideBySide(work, before), now) ends
// in work->Pairs(now's fields, before's fields).
template <typename Struct, typename Work>
class SideBySide {
 public:
  SideBySide(Work* work, Struct* before) : work_(work), before_(before) {}

  template <typename... T>
  void operator()(const Named<T>&... now) {
    Second<T...> second{work_, std::tie(now.value...)};
    Fields(second, *before_);
  }

 private:
  template <typename... T>
  struct Second {
    void operator()(const Named<T>&... before) { work->Pairs(now, std::tie(before.value...)); }

    Work* work;
    std::tuple<T&...> now;
  };

  Work* work_;
  Struct* before_;
};

class SnapshotWriter {
 public:
  explicit SnapshotWriter(std::string* out) : out_(out) {}

  // What differs from `before`.
  template <typename Struct>
  void Write(Struct& now, Struct& before) {
    Put(now, before);
  }

  template <typename... T>
  void Pairs(const std::tuple<T&...>& now, const std::tuple<T&...>& before) {
    static_assert(sizeof...(T) <= kFieldsMax);
    constexpr std::size_t kBytes = (sizeof...(T) + 7) / 8;
    const std::size_t at = out_->size();
    out_->append(kBytes, '\0');
    const std::uint64_t bits = FieldsOf(now, before, std::index_sequence_for<T...>());
    for (std::size_t i = 0; i < kBytes; ++i)
      (*out_)[at + i] = static_cast<char>((bits >> (8 * i)) & 0xFFU);
    differs_ = bits != 0;
  }

 private:
  template <typename Tuple, std::size_t... kAt>
  std::uint64_t FieldsOf(const Tuple& now, const Tuple& before, std::index_sequence<kAt...>) {
    std::uint64_t bits = 0;
    ((bits |=
      static_cast<std::uint64_t>(PutField(std::get<kAt>(now), std::get<kAt>(before)) ? 1 : 0)
      << kAt),
     ...);
    return bits;
  }

  // Whether it differs; where it does not, nothing is left in the bytes. A flag is its bit.
  template <typename T>
  bool PutField(T& now, T& before) {
    if constexpr (std::is_same_v<T, bool>) {
      return now != before;
    } else {
      const std::size_t at = out_->size();
      const bool differs = Put(now, before);
      if (!differs) out_->resize(at);
      return differs;
    }
  }

  // Puts a value down, and says whether it differs.
  template <typename T>
  bool Put(T& now, T& before) {
    if constexpr (IsOptional<T>::value) {
      return PutOptional(now, before);
    } else if constexpr (IsVector<T>::value) {
      return PutList(now, before);
    } else if constexpr (IsLeaf<T>::value) {
      PutLeaf(now);
      return !SameLeaf(now, before);
    } else {
      SideBySide<T, SnapshotWriter> both(this, &before);
      Fields(both, now);
      return differs_;
    }
  }

  template <typename T>
  static bool SameLeaf(const T& now, const T& before) {
    if constexpr (std::is_same_v<T, Personnummer>) {
      return now.Reveal() == before.Reveal();
    } else {
      return now == before;
    }
  }

  template <typename T>
  void PutLeaf(const T& now) {
    if constexpr (std::is_same_v<T, bool>) {
      out_->push_back(now ? '\1' : '\0');
    } else if constexpr (std::is_enum_v<T>) {
      Number(static_cast<std::int64_t>(now));
    } else if constexpr (std::is_integral_v<T>) {
      Number(now);
    } else if constexpr (std::is_same_v<T, Money>) {
      Number(now.ore());
    } else if constexpr (std::is_same_v<T, Date>) {
      Number(now.days_since_epoch());
    } else if constexpr (std::is_same_v<T, Month>) {
      Number(now - Month());
    } else if constexpr (std::is_same_v<T, Instant>) {
      Number(now.unix_ms());
    } else if constexpr (std::is_same_v<T, std::string>) {
      Text(now);
    } else if constexpr (std::is_same_v<T, Personnummer>) {
      Text(now.Reveal());
    } else {
      Text(now.value());
    }
  }

  template <typename T>
  bool PutOptional(std::optional<T>& now, std::optional<T>& before) {
    out_->push_back(now ? '\1' : '\0');
    T empty{};
    const bool differs = now && Put(*now, before ? *before : empty);
    return differs || now.has_value() != before.has_value();
  }

  template <typename T>
  bool PutList(std::vector<T>& now, std::vector<T>& before) {
    Number(static_cast<std::int64_t>(now.size()));
    bool differs = now.size() != before.size();
    for (std::size_t i = 0; i < now.size(); ++i) {
      T empty{};
      if (Put(now[i], i < before.size() ? before[i] : empty)) differs = true;
    }
    return differs;
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
  bool differs_ = false;  // the struct that was put down last
};

// Turns a value into the next one; its memory is used again. After the first fault nothing more is
// read and ok() is false.
class SnapshotReader {
 public:
  explicit SnapshotReader(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  // `value` holds what the writer compared with.
  template <typename Struct>
  void Read(Struct& value) {
    Get(value);
  }

  template <typename... T>
  void operator()(const Named<T>&... fields) {
    std::uint64_t bits = Bits<sizeof...(T)>();
    if (bits == 0) return;
    (((bits & 1U) != 0 ? GetField(fields.value) : void(), bits >>= 1U), ...);
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
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(&bits, at_, kBytes);
    } else {
      for (std::size_t i = 0; i < kBytes; ++i)
        bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(at_[i])) << (8 * i);
    }
    at_ += kBytes;
    return bits;
  }

  template <typename T>
  void GetField(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      value = !value;
    } else {
      Get(value);
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
