// Facts: what the tables of a policy set look at. A fact is known or it is not; an unknown fact
// makes a table that needs it undetermined, never false or zero.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "worker/core/money.h"

namespace dm {

// Money is öre, dates are days since the epoch, enumerations are their code. The dictionary of all
// facts, with types, is policies/schema/facts.yaml; a table that names a fact outside it does not
// load.
using FactValue = std::variant<bool, std::int64_t, std::string>;

// The name of a fact with its hash, which the compiler works out for a name in the program's text.
class FactId {
 public:
  consteval FactId(const char* text)  // NOLINT(google-explicit-constructor): reads as text
      : text_(text), hash_(HashOf(text)) {}

  // FNV-1a.
  static constexpr std::uint32_t HashOf(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
  }

  constexpr std::string_view text() const { return text_; }

  constexpr std::uint32_t hash() const { return hash_; }

 private:
  std::string_view text_;
  std::uint32_t hash_;
};

// A case has a hundred facts and is asked for each of them many times: they stand in a row, with
// places by hash where there are more than a few.
class Facts {
 public:
  struct Fact {
    std::string_view id;
    std::uint32_t hash = 0;
    std::optional<FactValue> value;
  };

  void Set(FactId id, bool value) { Put(value, &Place(id)); }

  void Set(FactId id, std::int64_t value) { Put(value, &Place(id)); }

  void Set(FactId id, int value) { Set(id, std::int64_t{value}); }

  void Set(FactId id, Money value) { Set(id, value.ore()); }

  void Set(FactId id, std::string_view value) {
    Place(id).emplace(std::in_place_type<std::string>, value);
  }

  void Set(FactId id, const char* value) { Set(id, std::string_view(value)); }

  void SetUnknown(FactId id) { Place(id).reset(); }

  // For a name that comes from a file.
  void SetNamed(std::string_view id, std::optional<FactValue> value) {
    const std::uint32_t hash = FactId::HashOf(id);
    if (const std::size_t at = IndexOf(id, hash); at < facts_.size()) {
      facts_[at].value = std::move(value);
      return;
    }
    names_.push_back(std::make_shared<const std::string>(id));
    Add(*names_.back(), hash) = std::move(value);
  }

  // Null when the fact is unknown or was never set.
  const FactValue* Find(std::string_view id, std::uint32_t hash) const {
    const std::size_t at = IndexOf(id, hash);
    return at == facts_.size() || !facts_[at].value.has_value() ? nullptr : &*facts_[at].value;
  }

  // Nothing when the fact is unknown or was never set.
  std::optional<FactValue> Get(std::string_view id) const {
    const FactValue* value = Find(id, FactId::HashOf(id));
    return value == nullptr ? std::nullopt : std::optional<FactValue>(*value);
  }

  // Forgets all, and keeps the room.
  void Clear() {
    facts_.clear();
    names_.clear();
    next_ = 0;
    std::fill(places_.begin(), places_.end(), std::uint16_t{0});
  }

  // Makes all unknown; names keep their places, so that the next case finds them where this one
  // put them.
  void Renew() {
    for (Fact& fact : facts_) fact.value.reset();
    next_ = 0;
  }

  // In the order in which they were set first.
  const std::vector<Fact>& values() const { return facts_; }

 private:
  static constexpr std::size_t kFew = 24;
  static constexpr std::size_t kRoom = 128;  // once there are more

  template <typename T>
  static void Put(T value, std::optional<FactValue>* place) {
    if (T* held = place->has_value() ? std::get_if<T>(&**place) : nullptr) {
      *held = value;
    } else {
      place->emplace(std::in_place_type<T>, value);
    }
  }

  std::optional<FactValue>& Place(FactId id) {
    // Case after case sets its facts in one order.
    if (next_ < facts_.size() && facts_[next_].hash == id.hash() &&
        facts_[next_].id.data() == id.text().data()) {
      return facts_[next_++].value;
    }
    const std::size_t at = IndexOf(id.text(), id.hash());
    next_ = at + 1;
    return at < facts_.size() ? facts_[at].value : Add(id.text(), id.hash());
  }

  // facts_.size() for one that is not there.
  std::size_t IndexOf(std::string_view id, std::uint32_t hash) const {
    if (places_.empty()) {
      const auto found = std::find_if(facts_.begin(), facts_.end(), [&](const Fact& fact) {
        return fact.hash == hash && fact.id == id;
      });
      return static_cast<std::size_t>(found - facts_.begin());
    }
    const std::size_t mask = places_.size() - 1;
    for (std::size_t at = hash & mask; places_[at] != 0; at = (at + 1) & mask) {
      const std::size_t index = places_[at] - std::size_t{1};
      if (facts_[index].hash == hash && facts_[index].id == id) return index;
    }
    return facts_.size();
  }

  std::optional<FactValue>& Add(std::string_view id, std::uint32_t hash) {
    if (facts_.size() == facts_.capacity())
      facts_.reserve(facts_.size() < kFew ? kFew : std::max(kRoom, facts_.size() * 2));
    facts_.push_back({.id = id, .hash = hash, .value = std::nullopt});
    if (facts_.size() * 2 > places_.size() && facts_.size() > kFew) {
      places_.assign(std::max<std::size_t>(places_.size() * 2, 256), 0);
      for (std::size_t i = 0; i < facts_.size(); ++i) TakePlace(i);
    } else if (!places_.empty()) {
      TakePlace(facts_.size() - 1);
    }
    return facts_.back().value;
  }

  void TakePlace(std::size_t index) {
    const std::size_t mask = places_.size() - 1;
    std::size_t at = facts_[index].hash & mask;
    while (places_[at] != 0) at = (at + 1) & mask;
    places_[at] = static_cast<std::uint16_t>(index + 1);
  }

  std::vector<Fact> facts_;
  std::size_t next_ = 0;               // where the fact that is set next stands, as a rule
  std::vector<std::uint16_t> places_;  // an index plus one, by hash; 0: free; empty: few facts
  std::vector<std::shared_ptr<const std::string>> names_;  // from files
};

}  // namespace dm
