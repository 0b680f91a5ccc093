// The style sheet of the report: light and dark by the reader's setting, and for paper.
#pragma once

namespace dm::backtest {

inline constexpr char kReportStyle[] = R"css(
:root {
  --page: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --box: #f6f8fa;
  --more: #0b6bcb; --less: #c4570c; --same: #eaeef2; --moved: #fff1d6;
  --p0: #0b6bcb; --p1: #5e9fd6; --p2: #c9a227; --p3: #8c959f;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161b; --ink: #e6eaef; --soft: #9aa5b1; --line: #303842; --box: #1b2128;
    --more: #58a6ff; --less: #f0883e; --same: #232b34; --moved: #4a3a12;
    --p0: #388bfd; --p1: #79b8ff; --p2: #d4a72c; --p3: #6e7781;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 12px; }
h2 { font-size: 20px; margin: 0 0 4px; }
h3 { font-size: 16px; margin: 28px 0 0; }
li { max-width: 70ch; }
a { color: var(--more); }
.contents { columns: 2; padding-left: 20px; }
section { margin-top: 44px; }
section > p { color: var(--soft); margin: 0 0 14px; max-width: 70ch; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0 0 24px; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; }
.card { background: var(--box); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; }
.card b { display: block; font-size: 26px; line-height: 1.2; font-variant-numeric: tabular-nums; white-space: nowrap; }
.card span { color: var(--soft); font-size: 14px; }
.wide { overflow-x: auto; margin-top: 14px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 10px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; vertical-align: top; }
th { white-space: normal; }
th:first-child { text-align: left; }
thead th { color: var(--soft); font-weight: 600; }
tbody th { font-weight: 400; min-width: 9ch; }
.words { text-align: left; }
.code { font-family: "DejaVu Sans Mono", ui-monospace, monospace; font-size: 12.5px; white-space: normal; overflow-wrap: anywhere; min-width: 260px; }
.reason { white-space: normal; min-width: 260px; }
.reason code { font: 12.5px "DejaVu Sans Mono", ui-monospace, monospace; color: var(--soft); overflow-wrap: anywhere; }
.matrix .same { background: var(--same); }
.matrix .moved { background: var(--moved); font-weight: 600; }
.matrix .none { color: var(--soft); }
.wide:focus-visible, summary:focus-visible { outline: 3px solid var(--more); outline-offset: 2px; }
details { margin: 6px 0 0; }
summary { color: var(--more); cursor: pointer; padding: 4px 0; }
svg { display: block; width: 100%; height: auto; margin: 8px 0; }
svg text { fill: var(--ink); font-size: 13px; }
svg .small { font-size: 11.5px; }
svg text.small { fill: var(--soft); }
svg text.label.small { fill: var(--ink); }
svg .value { font-variant-numeric: tabular-nums; }
svg .axis { stroke: var(--soft); stroke-width: 1; }
svg .more { fill: var(--more); }
svg .less { fill: var(--less); }
svg .part0 { fill: var(--p0); } svg .part1 { fill: var(--p1); } svg .part2 { fill: var(--p2); } svg .part3 { fill: var(--p3); }
svg text.onpart0, svg text.onpart3 { fill: #ffffff; }
svg text.onpart1, svg text.onpart2 { fill: #12161b; }
footer { margin-top: 48px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--soft); font-size: 14px; }
/* On a phone the tables tell the same in less room. */
@media (max-width: 46rem) { .wide[aria-label^="Bild"] { display: none; } main { padding: 20px 16px 48px; } .contents { columns: 1; } }
@media print { .wide { overflow: visible; } main { max-width: none; padding: 0; } section { break-inside: avoid; } }
)css";

}  // namespace dm::backtest
