// Table: columns of text for a terminal, padded by characters, not bytes.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace dm::cli {

enum class Align { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

void PrintTable(std::ostream& out,
                const std::vector<Column>& columns,
                const std::vector<std::vector<std::string>>& rows);

}  // namespace dm::cli
