// The case of the rules bench in this program's own policy format: answers every household, checks
// the answers, then measures. Arguments: the case's folder (policy.json, households.json,
// golden.json). Prints one JSON line a variant. The environment sets RUNS, SECONDS_PER_RUN and
// MONTH; RULES_BENCH_POLICIES and RULES_BENCH_CASE name other folders than the repository's.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include "worker/policy/engine/machine.h"
#include "worker/policy/engine/trace_json.h"
#include "worker/policy/loaded_set.h"
#include "worker/policy/policy_files.h"
#include "worker/policy/policy_loader.h"

namespace {

using dm::Date;
using nlohmann::json;
namespace fs = std::filesystem;
namespace policy = dm::policy;

[[noreturn]] void Fail(const std::string& message) {
  std::cerr << "rules_bench: error: " << message << "\n";
  std::exit(1);  // NOLINT(concurrency-mt-unsafe): a benchmark that cannot go on
}

std::string Whole(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) Fail("cannot read " + path.filename().string());
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

double Number(const char* name, double otherwise) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return text == nullptr ? otherwise : std::strtod(text, nullptr);
}

fs::path Folder(const char* name, const std::string& otherwise) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return text == nullptr ? fs::path(DM_SOURCE_DIR) / otherwise : fs::path(text);
}

// The shipped set with the case's files beside its own; what stands in the schema is appended.
std::shared_ptr<const dm::PolicySet> LoadCase() {
  std::vector<dm::PolicyError> errors;
  policy::PolicyFiles files = policy::ReadPolicyFolder(
      Folder("RULES_BENCH_POLICIES", "policies").string(), "0000-exempelkommun", &errors);
  const fs::path own = Folder("RULES_BENCH_CASE", "tests/bench/rules_case");
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(own)) {
    if (!entry.is_regular_file()) continue;
    std::string& text = files.texts[entry.path().lexically_relative(own).generic_string()];
    text += Whole(entry.path());
  }
  const dm::PolicyLoad load = dm::LoadPolicyContent(policy::EncodePolicyFiles(files));
  for (const dm::PolicyError& error : load.errors) std::cerr << error.ToString() << "\n";
  if (load.set == nullptr) Fail("the policy files of the case do not load");
  return load.set;
}

// Households as numbers: what a month is kept as. One row: how many of each list, then its facts.
class Households {
 public:
  explicit Households(const policy::Program& program) : program_(program) {
    for (const char* list : {"persons", "incomes", "costs"}) {
      const auto at = std::find_if(program.collections.begin(),
                                   program.collections.end(),
                                   [&](const auto& c) { return c.name == list; });
      lists_.push_back({list, static_cast<std::size_t>(at - program.collections.begin()), {}});
    }
    Take(0, {"person.role", "person.age"}, {"role", "age"});
    Take(1,
         {"income.type", "income.role", "income.jobstim", "income.amount"},
         {"type", "role", "jobstim", "amount"});
    Take(2, {"cost.type", "cost.amount"}, {"type", "amount"});
  }

  void Add(const json& household, std::vector<std::int64_t>& row) const {
    for (const List& list : lists_)
      row.push_back(static_cast<std::int64_t>(household[list.name].size()));
    for (const List& list : lists_) {
      for (const json& item : household[list.name]) {
        for (const Field& field : list.fields) row.push_back(NumberOf(item[field.key]));
      }
    }
  }

  const std::int64_t* Put(const std::int64_t* row, policy::Frame& frame) const {
    const std::int64_t* at = row + lists_.size();
    for (std::size_t i = 0; i < lists_.size(); ++i) {
      for (std::int64_t k = 0; k < row[i]; ++k) {
        std::int64_t* item = frame.AddItem(lists_[i].collection);
        for (const Field& field : lists_[i].fields) item[field.slot] = *at++;
      }
    }
    return at;
  }

 private:
  struct Field {
    std::string key;
    std::size_t slot;
  };

  struct List {
    std::string name;
    std::size_t collection;
    std::vector<Field> fields;
  };

