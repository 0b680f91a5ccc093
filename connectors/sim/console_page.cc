#include "connectors/sim/console_page.h"

namespace dm::sim {

std::string_view ConsoleHtml() {
  return R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ssbtek-sim console</title>
<link rel="stylesheet" href="/console.css">
<link rel="icon" href="data:,">
<script src="/console.js" defer></script>
</head>
<body>
<header>
<h1>ssbtek-sim</h1>
<p id="summary" role="status">Reading …</p>
</header>
<main>
<section aria-labelledby="agencies-title">
<h2 id="agencies-title">Agencies</h2>
<table id="agencies">
<thead><tr><th scope="col">Agency</th><th scope="col">State</th><th scope="col" class="number">Asked</th>
<th scope="col" class="number">Struck</th><th scope="col">For everyone</th></tr></thead>
<tbody></tbody>
</table>
</section>
<section aria-labelledby="faults-title">
<h2 id="faults-title">Switched on now</h2>
<table id="faults">
<thead><tr><th scope="col">Fault</th><th scope="col">Whom</th><th scope="col">Which calls</th><th scope="col"></th></tr></thead>
<tbody></tbody>
</table>
<form id="add">
<label>Behaviour <select name="do" required></select></label>
<label>Agency <select name="agency"></select></label>
<label>Share of calls <input name="rate" inputmode="decimal" value="1" size="5" maxlength="8"></label>
<label>Only the first <input name="first" inputmode="numeric" size="5" maxlength="9" placeholder="all"> calls</label>
<label>Person <input name="person" inputmode="numeric" size="14" maxlength="13" placeholder="everyone" autocomplete="off"></label>
<button>Switch on</button>
<button type="button" id="reset">Start counting calls again</button>
</form>
<p id="problem" role="alert"></p>
</section>
<section aria-labelledby="questions-title">
<h2 id="questions-title">Latest questions</h2>
<table id="questions">
<thead><tr><th scope="col" class="number">No.</th><th scope="col">Person</th><th scope="col">Case</th><th scope="col">Period</th>
<th scope="col">Agencies</th><th scope="col">LEFI groups</th><th scope="col">Faults</th><th scope="col" class="number">HTTP</th>
<th scope="col" class="number">Held, ms</th><th scope="col" class="number">Bytes</th></tr></thead>
<tbody></tbody>
</table>
</section>
</main>
</body>
</html>
)html";
}

