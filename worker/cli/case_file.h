// Case files: the JSON form of medarbetare.v1.CaseInput on disk (docs/case-input.md).
#pragma once

#include <string>
#include <vector>

#include "medarbetare/v1/case_input.pb.h"
#include "worker/core/status.h"

namespace dm::cli {

// The file, or the *.json files of the folder in order of their names.
StatusOr<std::vector<std::string>> CaseFilesIn(const std::vector<std::string>& paths);

// At most 1 MiB. Errors name the file and the field, never a value.
StatusOr<medarbetare::v1::CaseInput> ReadCaseFile(const std::string& path);

// The whole file; at most 1 MiB.
StatusOr<std::string> ReadText(const std::string& path);

}  // namespace dm::cli
