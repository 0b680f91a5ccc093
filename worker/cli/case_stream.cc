#include "worker/cli/case_stream.h"

#include <charconv>
#include <fstream>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "worker/adapters/codec/codec.h"
#include "worker/backtest/generator.h"

namespace dm::cli {
namespace {

using backtest::Ruling;
using Json = nlohmann::json;

constexpr std::string_view kStored = "{\"stored\":";
constexpr std::string_view kInput = ",\"input\":";

class Generated final : public CaseStream {
 public:
  Generated(backtest::GeneratorOptions options, std::uint64_t first, std::uint64_t count)
      : options_(options), first_(first), count_(count) {}

  StatusOr<bool> Next(StoredCase* next) override {
    if (given_ == count_) return false;
    next->input = backtest::GenerateHousehold(options_, first_ + given_++);
    next->stored.reset();
    return true;
  }

  std::string Describe() const override {
    return fmt::format(
        "{} påhittade hushåll, frö {}, {}", count_, options_.seed, options_.month.ToSwedish());
  }

 private:
  backtest::GeneratorOptions options_;
  std::uint64_t first_;
  std::uint64_t count_;
  std::uint64_t given_ = 0;
};

// The end of the object that begins at `from`; npos when it does not end.
std::size_t EndOfObject(std::string_view text, std::size_t from) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = from; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      quoted = c != '"';
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{') ++depth;
    if (c == '}' && --depth == 0) return at + 1;
  }
  return std::string_view::npos;
}

template <typename Enum, typename Code>
bool Take(const std::string& text, std::initializer_list<Enum> all, Code code, Enum* value) {
  for (const Enum one : all) {
    if (text != code(one)) continue;
    *value = one;
    return true;
  }
  return false;
}

const char* OutcomeWord(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNone:
      return "none";
    case Outcome::kBifall:
      return "bifall";
    case Outcome::kDelavslag:
      return "delavslag";
    case Outcome::kAvslag:
      return "avslag";
    case Outcome::kAvvisning:
      return "avvisning";
    case Outcome::kAvskrivning:
      return "avskrivning";
  }
  return "none";
}

bool ReadRuling(const Json& json, Ruling* ruling) {
  using backtest::Route;
  if (!Take(json.at("route").get<std::string>(),
            {Route::kAutomatic, Route::kCompletion, Route::kProposed, Route::kHuman},
            backtest::RouteCode,
            &ruling->route)) {
    return false;
  }
  if (!Take(json.at("outcome").get<std::string>(),
            {Outcome::kNone,
             Outcome::kBifall,
             Outcome::kDelavslag,
             Outcome::kAvslag,
             Outcome::kAvvisning,
             Outcome::kAvskrivning},
            OutcomeWord,
            &ruling->outcome)) {
    return false;
  }
  ruling->policy_sha256 = json.at("policy_sha256").get<std::string>();
  ruling->typfall = json.at("typfall").get<std::string>();
  ruling->queue = json.at("queue").get<std::string>();
  ruling->grant = Money::FromOre(json.at("grant_ore").get<std::int64_t>());
  ruling->reasons = json.at("reasons").get<std::vector<std::string>>();
  ruling->rows.clear();
  for (const Json& row : json.at("rows")) {
    ruling->rows.push_back({.code = row.at("code").get<std::string>(),
                            .person = row.at("person").get<std::string>(),
                            .rule = row.at("rule").get<std::string>(),
                            .amount = Money::FromOre(row.at("ore").get<std::int64_t>())});
  }
  return true;
}

StatusOr<Ruling> ParseRuling(std::string_view text) {
  Ruling ruling;
  try {
    if (ReadRuling(Json::parse(text), &ruling)) return ruling;
  } catch (const Json::exception&) {
    // Its words could repeat a value.
  }
  return InvalidArgument("stored: is not what policy snapshot writes; export the cases again");
}

class Lines final : public CaseStream {
 public:
  Lines(std::string path, std::ifstream file) : path_(std::move(path)), file_(std::move(file)) {}

  StatusOr<bool> Next(StoredCase* next) override {
    do {
      if (!std::getline(file_, line_)) {
        if (file_.bad()) return Unavailable(path_ + ": cannot be read to its end");
        return false;
      }
      ++number_;
    } while (line_.empty());
    const Status read = Read(next);
    if (read.ok()) return true;
    return Annotate(read, fmt::format("{}: line {}", path_, number_));
  }

  std::string Describe() const override { return fmt::format("{} ärenden ur fil", number_); }

 private:
  Status Read(StoredCase* next) {
    std::string_view input(line_);
    next->stored.reset();
    if (input.starts_with(kStored)) {
      const std::size_t end = EndOfObject(input, kStored.size());
      if (end == std::string_view::npos || input.substr(end, kInput.size()) != kInput ||
          input.back() != '}') {
        return InvalidArgument("stored: is not followed by input");
      }
      DM_ASSIGN_OR_RETURN(next->stored,
                          ParseRuling(input.substr(kStored.size(), end - kStored.size())));
      input = input.substr(end + kInput.size());
      input.remove_suffix(1);
    }
    DM_ASSIGN_OR_RETURN(next->input, codec::CaseInputFromJson(input));
    return OkStatus();
  }

  std::string path_;
  std::ifstream file_;
  std::string line_;
  std::uint64_t number_ = 0;
};

class Snapshot final : public CaseStream {
 public:
  explicit Snapshot(backtest::SnapshotFileReader reader) : reader_(std::move(reader)) {}

  StatusOr<bool> Next(StoredCase* next) override { return reader_.Next(next); }

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

StatusOr<std::string> LineOf(const CaseInput& input, const Ruling& stored) {
  DM_ASSIGN_OR_RETURN(const std::string json, codec::ToJsonLine(input));
  Json ruling = {{"route", backtest::RouteCode(stored.route)},
                 {"outcome", OutcomeWord(stored.outcome)},
                 {"policy_sha256", stored.policy_sha256},
                 {"typfall", stored.typfall},
                 {"queue", stored.queue},
                 {"grant_ore", stored.grant.ore()},
                 {"reasons", stored.reasons},
                 {"rows", Json::array()}};
  for (const backtest::RulingRow& row : stored.rows) {
    ruling["rows"].push_back({{"code", row.code},
                              {"person", row.person},
                              {"rule", row.rule},
                              {"ore", row.amount.ore()}});
  }
  return std::string(kStored) + ruling.dump() + std::string(kInput) + json + "}";
}

void AddCaseChoice(CLI::App& command, CaseChoice* choice) {
  command.add_option("--cases", choice->cases, "file with a case a line, or a snapshot");
  command
      .add_option("--generate", choice->generate, "this many invented households instead of a file")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}));
  command.add_option("--seed", choice->seed, "of the invented households")->capture_default_str();
  command.add_option("--month", choice->month, "of the invented households, YYYY-MM");
  command.add_option("--share", choice->shares, "a share of their mix, NAME=PERMILLE");
}

StatusOr<std::unique_ptr<CaseStream>> OpenCases(const CaseChoice& choice) {
  if (choice.cases.empty() == (choice.generate == 0)) {
    return InvalidArgument("name the cases with either --cases FILE or --generate N");
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