std::string_view ConsoleStyle() {
  return R"css(:root { color-scheme: light dark; --line: #8886; --bad: #b3261e; --good: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #7fd6a2; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.45 system-ui, sans-serif; }
header, main { max-width: 88rem; margin: 0 auto; padding: 0 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: baseline; padding-top: 1rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
p { margin: .25rem 0; }
section { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { font-weight: 600; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.bad { color: var(--bad); font-weight: 600; }
.good { color: var(--good); }
.quiet { opacity: .75; }
form { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin: .9rem 0 .25rem; }
label { display: inline-flex; gap: .4rem; align-items: center; }
button, input, select { font: inherit; padding: .25rem .6rem; }
button { cursor: pointer; }
#problem { color: var(--bad); min-height: 1.5em; }
)css";
}

std::string_view ConsoleScript() {
  return R"js("use strict";
const AGENCIES = ["AF", "CSN", "FK", "SKV", "SO", "TNS", "MIV"];
const find = (id) => document.getElementById(id);

function element(name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function button(text, act) {
  const made = element("button", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function row(cells) {
  const made = element("tr");
  for (const cell of cells) {
    const inside = element("td", undefined, cell.kind);
    if (cell.node) inside.append(cell.node); else inside.textContent = cell.text;
    made.append(inside);
  }
  return made;
}

const number = (value) => ({ text: String(value), kind: "number" });

// Without what changes nothing, so that a button keeps the focus while the page is refreshed.
function fill(id, key, rows) {
  const body = find(id).tBodies[0];
  if (body.dataset.key === key) return;
  body.dataset.key = key;
  body.replaceChildren(...rows());
}

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const told = await answer.json();
  find("problem").textContent = told.problem ?? "";
  await refresh();
}

function showAgencies(status) {
  fill("agencies", JSON.stringify([status.agencies, status.faults]), () => AGENCIES.map((agency) => {
    const all = status.faults.filter((one) => one.agency === agency);
    const faults = all.filter((one) => !one.person);
    const some = all.length - faults.length;
    const count = status.agencies[agency];
    const alone = some === 0 ? "" : ", and " + some + " for one person";
    const state = faults.length === 0 ? { text: "as the scenario says" + alone, kind: "good" }
      : { text: faults.map((one) => one.name).join(", ") + alone, kind: "bad" };
    const act = faults.length === 0
      ? button(agency + " goes down", () => call("POST", "/faults", { do: "error_ssbt", agency }))
      : button(agency + " is back", () => call("DELETE", "/faults?agency=" + agency));
    return row([{ node: element("strong", agency) }, state, number(count.asked), number(count.struck), { node: act }]);
  }));
}

function callsOf(one) {
  const share = one.rate < 1 ? Math.round(one.rate * 10000) / 100 + " % of " : "";
  const last = one.last ? one.first + " to " + one.last : "from " + one.first;
  return one.first === 1 && !one.last ? share + "all" : share + "calls " + last;
}

function showFaults(status) {
  fill("faults", JSON.stringify(status.faults), () => status.faults.length === 0
    ? [row([{ text: "Nothing: the scenario alone decides.", kind: "quiet" }, { text: "" }, { text: "" }, { text: "" }])]
    : status.faults.map((one) => row([
      { text: one.label }, { text: one.person || "everyone" }, { text: callsOf(one) },
      { node: button("Switch off", () => call("DELETE", "/faults/" + one.id)) },
    ])));
}

function groupsOf(question) {
  const lefi = question.lefi ?? {};
  const lists = ["formansinformation", "ansprak", "beslut", "preliminaraUtbetalningar", "utbetalningar", "ovrigInformation"];
  const groups = [...new Set(lists.flatMap((list) => lefi[list] ?? []))];
  return groups.length > 6 ? groups.slice(0, 6).join(" ") + " and " + (groups.length - 6) + " more" : groups.join(" ");
}

function showQuestions(questions) {
  fill("questions", JSON.stringify(questions.map((one) => one.number)), () => questions.map((one) => row([
    number(one.number), { text: one.person ?? one.operation }, { text: one.case ?? "" },
    { text: one.from ? one.from + " – " + one.to : one.problem ?? "", kind: one.problem ? "bad" : "" },
    { text: (one.agencies ?? []).join(" ") }, { text: groupsOf(one) },
    { text: (one.faults ?? []).join(", "), kind: "bad" },
    number(one.status), number(one.delay_ms), number(one.bytes),
  ])));
}

async function refresh() {
  try {
    const [status, questions] = await Promise.all([
      fetch("/status").then((answer) => answer.json()), fetch("/questions?limit=50").then((answer) => answer.json())]);
    find("summary").textContent = status.questions + " questions, " + status.refused + " refused, " + status.tests
      + " connection tests; " + status.scenario_persons + " persons in the scenario; " + status.persons + " counted";
    showAgencies(status);
    showFaults(status);
    showQuestions(questions);
  } catch {
    find("summary").textContent = "The simulator does not answer.";
  }
}

async function start() {
  const behaviours = await fetch("/behaviours").then((answer) => answer.json());
  const choose = find("add").elements;
  for (const effect of ["harmful", "further", "harmless"]) {
    const group = element("optgroup");
    group.label = effect;
    for (const one of behaviours.filter((each) => each.effect === effect)) {
      const option = element("option", one.name + ": " + one.what);
      option.value = one.name;
      group.append(option);
    }
    choose.do.append(group);
  }
  for (const agency of AGENCIES) choose.agency.append(element("option", agency));
  find("add").addEventListener("submit", (event) => {
    event.preventDefault();
    const fault = { do: choose.do.value, agency: choose.agency.value };
    if (choose.rate.value.trim() !== "1") fault.rate = choose.rate.value.trim();
    if (choose.first.value.trim() !== "") fault.calls = { first: choose.first.value.trim() };
    if (choose.person.value.trim() !== "") fault.person = choose.person.value.trim();
    call("POST", "/faults", fault);
  });
  find("reset").addEventListener("click", () => call("POST", "/calls/reset"));
  await refresh();
  setInterval(refresh, 1000);
}

start();
)js";
}

}  // namespace dm::sim
