// PolicyTree (tests only): a small valid policies folder in a temporary place, to break one file at
// a time.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "worker/policy/policy_loader.h"

namespace dm::policy {

inline constexpr char kTestMunicipality[] = "0001-provkommun";

class PolicyTree {
 public:
  PolicyTree();
  ~PolicyTree();
  PolicyTree(const PolicyTree&) = delete;
  PolicyTree& operator=(const PolicyTree&) = delete;
  PolicyTree(PolicyTree&&) = delete;
  PolicyTree& operator=(PolicyTree&&) = delete;

  const std::string& root() const { return root_; }

  PolicyTree& Set(const std::string& path, const std::string& text);
  PolicyTree& Append(const std::string& path, const std::string& text);
  // Replaces the first `from`, which must be there, by `to`.
  PolicyTree& Edit(const std::string& path, const std::string& from, const std::string& to);
  PolicyTree& Remove(const std::string& path);
  // The file of the municipality.
  static std::string Own(const std::string& path);

  PolicyLoad Load();

 private:
  std::string root_;
  std::map<std::string, std::string> files_;
};

// "file:line: message; remedy" of all errors, one a line.
std::string TextOf(const std::vector<PolicyError>& errors);

Date Day(const char* text);

// The load fails, one of its errors begins with `place` ("file:line:") and holds `message`, and
// every error has a remedy.
void ExpectError(PolicyTree& tree, const std::string& place, const std::string& message);

// The same, and it has no other.
void ExpectOnlyError(PolicyTree& tree, const std::string& place, const std::string& message);

// A decision table "t" over f.count (n) and f.colour (c), whose rows begin on line 13.
std::string TableWith(const std::string& rows, const std::string& hit = "unique");

}  // namespace dm::policy
