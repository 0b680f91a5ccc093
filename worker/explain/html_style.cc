#include "worker/explain/html_style.h"

namespace dm::explain {

const char kStyle[] = R"(
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--soft:#57606a;--line:#d0d7de;--panel:#f6f8fa;
--accent:#0a4fa3;--good:#1a6331;--good-bg:#e6f4ea;--bad:#96201a;--bad-bg:#fdecea;--open:#7a4a00;--open-bg:#fff4dd}
@media (prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e8eaed;--soft:#a9b1ba;--line:#3a424b;--panel:#1d2226;
--accent:#8ab8ff;--good:#7ddc9a;--good-bg:#14301d;--bad:#ff9d94;--bad-bg:#3a1815;--open:#f2c46d;--open-bg:#33270c}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:1rem/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
main,header,footer{max-width:72rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.5rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}
h2{font-size:1.2rem;margin:2.25rem 0 .6rem;padding-top:.6rem;border-top:2px solid var(--line)}
h3{font-size:1rem;margin:1rem 0 .3rem}
p{margin:.35rem 0;max-width:60rem}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;padding:0;margin:.9rem 0 0}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.75rem;margin:0}
.facts>div{background:var(--panel);border:1px solid var(--line);border-radius:.4rem;padding:.6rem .9rem}
.facts dt{color:var(--soft);font-size:.875rem}
.facts dd{margin:0;font-weight:600}
.facts .grant dd{font-size:1.6rem;line-height:1.25}
ul.plain{list-style:none;padding:0;margin:.4rem 0}
ul.plain>li{padding:.5rem .8rem;margin:.4rem 0;border-left:.3rem solid var(--line);background:var(--panel)}
li.fail,tr.fail td.verdict{border-color:var(--bad)}
ul.plain>li.fail{border-left-color:var(--bad)}
ul.plain>li.open{border-left-color:var(--open)}
.mark{display:inline-block;padding:0 .45rem;border-radius:.25rem;font-size:.875rem;font-weight:600;white-space:nowrap}
.mark.pass{color:var(--good);background:var(--good-bg)}
.mark.fail{color:var(--bad);background:var(--bad-bg)}
.mark.open{color:var(--open);background:var(--open-bg)}
code{font:.8125rem/1.4 ui-monospace,"DejaVu Sans Mono",Consolas,monospace;color:var(--soft);overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:.4rem 0}
caption{text-align:left;color:var(--soft);font-size:.875rem;padding-bottom:.3rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .6rem;border-bottom:1px solid var(--line)}
thead th{font-size:.875rem;color:var(--soft);border-bottom:2px solid var(--line)}
tbody th{font-weight:500}
.num{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
tr.group th,tr.group td{background:var(--panel);font-weight:600}
tr.total th,tr.total td{font-weight:700;border-top:2px solid var(--fg);font-size:1.1rem}
tr.less>.num.granted{color:var(--bad);font-weight:600}
details{margin:.2rem 0}
summary{cursor:pointer;color:var(--accent);width:fit-content}
details.typfall>summary{color:var(--fg);width:auto;padding:.35rem 0}
table.ground{margin:.3rem 0 .5rem;font-size:.9375rem;background:var(--panel)}
table.ground th,table.ground td{padding:.25rem .6rem}
td.short{white-space:nowrap}
.note{color:var(--soft);font-size:.9375rem}
.why{max-width:46rem}
footer{color:var(--soft);font-size:.875rem;padding-top:1.5rem;padding-bottom:2.5rem}
@media (max-width:46rem){
 td.short{white-space:normal}
 table.calc thead,table.wide thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
 table.calc tr,table.wide tr,table.calc tbody,table.wide tbody{display:block}
 table.calc>tbody>tr>*,table.wide>tbody>tr>*{display:block;border:0;padding:.15rem .6rem;text-align:left}
 table.calc>tbody>tr,table.wide>tbody>tr{border-bottom:1px solid var(--line);padding:.4rem 0}
 table.calc>tbody>tr>td[data-label]:not(:empty)::before,table.wide>tbody>tr>td[data-label]:not(:empty)::before{content:attr(data-label) ": ";color:var(--soft)}
}
@media print{
 :root{--bg:#fff;--fg:#000;--soft:#333;--line:#999;--panel:#fff;--accent:#000;--good:#000;--good-bg:#fff;--bad:#000;--bad-bg:#fff;--open:#000;--open-bg:#fff}
 html{font-size:9.5pt}
 nav{display:none}
 main,header,footer{max-width:none;padding:0}
 h2{break-after:avoid}
 tr,li{break-inside:avoid}
 details:not(.typfall)::details-content{content-visibility:visible;height:auto;display:block}
 .mark{border:1px solid #000}
}
)";

}  // namespace dm::explain
