#include "worker/policy/test_policy_tree.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "fmt/format.h"
#include "worker/core/check.h"
#include "worker/core/digest.h"
#include "worker/policy/observation_codes.h"

namespace dm::policy {
namespace {

std::string Catalogue(const char* kind, const char* prefix, int count, const char* rest) {
  std::string text = fmt::format(
      "kind: {}\ntitle: prov\nsource: law\nowner: prov\nvalid_from: 2025-01-01\n{}:\n", kind, kind);
  for (int i = 1; i <= count; ++i) {
    text += fmt::format("  - {{code: {}{:02}, title: prov {}, {}", prefix, i, i, rest);
    text += std::string(kind) == "queues" ? fmt::format(", order: {}}}\n", i) : "}\n";
  }
  return text;
}

std::string NamedChecks() {
  std::string text =
      "kind: checks\ntitle: prov\nsource: law\nowner: prov\nvalid_from: 2025-01-01\nreasons:\n";
  for (const char* reason : {"OTHER_KIND",
                             "NO_CHILDREN",
                             "NOT_SICK",
                             "NO_ACTIVITY",
                             "NOT_REQUIRED",
                             "NOT_ASKED",
                             "NOT_CONNECTED",
                             "NOT_DRAWN",
                             "SWITCHED_OFF"}) {
    text += fmt::format("  - {{code: {}, text: prov}}\n", reason);
  }
  text += "checks:\n";
  for (int i = 1; i <= 17; ++i) {
    const bool first = i <= 13;
    text += fmt::format(
        "  - {{code: {}-{:02}, application: {}, title: prov, compares: prov, missing: "
        "[SIGNATURE.NONE]}}\n",
        first ? "NC" : "RC",
        first ? i : i - 13,
        first ? "first" : "reapplication");
  }
  return text;
}

std::string Reasons() {
  constexpr int kReasons = 35;
  std::string text =
      "kind: route_reasons\ntitle: prov\nsource: law\nowner: prov\nvalid_from: 2025-01-01\n"
      "route_reasons:\n";
  for (int i = 1; i <= kReasons; ++i)
    text += fmt::format("  - {{code: R{:02}, type: H, title: prov {}}}\n", i, i);
  return text;
}

// The first stands for every reason.
std::string Observations() {
  std::string text =
      "kind: observations\ntitle: prov\nsource: law\nowner: prov\nvalid_from: 2025-01-01\n"
      "observations:\n";
  for (const ObservationDeclaration& known : kObservations) {
    std::string reasons;
    for (int i = 1; known.code == kObservations[0].code && i <= 35; ++i)
      reasons += fmt::format("{}R{:02}", i == 1 ? ", r: [" : ", ", i);
    text += fmt::format("  - {{code: {}, gate: G-01, verdict: FAIL, detail: PROV, text: prov{}}}\n",
                        known.code,
                        reasons.empty() ? "" : reasons + "]");
  }
  return text;
}

constexpr char kManifest[] = R"(bundle: national
version: 1.0.0
schema: 1
status: approved
effective: {from: 2025-01-01, to: 2026-12-31}
opens:
  - {param: cap.required, unit: kr, required: true, bound: 100..900}
  - {param: open.word, unit: code, domain: colour, values: [red]}
)";
constexpr char kDomains[] = R"(domains:
  - {id: colour, title: Färg, codes: [red, green, blue]}
  - {id: outcome, title: Utfall, codes: [bifall, avslag]}
  - {id: lefi_group, title: Grupper, codes: [FK:BOB, PM:AP]}
)";
constexpr char kSources[] = R"(sources:
  - id: law
    title: Lag
    versions:
      - {valid_from: 2000-01-01, valid_to: 2025-06-30, citation: "den gamla lagen", grade: A}
      - {valid_from: 2025-07-01, citation: "den nya lagen", grade: A}
)";
constexpr char kFacts[] = R"(facts:
  - {id: f.count, unit: count, title: antal}
  - {id: f.other, unit: count, title: annat antal}
  - {id: f.money, unit: kr, title: belopp}
  - {id: f.flag, unit: bool, title: ja eller nej}
  - {id: f.day, unit: date, title: dag}
  - {id: f.colour, unit: code, domain: colour, title: färg}
  - {id: f.open_colour, unit: code, domain: colour, open: true, title: färg från annat håll}
  - {id: f.text, unit: text, title: text}
  - {id: result.outcome, unit: code, domain: outcome, title: utfall}
)";
constexpr char kNumbers[] = R"(parameters:
  - id: number
    title: Tal
    unit: kr
    versions:
      - {valid_from: 2026-01-01, value: 200.50, grade: A, source: law}
      - {valid_from: 2025-01-01, valid_to: 2025-12-31, value: 100, grade: A, source: law}
)";
constexpr char kSteps[] = R"(id: steps
kind: table
title: Steg
unit: kr
needs_approval: true
keys:
  size: {unit: count}
versions:
  - valid_from: 2025-01-01
    source: law
    grade: A
    rows:
      - {id: S1, size: 1, value: 10}
      - {id: S2, size: 2..3, value: 25}
    beyond: {id: SN, above: 3, add_per_step: 5}
)";
constexpr char kWord[] = R"(id: open.word
title: Ord
unit: code
domain: colour
versions:
  - {valid_from: 2025-01-01, value: red, grade: C, source: law}
)";
constexpr char kTypfall[] = R"(code: TF-01
title: Prov
max_mode: decide
valid_from: 2025-01-01
source: law
criteria:
  - {id: TF-01.c1, fact: f.count, cell: 1, text: ett}
  - {id: TF-01.c2, fact: f.flag, cell: true, text: ja}
  - {id: TF-01.c3, fact: result.outcome, cell: bifall, text: bifall}
