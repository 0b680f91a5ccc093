// The numbers of the types that the rows use, as pg_type has them: part of the protocol.
#pragma once

#include <libpq-fe.h>

#include "worker/adapters/sql/statement.h"
#include "worker/core/check.h"

namespace dm::postgres {

constexpr Oid kInt8 = 20;
constexpr Oid kText = 25;
constexpr Oid kBytea = 17;
constexpr Oid kInt8Array = 1'016;
constexpr Oid kTextArray = 1'009;
constexpr Oid kByteaArray = 1'001;

inline Oid OidOf(sql::ValueType type) {
  switch (type) {
    case sql::ValueType::kInt:
      return kInt8;
    case sql::ValueType::kText:
      return kText;
    case sql::ValueType::kBlob:
      return kBytea;
  }
  DM_CHECK(false && "type outside its enum");
  return kText;
}

// Of whose elements have the type.
constexpr Oid ArrayOf(Oid element) {
  if (element == kInt8) return kInt8Array;
  return element == kText ? kTextArray : kByteaArray;
}

}  // namespace dm::postgres
