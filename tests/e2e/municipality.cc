#include "tests/e2e/municipality.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "worker/core/instant.h"

namespace dm::e2e {
namespace {

using Json = nlohmann::json;

constexpr char kMonth[] = "2026-12";
constexpr char kToday[] = "2026-11-24T08:00:00+01:00";

std::string Trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

void Replace(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// The pages of a list command stand one after another.
std::vector<Json> Pages(const std::string& text) {
  std::vector<Json> pages;
  std::istringstream stream(text);
  while (stream >> std::ws && stream.peek() != std::char_traits<char>::eof()) {
    Json page;
    stream >> page;
    pages.push_back(std::move(page));
  }
  return pages;
}

std::int64_t ClockOffsetMs() {
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  return Instant::Parse(kToday)->unix_ms() - now.count();
}

}  // namespace

std::string Municipality::Binary(const std::string& name) {
  return std::string(DM_BINARY_DIR) + "/bin/" + name;
}

std::string Municipality::Morning() {
  return kToday;
}

Municipality::Municipality(const std::string& name, int size, const std::string& only) {
  folder_ = ::testing::TempDir() + "/e2e-" + name;
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_);
  std::vector<std::string> draw = {Binary("ssbtek-municipality"),
                                   "--size",
                                   std::to_string(size),
                                   "--seed",
                                   "7",
                                   "--month",
                                   kMonth,
                                   "--out",
                                   folder_ + "/municipality"};
  if (!only.empty()) draw.insert(draw.end(), {"--only", only});
  const Finished drawn = RunCommand(draw);
  EXPECT_EQ(drawn.exit_code, 0) << drawn.err;
  ssbtek_ = Process({Binary("ssbtek-sim"),
                     "--scenario",
                     folder_ + "/municipality/scenario.yaml",
                     "--port-file",
                     folder_ + "/ssbtek.port",
                     "--console",
                     "0",
                     "--console-port-file",
                     folder_ + "/console.port",
                     "--record",
                     folder_ + "/ssbtek.jsonl"},
                    folder_ + "/ssbtek-sim.log");
  casesystem_ = Process({Binary("casesystem-sim"),
                         "--listen",
                         "127.0.0.1:0",
                         "--port-file",
                         folder_ + "/casesystem.port",
                         "--record",
                         folder_ + "/casesystem.jsonl"},
                        folder_ + "/casesystem-sim.log");
  ssbtek_port_ = Trimmed(WaitForFile(folder_ + "/ssbtek.port", std::chrono::seconds(20)));
  console_port_ = Trimmed(WaitForFile(folder_ + "/console.port", std::chrono::seconds(20)));
  EXPECT_NE(console_port_, "") << ReadFile(folder_ + "/ssbtek-sim.log");
  casesystem_port_ = Trimmed(WaitForFile(folder_ + "/casesystem.port", std::chrono::seconds(20)));
  EXPECT_NE(ssbtek_port_, "") << ReadFile(folder_ + "/ssbtek-sim.log");
  EXPECT_NE(casesystem_port_, "") << ReadFile(folder_ + "/casesystem-sim.log");
  std::string config = ReadFile(std::string(DM_SOURCE_DIR) + "/deploy/demo.yaml.in");
  Replace(config, "../policies", std::string(DM_SOURCE_DIR) + "/policies");
  Replace(config, "@LISTEN@", "127.0.0.1:0");
  Replace(config, "@SSBTEK@", "http://127.0.0.1:" + ssbtek_port_ + "/");
  Replace(config, "@CASESYSTEM@", "127.0.0.1:" + casesystem_port_);
  Replace(config, "@OFFSET@", std::to_string(ClockOffsetMs()));
  std::ofstream(this->config()) << config;
  Process keys({Binary("medarbetare"), "keys", "new", folder_ + "/keys"}, folder_ + "/keys.log");
  EXPECT_EQ(keys.WaitForExit(), 0) << ReadFile(folder_ + "/keys.log");
}

void Municipality::StartWorker() {
  std::filesystem::remove(folder_ + "/worker.port");
  worker_ =
      Process({Binary("medarbetare"), "serve", "--config", config()}, folder_ + "/medarbetare.log");
  port_ = Trimmed(WaitForFile(folder_ + "/worker.port", std::chrono::seconds(30)));
  ASSERT_NE(port_, "") << ReadFile(folder_ + "/medarbetare.log");
}

bool Municipality::TryStartWorker(const std::vector<std::string>& launcher) {
  std::filesystem::remove(folder_ + "/worker.port");
  std::vector<std::string> words = launcher;
  words.insert(words.end(), {Binary("medarbetare"), "serve", "--config", config()});
  worker_ = Process(words, folder_ + "/medarbetare.log");
  std::string port;
  while (port.empty() && worker_.running()) {
    port = Trimmed(WaitForFile(folder_ + "/worker.port", std::chrono::milliseconds(20)));
  }
  if (port.empty()) port = Trimmed(ReadFile(folder_ + "/worker.port"));
  if (!port.empty()) port_ = port;
  return !port.empty();
}

void Municipality::UseDatabase(const std::string& connection) const {
  std::string text = ReadFile(config());
  Replace(text,
          "database: medarbetare.db",
          "store:\n  kind: postgresql\n  connection: \"" + connection + "\"\n  connections: 4");
  std::ofstream(config()) << text;
}

void Municipality::Configure(const std::string& from, const std::string& to) const {
  std::string text = ReadFile(config());
  ASSERT_NE(text.find(from), std::string::npos) << from;
  Replace(text, from, to);
  std::ofstream(config()) << text;
}

Process Municipality::StartAnother(const std::string& name) const {
  std::string text = ReadFile(config());
  Replace(text, "port_file: worker.port", "port_file: " + name + ".port");
  const std::string file = folder_ + "/" + name + ".yaml";
  std::ofstream(file) << text;
  std::filesystem::remove(folder_ + "/" + name + ".port");
  Process worker({Binary("medarbetare"), "serve", "--config", file}, folder_ + "/" + name + ".log");
  EXPECT_NE(WaitForFile(folder_ + "/" + name + ".port", std::chrono::seconds(30)), "")
      << ReadFile(folder_ + "/" + name + ".log");
  return worker;
}

Finished Municipality::Medarbetare(const std::vector<std::string>& arguments) const {
  std::vector<std::string> all = {Binary("medarbetare")};
  all.insert(all.end(), arguments.begin(), arguments.end());
  all.emplace_back("--target");
  all.push_back(target());
  return RunCommand(all);
}

std::vector<std::string> Municipality::case_files() const {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ + "/municipality/cases")) {
    files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool Municipality::SubmitAll() const {
  return Medarbetare({"submit", folder_ + "/municipality/cases"}).exit_code == 0;
}

bool Municipality::WaitUntilWorked(std::chrono::seconds timeout) const {
  const auto until = std::chrono::steady_clock::now() + timeout;
  while (std::chrono::steady_clock::now() < until) {
    const Finished status = Medarbetare({"status", "--json"});
    if (status.exit_code == 0) {
      const Json parsed = Json::parse(status.out);
      int left = 0;
      for (const Json& one : parsed.value("states", Json::array())) {
        const std::string state = one.value("state", "");
        if (state == "CASE_STATE_RECEIVED" || state == "CASE_STATE_REGISTERED" ||
            state == "CASE_STATE_FETCHED" || state == "CASE_STATE_EVALUATED" ||
            state == "CASE_STATE_DECIDED") {
          left += one.value("count", 0);
        }
      }
      if (left == 0 && parsed.value("effects_pending", 0) == 0) return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

Finished Municipality::Registers(const std::vector<std::string>& words) const {
  std::vector<std::string> all = {Binary("ssbtek-sim"), "console", "--at", console_port_};
  all.insert(all.end(), words.begin(), words.end());
  return RunCommand(all);
}

std::vector<std::vector<std::string>> Municipality::QuestionsAbout(
    const std::string& case_id) const {
  std::vector<std::vector<std::string>> questions;
  std::istringstream lines(ReadFile(folder_ + "/ssbtek.jsonl"));
  std::string line;
  while (std::getline(lines, line)) {
    const Json one = Json::parse(line);
    if (one.value("case", "") != case_id) continue;
    questions.push_back(one.value("agencies", std::vector<std::string>()));
  }
  return questions;
}

std::map<std::string, Fate> Municipality::Fates() const {
  std::map<std::string, Fate> fates;
  const Finished list = Medarbetare({"case", "list", "--json"});
  EXPECT_EQ(list.exit_code, 0) << list.err;
  for (const Json& page : Pages(list.out)) {
    for (const Json& one : page.value("cases", Json::array())) {
      const bool fresh = fates
                             .emplace(one.value("application", ""),
                                      Fate{.state = one.value("state", ""),
                                           .typfall = one.value("typfall", ""),
                                           .queue = one.value("queue", ""),
                                           .outcome = one.value("outcome", ""),
                                           .decided_by = one.value("decided_by", "")})
                             .second;
      EXPECT_TRUE(fresh) << "two cases of one application";
    }
  }
  return fates;
}

std::set<std::string> Municipality::Decided() const {
  std::set<std::string> ids;
  const Finished list = Medarbetare({"case", "list", "--json"});
  EXPECT_EQ(list.exit_code, 0) << list.err;
  for (const Json& page : Pages(list.out)) {
    for (const Json& one : page.value("cases", Json::array())) {
      const std::string state = one.value("state", "");
      if (state == "CASE_STATE_DECIDED" || state == "CASE_STATE_CLOSED")
        ids.insert(one.value("id", ""));
    }
  }
  return ids;
}

std::vector<std::pair<std::string, std::string>> Municipality::Deliveries() const {
  std::vector<std::pair<std::string, std::string>> deliveries;
  std::istringstream lines(ReadFile(folder_ + "/casesystem.jsonl"));
  std::string line;
  while (std::getline(lines, line)) {
    const Json one = Json::parse(line);
    deliveries.emplace_back(one.value("id", ""), one.value("kind", ""));
  }
  return deliveries;
}

}  // namespace dm::e2e
