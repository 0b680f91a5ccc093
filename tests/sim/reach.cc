#include "tests/sim/reach.h"

#include <sstream>

#include "fmt/format.h"

namespace dm::sim {
namespace {

constexpr char kFaultMark = 'F';
constexpr char kArrowMark = 'A';
constexpr char kOtherMark = 'O';

}  // namespace

void Reach::Add(const Reach& other) {
  for (std::size_t i = 0; i < kFaultCount; ++i) faults_[i] += other.faults_[i];
  for (const auto& [arrow, count] : other.arrows_) arrows_[arrow] += count;
  for (const auto& [what, count] : other.others_) others_[what] += count;
}

std::vector<std::string> Reach::Missing() const {
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < kFaultCount; ++i)
    if (faults_[i] == 0) missing.emplace_back(kFaults[i].id);
  for (const CaseState from : kCaseStates) {
    for (const CaseState to : kCaseStates) {
      if (!IsTransition(from, to) || arrows_.contains({from, to})) continue;
      missing.push_back(fmt::format("{} -> {}", CaseStateCode(from), CaseStateCode(to)));
    }
  }
  for (const char* what : kMustBeSeen)
    if (!others_.contains(what)) missing.emplace_back(what);
  return missing;
}

std::string Reach::Table() const {
  std::string text = "| fault | what | times |\n|---|---|---:|\n";
  for (std::size_t i = 0; i < kFaultCount; ++i)
    text += fmt::format(
        "| {} | {} | {} |\n", std::string(kFaults[i].id), std::string(kFaults[i].what), faults_[i]);
  text += "\n| arrow | times |\n|---|---:|\n";
  for (const CaseState from : kCaseStates) {
    for (const CaseState to : kCaseStates) {
      if (!IsTransition(from, to)) continue;
      const auto found = arrows_.find({from, to});
      text += fmt::format("| {} → {} | {} |\n",
                          CaseStateCode(from),
                          CaseStateCode(to),
                          found == arrows_.end() ? 0 : found->second);
    }
  }
  text += "\n| seen | times |\n|---|---:|\n";
  for (const auto& [what, count] : others_) text += fmt::format("| {} | {} |\n", what, count);
  return text;
}

std::string Reach::Line() const {
  std::string line;
  for (std::size_t i = 0; i < kFaultCount; ++i)
    line += fmt::format("{}\t{}\t{}\t", kFaultMark, i, faults_[i]);
  for (const auto& [arrow, count] : arrows_)
    line += fmt::format("{}\t{}/{}\t{}\t",
                        kArrowMark,
                        CaseStateCode(arrow.first),
                        CaseStateCode(arrow.second),
                        count);
  for (const auto& [what, count] : others_)
    line += fmt::format("{}\t{}\t{}\t", kOtherMark, what, count);
  return line;
}

bool Reach::Read(std::string_view line) {
  std::istringstream text{std::string(line)};
  std::string mark;
  std::string what;
  std::string count;
  while (std::getline(text, mark, '\t') && std::getline(text, what, '\t') &&
         std::getline(text, count, '\t')) {
    const std::int64_t times = std::stoll(count);
    if (mark[0] == kFaultMark) faults_.at(std::stoul(what)) += times;
    if (mark[0] == kOtherMark) others_[what] += times;
    if (mark[0] != kArrowMark) continue;
    const std::size_t slash = what.find('/');
    const auto from = ParseCaseState(what.substr(0, slash));
    const auto to = ParseCaseState(what.substr(slash + 1));
    if (!from || !to) return false;
    arrows_[{*from, *to}] += times;
  }
  return true;
}

}  // namespace dm::sim
