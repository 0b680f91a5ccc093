// A key file for tests, beside what it seals.
#pragma once

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "worker/sealing/key_file.h"
#include "worker/sealing/key_ring.h"

namespace dm::testing {

// A ring over the file at `path`, which is made with one key, k1, where there is none.
inline std::shared_ptr<sealing::KeyRing> KeysAt(const std::string& path) {
  if (!sealing::ReadKeyFile(path).ok()) {
    sealing::KeyFile file;
    file.current = "k1";
    file.keys.emplace("k1", sealing::Key::Random());
    EXPECT_TRUE(sealing::WriteKeyFile(path, file, sealing::Writing::kNew).ok());
  }
  auto ring = sealing::KeyRing::Open(path);
  EXPECT_TRUE(ring.ok()) << MessageOf(ring.status());
  return ring.ok() ? *ring : nullptr;
}

// A new key that is current from now on; those of before stay.
inline void AddCurrentKey(const std::string& path, const std::string& name) {
  auto file = sealing::ReadKeyFile(path);
  ASSERT_TRUE(file.ok()) << MessageOf(file.status());
  file->keys.emplace(name, sealing::Key::Random());
  file->current = name;
  ASSERT_TRUE(sealing::WriteKeyFile(path, *file, sealing::Writing::kReplace).ok());
}

}  // namespace dm::testing
