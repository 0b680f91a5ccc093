// A store's file, held and read for a copy of all its rows.
#pragma once

#include <memory>
#include <string>

#include "worker/adapters/sql/table_copy.h"
#include "worker/core/status.h"

namespace dm::sqlite {

// As OpenSqliteStore refuses, and STORE_OLDER: it has not the form of this program. Nothing in the
// file changes; no worker opens it meanwhile.
StatusOr<std::unique_ptr<sql::CopySource>> OpenCopySource(const std::string& path);

}  // namespace dm::sqlite
