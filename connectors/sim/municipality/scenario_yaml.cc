#include <array>
#include <ostream>
#include <string_view>
#include <utility>

#include "connectors/sim/municipality/household.h"
#include "connectors/sim/municipality/profile.h"

namespace dm::municipality {
namespace {

constexpr std::uint64_t kSeeds = 1'000'000'000;  // the simulator takes seeds below

void WritePaymentFk(std::ostream& out, const Benefit& benefit) {
  out << "        - {benefit: " << benefit.benefit << ", date: " << benefit.paid.ToString()
      << ", gross: \"" << benefit.gross.ToString() << "\"";
  if (!benefit.tax.is_zero()) out << ", tax: \"" << benefit.tax.ToString() << "\"";
  if (benefit.half_days > 0) out << ", days: " << benefit.half_days / 2;
  out << "}\n";
}

void WriteFk(std::ostream& out, const Household& household) {
  bool any = household.fk_down || household.pension_twice;
  for (const Benefit& benefit : household.benefits) any = any || benefit.source == "fk";
  if (!any) return;
  out << "    fk:\n";
  if (household.fk_down) {
    out << "      state: OTILLGANGLIG\n";
    return;
  }
  out << "      payments:\n";
  for (const Benefit& benefit : household.benefits) {
    if (benefit.source == "fk") WritePaymentFk(out, benefit);
    // The same pension through the other agency's codes, a hundred kronor apart.
    if (household.pension_twice && benefit.source == "pm") {
      out << "        - {benefit: allman_pension, payer: PM, date: " << benefit.paid.ToString()
          << ", gross: \"" << (benefit.gross + Money::FromKronor(100)).ToString() << "\", tax: \""
          << benefit.tax.ToString() << "\"}\n";
    }
  }
}

void WritePm(std::ostream& out, const Household& household) {
  bool first = true;
  for (const Benefit& benefit : household.benefits) {
    if (benefit.source != "pm") continue;
    if (first) out << "    pm:\n      payments:\n";
    first = false;
    out << "        - date: " << benefit.paid.ToString()
        << "\n          rows: [{benefit: " << benefit.benefit
        << ", amount: " << benefit.gross.ore() / 100
        << "}]\n          deductions: [{type: \"PM:PS\", amount: " << benefit.tax.ore() / 100
        << "}]\n";
  }
}

void WriteSo(std::ostream& out, const Household& household) {
  for (const Benefit& benefit : household.benefits) {
    if (benefit.source != "so") continue;
    const Month month = Month::Of(benefit.paid);
    out << "    so:\n      funds:\n        - name: " << benefit.benefit
        << "\n          status: \"1\"\n          payments:\n            - {date: "
        << benefit.paid.ToString() << ", net_after_tax: \"" << benefit.net().ToString()
        << "\", days: \"" << benefit.half_days / 2 << (benefit.half_days % 2 == 0 ? "" : ".5")
        << "\", from: " << month.PlusMonths(-1).first_day().ToString()
        << ", to: " << month.PlusMonths(-1).last_day().ToString()
        << "}\n        - {name: Testkassan B, status: \"1\"}\n";
    return;
  }
}

void WriteAf(std::ostream& out, const Household& household, Month month) {
  if (!household.job_seeker) return;
  const Month income_month = month.PlusMonths(-1);
  out << "    af:\n      registered: true\n      category: Öppet arbetslös\n      since: "
      << month.PlusMonths(-14).first_day().PlusDays(9).ToString()
      << "\n      extent: 100\n      activity_report: ";
  if (household.activity_reported) {
    out << "{code: \"200\", date: " << income_month.first_day().PlusDays(8).ToString() << "}\n";
  } else {
    out << "{code: \"501\"}\n";
  }
  if (household.af_decision.empty()) return;
  out << "      decisions:\n        - {type: " << household.af_decision
      << ", from: " << month.PlusMonths(-5).first_day().ToString()
      << ", to: " << month.PlusMonths(4).last_day().ToString() << "}\n";
}

void WriteApplicant(std::ostream& out, const Household& household, Month month) {
  const Member& member = household.members.front();
  out << "  \"" << member.personnummer << "\":  # " << household.id << " " << household.story
      << "\n";
  const std::size_t space = member.name.find(' ');
  out << "    name: {first: " << member.name.substr(0, space)
      << ", last: " << member.name.substr(space + 1) << "}\n";
  WriteAf(out, household, month);
  WriteFk(out, household);
  WritePm(out, household);
  WriteSo(out, household);
  if (household.protected_in_csn) out << "    csn: {sekretess: J}\n";
  if (household.vehicle) {
    out << "    tns:\n      vehicles:\n        - {registration: ABC123, make: Exempelbil, year: "
           "\"2014\"}\n";
  }
  if (!household.fault.empty()) out << "    faults:\n      - {" << household.fault << "}\n";
}

void WriteOther(std::ostream& out, const Member& member, Month month) {
  const std::size_t space = member.name.find(' ');
  out << "  \"" << member.personnummer << "\":\n    name: {first: " << member.name.substr(0, space)
      << ", last: " << member.name.substr(space + 1) << "}\n";
  if (member.role != "CO_APPLICANT") return;
  Household household;
  WriteAf(out, household, month);
}

// The registers fail for everyone alike: each share in a hundred of all calls of an agency.
void WriteFailures(const Plan& plan, std::ostream& out) {
  constexpr std::array<std::pair<std::string_view, int>, 4> kShares = {
      {{"error_ssbt", 50}, {"error_bt", 20}, {"omit", 10}, {"in_data_failure", 20}}};
  out << "defaults: {seed: " << plan.seed % kSeeds << "}\nfaults:\n";
  for (const std::string_view agency : {"AF", "CSN", "FK", "SKV", "SO", "TNS", "MIV"}) {
    for (const auto& [behaviour, percent] : kShares) {
      const int millionths = kSourceFailurePermille * 1000 * percent / 100;
      out << "  - {do: " << behaviour << ", agency: " << agency << ", rate: 0."
          << std::to_string(1'000'000 + millionths).substr(1) << "}\n";
    }
  }
}

}  // namespace

void WriteScenarioHead(const Plan& plan, std::ostream& out) {
  out << "scenario: an invented municipality of " << plan.size << " households, month "
      << plan.month.ToString() << "\n";
  if (plan.profile == Profile::kCasework) WriteFailures(plan, out);
  out << "persons:\n";
}

void WriteScenarioPersons(const Household& household, Month month, std::ostream& out) {
  WriteApplicant(out, household, month);
  for (std::size_t i = 1; i < household.members.size(); ++i) {
    WriteOther(out, household.members[i], month);
  }
}

}  // namespace dm::municipality
