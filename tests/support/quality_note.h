// What a step leaves for the quality work, stored as the step stores it.
#pragma once

#include <optional>

#include <gtest/gtest.h>

#include "worker/ports/store.h"

namespace dm::testing {

inline void StoreNote(Store& store,
                      const CaseId& id,
                      const std::optional<QualityNote>& note,
                      CaseState to,
                      Instant now) {
  CaseChange change;
  change.case_id = id;
  change.expected_version = store.GetCase(id)->version;
  change.to = to;
  change.quality = note;
  change.audit.action = "noted";
  ASSERT_TRUE(store.Apply(change, now).ok());
}

}  // namespace dm::testing
