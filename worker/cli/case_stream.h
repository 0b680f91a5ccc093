// Where a backtest takes its cases from: a generator, or a file of earlier cases.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "worker/backtest/generator_options.h"
#include "worker/backtest/ruling.h"
#include "worker/case/case_record.h"
#include "worker/core/status.h"

namespace dm::cli {

struct StoredCase {
  CaseInput input;
  std::optional<backtest::Ruling> stored;  // as it was decided, where the source says
};

class CaseStream {
 public:
  virtual ~CaseStream() = default;

  // False at the end. The memory of `next` is used again. Errors name the line or record.
  virtual StatusOr<bool> Next(StoredCase* next) = 0;
  virtual std::string Describe() const = 0;  // Swedish, for the report
};

std::unique_ptr<CaseStream> GeneratedCases(const backtest::GeneratorOptions& options,
                                           std::uint64_t first,
                                           std::uint64_t count);
// JSON lines (docs/case-input.md, "Many cases in a file").
StatusOr<std::unique_ptr<CaseStream>> CasesInFile(const std::string& path);

// A line of such a file, with what was decided.
StatusOr<std::string> LineOf(const CaseInput& input, const backtest::Ruling& stored);

// The shares of the mix from "NAME=PERMILLE", and a month.
StatusOr<backtest::GeneratorOptions> OptionsFrom(std::uint64_t seed,
                                                 const std::string& month,
                                                 const std::vector<std::string>& shares);

}  // namespace dm::cli
