// PolicyError: one broken rule of the policy format, with the place and what to do about it.
// FileErrors collects them for one file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dm {

struct PolicyError {
  std::string file;  // relative to the policies folder
  int line = 0;      // 1-based; 0 where no line is at fault
  std::string message;
  std::string remedy;

  std::string ToString() const;  // "parameters/x.yaml:12: message; remedy"
};

namespace policy {

// `text` from a policy file in quotes, cut to 60 bytes, control characters replaced, so that an
// error stays one readable line.
std::string Quoted(std::string_view text);

// "a, b, c"
std::string Joined(const std::vector<std::string>& words);

class FileErrors {
 public:
  FileErrors(std::string file, std::vector<PolicyError>* errors)
      : file_(std::move(file)), errors_(errors) {}

  void Add(int line, std::string message, std::string remedy);

  const std::string& file() const { return file_; }

  std::size_t count() const { return errors_->size(); }

  std::vector<PolicyError>* all() const { return errors_; }

 private:
  std::string file_;
  std::vector<PolicyError>* errors_;
};

}  // namespace policy
}  // namespace dm
