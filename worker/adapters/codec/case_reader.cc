#include "worker/adapters/codec/case_reader.h"

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "worker/adapters/codec/case_reader_limits.h"
#include "worker/adapters/codec/case_reader_values.h"
#include "worker/case/fields.h"

namespace dm::codec {
namespace {

using Json = simdjson::dom::element;

template <typename T>
inline constexpr bool kIsOptional = false;
template <typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <typename T>
inline constexpr bool kIsList = false;
template <typename T>
inline constexpr bool kIsList<std::vector<T>> = true;
template <typename T>
inline constexpr bool kIsId = false;
template <typename T>
inline constexpr bool kIsId<Id<T>> = true;

bool TextOf(Json json, std::string_view* text) {
  return json.get_string().get(*text) == simdjson::SUCCESS;
}

bool NumberOf(Json json, std::int64_t* number) {
  if (json.is_string()) {
    std::string_view text;
    return TextOf(json, &text) && TakeNumber(text, number);
  }
  return json.get_int64().get(*number) == simdjson::SUCCESS;
}

template <typename T>
bool ReadObject(Json json, T& value);
template <typename T>
bool ReadEmpty(T& value);

// A value of a field of an Owner.
template <typename Owner, typename T>
bool Read(Json json, const FieldLimits& limits, T& value);

bool ReadOre(Json json, std::int64_t least, Money& value) {
  simdjson::dom::object object;
  if (json.get_object().get(object) != simdjson::SUCCESS || object.size() > 1) return false;
  std::int64_t ore = 0;
  for (const auto field : object) {
    if (field.key != "ore") return false;
    if (!field.value.is_null() && !NumberOf(field.value, &ore)) return false;
  }
  value = Money::FromOre(ore);
  return ore >= least && ore <= kAmountOreMax;
}

template <typename Owner, typename T>
bool ReadList(Json json, const FieldLimits& limits, std::vector<T>& values) {
  simdjson::dom::array items;
  if (json.get_array().get(items) != simdjson::SUCCESS || items.size() > limits.items_max)
    return false;
  values.resize(items.size());
  std::size_t i = 0;
  for (const Json item : items) {
    if (!Read<Owner>(item, limits, values[i++])) return false;
  }
  return true;
}

bool ReadHistory(Json json, History& value) {
  simdjson::dom::object object;
  if (json.get_object().get(object) != simdjson::SUCCESS || object.size() > 1) return false;
  value.clear();
  for (const auto field : object) {
    if (field.key != "months") return false;
    constexpr FieldLimits kMonths = LimitsOf("months");
    if (!field.value.is_null() && !ReadList<CaseInput>(field.value, kMonths, value)) return false;
  }
  return Settle(value);
}

template <typename T>
bool ReadText(std::string_view text, T& value) {
  if constexpr (std::is_same_v<T, Date>) {
    return TakeDate(text, &value);
  } else if constexpr (std::is_same_v<T, Month>) {
    return TakeMonth(text, &value);
  } else if constexpr (std::is_same_v<T, Instant>) {
    return TakeInstant(text, &value);
  } else if constexpr (std::is_same_v<T, Personnummer>) {
    return TakePersonnummer(text, &value);
  } else if constexpr (std::is_same_v<T, FrameId>) {
    if (!text.empty()) return TakeId(text, &value);
    value = FrameId();  // a frame that nothing has stored yet
    return true;
  } else if constexpr (kIsId<T>) {
    return TakeId(text, &value);
  } else {
    return TakeEnum(text, &value);
  }
}

template <typename Owner, typename T>
bool ReadOptional(Json json, const FieldLimits& limits, std::optional<T>& value) {
  if constexpr (std::is_same_v<T, Date> || kIsId<T>) {  // empty text says nothing
    std::string_view text;
    if (TextOf(json, &text) && text.empty()) {
      value.reset();
      return true;
    }
  }
  if (!value.has_value()) value.emplace();
  return Read<Owner>(json, limits, *value);
}

template <typename Owner, typename T>
bool Read(Json json, const FieldLimits& limits, T& value) {
  if constexpr (kIsOptional<T>) {
    return ReadOptional<Owner>(json, limits, value);
  } else if constexpr (std::is_same_v<T, History>) {
    return ReadHistory(json, value);
  } else if constexpr (kIsList<T>) {
    return ReadList<Owner>(json, limits, value);
  } else if constexpr (std::is_same_v<T, bool>) {
    return json.get_bool().get(value) == simdjson::SUCCESS;
  } else if constexpr (std::is_same_v<T, int>) {
    std::int64_t number = 0;
    if (!NumberOf(json, &number) || number < limits.number.least || number > limits.number.most)
      return false;
    value = static_cast<int>(number);
    return true;
  } else if constexpr (std::is_same_v<T, Money>) {
    return ReadOre(json, OreMin<Owner>(), value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    std::string_view text;
    return TextOf(json, &text) && TakeText(text, limits.text, &value);
  } else if constexpr (std::is_enum_v<T> || kIsId<T> || std::is_same_v<T, Date> ||
                       std::is_same_v<T, Month> || std::is_same_v<T, Instant> ||
                       std::is_same_v<T, Personnummer>) {
    std::string_view text;
    return TextOf(json, &text) && ReadText(text, value);
  } else {
    return ReadObject(json, value);
  }
}

// A field that the object does not have; false where it must.
template <typename Owner, typename T>
bool ReadAbsent(const Owner& owner, T& value) {
  if constexpr (kIsOptional<T>) {
    value.reset();
  } else if constexpr (kIsList<T> || std::is_same_v<T, std::string>) {
    value.clear();
  } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, int>) {
    value = T{};
  } else if constexpr (std::is_same_v<T, Personnummer> || std::is_same_v<T, FrameId>) {
    value = T();
  } else if constexpr (std::is_enum_v<T>) {
    constexpr std::optional<T> kAbsent = EnumWhereAbsent<T>();
    value = kAbsent.value_or(T{});
    return kAbsent.has_value();
  } else if constexpr (std::is_same_v<T, Instant> && std::is_same_v<Owner, CaseInput>) {
    constexpr std::int64_t kDayMs = 86'400'000;
    value = Instant::FromUnixMs(kDayMs * owner.assessed_on.days_since_epoch());
  } else if constexpr (kIsId<T> || std::is_same_v<T, Date> || std::is_same_v<T, Month> ||
                       std::is_same_v<T, Instant> || std::is_same_v<T, Money>) {
    return false;
  } else {
    return ReadEmpty(value);
  }
  return true;
}

// ---- Fields by name
// ------------------------------------------------------------------------------

// The field that stands at kPlace of its list.
template <typename Owner, std::size_t kPlace>
struct ReadPlace {
  Json json;
  const FieldLimits& limits;
  bool ok = false;

