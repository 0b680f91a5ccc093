// Small charts as inline SVG: no script, colours by the page's variables so that they follow light
// and dark. Each carries its data in words for those who do not see it.
#pragma once

#include <string>
#include <vector>

namespace dm::backtest {

// A bar to the right (more) and one to the left (less) of a middle line.
struct TwoSided {
  std::string label;
  double left = 0;
  double right = 0;
  std::string left_text;
  std::string right_text;
};

std::string TwoSidedBars(const std::string& title, const std::vector<TwoSided>& bars);

struct Column {
  std::string label;
  double value = 0;
  std::string text;  // above the column
  bool negative = false;
};

std::string Columns(const std::string& title, const std::vector<Column>& columns);

// The same lying down, for labels that are words.
std::string Bars(const std::string& title, const std::vector<Column>& bars);

struct Part {
  std::string label;
  double value = 0;
};

struct Stack {
  std::string label;
  std::vector<Part> parts;  // the same labels in every stack
};

// Horizontal bars of equal length, cut by share.
std::string Stacks(const std::string& title, const std::vector<Stack>& stacks);

}  // namespace dm::backtest