evidence:
  - {source: AF, from_months_before: 1, why: prov}
  - {source: FK, groups: [FK:BOB], from_months_before: 2, why: prov}
)";
constexpr char kOwnManifest[] = R"(bundle: 0001-provkommun
version: 1.0.0
schema: 1
status: approved
effective: {from: 2025-01-01, to: 2026-12-31}
)";
constexpr char kApprovals[] = R"(approvals:
  - {parameter: steps, version: 2025-01-01, approved_by: prov, date: 2024-12-01, reference: prov}
)";
constexpr char kOwnCap[] = R"(id: cap.required
title: Tak
unit: kr
versions:
  - {valid_from: 2025-01-01, value: 500, grade: P, source: law}
)";
constexpr char kTexts[] = R"(texts:
  - {code: municipality.name, text: Provkommun}
  - {code: municipality.board, text: Nämnden}
  - {code: municipality.contact, text: Kontakt}
)";

}  // namespace

PolicyTree::PolicyTree()
    : root_((std::filesystem::temp_directory_path() / ("dm-policy-" + RandomHex(8))).string()) {
  Set("manifest.yaml", kManifest);
  Set("schema/domains.yaml", kDomains);
  Set("schema/sources.yaml", kSources);
  Set("schema/facts.yaml", kFacts);
  Set("parameters/numbers.yaml", kNumbers);
  Set("parameters/steps.yaml", kSteps);
  Set("parameters/word.yaml", kWord);
  Set("tables/gates.yaml", Catalogue("gates", "G-", 17, "queue: Q-01, parts: [rules]"));
  Set("tables/triggers.yaml", Catalogue("triggers", "X-", 44, "queue: Q-01"));
  Set("tables/queues.yaml", Catalogue("queues", "Q-", 20, "target: samma dag"));
  Set("tables/route_reasons.yaml", Reasons());
  Set("tables/checks.yaml", NamedChecks());
  Set("tables/observations.yaml", Observations());
  Set("typfall/TF-01/typfall.yaml", kTypfall);
  Set("letters/sv/prov.txt", "Ämne: {{manad}}\n\nHej {{kommun}}\n");
  Set(Own("manifest.yaml"), kOwnManifest);
  Set(Own("parameters/cap.yaml"), kOwnCap);
  Set(Own("sources.yaml"), "sources: []\n");
  Set(Own("texts.yaml"), kTexts);
  Set(Own("modes.yaml"), "source: law\nmodes: {TF-01: propose}\n");
  Set(Own("delegations.yaml"), "delegations: []\n");
  Set(Own("approvals.yaml"), kApprovals);
}

PolicyTree::~PolicyTree() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

std::string PolicyTree::Own(const std::string& path) {
  return fmt::format("municipality/{}/{}", kTestMunicipality, path);
}

PolicyTree& PolicyTree::Set(const std::string& path, const std::string& text) {
  files_[path] = text;
  const std::filesystem::path file = std::filesystem::path(root_) / path;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return *this;
}

PolicyTree& PolicyTree::Append(const std::string& path, const std::string& text) {
  return Set(path, files_.at(path) + text);
}

PolicyTree& PolicyTree::Edit(const std::string& path,
                             const std::string& from,
                             const std::string& to) {
  std::string text = files_.at(path);
  const std::size_t at = text.find(from);
  DM_CHECK(at != std::string::npos);
  return Set(path, text.replace(at, from.size(), to));
}

PolicyTree& PolicyTree::Remove(const std::string& path) {
  files_.erase(path);
  std::filesystem::remove(std::filesystem::path(root_) / path);
  return *this;
}

PolicyLoad PolicyTree::Load() {
  return LoadPolicies(root_, kTestMunicipality);
}

std::string TextOf(const std::vector<PolicyError>& errors) {
  std::string text;
  for (const PolicyError& error : errors) text += error.ToString() + "\n";
  return text;
}

Date Day(const char* text) {
  const StatusOr<Date> date = Date::Parse(text);
  DM_CHECK(date.ok());
  return *date;
}

void ExpectError(PolicyTree& tree, const std::string& place, const std::string& message) {
  const PolicyLoad load = tree.Load();
  EXPECT_EQ(load.set, nullptr);
  bool found = false;
  for (const PolicyError& error : load.errors) {
    EXPECT_FALSE(error.remedy.empty()) << error.ToString();
    const std::string text = error.ToString();
    found = found || (text.rfind(place, 0) == 0 && text.find(message) != std::string::npos);
  }
  EXPECT_TRUE(found) << "wanted " << place << " … " << message << "\ngot:\n" << TextOf(load.errors);
}

void ExpectOnlyError(PolicyTree& tree, const std::string& place, const std::string& message) {
  ExpectError(tree, place, message);
  const PolicyLoad load = tree.Load();
  EXPECT_EQ(load.errors.size(), 1U) << TextOf(load.errors);
}

std::string TableWith(const std::string& rows, const std::string& hit) {
  return "kind: decision\nid: t\ntitle: prov\nhit: " + hit +
         "\nvalid_from: 2025-01-01\nsource: law\ninputs:\n  n: {fact: f.count}\n  c: {fact: "
         "f.colour}\noutputs:\n  out: {unit: "
         "code, domain: colour}\nrows:\n" +
         rows + "otherwise: none\n";
}

}  // namespace dm::policy
