#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fuzz/invariants.h"
#include "worker/policy/cell.h"
#include "worker/policy/engine/expression.h"
#include "worker/policy/policy_error.h"
#include "worker/publish/cell_text.h"

namespace {

using dm::policy::Unit;

void CheckCell(Unit unit, const std::string& text) {
  std::vector<dm::PolicyError> found;
  dm::policy::FileErrors errors("cell", &found);
  dm::policy::Axis axis({unit, nullptr}, true);
  const auto cell = dm::policy::ReadCellText(text, 1, axis, "cell", errors);
  dm::fuzz::Must(cell.has_value() == found.empty(), "a cell or an error");
  for (const dm::PolicyError& error : found)
    dm::fuzz::Must(!error.remedy.empty(), "an error has a remedy");
  if (!cell.has_value() || !cell->parameters.empty()) return;
  dm::policy::Cell fixed = *cell;
  fixed.Fix(axis);
  dm::fuzz::Must(!fixed.fixed.empty(), "a cell that is read fits something");
}

}  // namespace

// The first byte says what the rest is: a cell of one of the units, a cell as text, or a formula.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(dm::fuzz::Bytes(data + 1, size - 1));
  if (!dm::policy::IsPlainUtf8(text)) return 0;  // the reader of files lets nothing else through
  switch (data[0] % 8) {
    case 0: {
      std::vector<dm::PolicyError> found;
      dm::policy::FileErrors errors("formula", &found);
      const auto expression = dm::policy::ParseExpression(text, 1, "formula", errors);
      dm::fuzz::Must(expression.has_value() == found.empty(), "a formula or an error");
      return 0;
    }
    case 1: {
      const dm::publish::CellWords cell = dm::publish::DecodeCell(text);
      dm::fuzz::Must(dm::publish::DecodeCell(dm::publish::EncodeCell(cell)) == cell,
                     "a cell as text is read as it was written");
      return 0;
    }
    case 2:
      CheckCell(Unit::kKr, text);
      return 0;
    case 3:
      CheckCell(Unit::kCount, text);
      return 0;
    case 4:
      CheckCell(Unit::kPercent, text);
      return 0;
    case 5:
      CheckCell(Unit::kBool, text);
      return 0;
    case 6:
      CheckCell(Unit::kText, text);
      return 0;
    default:
      CheckCell(Unit::kDate, text);
      return 0;
  }
}
