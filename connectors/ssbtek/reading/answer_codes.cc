#include "connectors/ssbtek/reading/answer_codes.h"

#include <tuple>

namespace dm::ssbtek {

template <typename A, typename B>
bool AnswerCodes::Less::operator()(const A& a, const B& b) const {
  using Views = std::tuple<std::string_view, std::string_view, std::string_view>;
  return Views(a.code, a.field, a.register_code) < Views(b.code, b.field, b.register_code);
}

void AnswerCodes::Add(std::string_view register_code,
                      std::string_view field,
                      std::string_view code,
                      std::string_view meaning) {
  meanings_.insert_or_assign(Key{std::string(register_code), std::string(field), std::string(code)},
                             std::string(meaning));
}

std::optional<std::string_view> AnswerCodes::Meaning(std::string_view register_code,
                                                     std::string_view field,
                                                     std::string_view code) const {
  auto found = meanings_.find(View{register_code, field, code});
  if (found == meanings_.end()) found = meanings_.find(View{register_code, field, kAnyOther});
  if (found == meanings_.end()) return std::nullopt;
  return found->second;
}

}  // namespace dm::ssbtek
