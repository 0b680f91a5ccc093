#include "worker/cli/case_stream.h"

#include <charconv>
#include <fstream>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "worker/backtest/generator.h"
#include "worker/backtest/report_view.h"
#include "worker/cli/decided_cases.h"
#include "worker/cli/session.h"
#include "worker/cli/stored_line.h"

namespace dm::cli {
namespace {

class Generated final : public CaseStream {
 public:
  Generated(backtest::GeneratorOptions options, std::uint64_t first, std::uint64_t count)
      : options_(options), first_(first), count_(count) {}

  StatusOr<StoredCase*> Next() override {
    if (given_ == count_) return nullptr;
    case_.input = backtest::GenerateHousehold(options_, first_ + given_++);
    return &case_;
  }

  std::string Describe() const override {
    return fmt::format("{} påhittade hushåll, frö {}, {}",
                       backtest::Text(static_cast<std::int64_t>(count_)),
                       options_.seed,
                       options_.month.ToSwedish());
  }

 private:
  backtest::GeneratorOptions options_;
  std::uint64_t first_;
  std::uint64_t count_;
  std::uint64_t given_ = 0;
  StoredCase case_;
};

class Lines final : public CaseStream {
 public:
  Lines(std::string path, std::ifstream file) : path_(std::move(path)), file_(std::move(file)) {}

  StatusOr<StoredCase*> Next() override {
    do {
      if (!std::getline(file_, line_)) {
        if (file_.bad()) return Unavailable(path_ + ": cannot be read to its end");
        return nullptr;
      }
      ++number_;
    } while (line_.empty());
    const Status read = reader_.Read(line_, &case_);
    if (read.ok()) return &case_;
    return Annotate(read, fmt::format("{}: line {}", path_, number_));
  }

  std::string Describe() const override {
    return backtest::Text(static_cast<std::int64_t>(number_)) + " ärenden ur fil";
  }

 private:
  std::string path_;
  std::ifstream file_;
  std::string line_;
  StoredLineReader reader_;
  StoredCase case_;
  std::uint64_t number_ = 0;
};

class Snapshot final : public CaseStream {
 public:
  explicit Snapshot(backtest::SnapshotFileReader reader) : reader_(std::move(reader)) {}

  StatusOr<StoredCase*> Next() override { return reader_.Next(); }

  std::string Describe() const override {
    return fmt::format("{} ärenden ur ögonblicksbild", reader_.count());
  }

 private:
  backtest::SnapshotFileReader reader_;
};

Status TakeShare(const std::string& text, backtest::GeneratorOptions* options) {
  const std::size_t equals = text.find('=');
  int share = -1;
  if (equals != std::string::npos) {
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + equals + 1, end, share);
    if (error != std::errc() || stop != end) share = -1;
  }
  if (share < 0) return InvalidArgument("--share is NAME=PERMILLE with 0 to 1000, as surplus=80");
  return backtest::SetKnob(text.substr(0, equals), share, options);
}

}  // namespace

std::unique_ptr<CaseStream> GeneratedCases(const backtest::GeneratorOptions& options,
                                           std::uint64_t first,
                                           std::uint64_t count) {
  return std::make_unique<Generated>(options, first, count);
}

StatusOr<std::unique_ptr<CaseStream>> CasesInFile(const std::string& path) {
  if (backtest::IsSnapshot(path)) {
    DM_ASSIGN_OR_RETURN(backtest::SnapshotFileReader reader,
                        backtest::SnapshotFileReader::Open(path));
    return std::unique_ptr<CaseStream>(std::make_unique<Snapshot>(std::move(reader)));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return NotFound(path + ": cannot be read; check the path and its permissions");
  return std::unique_ptr<CaseStream>(std::make_unique<Lines>(path, std::move(file)));
}

void AddCaseChoice(CLI::App& command, CaseChoice* choice, Session& session) {
  session.AddOptions(command);
  command.add_flag("--decided",
                   choice->decided,
                   "the cases that a running worker has decided, of --month or all");
  command.add_option("--cases", choice->cases, "file with a case a line, or a snapshot");
  command
      .add_option("--generate", choice->generate, "this many invented households instead of a file")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}));
  command.add_option("--seed", choice->seed, "of the invented households")->capture_default_str();
  command.add_option("--month", choice->month, "of the households, YYYY-MM");
  command.add_option("--share", choice->shares, "a share of their mix, NAME=PERMILLE");
}

StatusOr<std::unique_ptr<CaseStream>> OpenCases(const CaseChoice& choice, Session& session) {
  const int named =
      (choice.cases.empty() ? 0 : 1) + (choice.generate == 0 ? 0 : 1) + (choice.decided ? 1 : 0);
  if (named != 1) {
    return InvalidArgument("name the cases with one of --cases FILE, --generate N and --decided");
  }
  if (choice.decided) {
    if (!choice.month.empty() && !Month::Parse(choice.month).ok())
      return InvalidArgument("--month is YYYY-MM");
    if (!session.Connect()) return Status(StatusCode::kCancelled, "no connection");
    return DecidedStream(session, choice.month);
  }
  if (!choice.cases.empty()) return CasesInFile(choice.cases);
  DM_ASSIGN_OR_RETURN(const backtest::GeneratorOptions mix,
                      OptionsFrom(choice.seed, choice.month, choice.shares));
  return GeneratedCases(mix, 0, choice.generate);
}

StatusOr<backtest::GeneratorOptions> OptionsFrom(std::uint64_t seed,
                                                 const std::string& month,
                                                 const std::vector<std::string>& shares) {
  backtest::GeneratorOptions taken;
  taken.seed = seed;
  const StatusOr<Month> parsed = Month::Parse(month);
  if (!parsed.ok()) return InvalidArgument("--month is YYYY-MM");
  taken.month = *parsed;
  for (const std::string& share : shares) DM_RETURN_IF_ERROR(TakeShare(share, &taken));
  DM_RETURN_IF_ERROR(backtest::CheckOptions(taken));
  return taken;
}

}  // namespace dm::cli
