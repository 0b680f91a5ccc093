#include "worker/case/case_state.h"

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace dm {
namespace {

using Arrows = std::set<std::pair<std::string, std::string>>;

std::vector<std::string> Lines(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.is_open()) << path;
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// The cells of a table row "| a | b |"; nothing for other lines.
std::vector<std::string> Cells(const std::string& line) {
  std::vector<std::string> cells;
  if (!line.starts_with("| ")) return cells;
  std::istringstream text(line.substr(2));
  for (std::string cell; std::getline(text, cell, '|');) {
    while (!cell.empty() && cell.back() == ' ') cell.pop_back();
    while (!cell.empty() && cell.front() == ' ') cell.erase(0, 1);
    if (!cell.empty()) cells.push_back(cell);
  }
  return cells;
}

std::vector<std::string> Document() {
  return Lines(std::string(DM_SOURCE_DIR) + "/docs/state-machine.md");
}

Arrows ArrowsOfTheDocumentsTable() {
  Arrows arrows;
  for (const std::string& line : Document()) {
    const std::vector<std::string> cells = Cells(line);
    if (cells.size() == 4 && ParseCaseState(cells[0]) && ParseCaseState(cells[1])) {
      arrows.emplace(cells[0], cells[1]);
    }
  }
  return arrows;
}

Arrows ArrowsOfTheDocumentsDrawing() {
  Arrows arrows;
  for (const std::string& line : Document()) {
    std::istringstream text(line);
    std::string from;
    std::string sign;
    std::string to;
    text >> from >> sign >> to;
    if (sign == "-->" && from != "[*]" && to != "[*]") arrows.emplace(from, to);
  }
  return arrows;
}

Arrows ArrowsOfTheCode() {
  Arrows arrows;
  for (const CaseState from : kCaseStates) {
    for (const CaseState to : kCaseStates) {
      if (IsTransition(from, to)) arrows.emplace(CaseStateCode(from), CaseStateCode(to));
    }
  }
  return arrows;
}

std::string TurnOfTheCode(CaseState state) {
  if (IsWorkersTurn(state)) return "worker";
  return IsPersonsTurn(state) ? "person" : "nobody";
}

TEST(CaseStateTest, ArrowsAreThoseOfTheDocumentsTable) {
  EXPECT_EQ(ArrowsOfTheCode(), ArrowsOfTheDocumentsTable());
}

TEST(CaseStateTest, ArrowsAreThoseOfTheDocumentsDrawing) {
  EXPECT_EQ(ArrowsOfTheCode(), ArrowsOfTheDocumentsDrawing());
}

TEST(CaseStateTest, TurnsAreThoseOfTheDocument) {
  std::set<CaseState> seen;
  for (const std::string& line : Document()) {
    const std::vector<std::string> cells = Cells(line);
    if (cells.size() != 3 || !ParseCaseState(cells[0])) continue;
    const CaseState state = *ParseCaseState(cells[0]);
    seen.insert(state);
    EXPECT_EQ(TurnOfTheCode(state), cells[2]) << cells[0];
  }
  EXPECT_EQ(seen.size(), kCaseStates.size());
}

TEST(CaseStateTest, ReadsItsOwnCodesAndNoOthers) {
  for (const CaseState state : kCaseStates) EXPECT_EQ(ParseCaseState(CaseStateCode(state)), state);
  EXPECT_EQ(ParseCaseState(""), std::nullopt);
  EXPECT_EQ(ParseCaseState("received"), std::nullopt);
  EXPECT_EQ(ParseCaseState("DELETED"), std::nullopt);
}

TEST(CaseStateTest, OnlyACorrectionLeavesATerminalState) {
  for (const CaseState from : kCaseStates) {
    for (const CaseState to : kCaseStates) {
      const bool correction = from == CaseState::kClosed && to == CaseState::kDecided;
      EXPECT_EQ(IsTerminal(from) && IsTransition(from, to), correction) << CaseStateCode(from);
    }
  }
  EXPECT_TRUE(IsTerminal(CaseState::kClosed));
  EXPECT_TRUE(IsTerminal(CaseState::kWrittenOff));
  EXPECT_FALSE(IsTerminal(CaseState::kDecided));
}

TEST(CaseStateTest, EveryStateReachesAnEnd) {
  std::set<CaseState> ends = {CaseState::kClosed, CaseState::kWrittenOff};
  for (std::size_t round = 0; round < kCaseStates.size(); ++round) {
    for (const CaseState from : kCaseStates) {
      for (const CaseState to : kCaseStates) {
        if (IsTransition(from, to) && ends.contains(to)) ends.insert(from);
      }
    }
  }
  EXPECT_EQ(ends.size(), kCaseStates.size());
}

TEST(CaseStateTest, AnyStateInWhichTheWorkerWorksCanBeParkedWithAPerson) {
  for (const CaseState state : kCaseStates) {
    if (!IsWorkersTurn(state) || state == CaseState::kDecided) continue;
    EXPECT_TRUE(IsTransition(state, CaseState::kEscalated)) << CaseStateCode(state);
  }
}

}  // namespace
}  // namespace dm
