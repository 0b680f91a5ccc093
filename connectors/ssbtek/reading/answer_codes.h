// AnswerCodes: what the codes in the registers' answers mean. The rows are policy
// (policies/tables/answer_codes.yaml), each with its source; the readers know only the meanings. A
// code without a row means nothing: it makes unknown what it stands for, and operators see it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace dm::ssbtek {

class AnswerCodes {
 public:
  // A row of this code stands for every code that its field does not list.
  static constexpr std::string_view kAnyOther = "*";

  // `register_code` is "AF", "CSN", "FK", "PM", "SKV", "SO", "TNS", "MIV" or "SSBTEK"; `field` the
  // contract's name of the element or key, such as "StatusSokandeinformationKod".
  void Add(std::string_view register_code,
           std::string_view field,
           std::string_view code,
           std::string_view meaning);

  // Nothing for a code that is not listed. Builds no text: it is asked for every row of an answer.
  std::optional<std::string_view> Meaning(std::string_view register_code,
                                          std::string_view field,
                                          std::string_view code) const;

  // Whether the code is listed with this meaning.
  bool Means(std::string_view register_code,
             std::string_view field,
             std::string_view code,
             std::string_view meaning) const {
    return Meaning(register_code, field, code) == meaning;
  }

  bool empty() const { return meanings_.empty(); }

 private:
  struct View {
    std::string_view register_code;
    std::string_view field;
    std::string_view code;
  };

  struct Key {
    std::string register_code;
    std::string field;
    std::string code;
  };

  struct Less {
    using is_transparent = void;
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const;
  };

  std::map<Key, std::string, Less> meanings_;
};

}  // namespace dm::ssbtek
