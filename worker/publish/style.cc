#include "worker/publish/pages.h"

namespace dm::publish {

// Colours have a contrast of at least 4.5 to 1 in both schemes; lengths are relative, so that 200 %
// and narrow screens keep every word.
const char* const kStyle = R"css(:root {
  color-scheme: light dark;
  --papper: #fffdf9; --text: #1c1b19; --svag: #5a5650; --linje: #d9d3c7; --yta: #f4f0e7;
  --lank: #0b4f8a; --besokt: #5b3a86; --marke: #8a3b00; --ut: #eef4ec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --papper: #16181a; --text: #ebe8e1; --svag: #b3aea4; --linje: #3d4044; --yta: #202327;
    --lank: #8fc3f5; --besokt: #c9b0ee; --marke: #f0b27a; --ut: #1e2a22;
  }
}
* { box-sizing: border-box; }
html { font-size: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--papper); color: var(--text);
  overflow-wrap: break-word;
  font: 1.0625rem/1.6 "Source Serif 4", Charter, "Bitstream Charter", Georgia, serif;
}
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
header { border-bottom: 1px solid var(--linje); padding-top: 1rem; padding-bottom: .75rem; }
.plats { margin: 0 0 .5rem; font-weight: 600; }
.plats a { color: inherit; text-decoration: none; }
.meny ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; }
.innehall ul { list-style: none; margin: 0; padding: 0; max-width: none; columns: 22rem; column-gap: 2rem; }
.innehall li { margin: .2rem 0; break-inside: avoid; }
.enkel caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.meny a, .innehall a, table, .om, .kalla, footer, dt, summary, figure {
  font-family: "Source Sans 3", "Noto Sans", "DejaVu Sans", system-ui, sans-serif;
}
.meny a { display: inline-block; padding: .35rem 0; font-size: .95rem; }
.meny a[aria-current] { color: var(--text); font-weight: 700; text-decoration-thickness: .16em; }
.innehall { background: var(--yta); border-left: .25rem solid var(--linje); padding: .75rem 1rem; margin: 1.5rem 0; font-size: .95rem; }
.hoppa { position: absolute; left: -100vw; }
.hoppa:focus { left: 1rem; top: .5rem; background: var(--papper); padding: .5rem 1rem; z-index: 1; }
a { color: var(--lank); text-underline-offset: .15em; }
a:visited { color: var(--besokt); }
a:focus-visible, summary:focus-visible, .bred:focus-visible { outline: 3px solid var(--marke); outline-offset: 2px; }
h1, h2, h3, h4 { line-height: 1.25; overflow-wrap: anywhere; }
h1 { font-size: 2.1rem; margin: 2rem 0 .75rem; }
h2 { font-size: 1.45rem; margin: 2.75rem 0 .5rem; }
h3 { font-size: 1.15rem; margin: 2rem 0 .4rem; }
h4 { font-size: 1rem; margin: 1.5rem 0 .3rem; }
p, main ul, main ol { max-width: 44rem; margin: .6rem 0; }
main li { margin: .35rem 0; }
.ingress { font-size: 1.2rem; max-width: 42rem; }
.om, .kalla { font-size: .9rem; color: var(--svag); max-width: 60rem; }
main li a, dd a { overflow-wrap: anywhere; }
code { font: .88em/1.4 "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
br + code { white-space: nowrap; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: .9rem/1.5 "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.brev { background: var(--yta); border: 1px solid var(--linje); padding: 1rem 1.25rem; max-width: 50rem; }
.bred { overflow-x: auto; margin: .9rem 0; }
table { border-collapse: collapse; font-size: .92rem; line-height: 1.45; min-width: 20rem; }
caption { text-align: left; color: var(--svag); font-size: .88rem; padding: .2rem 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--linje); }
td + td, th + td { padding-left: .5rem; }
td a { display: inline-block; padding: .25rem 0; }
thead th { border-bottom: 2px solid var(--svag); font-weight: 600; padding-left: .5rem; }
thead th:first-child { padding-left: 0; }
tbody th { font-weight: 400; }
tbody th > code:only-child { white-space: nowrap; }
tbody tr:target { background: var(--yta); outline: 2px solid var(--marke); }
.ut { background: var(--ut); font-weight: 600; }
.tal { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tyst { color: var(--svag); }
abbr { text-decoration: underline dotted; cursor: help; }
dl { margin: 1rem 0; max-width: 60rem; }
dl div { display: grid; grid-template-columns: minmax(9rem, 16rem) 1fr; gap: .25rem 1.25rem; padding: .4rem 0; border-bottom: 1px solid var(--linje); }
dt { color: var(--svag); font-size: .92rem; }
dd { margin: 0; overflow-wrap: anywhere; }
details { margin: .6rem 0; }
summary { cursor: pointer; padding: .3rem 0; color: var(--lank); font-size: .95rem; }
footer { border-top: 1px solid var(--linje); margin-top: 4rem; padding-top: 1rem; padding-bottom: 3rem; color: var(--svag); font-size: .88rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  h1 { font-size: 1.65rem; }
  dl div { grid-template-columns: 1fr; }
}
@media print {
  :root { --papper: #fff; --text: #000; --svag: #333; --linje: #999; --yta: #fff; --lank: #000; --besokt: #000; --ut: #fff; }
  .meny, .innehall, .hoppa { display: none; }
  header, main, footer { max-width: none; padding: 0; }
  .bred { overflow: visible; }
  tr, .regel > h2 { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
)css";

}  // namespace dm::publish
