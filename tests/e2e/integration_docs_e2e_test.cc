// The worked examples of docs/integration: each call that a document marks is made, in the
// document's order, against a worker, and answers what the document says.
//
//   <!-- call EscalationService/ListQueues -->   the next block is the request, the one after it
//                                                the answer: JSON, or what a refusal says
// What the document leaves out of an answer is not looked at; a list is told whole, or ends with
// "…". A text with "…" stands for any; sent in a later request, it is what the answer had there. A
// point of time is compared by its day, and a space stands for one that does not break. A read is
// repeated until it answers so: the worker delivers and closes beside the calls.
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/json_call.h"
#include "tests/e2e/municipality.h"
#include "worker/core/instant.h"

namespace dm::e2e {
namespace {

using nlohmann::json;

constexpr char kAny[] = "…";

struct Example {
  int line = 0;
  std::string method;
  std::string request;
  std::string answer;
};

std::vector<Example> ExamplesOf(const std::string& document) {
  std::vector<Example> examples;
  std::istringstream lines(ReadFile(std::string(DM_SOURCE_DIR) + "/docs/integration/" + document));
  const std::regex mark("<!-- call (\\S+) -->");
  std::string line;
  std::string block;
  bool inside = false;
  int blocks = 2;  // of the example at hand that have been read
  for (int number = 1; std::getline(lines, line); ++number) {
    std::smatch found;
    if (!inside && std::regex_search(line, found, mark)) {
      examples.push_back({number, found[1], "", ""});
      blocks = 0;
    } else if (line.starts_with("```")) {
      inside = !inside;
      if (inside) block.clear();
      if (!inside && blocks < 2)
        (blocks++ == 0 ? examples.back().request : examples.back().answer) = block;
    } else if (inside) {
      block += line + "\n";
    }
  }
  return examples;
}

class Replay {
 public:
  explicit Replay(const std::string& target) : caller_(target) {}

  void Run(const Example& example, const std::string& document) {
    const std::string where = document + ":" + std::to_string(example.line) + " " + example.method;
    json request = json::parse(example.request, nullptr, false);
    ASSERT_FALSE(request.is_discarded()) << where << ": the request is no JSON";
    Fill(request);
    if (example.answer.starts_with("error: ")) {
      const JsonAnswer answer = caller_.Call(example.method, request.dump());
      std::string expected = example.answer;
      while (!expected.empty() && expected.back() == '\n') expected.pop_back();
      EXPECT_TRUE(!answer.ok && Fits(expected, answer.error))
          << where << " answers\n"
          << (answer.ok ? answer.json : answer.error);
      return;
    }
    const json expected = json::parse(example.answer, nullptr, false);
    ASSERT_FALSE(expected.is_discarded()) << where << ": the answer is no JSON";
    std::string said;
    std::string fault;
    const auto until = std::chrono::steady_clock::now() + kWorkersTime;
    do {
      const JsonAnswer answer = caller_.Call(example.method, request.dump());
      said = answer.ok ? answer.json : answer.error;
      fault = answer.ok ? "" : "a refusal";
      if (answer.ok) Compare(expected, json::parse(answer.json), "", fault);
    } while (!fault.empty() && IsRead(example.method) && Later(until));
    EXPECT_EQ(fault, "") << where << " answers\n" << said;
  }

 private:
  // What the worker does by itself between two calls (deliver, close) takes its time: a read is
  // repeated until it answers as told.
  static constexpr std::chrono::seconds kWorkersTime{60};

  static bool IsRead(const std::string& method) {
    const std::string name = method.substr(method.find('/') + 1);
    return name.starts_with("Get") || name.starts_with("List");
  }

  static bool Later(std::chrono::steady_clock::time_point until) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return std::chrono::steady_clock::now() < until;
  }

  // What the worker gave for a text that the document only hints at.
  void Fill(json& value) const {
    if (value.is_string()) {
      const auto known = bound_.find(value.get<std::string>());
      if (known != bound_.end()) value = known->second;
      return;
    }
    if (value.is_structured())
      for (json& part : value) Fill(part);
  }

  static bool Fits(const std::string& expected, const std::string& actual) {
    std::string pattern;
    std::size_t at = 0;
    static const std::regex special(R"([.^$|()\[\]{}*+?\\])");
    while (true) {
      const std::size_t next = expected.find(kAny, at);
      pattern += std::regex_replace(expected.substr(at, next - at), special, R"(\$&)");
      if (next == std::string::npos) break;
      pattern += "[\\s\\S]*";
      at = next + std::string(kAny).size();
    }
    return std::regex_match(actual, std::regex(pattern));
  }

  static std::string Spaced(const std::string& text) {
    static const std::regex no_break("\u00a0");
    return std::regex_replace(text, no_break, " ");
  }

