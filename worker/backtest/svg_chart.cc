#include "worker/backtest/svg_chart.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "worker/core/markup.h"

namespace dm::backtest {

namespace {

constexpr double kWidth = 880;
constexpr double kLabelWidth = 250;
constexpr double kValueWidth = 105;
constexpr double kRow = 30;
constexpr double kBar = 18;
constexpr double kColumnHeight = 190;

std::string Open(const std::string& title, double height) {
  return fmt::format(
      "<svg viewBox=\"0 0 {} {:.0f}\" role=\"img\" aria-label=\"{}\">\n<title>{}</title>\n",
      kWidth,
      height,
      Escaped(title),
      Escaped(title));
}

std::string TextAt(double x, double y, const char* anchor, const std::string& text, const char* c) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" class=\"{}\">{}</text>\n",
                     x,
                     y,
                     anchor,
                     c,
                     Escaped(text));
}

std::string Bar(double x, double y, double width, double height, const char* c) {
  if (width <= 0 || height <= 0) return "";
  return fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"2\" "
      "class=\"{}\"/>\n",
      x,
      y,
      width,
      height,
      c);
}

std::string Line(double x1, double y1, double x2, double y2) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"axis\"/>\n",
      x1,
      y1,
      x2,
      y2);
}

// "64,3 %".
std::string Percent(double share) {
  const auto tenths = std::lround(share * 1000);
  return fmt::format("{},{} %", tenths / 10, tenths % 10);
}

// Labels that are too long for their place are cut; the table beside the chart has them whole.
std::string Cut(const std::string& text, std::size_t characters) {
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
    if (seen++ == characters) return text.substr(0, at) + "…";
  }
  return text;
}

}  // namespace

std::string TwoSidedBars(const std::string& title, const std::vector<TwoSided>& bars) {
  double largest = 0;
  for (const TwoSided& bar : bars) largest = std::max({largest, bar.left, bar.right});
  const double half = (kWidth - kLabelWidth - 2 * kValueWidth) / 2;
  const double middle = kLabelWidth + kValueWidth + half;
  const double height = kRow * static_cast<double>(bars.size()) + 8;
  std::string svg = Open(title, height);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const TwoSided& bar = bars[i];
    const double top = kRow * static_cast<double>(i) + 6;
    const double base = top + kBar - 4;
    const double left = largest > 0 ? half * bar.left / largest : 0;
    const double right = largest > 0 ? half * bar.right / largest : 0;
    svg += TextAt(kLabelWidth - 8, base, "end", Cut(bar.label, 36), "label");
    svg += Bar(middle - left, top, left, kBar, "less") + Bar(middle, top, right, kBar, "more");
    svg += TextAt(middle - left - 6, base, "end", bar.left_text, "value");
    svg += TextAt(middle + right + 6, base, "start", bar.right_text, "value");
  }
  return svg + Line(middle, 0, middle, height) + "</svg>\n";
}

std::string Columns(const std::string& title, const std::vector<Column>& columns) {
  double largest = 0;
  for (const Column& column : columns) largest = std::max(largest, column.value);
  const double step = kWidth / static_cast<double>(std::max<std::size_t>(1, columns.size()));
  std::string svg = Open(title, kColumnHeight + 66);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Column& column = columns[i];
    const double height = largest > 0 ? (kColumnHeight - 24) * column.value / largest : 0;
    const double x = step * static_cast<double>(i);
    const double center = x + step / 2;
    svg += Bar(x + step * 0.14,
               kColumnHeight - height,
               step * 0.72,
               height,
               column.negative ? "less" : "more");
    svg += TextAt(center, kColumnHeight - height - 6, "middle", column.text, "value");
    // Two lines: amount, then direction.
    const std::size_t cut = column.label.find(" kr ");
    const std::string first = cut == std::string::npos ? column.label : column.label.substr(0, cut);
    svg += TextAt(center, kColumnHeight + 20, "middle", first, "label small");
    if (cut != std::string::npos) {
      svg += TextAt(center, kColumnHeight + 38, "middle", column.label.substr(cut + 1), "small");
    }
  }
  return svg + Line(0, kColumnHeight, kWidth, kColumnHeight) + "</svg>\n";
}

std::string Bars(const std::string& title, const std::vector<Column>& bars) {
  double largest = 0;
  for (const Column& bar : bars) largest = std::max(largest, bar.value);
  const double room = kWidth - kLabelWidth - kValueWidth;
  const double height = kRow * static_cast<double>(bars.size()) + 8;
  std::string svg = Open(title, height);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const double top = kRow * static_cast<double>(i) + 6;
    const double width = largest > 0 ? room * std::max(0.0, bars[i].value) / largest : 0;
    svg += TextAt(kLabelWidth - 8, top + kBar - 4, "end", Cut(bars[i].label, 34), "label");
    svg += Bar(kLabelWidth, top, width, kBar, "more");
    svg += TextAt(kLabelWidth + width + 6, top + kBar - 4, "start", bars[i].text, "value");
  }
  return svg + Line(kLabelWidth, 0, kLabelWidth, height) + "</svg>\n";
}

std::string Stacks(const std::string& title, const std::vector<Stack>& stacks) {
  constexpr double kThick = 34;
  constexpr double kStep = 48;
  std::size_t longest = 0;
  for (const Stack& stack : stacks) longest = std::max(longest, stack.label.size());
  const double left = std::clamp(7.6 * static_cast<double>(longest) + 14, 70.0, kLabelWidth);
  const double height = kStep * static_cast<double>(stacks.size()) + 34;
  std::string svg = Open(title, height);
  for (std::size_t i = 0; i < stacks.size(); ++i) {
    double sum = 0;
    for (const Part& part : stacks[i].parts) sum += part.value;
    const double top = kStep * static_cast<double>(i) + 4;
    svg += TextAt(left - 10, top + kThick * 0.64, "end", Cut(stacks[i].label, 34), "label");
    double x = left;
    for (std::size_t p = 0; p < stacks[i].parts.size() && sum > 0; ++p) {
      const double share = stacks[i].parts[p].value / sum;
      const double width = (kWidth - left) * share;
      svg += Bar(x, top, std::max(0.0, width - 2), kThick, fmt::format("part{}", p).c_str());
      if (width > 46) {
        svg += TextAt(x + width / 2,
                      top + kThick * 0.64,
                      "middle",
                      Percent(share),
                      fmt::format("onpart{}", p).c_str());
      }
      x += width;
    }
  }
  double x = left;
  const double y = height - 12;
  for (std::size_t p = 0; !stacks.empty() && p < stacks.front().parts.size(); ++p) {
    svg += Bar(x, y - 11, 14, 14, fmt::format("part{}", p).c_str());
    svg += TextAt(x + 20, y, "start", stacks.front().parts[p].label, "label");
    x += 40 + 8.2 * static_cast<double>(stacks.front().parts[p].label.size());
  }
  return svg + "</svg>\n";
}

}  // namespace dm::backtest
