// The generator of invented households: whole case records, drawn from a seed and a number. The
// same seed, options and number give the same bytes on every machine. Nobody in them exists: the
// numbers are the tax agency's series for tests, and of a birth date there are only two, so that
// households share them.
#pragma once

#include <cstdint>

#include "worker/backtest/generator_options.h"
#include "worker/case/case_record.h"

namespace dm::backtest {

// Household `number`, 0, 1, …, of the stream. `options` have passed CheckOptions.
CaseInput GenerateHousehold(const GeneratorOptions& options, std::uint64_t number);

}  // namespace dm::backtest
