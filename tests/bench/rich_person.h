// What the benchmarks of the registers share: someone about whom every agency has something to
// tell, and how often something can be done in a second.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace dm::bench {

// Someone about whom every agency has something to tell; with the whole of FK's and CSN's
// lists the answer has about 15 KB.
inline constexpr const char* kRichPerson = R"(persons:
  "19900101-2385":
    name: {first: Test, last: Testsson}
    af:
      registered: true
      category: Öppet arbetslös
      since: 2025-11-18
      activity_report: {code: "200", date: 2026-09-08}
      decisions: [{type: Aktivitetsstöd, from: 2026-03-01, to: 2026-12-31}]
    fk:
      payments:
        - {benefit: bostadsbidrag, date: 2026-08-25, gross: "3400"}
        - {benefit: bostadsbidrag, date: 2026-09-25, gross: "3400"}
        - {benefit: bostadsbidrag, date: 2026-10-23, gross: "3400"}
        - {benefit: aktivitetsstod, date: 2026-09-18, gross: "5500", tax: "1100", deductions: [{type: INF, amount: "500"}], days: 22}
        - {benefit: barnbidrag, date: 2026-09-18, gross: "1250"}
      cases: [{benefit: underhallsstod, started: 2026-09-02}]
      programme_days: {used: 312}
    pm:
      payments: [{date: 2026-09-18, rows: [{benefit: bostadstillagg, amount: "1200"}]}]
    csn:
      cases:
        - form: GRUND
          payments:
            - {date: 2026-09-25, weeks: [{from: 2026-W36, to: 2026-W39, amounts: [{type: GRUNDB, weekly: "900", total: "3600"}, {type: GRUNDL, weekly: "1800", total: "7200"}]}]}
            - {date: 2026-10-23, weeks: [{from: 2026-W40, to: 2026-W43, amounts: [{type: GRUNDB, weekly: "900", total: "3600"}, {type: GRUNDL, weekly: "1800", total: "7200"}]}]}
    so:
      funds:
        - {name: Testkassan A, payments: [{date: 2026-09-25, net_after_tax: "1600", days: "4.5", from: 2026-09-02, to: 2026-09-08}]}
    skv: {capital: [{year: 2025, income: "120"}]}
    tns: {vehicles: [{registration: ABC001, make: Volvo, year: "2012", model: V70}]}
    miv: {permits: [{case_type: UAT, decision_code: BEV, decision_type: TUT, from: 2024-11-12, to: 2027-11-11}]}
)";

// Runs `work` for about `seconds`, after a tenth of that unmeasured.
inline double PerSecond(double seconds, const std::function<void()>& work) {
  const auto run = [&work](double wanted) {
    const auto began = std::chrono::steady_clock::now();
    std::int64_t count = 0;
    std::chrono::duration<double> passed{0};
    while (passed.count() < wanted) {
      work();
      ++count;
      passed = std::chrono::steady_clock::now() - began;
    }
    return static_cast<double>(count) / passed.count();
  };
  run(seconds / 10);
  return run(seconds);
}

}  // namespace dm::bench
