#include <nlohmann/json.hpp>

#include "connectors/sim/municipality/household.h"
#include "worker/core/digest.h"

namespace dm::municipality {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kOreAKrona = 100;

Json MoneyJson(Money money) {
  return {{"ore", std::to_string(money.ore())}};
}

Json PeriodJson(Date from, Date to) {
  return {{"from_date", from.ToString()}, {"to_date", to.ToString()}};
}

Json MonthPeriod(Month month) {
  return PeriodJson(month.first_day(), month.last_day());
}

std::string ReceivedAt(const Household& household, Month month) {
  if (!household.received_at.empty()) return household.received_at;
  return month.PlusMonths(-1).first_day().PlusDays(20).ToString() + "T09:00:00Z";
}

bool IsAdult(const Member& member) {
  return member.role == "APPLICANT" || member.role == "CO_APPLICANT";
}

// The child that has just moved in is the last member; frame and history do not know it.
std::vector<Member> KnownMembers(const Household& household) {
  std::vector<Member> members = household.members;
  if (household.new_child) members.pop_back();
  return members;
}

Json PersonJson(const Member& member, const Household& household, bool with_name) {
  Json person = {{"key", member.key},
                 {"personnummer", member.personnummer},
                 {"born", member.born.ToString()},
                 {"role", "PERSON_ROLE_" + member.role},
                 {"presence", {{"kind", "PRESENCE_KIND_PERMANENT"}}},
                 {"in_school", IsAdult(member) ? "ANSWER_NO" : "ANSWER_YES"},
                 {"free_lunch", "ANSWER_NO"}};
  person["protected_identity"] = household.protected_declared ? "ANSWER_YES" : "ANSWER_NO";
  if (with_name) person["name"] = member.name;
  return person;
}

Json CostsJson(const Household& household, Month month) {
  Json costs = Json::array();
  for (const ExpenseLine& expense : household.expenses) {
    Json cost = {{"type", "COST_TYPE_" + expense.type}, {"applied", MoneyJson(expense.applied)}};
    if (expense.proven.has_value()) cost["proven"] = MoneyJson(*expense.proven);
    cost["period"] = MonthPeriod(month);
    costs.push_back(std::move(cost));
  }
  return costs;
}

Json IncomesJson(const Household& household, Month income_month) {
  Json incomes = Json::array();
  for (const Benefit& benefit : household.benefits) {
    if (!benefit.is_declared) continue;
    incomes.push_back({{"person", benefit.person},
                       {"kind", benefit.kind},
                       {"gross", MoneyJson(benefit.gross)},
                       {"net", MoneyJson(benefit.declared)},
                       {"pay_date", benefit.paid.ToString()},
                       {"period", MonthPeriod(income_month)},
                       {"proven", true}});
  }
  return incomes;
}

Json CircumstancesJson(const Household& household, Month month) {
  Json stated = Json::object();
  for (const char* key : {"acute_need",
                          "eviction_or_rent_debt",
                          "violence",
                          "student",
                          "self_employed",
                          "foreign_income",
                          "guardian_or_trustee",
                          "benefit_pending",
                          "open_recovery",
                          "crime_investigation",
                          "open_appeal",
                          "child_concern",
                          "abroad_or_institution",
                          "interpreter_needed",
                          "unread_message",
                          "discretionary_aid"}) {
    stated[key] = "ANSWER_NO";
  }
  if (household.eviction) {
    stated["eviction_or_rent_debt"] = "ANSWER_YES";
    stated["critical_date"] = month.PlusMonths(-1).first_day().PlusDays(27).ToString();
  }
  if (household.violence) stated["violence"] = "ANSWER_YES";
  if (household.self_employed) stated["self_employed"] = "ANSWER_YES";
  if (household.benefit_pending) stated["benefit_pending"] = "ANSWER_YES";
  return stated;
}

Json PlansJson(const Household& household, Month month) {
  Json plans = Json::array();
  for (const Member& member : household.members) {
    if (!IsAdult(member)) continue;
    Json plan = {{"person", member.key},
                 {"has_plan", "ANSWER_YES"},
                 {"plan_valid",
                  PeriodJson(month.PlusMonths(-4).first_day(), month.PlusMonths(2).last_day())},
                 {"missed_activity", household.missed_activity ? "ANSWER_YES" : "ANSWER_NO"},
                 {"sick", household.sick ? "ANSWER_YES" : "ANSWER_NO"}};
    plans.push_back(std::move(plan));
  }
  return plans;
}

Json SignaturesJson(const Household& household, Month month) {
  Json signatures = Json::array();
  for (const Member& member : household.members) {
    if (!IsAdult(member)) continue;
    signatures.push_back({{"person", member.key},
                          {"level", "ASSURANCE_LEVEL_SUBSTANTIAL"},
                          {"signed_at", ReceivedAt(household, month)},
                          {"text_sha256", Sha256Hex("Jag försäkrar att uppgifterna är sanna.")}});
  }
  return signatures;
}

Json DocumentsJson(const Household& household, Month month) {
  if (household.document_late_days > 0) return Json::array();
  return Json::array({{{"id", household.id + "-hyresavi"},
                       {"kind", "hyresavi"},
                       {"received_at", ReceivedAt(household, month)},
                       {"valid", MonthPeriod(month)},
                       {"readable", true}}});
}

Json ApplicationJson(const Household& household, Month month) {
  Json persons = Json::array();
  for (const Member& member : household.members)
    persons.push_back(PersonJson(member, household, true));
  Json application = {{"id", "A-" + month.ToString() + "-" + household.id.substr(2)},
                      {"household", household.id},
                      {"month", month.ToString()},
                      {"received_at", ReceivedAt(household, month)},
                      {"channel", "CHANNEL_E_APPLICATION"},
                      {"kind", "APPLICATION_KIND_REAPPLICATION"},
                      {"persons", std::move(persons)},
                      {"home",
                       {{"tenure", "TENURE_" + household.tenure},
                        {"persons_in_home", household.members.size()},
                        {"rooms", 2}}},
                      {"costs", CostsJson(household, month)},
                      {"incomes", IncomesJson(household, month.PlusMonths(-1))},
                      {"signatures", SignaturesJson(household, month)},
                      {"documents", DocumentsJson(household, month)},
                      {"plans", PlansJson(household, month)},
                      {"circumstances", CircumstancesJson(household, month)},
                      {"language", "sv"}};
  if (!household.free_text.empty()) application["free_text"] = household.free_text;
  return application;
}

Json FrameIncomes(const Household& household) {
  Json incomes = Json::array();
  for (const Benefit& benefit : household.benefits) {
    if (!benefit.in_frame) continue;
    incomes.push_back({{"person", benefit.person},
                       {"kind", benefit.kind},
                       {"expected_net", MoneyJson(benefit.net())}});
  }
  return incomes;
}

Json FrameCosts(const Household& household) {
  Json costs = Json::array();
  for (const ExpenseLine& expense : household.expenses) {
    if (expense.type == "BOENDE") continue;
    costs.push_back(
        {{"type", "COST_TYPE_" + expense.type}, {"ceiling", MoneyJson(Money::FromKronor(700))}});
  }
  return costs;
}

Json FrameJson(const Household& household, Month month) {
  const Date signed_on = month.PlusMonths(-2).first_day().PlusDays(11);
  const Date valid_to = month.PlusMonths(3).last_day();
  const std::vector<Member> members = KnownMembers(household);
  Json persons = Json::array();
  Json barriers = Json::array();
  Json plans = Json::array();
  Json children = Json::array();
  for (const Member& member : members) {
    persons.push_back({{"key", member.key},
                       {"personnummer", member.personnummer},
                       {"born", member.born.ToString()},
                       {"role", "PERSON_ROLE_" + member.role},
                       {"presence", {{"kind", "PRESENCE_KIND_PERMANENT"}}}});
    if (IsAdult(member)) {
      barriers.push_back({{"person", member.key}, {"code", household.barrier}});
      plans.push_back({{"person", member.key}, {"valid", PeriodJson(signed_on, valid_to)}});
    } else {
      children.push_back({{"child", member.key},
                          {"reviewer", "HL000002"},
                          {"reviewed_on", signed_on.ToString()},
                          {"valid_until", valid_to.ToString()},
                          {"reference", "journal-" + household.id}});
    }
  }
  return {{"household", household.id},
          {"valid_from", signed_on.ToString()},
          {"valid_to", valid_to.ToString()},
          {"persons", std::move(persons)},
          {"housing",
           {{"accepted_cost", MoneyJson(household.frame_rent)},
            {"tenure", "TENURE_" + household.tenure},
            {"persons_in_home", members.size()}}},
          {"barriers", std::move(barriers)},
          {"incomes", FrameIncomes(household)},
          {"costs", FrameCosts(household)},
          {"plans", std::move(plans)},
          {"child_records", std::move(children)},
          {"language", "sv"},
          {"signed_by", "HL000002"},
          {"mandate", "SN 2026-04-21 § 61"},
          {"signed_at", signed_on.ToString() + "T08:00:00Z"}};
}

// What the case system says that it granted the month before: need less incomes under the riksnorm
// of 2026 for the usual sizes. The worker recomputes it under today's rules and does not rest on
// this figure.
Money GrantedBefore(const Household& household) {
  const std::vector<Member> members = KnownMembers(household);
  int adults = 0;
  int children = 0;
  for (const Member& member : members) (IsAdult(member) ? adults : children)++;
  constexpr int kCommon[] = {1'280, 1'410, 1'790, 2'030, 2'330, 2'640, 2'830};
  Money need = Money::FromKronor((adults == 2 ? 7'100 : 3'940) + 3'820 * children +
                                 kCommon[members.size() - 1]);
  for (const ExpenseLine& expense : household.expenses) need += expense.applied;
  for (const Benefit& benefit : household.benefits) {
    if (benefit.in_history) need -= benefit.net();
  }
  return Money::FromOre(std::max<std::int64_t>(need.ore(), kOreAKrona) / kOreAKrona * kOreAKrona);
}

Json HistoryJson(const Household& household, Month month) {
  Json months = Json::array();
  for (int back = 1; back <= 2; ++back) {
    Json persons = Json::array();
    Json costs = Json::array();
    Json incomes = Json::array();
    for (const Member& member : KnownMembers(household))
      persons.push_back(PersonJson(member, household, false));
    for (const ExpenseLine& expense : household.expenses) {
      costs.push_back(
          {{"type", "COST_TYPE_" + expense.type}, {"approved", MoneyJson(expense.applied)}});
    }
    for (const Benefit& benefit : household.benefits) {
      if (!benefit.in_history) continue;
      incomes.push_back({{"person", benefit.person},
                         {"kind", benefit.kind},
                         {"counted", MoneyJson(benefit.net())}});
    }
    months.push_back({{"month", month.PlusMonths(-back).ToString()},
                      {"outcome", "OUTCOME_BIFALL"},
                      {"granted", MoneyJson(GrantedBefore(household))},
                      {"decided_by", "ACTOR_KIND_PERSON"},
                      {"forsorjningsstod", true},
                      {"persons", std::move(persons)},
                      {"persons_in_home", KnownMembers(household).size()},
                      {"costs", std::move(costs)},
                      {"incomes", std::move(incomes)}});
  }
  return {{"months", std::move(months)}};
}

}  // namespace

std::string CaseJson(const Household& household, Month month, Layout layout) {
  Json input = {{"application", ApplicationJson(household, month)}};
  if (household.has_frame) input["frame"] = FrameJson(household, month);
  if (household.has_history) input["history"] = HistoryJson(household, month);
  return input.dump(layout == Layout::kLine ? -1 : 1) + "\n";
}

}  // namespace dm::municipality
