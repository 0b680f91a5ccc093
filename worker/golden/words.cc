#include "worker/golden/words.h"

#include <algorithm>
#include <string_view>

#include "worker/core/date.h"
#include "worker/core/money.h"

namespace dm::golden {

namespace {

using policy::PolicyData;
using policy::Unit;

std::string NumberInWords(Unit unit, std::int64_t number) {
  switch (unit) {
    case Unit::kKr:
      return Money::FromOre(number).ToSwedish();
    case Unit::kPercent:
      return std::to_string(number) + " procent";
    case Unit::kDate:
      return Date::FromDaysSinceEpoch(static_cast<std::int32_t>(number)).ToString();
    case Unit::kCount:
    case Unit::kBool:
    case Unit::kCode:
    case Unit::kText:
      break;
  }
  return std::to_string(number);
}

template <typename List>
std::string TitleIn(const List& list, std::string_view code) {
  const auto found =
      std::find_if(list.begin(), list.end(), [code](const auto& one) { return one.code == code; });
  return found == list.end() ? "" : found->title;
}

// "GATE.G07.FAIL.TWICE" belongs to G-07, "TRIG.X22" to X-22; anything else to nothing.
std::string OwnerOf(const std::string& code) {
  constexpr std::string_view kGate = "GATE.";
  constexpr std::string_view kTrigger = "TRIG.";
  std::string_view rest = code;
  if (rest.starts_with(kGate)) {
    rest.remove_prefix(kGate.size());
  } else if (rest.starts_with(kTrigger)) {
    rest.remove_prefix(kTrigger.size());
  } else {
    return "";
  }
  if (rest.size() < 3) return "";
  return std::string(rest.substr(0, 1)) + "-" + std::string(rest.substr(1, 2));
}

std::string TextOf(const PolicyData& data, const std::string& code) {
  const auto text = data.texts.find(code);
  if (text != data.texts.end()) return text->second;
  const std::string owner = OwnerOf(code);
  for (const std::string& one : {code, owner}) {
    if (one.empty()) continue;
    for (const std::string& title : {TitleIn(data.gates, one),
                                     TitleIn(data.triggers, one),
                                     TitleIn(data.queues, one),
                                     TitleIn(data.typfall, one)}) {
      if (!title.empty()) return title;
    }
  }
  for (const TypfallPolicy& typfall : data.typfall) {
    for (const Criterion& criterion : typfall.criteria) {
      if (criterion.id == code) return criterion.text;
    }
  }
  return "";
}

}  // namespace

std::string InWords(const policy::ValueType& type, const FactValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "ja" : "nej";
  if (const std::int64_t* number = std::get_if<std::int64_t>(&value)) {
    return NumberInWords(type.unit, *number);
  }
  return std::get<std::string>(value);
}

std::string InWords(const policy::ValueType& type, std::int64_t number) {
  return NumberInWords(type.unit, number);
}

std::string WithWords(const PolicyData& data, const std::string& code) {
  const std::string text = TextOf(data, code);
  return text.empty() ? code : code + " (" + text + ")";
}

std::string ListInWords(const PolicyData& data, const std::vector<std::string>& codes) {
  std::string text;
  for (const std::string& code : codes) text += (text.empty() ? "" : ", ") + WithWords(data, code);
  return text.empty() ? "inget" : text;
}

std::string InWords(const policy::Place& place) {
  return place.file + ":" + std::to_string(place.line);
}

}  // namespace dm::golden