  static bool IsTime(const std::string& text) {
    static const std::regex time(R"(\d{4}-\d\d-\d\dT[\d:.]+Z)");
    return std::regex_match(text, time);
  }

  void Compare(const json& expected,
               const json& actual,
               const std::string& path,
               std::string& fault) {
    const auto differ = [&] {
      fault += path + " is " + actual.dump() + ", not " + expected.dump() + "\n";
    };
    if (expected.is_object()) {
      if (!actual.is_object()) return differ();
      for (const auto& [key, value] : expected.items())
        Compare(value, actual.contains(key) ? actual[key] : json(), path + "." + key, fault);
    } else if (expected.is_array()) {
      if (!actual.is_array()) return differ();
      const bool open = !expected.empty() && expected.back() == kAny;
      const std::size_t told = expected.size() - (open ? 1 : 0);
      if (open ? actual.size() < told : actual.size() != told) return differ();
      for (std::size_t i = 0; i < told; ++i)
        Compare(expected[i], actual[i], path + "[" + std::to_string(i) + "]", fault);
    } else if (expected.is_string() && actual.is_string()) {
      const auto text = expected.get<std::string>();
      const std::string said = Spaced(actual.get<std::string>());
      if (text.find(kAny) != std::string::npos) {
        bound_[text] = said;
        // "5f1c…" stands for any hash, "MSG-…" for any such id.
        return;
      }
      if (IsTime(text) && IsTime(said) ? text.substr(0, 10) != said.substr(0, 10) : text != said)
        differ();
    } else if (expected != actual) {
      differ();
    }
  }

  JsonCaller caller_;
  std::map<std::string, std::string> bound_;
};

struct Document {
  const char* name;
  const char* story;  // of the households whose cases it speaks of, EKB-202612-000001 and on
  bool drawn;         // by the case system, for a sample
};

void PrintTo(const Document& document, std::ostream* out) {
  *out << document.name;
}

class IntegrationDocs : public ::testing::TestWithParam<Document> {
 protected:
  static constexpr int kCases = 3;

  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  static bool IsWithPerson(const Municipality& municipality, const std::string& id) {
    const Finished shown = municipality.Medarbetare({"case", "show", id, "--json"});
    const json found = json::parse(shown.out, nullptr, false);
    if (found.is_discarded()) return false;
    const std::string state = found.value("state", "");
    return state == "CASE_STATE_ESCALATED" || state == "CASE_STATE_PROPOSED";
  }

  // One by one, so that the numbers are the document's; each asks something, so that a person has
  // it.
  static void PutCases(const Municipality& municipality, bool drawn) {
    int number = 0;
    for (const std::string& file : municipality.case_files()) {
      json input = json::parse(ReadFile(file));
      input["application"]["free_text"] = "Jag har en fråga.";
      if (drawn) input["application"]["circumstances"]["drawn_for_sample"] = true;
      input["frame"]["signed_by"] = "bo.exempel";
      input["frame"]["mandate"] = "SN 2026-01-15 § 4";
      const std::string path = municipality.folder() + "/asks.json";
      std::ofstream(path) << input.dump();
      const Finished done = municipality.Medarbetare({"submit", path});
      ASSERT_EQ(done.exit_code, 0) << done.err;
      const std::string id = "EKB-202612-00000" + std::to_string(++number);
      const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
      while (!IsWithPerson(municipality, id) && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      ASSERT_TRUE(IsWithPerson(municipality, id)) << id << " is with nobody";
    }
  }
};

TEST_P(IntegrationDocs, EachExampleAnswersWhatItSays) {
  const Document& document = GetParam();
  const std::vector<Example> examples = ExamplesOf(std::string(document.name) + ".md");
  ASSERT_FALSE(examples.empty());
  Municipality municipality(std::string("docs-") + document.name + "-" + std::to_string(getpid()),
                            kCases,
                            document.story);
  std::ofstream(municipality.config(), std::ios::app)
      << "staff: " DM_SOURCE_DIR "/deploy/staff.example.yaml\n";
  municipality.StartWorker();
  PutCases(municipality, document.drawn);
  if (HasFatalFailure()) return;
  Replay replay(municipality.target());
  for (const Example& example : examples) replay.Run(example, std::string(document.name) + ".md");
  municipality.worker().Stop();
  if (!HasFailure()) std::filesystem::remove_all(municipality.folder());
}

INSTANTIATE_TEST_SUITE_P(All,
                         IntegrationDocs,
                         ::testing::Values(Document{"queues", "stable-benefit", false},
                                           Document{"decisions", "single-parent", false},
                                           Document{"frames", "single-parent", false},
                                           Document{"quality", "stable-benefit", true},
                                           Document{"effects", "stable-benefit", false}),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace dm::e2e
