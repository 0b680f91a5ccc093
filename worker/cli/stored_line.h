// A case a line, alone or with what was decided: {"stored":{…},"input":{…}} in this order
// (docs/case-input.md, "Many cases in a file").
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "worker/adapters/codec/codec.h"
#include "worker/backtest/ruling.h"
#include "worker/backtest/snapshot.h"
#include "worker/core/status.h"

namespace dm::cli {

// For many lines: its memory and that of the value are used again.
class StoredLineReader {
 public:
  StoredLineReader();
  ~StoredLineReader();
  StoredLineReader(const StoredLineReader&) = delete;
  StoredLineReader& operator=(const StoredLineReader&) = delete;
  StoredLineReader(StoredLineReader&&) = delete;
  StoredLineReader& operator=(StoredLineReader&&) = delete;

  Status Read(std::string_view line, backtest::StoredCase* value);

 private:
  struct Parser;

  Status ReadStored(std::string_view json, backtest::Ruling* stored);

  std::unique_ptr<Parser> parser_;
  codec::CaseInputReader input_;
};

StatusOr<std::string> LineOf(const CaseInput& input, const backtest::Ruling& stored);

}  // namespace dm::cli
