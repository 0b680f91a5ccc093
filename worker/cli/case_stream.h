// Where a backtest takes its cases from: a generator, or a file of earlier cases.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "worker/backtest/generator_options.h"
#include "worker/backtest/ruling.h"
#include "worker/backtest/snapshot.h"
#include "worker/case/case_record.h"
#include "worker/core/status.h"

namespace CLI {
class App;
}  // namespace CLI

namespace dm::cli {

struct Session;

using backtest::StoredCase;

class CaseStream {
 public:
  virtual ~CaseStream() = default;

  // Null at the end. The case is the stream's and stands until the next call; it may be lent, and
  // comes back as it was. Errors name the line or record.
  virtual StatusOr<StoredCase*> Next() = 0;
  virtual std::string Describe() const = 0;  // Swedish, for the report
};

std::unique_ptr<CaseStream> GeneratedCases(const backtest::GeneratorOptions& options,
                                           std::uint64_t first,
                                           std::uint64_t count);
// A snapshot, or JSON lines (docs/case-input.md, "Many cases in a file").
StatusOr<std::unique_ptr<CaseStream>> CasesInFile(const std::string& path);

// --cases FILE, --generate N with its seed, month and shares, or --decided: exactly one of them.
struct CaseChoice {
  std::string cases;
  bool decided = false;  // by a running worker, in `month` or ever
  std::uint64_t generate = 0;
  std::uint64_t seed = 1;
  std::string month;
  std::vector<std::string> shares;
};

// Adds how a worker is reached, too.
void AddCaseChoice(CLI::App& command, CaseChoice* choice, Session& session);
// Cancelled when a worker cannot be reached, which has been printed.
StatusOr<std::unique_ptr<CaseStream>> OpenCases(const CaseChoice& choice, Session& session);

// The shares of the mix from "NAME=PERMILLE", and a month.
StatusOr<backtest::GeneratorOptions> OptionsFrom(std::uint64_t seed,
                                                 const std::string& month,
                                                 const std::vector<std::string>& shares);

}  // namespace dm::cli
