#include <filesystem>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "tests/arch/include_rules.h"
#include "tests/arch/source_tree.h"

namespace dm::arch {
namespace {

namespace fs = std::filesystem;

bool Fits(std::string_view path, const std::string& header) {
  return !Fault(path, {.header = header, .quoted = true, .line = 1}).has_value();
}

bool FitsInAngles(std::string_view path, const std::string& header) {
  return !Fault(path, {.header = header, .quoted = false, .line = 1}).has_value();
}

TEST(IncludeRulesTest, AFolderMayLookAtItselfAndAtItsRow) {
  EXPECT_TRUE(Fits("worker/assessment/assess.cc", "worker/assessment/assess.h"));
  EXPECT_TRUE(Fits("worker/assessment/assess.cc", "worker/policy/policy_set.h"));
  EXPECT_TRUE(Fits("worker/adapters/grpc/server.cc", "medarbetare/v1/case.pb.h"));
  EXPECT_TRUE(Fits("worker/main.cc", "worker/adapters/sqlite/store.h"));
  EXPECT_TRUE(Fits("worker/wiring/worker.cc", "connectors/ssbtek/ssbtek_source.h"));
  EXPECT_TRUE(Fits("worker/evidence/gather.cc", "worker/assessment/evidence_needs.h"));
  EXPECT_TRUE(FitsInAngles("worker/core/date.h", "chrono"));
}

TEST(IncludeRulesTest, StepsDoNotKnowEachOther) {
  EXPECT_FALSE(Fits("worker/assessment/assess.cc", "worker/decision/decide.h"));
  EXPECT_FALSE(Fits("worker/assessment/assess.cc", "worker/ports/store.h"));
  EXPECT_FALSE(Fits("worker/intake/intake.cc", "worker/evidence/gather.h"));
  EXPECT_FALSE(Fits("worker/evidence/gather.cc", "worker/assessment/assess.h"));
}

TEST(IncludeRulesTest, IncludesPointOneWay) {
  EXPECT_FALSE(Fits("worker/core/money.h", "worker/case/household.h"));
  EXPECT_FALSE(Fits("worker/case/household.h", "worker/policy/facts.h"));
  EXPECT_FALSE(Fits("worker/runtime/pipeline.cc", "worker/adapters/sqlite/store.h"));
  EXPECT_FALSE(Fits("connectors/http/client.cc", "connectors/ssbtek/envelope/request.h"));
  EXPECT_FALSE(Fits("worker/intake/intake.cc", "tests/support/fake_store.h"));
}

TEST(IncludeRulesTest, GeneratedTypesStayWithTheirAdapters) {
  EXPECT_FALSE(Fits("worker/adapters/sqlite/store.cc", "medarbetare/v1/case.pb.h"));
  EXPECT_FALSE(Fits("worker/runtime/pipeline.cc", "medarbetare/v1/case.pb.h"));
}

TEST(IncludeRulesTest, LibrariesStayWithTheirWrappers) {
  EXPECT_TRUE(Fits("worker/runtime/log.cc", "spdlog/spdlog.h"));
  EXPECT_FALSE(Fits("worker/runtime/pool.cc", "spdlog/spdlog.h"));
  EXPECT_FALSE(FitsInAngles("worker/runtime/pool.cc", "sqlite3.h"));
  EXPECT_FALSE(Fits("worker/decision/decide.cc", "absl/time/time.h"));
  EXPECT_FALSE(Fits("worker/core/money.cc", "unheard/of.h"));
}

TEST(IncludeRulesTest, TestsMayUseFixtures) {
  EXPECT_TRUE(Fits("worker/intake/intake_test.cc", "tests/support/fake_store.h"));
  EXPECT_TRUE(Fits("worker/intake/intake_test.cc", "gtest/gtest.h"));
  EXPECT_TRUE(Fits("connectors/ssbtek/test_reply.cc", "gtest/gtest.h"));
  EXPECT_FALSE(Fits("connectors/ssbtek/source.cc", "connectors/ssbtek/test_reply.h"));
  EXPECT_FALSE(Fits("worker/intake/intake.cc", "gtest/gtest.h"));
  EXPECT_FALSE(Fits("worker/intake/intake_test.cc", "worker/decision/decide.h"));
}

TEST(IncludeRulesTest, AFolderWithoutARowIsAFault) {
  EXPECT_FALSE(Fits("worker/attic/old.cc", "worker/core/money.h"));
}

TEST(IncludesTest, EveryIncludeFitsTheTable) {
  for (const char* folder : {"worker", "connectors"}) {
    for (const std::string& path : SourcesBelow(folder)) {
      for (const Include& include : IncludesIn(ReadFile(path))) {
        const auto fault = Fault(path, include);
        EXPECT_FALSE(fault.has_value())
            << path << ":" << include.line << ": " << include.header << ": " << *fault;
      }
    }
  }
}

TEST(IncludesTest, EveryHeaderIsGuarded) {
  for (const char* folder : {"worker", "connectors", "tests"}) {
    for (const std::string& path : SourcesBelow(folder)) {
      if (!path.ends_with(".h")) continue;
      EXPECT_NE(ReadFile(path).find("#pragma once\n"), std::string::npos) << path;
    }
  }
}

TEST(IncludesTest, OurHeadersAreNamedFromTheRoot) {
  for (const char* folder : {"worker", "connectors"}) {
    for (const std::string& path : SourcesBelow(folder)) {
      for (const Include& include : IncludesIn(ReadFile(path))) {
        const fs::path beside =
            fs::path(DM_SOURCE_DIR) / fs::path(path).parent_path() / include.header;
        EXPECT_FALSE(include.quoted && fs::exists(beside))
            << path << ":" << include.line << ": write the path from the root";
      }
    }
  }
}

}  // namespace
}  // namespace dm::arch
