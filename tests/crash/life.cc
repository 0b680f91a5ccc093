#include "tests/crash/life.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <nlohmann/json.hpp>

namespace dm::crash {
namespace {

using Json = nlohmann::json;

constexpr char kHandler[] = "HL000001";
constexpr std::chrono::milliseconds kLook(20);  // between two looks at a condition

// A household whose case ends as the scenario wants it.
std::string HouseholdOf(Scenario scenario) {
  return scenario == Scenario::kDecidedByAPerson ? "sick" : "stable-benefit";
}

}  // namespace

const char* NameOf(Scenario scenario) {
  switch (scenario) {
    case Scenario::kGrantedAutomatically:
      return "granted-automatically";
    case Scenario::kDecidedByAPerson:
      return "decided-by-a-person";
    case Scenario::kWaitsForARegister:
      return "waits-for-a-register";
  }
  return "";
}

Life::Life(const std::string& name, Scenario scenario)
    : scenario_(scenario), municipality_(name, 1, HouseholdOf(scenario)) {}

bool Life::Start(const Gate& gate) {
  ++starts_;
  return municipality_.TryStartWorker(gate);
}

// The next look; a worker that is gone, or that says that its store is broken, is started again,
// without a gate.
bool Life::Resume() {
  if (!Gone() && NotDeciding() == "STORE_BROKEN") {
    ++told_broken_;
    municipality_.worker().Stop();
  }
  if (!Gone()) {
    std::this_thread::sleep_for(kLook);
    return true;
  }
  if (const auto found = Violations(Moment::kAnyTime); !found.empty()) {
    why_ = "after the end of the worker: " + found.front();
    return false;
  }
  if (Start({})) return true;
  why_ = "the worker does not start again";
  return false;
}

std::string Life::NotDeciding() const {
  const e2e::Finished status = municipality_.Medarbetare({"status", "--json", "--timeout", "5"});
  if (status.exit_code != 0) return "";
  return Json::parse(status.out).value("not_deciding_reason", "");
}

std::string Life::State() const {
  const e2e::Finished status = municipality_.Medarbetare({"status", "--json", "--timeout", "5"});
  if (status.exit_code != 0) return "";
  const Json parsed = Json::parse(status.out);
  for (const Json& one : parsed.value("states", Json::array())) {
    if (one.value("count", 0) > 0) return one.value("state", "");
  }
  return "";
}

bool Life::Submit() {
  const std::string file = municipality_.case_files().front();
  if (municipality_.Medarbetare({"submit", file}).exit_code != 0) return false;
  acknowledged_.insert(Json::parse(e2e::ReadFile(file))["application"]["id"].get<std::string>());
  return true;
}

bool Life::Claim() {
  const e2e::Finished items = municipality_.Medarbetare({"queue", "items", "--json"});
  if (items.exit_code != 0) return false;
  const Json item = Json::parse(items.out)["escalations"][0];
  if (item.value("handler", "") == kHandler) return true;
  municipality_.Medarbetare({"queue", "claim", item.value("id", ""), "--handler", kHandler});
  return false;
}

// The same file with the same request id, as a caller repeats who was not told.
bool Life::Decide() {
  const std::string file = municipality_.folder() + "/decision.json";
  if (!std::filesystem::exists(file)) {
    const e2e::Finished items = municipality_.Medarbetare({"queue", "items", "--json"});
    if (items.exit_code != 0) return false;
    const Json item = Json::parse(items.out)["escalations"][0];
    std::ofstream(file) << Json{
        {"request_id", "decide-crash-1"},
        {"escalation_id", item.value("id", "")},
        {"expected_version", item.value("version", "")},
        {"handler", kHandler},
        {"mandate", "SN 2026-01-15 § 4"},
        {"outcome",
         "OUTCOME_BIFALL"}}.dump();
  }
  return municipality_.Medarbetare({"case", "decide", file}).exit_code == 0;
}

bool Life::LiveToTheEnd() {
  const auto reaches = [this](const std::string& state) {
    return Until(state, [&] { return State() == "CASE_STATE_" + state; });
  };
  const auto registers = [this](const std::string& word) {
    return municipality_.Registers({word, "FK"}).exit_code == 0;
  };
  if (scenario_ == Scenario::kWaitsForARegister && !registers("down")) return false;
  if (!Until("submit", [this] { return Submit(); })) return false;
  if (scenario_ == Scenario::kDecidedByAPerson) {
    if (!reaches("ESCALATED") || !Until("claim", [this] { return Claim(); }) ||
        !Until("decide", [this] { return Decide(); })) {
      return false;
    }
  }
  if (scenario_ == Scenario::kWaitsForARegister) {
    if (!reaches("WAITING_SOURCE") || !registers("up")) return false;
    const auto retried = [this] {
      const std::string state = State();
      if (state == "CASE_STATE_WAITING_SOURCE")
        municipality_.Medarbetare({"retry", "--actor", kHandler});
      return !state.empty() && state != "CASE_STATE_WAITING_SOURCE";
    };
    if (!Until("retry", retried)) return false;
  }
  return reaches("CLOSED");
}

void Life::StopWorker() {
  const bool killed = municipality_.worker().Stop() != 0;
  if (killed && Start({})) municipality_.worker().Stop();
}

std::vector<std::string> Life::Violations(Moment moment) {
  const std::string& folder = municipality_.folder();
  const std::string database = folder + "/medarbetare.db";
  const Outside outside{.acknowledged = acknowledged_,
                        .received = ReadReceived(folder + "/casesystem.jsonl")};
  if (!std::filesystem::exists(database)) {
    if (acknowledged_.empty()) return {};
    return {"I1: the store is gone"};
  }
  const auto rows = ReadSqlite(database, folder + "/copy");
  // Killed before the first migration was durable: nothing can have been acknowledged.
  if (rows->All("SELECT 1 FROM sqlite_schema WHERE name = 'audit'").empty()) {
    if (acknowledged_.empty() && outside.received.empty()) return {};
    return {"I1: the store is empty"};
  }
  if (rows->All("PRAGMA integrity_check") != std::vector<Row>{{"ok"}})
    return {"I21: the file is damaged"};
  return dm::crash::Violations(*rows, outside, moment);
}

std::map<std::string, std::int64_t> Life::Payments() const {
  return PaymentsOf(ReadReceived(municipality_.folder() + "/casesystem.jsonl"));
}

GateWord ReadGateWord(const std::string& file) {
  std::istringstream text(e2e::ReadFile(file));
  GateWord word;
  std::string fired;
  text >> word.calls >> fired;
  word.fired = fired == "fired";
  return word;
}

}  // namespace dm::crash
