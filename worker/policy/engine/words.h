// Words: every word of a policy set as a whole number, the same in all its tables and formulas.
// Filled while a set is loaded, constant afterwards.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dm::policy {

class Words {
 public:
  // A word that no rule mentions.
  static constexpr std::int64_t kOther = 0;

  Words() : words_(1) {}

  std::int64_t Intern(std::string_view word) {
    const auto [found, added] =
        numbers_.emplace(std::string(word), static_cast<std::int64_t>(words_.size()));
    if (added) words_.emplace_back(word);
    return found->second;
  }

  std::int64_t Find(std::string_view word) const {
    const auto found = numbers_.find(word);
    return found == numbers_.end() ? kOther : found->second;
  }

  const std::string& Word(std::int64_t number) const {
    return words_[static_cast<std::size_t>(number)];
  }

  std::size_t size() const { return words_.size(); }

 private:
  struct Hash {
    using is_transparent = void;

    std::size_t operator()(std::string_view word) const {
      return std::hash<std::string_view>()(word);
    }
  };

  std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>> numbers_;
  std::vector<std::string> words_;
};

}  // namespace dm::policy
