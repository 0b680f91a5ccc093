// Which keys wrap something in a store's file, for who looks from outside.
#pragma once

#include <string>
#include <vector>

#include "worker/adapters/sql/data_keys.h"
#include "worker/core/status.h"

namespace dm::sqlite {

// Beside the worker, or without one. FailedPrecondition STORE_OLDER for a file of before the keys.
StatusOr<std::vector<sql::KeyUse>> ReadKeyUse(const std::string& path);

}  // namespace dm::sqlite
