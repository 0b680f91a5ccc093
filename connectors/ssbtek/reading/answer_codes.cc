#include "connectors/ssbtek/reading/answer_codes.h"

namespace dm::ssbtek {
namespace {

std::string KeyOf(std::string_view register_code, std::string_view field, std::string_view code) {
  std::string key(register_code);
  key += '\n';
  key += field;
  key += '\n';
  key += code;
  return key;
}

}  // namespace

void AnswerCodes::Add(std::string_view register_code,
                      std::string_view field,
                      std::string_view code,
                      std::string_view meaning) {
  meanings_.insert_or_assign(KeyOf(register_code, field, code), std::string(meaning));
}

std::optional<std::string_view> AnswerCodes::Meaning(std::string_view register_code,
                                                     std::string_view field,
                                                     std::string_view code) const {
  const auto found = meanings_.find(KeyOf(register_code, field, code));
  if (found == meanings_.end()) return std::nullopt;
  return found->second;
}

}  // namespace dm::ssbtek