  void Take(std::size_t list,
            const std::vector<std::string>& facts,
            const std::vector<std::string>& keys) {
    for (std::size_t i = 0; i < facts.size(); ++i)
      lists_[list].fields.push_back({keys[i], program_.Find(facts[i])->slot});
  }

  std::int64_t NumberOf(const json& value) const {
    if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
    if (value.is_string()) return program_.words->Find(value.get_ref<const std::string&>());
    return value.get<std::int64_t>();
  }

  const policy::Program& program_;
  std::vector<List> lists_;
};

struct Answer {
  std::int64_t result = 0;
  std::int64_t typfall = 0;

  friend bool operator==(const Answer&, const Answer&) = default;
};

class Bench {
 public:
  Bench(const fs::path& folder, std::shared_ptr<const dm::PolicySet> set)
      : set_(std::move(set)),
        data_(*policy::DataOf(*set_)),
        program_(*data_.programs.at("case")),
        window_(*program_.On(on_)),
        households_(program_),
        frame_(program_),
        renderer_(program_, window_, data_, on_),
        golden_(json::parse(Whole(folder / "golden.json"))),
        result_(program_.Find("household.result")->slot),
        typfall_(program_.Find("typfall.code")->slot) {
    for (const json& household : json::parse(Whole(folder / "households.json"))) {
      rows_.emplace_back();
      households_.Add(household, rows_.back());
      texts_.push_back(household.dump());
    }
  }

  void Run() {
    Check();
    Measure("no trace", 0, [&](std::size_t i) {
      Put(rows_[i]);
      policy::RunWithoutTrace(program_, window_, frame_);
      return Now().result;
    });
    One(0);
    Measure("full binary trace", trace_.bytes(), [&](std::size_t i) {
      One(i);
      return Now().result + static_cast<std::int64_t>(trace_.bytes());
    });
    renderer_.Render(frame_, trace_, text_);
    const std::size_t bytes = text_.text().size();
    if (Number("SHOW", 0) != 0) std::cerr << text_.text() << "\n";
    Measure("full trace rendered as JSON with legal refs", bytes, [&](std::size_t i) {
      One(i);
      renderer_.Render(frame_, trace_, text_);
      return Now().result + static_cast<std::int64_t>(text_.text().size());
    });
    std::vector<std::int64_t> row;
    Measure("JSON text in -> eval -> JSON trace out", bytes, [&](std::size_t i) {
      row.clear();
      households_.Add(json::parse(texts_[i]), row);
      Put(row);
      policy::Run(program_, window_, frame_, trace_);
      renderer_.Render(frame_, trace_, text_);
      return Now().result + static_cast<std::int64_t>(text_.text().size());
    });
    MeasureMonth();
  }

 private:
  void Put(const std::vector<std::int64_t>& row) {
    frame_.Reset(window_);
    households_.Put(row.data(), frame_);
  }

  void One(std::size_t i) {
    Put(rows_[i]);
    policy::Run(program_, window_, frame_, trace_);
  }

  Answer Now() const { return {frame_.case_places()[result_], frame_.case_places()[typfall_]}; }

