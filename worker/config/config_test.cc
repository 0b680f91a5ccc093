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

TEST_F(ConfigTest, RefusesAShiftedClockOutsideDevelopment) {
  std::string text(kGood);
  text.replace(text.find("development"), 11, "test");
  EXPECT_THAT(OnlyError(text + "development:\n  clock_offset_ms: 5\n"),
              HasSubstr("development.clock_offset_ms is for development"));
}

constexpr char kApprovers[] =
    "policies:\n  folder: policies\n  approvers:\n"
    "    - {id: anna.a, public_key: "
    "\"0000000000000000000000000000000000000000000000000000000000000001\"}\n"
    "    - {id: bo.b, public_key: "
    "\"0000000000000000000000000000000000000000000000000000000000000002\"}\n";

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST_F(ConfigTest, ReadsWhoSignsThePolicies) {
  const ConfigLoad plain = Load(kGood);
  EXPECT_EQ(plain.config.signing.required, 0);
  const std::string two = Replaced(kGood, "policies: policies\n", kApprovers);
  const ConfigLoad load =
      Load(Replaced(two, "  approvers", "  required_signatures: 2\n  approvers"));
  ASSERT_THAT(load.errors, IsEmpty());
  EXPECT_EQ(load.config.signing.required, 2);
  ASSERT_EQ(load.config.signing.approvers.size(), 2U);
  EXPECT_EQ(load.config.signing.approvers[1].id, "bo.b");
  EXPECT_TRUE(std::filesystem::path(load.config.policies).is_absolute());
  EXPECT_THAT(DescribeConfig(load.config), HasSubstr("required_signatures: 2"));
}

TEST_F(ConfigTest, ProductionAsksForTwoWhoSign) {
  const std::string two =
      Replaced(Replaced(kGood, "development", "production"), "policies: policies\n", kApprovers);
  EXPECT_EQ(Load(two).config.signing.required, 2);
  const auto errors = [this](const std::string& text) {
    std::string all;
    for (const ConfigError& error : Load(text).errors) all += error.ToString("f") + "\n";
    return all;
  };
  EXPECT_THAT(errors(Replaced(kGood, "development", "production")),
              HasSubstr("policies.approvers names fewer people"));
  EXPECT_THAT(errors(Replaced(two, "  approvers", "  required_signatures: 1\n  approvers")),
              HasSubstr("policies.required_signatures is less than 2"));
  EXPECT_THAT(errors(Replaced(two, "bo.b", "anna.a")),
              HasSubstr("policies.approvers[1].id has the id or the key of another approver"));
  EXPECT_THAT(errors(Replaced(two, "0002", "0001")), HasSubstr("has the id or the key of another"));
  EXPECT_THAT(errors(Replaced(two, "0002", "000X")), HasSubstr("is no Ed25519 key"));
  EXPECT_THAT(errors(Replaced(two, "bo.b", "\"bo b\"")), HasSubstr("is no user id"));
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
  text +=
      "  rate_per_minute: 60\n  tls: {certificate: a, key: b, ca: c}\ngrpc:\n  tls: {certificate: "
      "a, key: b, ca: c}\n";
  EXPECT_THAT(OnlyError(text), HasSubstr("grpc.callers is missing"));
}

