// PolicyFiles: the texts of one policy set in canonical form, from a folder or from the content of
// an earlier load.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/policy/policy_error.h"

namespace dm::policy {

struct PolicyFiles {
  std::string municipality;
  std::map<std::string, std::string>
      texts;          // path relative to the policies folder → canonical text
  bool whole = true;  // false: a file of the set could not be read, and is not among `texts`

  // The folder that belongs to the municipality, with its closing slash:
  // "municipality/0000-exempelkommun/".
  std::string municipality_folder() const;
};

// The bytes of a file; nothing when it cannot be read.
std::optional<std::string> ReadWhole(const std::filesystem::path& path);

// UTF-8 without byte order mark, line feeds only, one at the end: the same on every machine and
// after every checkout.
std::string CanonicalText(std::string_view bytes);

// Reads what belongs to the national set and to one municipality. README.md and golden cases
// (cases/, also beside a typfall or in a municipality) are documents and no part of the set; any
// other file that the format does not know is an error, so that a misspelt name is not left out in
// silence.
PolicyFiles ReadPolicyFolder(const std::string& root,
                             const std::string& municipality,
                             std::vector<PolicyError>* errors);

// One text that holds every file; the digest of a set is over it. Decode is its inverse and refuses
// anything else.
std::string EncodePolicyFiles(const PolicyFiles& files);
std::optional<PolicyFiles> DecodePolicyFiles(std::string_view content);

}  // namespace dm::policy
