#include "worker/config/config.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

namespace dm {
namespace {

using ::testing::ContainerEq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kGood[] = R"(environment: development
municipality: 0000-exempelkommun
policies: policies
database: state/medarbetare.db
ssbtek:
  url: http://127.0.0.1:8080/
  organisation_number: "162120000001"
  organisation_name: Exempelkommun
  aktorsid: "000-00"
  lefi_groups_granted: ["FK:BOB", "PM:AP"]
)";

std::string SourceFile(const std::string& path) {
  std::ifstream file(std::string(DM_SOURCE_DIR) + "/" + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// "grpc.callers[].uri": the paths of all values below `node`.
void AddKeys(const YAML::Node& node, const std::string& path, std::set<std::string>& keys) {
  if (node.IsMap()) {
    for (const auto& entry : node) {
      AddKeys(entry.second, path + (path.empty() ? "" : ".") + entry.first.Scalar(), keys);
    }
  } else if (node.IsSequence() && node.size() > 0 && node[0].IsMap()) {
    for (const auto& item : node) AddKeys(item, path + "[]", keys);
  } else {
    keys.insert(path);
  }
}

// The keys that begin a row of a table in docs/operating/configuration.md.
std::set<std::string> DocumentedKeys() {
  static const std::regex kRow("\n\\| `([a-z0-9_.\\[\\]]+)` \\|");
  const std::string page = SourceFile("docs/operating/configuration.md");
  std::set<std::string> keys;
  for (std::sregex_iterator row(page.begin(), page.end(), kRow), end; row != end; ++row) {
    EXPECT_TRUE(keys.insert((*row)[1]).second) << (*row)[1] << " stands twice";
  }
  return keys;
}

class ConfigTest : public ::testing::Test {
 protected:
  ConfigLoad Load(const std::string& text) {
    const std::filesystem::path path =
        std::filesystem::path(::testing::TempDir()) /
        (std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + ".yaml");
    std::ofstream(path) << text;
    return LoadConfig(path.string());
  }

  std::string OnlyError(const std::string& text) {
    const ConfigLoad load = Load(text);
    EXPECT_EQ(load.errors.size(), 1U);
    return load.errors.empty() ? "" : load.errors.front().ToString("f");
  }
};

TEST_F(ConfigTest, ReadsAGoodFileAndResolvesItsPaths) {
  const ConfigLoad load = Load(kGood);
  ASSERT_THAT(load.errors, IsEmpty());
  EXPECT_EQ(load.config.environment, Environment::kDevelopment);
  EXPECT_TRUE(std::filesystem::path(load.config.policies).is_absolute());
}

TEST_F(ConfigTest, NamesAnUnknownKeyWithItsLine) {
  EXPECT_THAT(OnlyError(std::string(kGood) + "worker:\n  thread: 4\n"),
              HasSubstr("f:12: worker.thread is not a known key"));
}

TEST_F(ConfigTest, NamesAMissingKey) {
  EXPECT_THAT(OnlyError("environment: development\nmunicipality: a\npolicies: p\nssbtek:\n  url: "
                        "http://127.0.0.1:1/\n  organisation_number: \"1\"\n  organisation_name: "
                        "a\n  aktorsid: a\n  lefi_groups_granted: [a]\n"),
              HasSubstr("database is missing"));
}

TEST_F(ConfigTest, RefusesAKeyGivenTwice) {
  EXPECT_THAT(OnlyError(std::string(kGood) + "log:\n  level: info\n  level: error\n"),
              HasSubstr("f:13: log.level is given twice"));
}

TEST_F(ConfigTest, RefusesANumberWithAUnit) {
  EXPECT_THAT(OnlyError(std::string(kGood) + "worker:\n  poll_ms: 5s\n"),
              HasSubstr("worker.poll_ms is not a whole number from 10 to 60000"));
}

TEST_F(ConfigTest, RefusesALeaseShorterThanThreeCases) {
  EXPECT_THAT(OnlyError(std::string(kGood) + "worker:\n  lease_ms: 100000\n"),
              HasSubstr("worker.lease_ms is shorter than three times"));
}

TEST_F(ConfigTest, RefusesAnOpenPortWithoutTls) {
  EXPECT_THAT(OnlyError(std::string(kGood) + "grpc:\n  listen: 0.0.0.0:7443\n"),
              HasSubstr("grpc.tls is missing"));
}

TEST_F(ConfigTest, RefusesPlainHttpBeyondLoopback) {
  std::string text(kGood);
  text.replace(text.find("127.0.0.1"), 9, "192.0.2.1");
  EXPECT_THAT(OnlyError(text), HasSubstr("ssbtek.url is not https"));
}

TEST_F(ConfigTest, RefusesAShiftedClockInProduction) {
  std::string text(kGood);
  text.replace(text.find("development"), 11, "production");
  EXPECT_THAT(OnlyError(text + "development:\n  clock_offset_ms: 5\n"),
              HasSubstr("development.clock_offset_ms is for development"));
}

TEST_F(ConfigTest, RefusesACallerWithAnUnknownRole) {
  EXPECT_THAT(OnlyError(std::string(kGood) +
                        "grpc:\n  callers:\n    - {uri: \"spiffe://a\", roles: [king]}\n"),
              HasSubstr("grpc.callers[0].roles is no list of roles"));
}

TEST_F(ConfigTest, OutsideDevelopmentEveryCallerIsListed) {
  std::string text(kGood);
  text.replace(text.find("development"), 11, "test");
  text.replace(text.find("http://127.0.0.1:8080/"), 22, "https://ssbtek.example/");
  text += "  tls: {certificate: a, key: b, ca: c}\ngrpc:\n  tls: {certificate: a, key: b, ca: c}\n";
  EXPECT_THAT(OnlyError(text), HasSubstr("grpc.callers is missing"));
}

TEST_F(ConfigTest, RefusesHalfSetTls) {
  EXPECT_THAT(OnlyError(std::string(kGood) + "grpc:\n  tls:\n    certificate: a.pem\n"),
              HasSubstr("grpc.tls.certificate is half set"));
}

TEST_F(ConfigTest, TakesAPkcs12FileForSsbtekAlone) {
  EXPECT_THAT(Load(std::string(kGood) + "  tls: {pkcs12: a.p12, ca: c}\n").errors, IsEmpty());
  EXPECT_THAT(OnlyError(std::string(kGood) +
                        "grpc:\n  tls: {certificate: a, key: b, ca: c, pkcs12: a.p12}\n"),
              HasSubstr("grpc.tls.pkcs12 is not a known key"));
}

TEST_F(ConfigTest, SaysWhereTheYamlBreaks) {
  EXPECT_THAT(OnlyError("a: [\n"), HasSubstr("is not valid YAML"));
}

TEST_F(ConfigTest, SaysThatAFileIsMissing) {
  const ConfigLoad load = LoadConfig("/nonexistent/medarbetare.yaml");
  ASSERT_EQ(load.errors.size(), 1U);
  EXPECT_THAT(load.errors[0].message, HasSubstr("cannot be read"));
}

TEST_F(ConfigTest, DescribesWhatHoldsWithSecretsHidden) {
  ConfigLoad load = Load(kGood);
  load.config.grpc.tls.key = "secret-place.pem";
  const std::string text = DescribeConfig(load.config);
  EXPECT_THAT(text, HasSubstr("total_timeout_ms: 30000"));
  EXPECT_THAT(text, HasSubstr("(hidden)"));
  EXPECT_THAT(text, Not(HasSubstr("secret-place")));
}

TEST_F(ConfigTest, TheExampleForProductionHolds) {
  const ConfigLoad load =
      LoadConfig(std::string(DM_SOURCE_DIR) + "/deploy/medarbetare.example.yaml");
  for (const ConfigError& error : load.errors) ADD_FAILURE() << error.ToString("example");
  EXPECT_EQ(load.config.environment, Environment::kProduction);
  EXPECT_FALSE(load.config.grpc.callers.empty());
  EXPECT_FALSE(load.config.ssbtek.processors.empty());
}

// The example sets both lists, so that what it describes holds every key there is.
TEST_F(ConfigTest, TheReferenceListsEveryKeyAndNoOther) {
  const ConfigLoad load =
      LoadConfig(std::string(DM_SOURCE_DIR) + "/deploy/medarbetare.example.yaml");
  std::set<std::string> keys;
  AddKeys(YAML::Load(DescribeConfig(load.config)), "", keys);
  EXPECT_GT(keys.size(), 30U);
  EXPECT_THAT(DocumentedKeys(), ContainerEq(keys));
}

}  // namespace
}  // namespace dm