TEST_F(ConfigTest, ShowsAKeyAsOneLineOfPlainText) {
  const std::string error = OnlyError(std::string(kGood) + "\"a\\nb\\e[2J\\u202Ec\\u00e5\": 1\n");
  EXPECT_THAT(error, HasSubstr("a?b?[2J?cå is not a known key"));
  const std::string cut = OnlyError(std::string(kGood) + std::string(1'000, 'x') + ": 1\n");
  EXPECT_THAT(cut, HasSubstr("xxx… is not a known key"));
  EXPECT_LT(cut.size(), 700U);
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

TEST_F(ConfigTest, OneFormOfTheCertificateForSsbtek) {
  EXPECT_THAT(
      OnlyError(std::string(kGood) + "  tls: {pkcs12: a.p12, certificate: b, key: c, ca: d}\n"),
      HasSubstr("ssbtek.tls.pkcs12 stands beside a PEM pair"));
}

TEST_F(ConfigTest, OutsideDevelopmentTheAgreedRateIsStated) {
  std::string text(kGood);
  text.replace(text.find("development"), 11, "test");
  text.replace(text.find("http://127.0.0.1:8080/"), 22, "https://ssbtek.example/");
  text += "  tls: {certificate: a, key: b, ca: c}\n";
  const std::string grpc =
      "grpc:\n  tls: {certificate: a, key: b, ca: c}\n  callers: [{uri: \"spiffe://a\", roles: "
      "[operations]}]\nsealing: {key_file: keys}\n";
  EXPECT_THAT(OnlyError(text + grpc), HasSubstr("ssbtek.rate_per_minute is missing or 0"));
  EXPECT_THAT(OnlyError(text + "  rate_per_minute: 0\n" + grpc), HasSubstr("1 to 600000"));
  EXPECT_THAT(Load(text + "  rate_per_minute: 60\n" + grpc).errors, IsEmpty());
}

TEST_F(ConfigTest, ARateBesideOthersIsBoundedAndZeroIsNone) {
  const std::string grpc = std::string(kGood) + "grpc: {calls_per_second_beside_others: ";
  EXPECT_EQ(Load(std::string(kGood)).config.grpc.calls_per_second_beside_others, 500);
  EXPECT_EQ(Load(grpc + "0}\n").config.grpc.calls_per_second_beside_others, 0);
  EXPECT_EQ(Load(grpc + "1000000}\n").config.grpc.calls_per_second_beside_others, 1'000'000);
  for (const char* wrong : {"-1}\n", "1000001}\n", "many}\n"})
    EXPECT_THAT(OnlyError(grpc + wrong),
                HasSubstr("grpc.calls_per_second_beside_others is not a whole number from 0 to"));
}

TEST_F(ConfigTest, Contract11SaysWhatToAskOfSkatteverket) {
  const std::string eleven = std::string(kGood) + "  contract: \"11\"\n";
  EXPECT_THAT(OnlyError(eleven), HasSubstr("ssbtek.tax_question is missing"));
  EXPECT_THAT(OnlyError(eleven + "  tax_question: {years: 2}\n"), HasSubstr("asks for nothing"));
  EXPECT_THAT(OnlyError(eleven + "  tax_question: {years: 7, tax_information: true}\n"),
              HasSubstr("ssbtek.tax_question.years is not a whole number from 1 to 6"));
  const ConfigLoad load = Load(eleven + "  tax_question: {years: 3, individual_income: true}\n");
  ASSERT_THAT(load.errors, IsEmpty());
  EXPECT_EQ(load.config.ssbtek.tax_question.years, 3);
  EXPECT_TRUE(load.config.ssbtek.tax_question.individual_income);
  EXPECT_FALSE(load.config.ssbtek.tax_question.tax_account);
}

TEST_F(ConfigTest, Contract10HasNoQuestionToSkatteverket) {
  EXPECT_THAT(OnlyError(std::string(kGood) + "  tax_question: {tax_information: true}\n"),
              HasSubstr("ssbtek.tax_question cannot be asked under contract 10"));
  EXPECT_THAT(OnlyError(std::string(kGood) + "  contract: \"12\"\n"),
              HasSubstr("ssbtek.contract is not one of 10, 11"));
}

TEST_F(ConfigTest, TheAgenciesTogetherTakeNoLongerThanTheWhole) {
  EXPECT_EQ(
      Load(std::string(kGood) + "  total_timeout_ms: 5000\n").config.ssbtek.together_timeout_ms,
      5'000);
  EXPECT_EQ(Load(kGood).config.ssbtek.together_timeout_ms, 12'000);
  EXPECT_THAT(OnlyError(std::string(kGood) + "  together_timeout_ms: 30000\n  total_timeout_ms: "
                                             "20000\n"),
              HasSubstr("ssbtek.together_timeout_ms is longer than ssbtek.total_timeout_ms"));
}

TEST_F(ConfigTest, ABreakerDoesNotBreakForLessThanItsFirstBreak) {
  EXPECT_THAT(
      OnlyError(std::string(kGood) + "  breaker: {first_break_ms: 60000, break_max_ms: 30000}\n"),
      HasSubstr("ssbtek.breaker.break_max_ms is shorter"));
}

TEST_F(ConfigTest, ReadsWindowsAndWhatAnEmptyListMeans) {
  const ConfigLoad load =
      Load(std::string(kGood) + "  windows: [\"mon-fri 06:00-21:00\"]\n  so_empty_list: nothing\n");
  ASSERT_THAT(load.errors, IsEmpty());
  EXPECT_THAT(load.config.ssbtek.flow.windows, ::testing::ElementsAre("mon-fri 06:00-21:00"));
  EXPECT_EQ(load.config.ssbtek.so_empty_list, "nothing");
  EXPECT_THAT(OnlyError(std::string(kGood) + "  windows: always\n"),
              HasSubstr("ssbtek.windows is not a list"));
  EXPECT_THAT(OnlyError(std::string(kGood) + "  so_empty_list: perhaps\n"),
              HasSubstr("ssbtek.so_empty_list is not one of unknown, nothing"));
}

TEST_F(ConfigTest, ThePopulationRegisterIsOffUntilItHasAnAddress) {
  EXPECT_EQ(Load(kGood).config.folkbokforing.url, "");
  EXPECT_THAT(OnlyError(std::string(kGood) + "folkbokforing: {total_timeout_ms: 5000}\n"),
              HasSubstr("folkbokforing.url is missing"));
  EXPECT_THAT(
      OnlyError(std::string(kGood) + "folkbokforing: {url: \"http://192.0.2.1/v1/person\"}\n"),
      HasSubstr("folkbokforing.url is not https"));
  const ConfigLoad load = Load(std::string(kGood) +
                               "folkbokforing: {url: \"http://127.0.0.1:1/v1/person\", "
                               "copy_age_max_h: 12, breaker: {failures: 2}}\n");
  ASSERT_THAT(load.errors, IsEmpty());
  EXPECT_EQ(load.config.folkbokforing.copy_age_max_h, 12);
  EXPECT_EQ(load.config.folkbokforing.flow.breaker.failures, 2);
}

// gRPC would listen on the port modulo 65536, and call 443 where none is named.
TEST_F(ConfigTest, AnAddressHasAPortWithinItsBounds) {
  const std::string good = kGood;
  EXPECT_THAT(OnlyError(good + "grpc: {listen: \"127.0.0.1:99999\"}\n"), HasSubstr("grpc.listen"));
  EXPECT_THAT(OnlyError(good + "metrics: {listen: \"127.0.0.1\"}\n"), HasSubstr("metrics.listen"));
  for (const char* target : {"localhost", "localhost:0", "127.0.0.1:65536"})
    EXPECT_THAT(OnlyError(good + "case_system: {target: \"" + target + "\"}\n"),
                HasSubstr("case_system.target is not host:port with a port from 1 to 65535"));
  EXPECT_THAT(Load(good + "case_system: {target: \"localhost:1\"}\n").errors, IsEmpty());
}

// The package's unit waits 60 s for the end and 120 s for a sign of life.
TEST_F(ConfigTest, NothingIsWaitedForLongerThanTheSupervisorWaits) {
  EXPECT_THAT(OnlyError(std::string(kGood) + "worker: {drain_ms: 60000}\n"),
              HasSubstr("worker.drain_ms"));
  EXPECT_THAT(OnlyError(std::string(kGood) + "store: {statement_timeout_ms: 120000}\n"),
              HasSubstr("store.statement_timeout_ms"));
}

TEST_F(ConfigTest, MetricsAreReadOnLoopbackAlone) {
  EXPECT_EQ(Load(kGood).config.metrics.listen, "");
  const ConfigLoad load = Load(std::string(kGood) + "metrics: {listen: \"127.0.0.1:9464\"}\n");
  ASSERT_THAT(load.errors, IsEmpty());
  EXPECT_EQ(load.config.metrics.listen, "127.0.0.1:9464");
  EXPECT_THAT(OnlyError(std::string(kGood) + "metrics: {listen: \"0.0.0.0:9464\"}\n"),
              HasSubstr("metrics.listen is not on loopback"));
}

TEST_F(ConfigTest, WarnsOfCertificatesOnTheGivenDaysLargestFirst) {
  EXPECT_THAT(Load(std::string(kGood) + "certificate_warning_days: [7, 45]\n")
                  .config.certificate_warning_days,
              ::testing::ElementsAre(45, 7));
  EXPECT_THAT(OnlyError(std::string(kGood) + "certificate_warning_days: [0]\n"),
              HasSubstr("certificate_warning_days has an item"));
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

// The good file with a store on PostgreSQL in place of the file.
std::string WithStore(const std::string& store) {
  std::string text = kGood;
  const std::string database = "database: state/medarbetare.db\n";
  text.erase(text.find(database), database.size());
  return text + "store:\n  kind: postgresql\n" + store;
}

TEST_F(ConfigTest, ReadsAStoreThatWorkersShare) {
  const ConfigLoad load =
      Load(WithStore("  connection: host=/run/postgresql dbname=m\n  password_file: secret-place\n"
                     "  connections: 16\n"));
  ASSERT_THAT(load.errors, IsEmpty());
  EXPECT_EQ(load.config.store.kind, StoreKind::kPostgresql);
  EXPECT_EQ(load.config.store.connection, "host=/run/postgresql dbname=m");
  EXPECT_EQ(load.config.store.connections, 16);
  EXPECT_TRUE(std::filesystem::path(load.config.store.password_file).is_absolute());
  EXPECT_THAT(DescribeConfig(load.config), Not(HasSubstr("secret-place")));
}

TEST_F(ConfigTest, RefusesAStoreThatIsNeitherOrBoth) {
  EXPECT_THAT(OnlyError(WithStore("")), HasSubstr("store.connection is missing"));
  EXPECT_THAT(OnlyError(WithStore("  connection: dbname=m\n") + "database: a.db\n"),
              HasSubstr("database is for SQLite"));
  EXPECT_THAT(OnlyError(std::string(kGood) + "store:\n  connection: dbname=m\n"),
              HasSubstr("store.connection is for PostgreSQL"));
  EXPECT_THAT(OnlyError(std::string(kGood) + "store:\n  kind: oracle\n"), HasSubstr("store.kind"));
}

TEST_F(ConfigTest, APasswordDoesNotStandInTheConfiguration) {
  for (const char* const connection : {"dbname=m password=hemligt", "postgresql://m:hemligt@h/m"}) {
    const std::string error =
        OnlyError(WithStore(std::string("  connection: ") + connection + "\n"));
    EXPECT_THAT(error, HasSubstr("store.connection"));
    EXPECT_THAT(error, Not(HasSubstr("hemligt")));
  }
}

TEST_F(ConfigTest, ContentIsEncryptedInProduction) {
  std::string example = SourceFile("deploy/medarbetare.example.yaml");
  const std::string part = "sealing:\n  key_file: /etc/medarbetare/sealing/keys\n";
  const std::size_t at = example.find(part);
  ASSERT_NE(at, std::string::npos);
  EXPECT_THAT(Load(example).errors, IsEmpty());
  EXPECT_EQ(Load(example).config.sealing.key_file, "/etc/medarbetare/sealing/keys");
  example.erase(at, part.size());
  const std::string error = OnlyError(example);
  EXPECT_THAT(error, HasSubstr("sealing.key_file is missing"));
  EXPECT_THAT(error, HasSubstr("keys new"));
  const std::size_t name = example.find("environment: production");
  example.replace(name, std::string("environment: production").size(), "environment: test");
  EXPECT_THAT(Load(example).errors, IsEmpty());
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
