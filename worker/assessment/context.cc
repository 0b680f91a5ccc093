#include "worker/assessment/context.h"

#include <utility>

namespace dm::assessment {

namespace {

void Number(std::size_t number, std::string* text) {
  if (number >= 10) Number(number / 10, text);
  text->push_back(static_cast<char>('0' + number % 10));
}

std::string Listed(std::string ref, std::string_view list, std::size_t index) {
  ref.append(".").append(list).append("[");
  Number(index, &ref);
  ref.push_back(']');
  return ref;
}

}  // namespace

std::string Ref(std::string_view list, std::size_t index) {
  return Listed("application", list, index);
}

std::string Ref(std::string_view list, std::size_t index, const PersonKey& person, Source source) {
  std::string ref;
  constexpr std::size_t kRoom = 40;
  ref.reserve(kRoom);
  ref.append("evidence.").append(person.value()).append(".").append(SourceCode(source));
  return Listed(std::move(ref), list, index);
}

}  // namespace dm::assessment
