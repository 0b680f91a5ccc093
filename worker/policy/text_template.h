// TextTemplate: a Swedish sentence of a policy file with named places: "{role}: {kind} på
// {amount}". Parsed and checked once at load, filled in when a result is written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/policy/policy_error.h"

namespace dm::policy {

class TextTemplate {
 public:
  TextTemplate() = default;

  // Nothing, and an error at `line`, when a brace is open or a place has a name that is not among
  // `names`.
  static std::optional<TextTemplate> Parse(std::string_view text,
                                           const std::vector<std::string>& names,
                                           int line,
                                           const std::string& what,
                                           FileErrors& errors);

  bool empty() const { return parts_.empty(); }

  // `value_of` gives the text for the name of a place.
  template <typename ValueOf>
  std::string Fill(const ValueOf& value_of) const {
    std::string out;
    for (const Part& part : parts_) out += part.place ? value_of(part.text) : part.text;
    return out;
  }

 private:
  struct Part {
    bool place = false;
    std::string text;  // the words, or the name of the place
  };

  std::vector<Part> parts_;
};

}  // namespace dm::policy
