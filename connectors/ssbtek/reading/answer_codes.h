// AnswerCodes: what the codes in the registers' answers mean. The rows are policy
// (policies/tables/answer_codes.yaml), each with its source; the readers know only the meanings. A
// code without a row means nothing: it makes unknown what it stands for, and operators see it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace dm::ssbtek {

class AnswerCodes {
 public:
  // `register_code` is "AF", "CSN", "FK", "PM", "SKV", "SO", "TNS", "MIV" or "SSBTEK"; `field` the
  // contract's name of the element or key, such as "StatusSokandeinformationKod".
  void Add(std::string_view register_code,
           std::string_view field,
           std::string_view code,
           std::string_view meaning);

  // Nothing for a code that is not listed.
  std::optional<std::string_view> Meaning(std::string_view register_code,
                                          std::string_view field,
                                          std::string_view code) const;

  bool empty() const { return meanings_.empty(); }

 private:
  std::map<std::string, std::string, std::less<>> meanings_;  // "AF\nfield\ncode"
};

}  // namespace dm::ssbtek
