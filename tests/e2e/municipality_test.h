// MunicipalityTest: a test that has a municipality of its own, in a folder that stays when it
// fails.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/e2e/municipality.h"
#include "worker/core/instant.h"

namespace dm::e2e {

class MunicipalityTest : public ::testing::Test {
 protected:
  explicit MunicipalityTest(int households) : households_(households) {}

  void SetUp() override {
    ASSERT_TRUE(LoadSwedishTime().ok());
    const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    municipality_ =
        std::make_unique<Municipality>(name + "-" + std::to_string(getpid()), households_);
  }

  void TearDown() override {
    const std::string folder = municipality_->folder();
    municipality_.reset();
    if (!HasFailure()) std::filesystem::remove_all(folder);
  }

  std::string Path(const std::string& name) const { return municipality_->folder() + "/" + name; }

  // A command that opens the store, or asks the worker that has it.
  Finished Run(const std::vector<std::string>& words) const {
    std::vector<std::string> all = {Municipality::Binary("medarbetare")};
    all.insert(all.end(), words.begin(), words.end());
    all.insert(all.end(), {"--config", municipality_->config()});
    return RunCommand(all);
  }

  Finished Reconcile() const {
    return municipality_->Medarbetare({"effect", "reconcile", "--month", "2026-12", "--ask"});
  }

  std::unique_ptr<Municipality> municipality_;

 private:
  const int households_;
};

}  // namespace dm::e2e