  template <typename... T>
  void operator()(const Named<T>&... fields) {
    const auto& field = std::get<kPlace>(std::tie(fields...));
    ok = Read<Owner>(json, limits, field.value);
  }
};

template <typename T>
struct Entry {
  std::string_view name;
  FieldLimits limits;
  bool (*read)(Json json, const FieldLimits& limits, T& value) = nullptr;

  // Most keys differ in their length or first letter already.
  bool Is(std::string_view key) const {
    return name.size() == key.size() && name.front() == key.front() && name == key;
  }
};

template <typename T, std::size_t kPlace>
bool ReadAt(Json json, const FieldLimits& limits, T& value) {
  ReadPlace<T, kPlace> place{json, limits};
  Fields(place, value);
  return place.ok;
}

template <typename T>
struct ListEntries {
  std::vector<Entry<T>> entries;

  template <typename... F>
  void operator()(const Named<F>&... fields) {
    List(std::index_sequence_for<F...>{}, fields.name...);
  }

  template <std::size_t... kPlaces, typename... Name>
  void List(std::index_sequence<kPlaces...> /*places*/, Name... names) {
    entries = {Entry<T>{names, LimitsOf(names), &ReadAt<T, kPlaces>}...};
  }
};

template <typename T>
const std::vector<Entry<T>>& EntriesOf() {
  static const std::vector<Entry<T>> entries = [] {
    ListEntries<T> list;
    T value{};
    Fields(list, value);
    return std::move(list.entries);
  }();
  return entries;
}

// Every field that the object did not have.
template <typename Owner>
struct ReadRest {
  const Owner& owner;
  std::uint64_t found = 0;  // a bit a field, in the order of the list
  bool ok = true;

  template <typename... T>
  void operator()(const Named<T>&... fields) {
    static_assert(sizeof...(T) <= 64);
    std::uint64_t bit = 1;
    (One(fields, std::exchange(bit, bit << 1U)), ...);
  }

  template <typename T>
  void One(const Named<T>& field, std::uint64_t bit) {
    if ((found & bit) == 0 && ok) ok = ReadAbsent(owner, field.value);
  }
};

template <typename T>
bool ReadEmpty(T& value) {
  ReadRest<T> rest{value, 0};
  Fields(rest, value);
  return rest.ok && Settle(value);
}

template <typename T>
bool ReadObject(Json json, T& value) {
  simdjson::dom::object object;
  if (json.get_object().get(object) != simdjson::SUCCESS) return false;
  const std::vector<Entry<T>>& entries = EntriesOf<T>();
  std::uint64_t named = 0;
  std::uint64_t found = 0;
  std::size_t place = 0;  // keys mostly come in the order of the list
  for (const auto field : object) {
    if (field.key.empty()) return false;
    std::size_t tried = 0;
    while (tried < entries.size() && !entries[place].Is(field.key)) {
      place = place + 1 == entries.size() ? 0 : place + 1;
      ++tried;
    }
    if (tried == entries.size()) return false;
    const std::uint64_t bit = std::uint64_t{1} << place;
    if ((named & bit) != 0) return false;  // twice
    named |= bit;
    if (field.value.is_null()) continue;  // as left out
    found |= bit;
    if (!entries[place].read(field.value, entries[place].limits, value)) return false;
  }
  ReadRest<T> rest{value, found};
  Fields(rest, value);
  return rest.ok && Settle(value);
}

}  // namespace

struct FastCaseReader::Parser {
  simdjson::dom::parser parser{kJsonBytesMax};
};

FastCaseReader::FastCaseReader() : parser_(std::make_unique<Parser>()) {}

FastCaseReader::~FastCaseReader() = default;
FastCaseReader::FastCaseReader(FastCaseReader&&) noexcept = default;
FastCaseReader& FastCaseReader::operator=(FastCaseReader&&) noexcept = default;

bool FastCaseReader::Read(std::string_view json, CaseInput* value) {
  if (json.size() > kJsonBytesMax) return false;
  Json tree;
  return parser_->parser.parse(json.data(), json.size()).get(tree) == simdjson::SUCCESS &&
         ReadObject(tree, *value);
}

}  // namespace dm::codec