  // Sum and hash of the answers, as the other engines make them.
  void Check() {
    constexpr std::int64_t kModulus = 1'000'000'007;
    std::int64_t sum = 0;
    std::int64_t mix = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      One(i);
      const std::string& code = program_.words->Word(Now().typfall);
      sum += Now().result;
      mix = (mix + static_cast<std::int64_t>(i + 1) * std::stoll(code.substr(1))) % kModulus;
    }
    if (sum != golden_["sum"].get<std::int64_t>() || mix != golden_["mix"].get<std::int64_t>())
      Fail(fmt::format("wrong answers: {}/{}", sum, mix));
  }

  static double Since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

  static std::int64_t PeakMib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
  }

  void Measure(const char* variant,
               std::size_t bytes,
               const std::function<std::int64_t(std::size_t)>& one) {
    const int runs = static_cast<int>(Number("RUNS", 7));
    const double seconds = Number("SECONDS_PER_RUN", 1.5);
    std::vector<double> rates;
    for (int run = 0; run < runs; ++run) {
      const auto start = std::chrono::steady_clock::now();
      std::size_t done = 0;
      double taken = 0;
      do {
        for (std::size_t i = 0; i < rows_.size(); ++i) sink_ = sink_ + one(i);
        done += rows_.size();
        taken = Since(start);
      } while (taken < seconds);
      rates.push_back(static_cast<double>(done) / taken);
    }
    std::sort(rates.begin(), rates.end());
    const double median = rates[rates.size() / 2];
    json line = {{"engine", "project"},
                 {"variant", variant},
                 {"evals_per_s", static_cast<std::int64_t>(median)},
                 {"min", static_cast<std::int64_t>(rates.front())},
                 {"max", static_cast<std::int64_t>(rates.back())},
                 {"us_per_eval", 1e6 / median},
                 {"runs", runs},
                 {"peak_rss_mib", PeakMib()}};
    if (bytes != 0) line["trace_bytes"] = bytes;
    std::cout << line.dump() << std::endl;
  }

  void Month(const char* variant, std::size_t households, const std::function<std::size_t()>& all) {
    constexpr int kRuns = 5;
    std::vector<double> taken;
    for (int run = 0; run < kRuns; ++run) {
      const auto start = std::chrono::steady_clock::now();
      if (all() != 0) Fail("the month's answers differ from the stored ones");
      taken.push_back(Since(start));
    }
    std::sort(taken.begin(), taken.end());
    const double median = taken[taken.size() / 2];
    std::cout << json{{"engine", "project"},
                      {"variant", variant},
                      {"households", households},
                      {"seconds", median},
                      {"evals_per_s", static_cast<double>(households) / median},
                      {"runs", kRuns},
                      {"peak_rss_mib", PeakMib()}}
                     .dump()
              << std::endl;
  }

  // Households in random order, so that no cache learns the list; each is compared with its stored
  // decision.
  void MeasureMonth() {
    const auto count = static_cast<std::size_t>(Number("MONTH", 150'000));
    std::mt19937 random(7);  // NOLINT(cert-*): the same month each time
    std::vector<std::int64_t> snapshot;
    std::vector<Answer> stored;
    std::string lines;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t which = random() % rows_.size();
      snapshot.insert(snapshot.end(), rows_[which].begin(), rows_[which].end());
      lines += texts_[which] + "\n";
      One(which);
      stored.push_back(Now());
    }
    Month("month backtest, snapshot in memory, binary trace", count, [&] {
      std::size_t differ = 0;
      const std::int64_t* at = snapshot.data();
      for (std::size_t i = 0; i < count; ++i) {
        frame_.Reset(window_);
        at = households_.Put(at, frame_);
        policy::Run(program_, window_, frame_, trace_);
        differ += Now() == stored[i] ? 0U : 1U;
      }
      return differ;
    });
    Month("month backtest from JSON lines, binary trace", count, [&] {
      std::size_t differ = 0;
      std::size_t from = 0;
      std::vector<std::int64_t> row;
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t end = lines.find('\n', from);
        row.clear();
        households_.Add(json::parse(lines.data() + from, lines.data() + end), row);
        from = end + 1;
        Put(row);
        policy::Run(program_, window_, frame_, trace_);
        differ += Now() == stored[i] ? 0U : 1U;
      }
      return differ;
    });
  }

  const Date on_ = *Date::Parse("2026-02-01");
  std::shared_ptr<const dm::PolicySet> set_;
  const policy::PolicyData& data_;
  const policy::Program& program_;
  const policy::Window& window_;
  Households households_;
  policy::Frame frame_;
  policy::Trace trace_;
  policy::TraceRenderer renderer_;
  policy::TextBuffer text_;
  json golden_;
  std::size_t result_;
  std::size_t typfall_;
  std::vector<std::vector<std::int64_t>> rows_;
  std::vector<std::string> texts_;
  volatile std::int64_t sink_ = 0;
};

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): a benchmark; what is thrown ends it.
int main(int argc, char** argv) {
  if (argc != 2) Fail("usage: rules_bench CASE-FOLDER");
  Bench(argv[1], LoadCase()).Run();
  return 0;
}
