// The readers: each turns one kind of policy file into its part of PolicyData, and reports every
// broken rule with its line.
#pragma once

#include <string>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/policy_files.h"
#include "worker/policy/yaml_map.h"
#include "worker/policy/yaml_tree.h"

namespace dm::policy {

enum class Owner { kNational, kMunicipal };

// schema_reader.cc
void ReadDomains(const YamlNode& root, FileErrors& errors, PolicyData& data);
void ReadSources(const YamlNode& root, FileErrors& errors, PolicyData& data);
void ReadFacts(const YamlNode& root, FileErrors& errors, PolicyData& data);

// manifest_reader.cc
void ReadManifest(const YamlNode& root, FileErrors& errors, Owner owner, PolicyData& data);

// parameter_reader.cc; `files` for rows_file
void ReadParameters(const YamlNode& root,
                    FileErrors& errors,
                    Owner owner,
                    const PolicyFiles& files,
                    PolicyData& data);

// table_reader.cc (decision tables) and catalogue_reader.cc (codes, gates, triggers, queues): a
// file of tables/ says its kind
void ReadTable(const YamlNode& root, FileErrors& errors, PolicyData& data);
void ReadDecisionTable(YamlMap& map, FileErrors& errors, PolicyData& data);
void ReadCodes(YamlMap& map, FileErrors& errors, PolicyData& data);
void ReadGates(YamlMap& map, FileErrors& errors, PolicyData& data);
void ReadTriggers(YamlMap& map, FileErrors& errors, PolicyData& data);
void ReadQueues(YamlMap& map, FileErrors& errors, PolicyData& data);
void ReadRouteReasons(YamlMap& map, FileErrors& errors, PolicyData& data);

// calc_reader.cc
void ReadCalculation(const YamlNode& root, FileErrors& errors, PolicyData& data);

// typfall_reader.cc; `folder` is the name of its folder, which must be its code
void ReadTypfall(const YamlNode& root,
                 const std::string& folder,
                 FileErrors& errors,
                 PolicyData& data);

// municipality_reader.cc
void ReadModes(const YamlNode& root, FileErrors& errors, PolicyData& data);
void ReadDelegations(const YamlNode& root, FileErrors& errors, PolicyData& data);
void ReadIncidents(const YamlNode& root, FileErrors& errors, PolicyData& data);
void ReadApprovals(const YamlNode& root, FileErrors& errors, PolicyData& data);
void ReadTexts(const YamlNode& root, FileErrors& errors, PolicyData& data);

// letter_reader.cc; `id` is language and name: "sv/beslut_bifall"
void ReadLetter(const std::string& text,
                const std::string& id,
                FileErrors& errors,
                PolicyData& data);

// Shared helpers.
// `unit` and, for codes, `domain` of the map.
ValueType ReadValueType(YamlMap& map, const PolicyData& data);
// `source` of the map, or `otherwise` where it has none; none at all is an error. Each use is noted
// for the check of dates.
std::vector<std::string> ReadSourcesOf(YamlMap& map,
                                       const std::vector<std::string>& otherwise,
                                       const Period& valid,
                                       PolicyData& data);
// An evidence grade: R A M C D (norm) or A B C P; `otherwise` where the key is absent.
std::string ReadGrade(YamlMap& map, const std::string& otherwise, Need need);
// False, and told, when `grade` is none.
bool CheckGrade(const std::string& grade, const std::string& what, int line, FileErrors& errors);

}  // namespace dm::policy
