#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "connectors/sim/municipality/household.h"
#include "connectors/sim/municipality/registry.h"
#include "connectors/sim/municipality/town.h"

namespace dm::municipality {
namespace {

constexpr std::uint64_t kProfileSalt = 0xCA5E0022;

Money Kronor(int kronor) {
  return Money::FromKronor(kronor);
}

void AddExpense(Household& household, const std::string& type, Money amount) {
  household.expenses.push_back({.type = type, .applied = amount, .proven = amount});
}

// Rent grows with the household; electricity and insurance are those of a small flat.
void FurnishExpenses(Registry& registry, Household& household) {
  const int size = static_cast<int>(household.members.size());
  household.frame_rent =
      Kronor(registry.random().Between(4'600 + 700 * (size - 1), 5'400 + 700 * (size - 1)));
  AddExpense(household, "BOENDE", household.frame_rent);
  AddExpense(household, "HUSHALLSEL", Kronor(registry.random().Between(180, 330 + 40 * size)));
  AddExpense(household, "HEMFORSAKRING", Kronor(registry.random().Between(105, 165)));
}

Household Single(Registry& registry, const std::string& story, int age) {
  Household household;
  household.id = registry.NextId();
  household.story = story;
  household.members.push_back(registry.NewMember("p1", "APPLICANT", age));
  FurnishExpenses(registry, household);
  return household;
}

int Adult(Registry& registry) {
  return registry.random().Between(27, 62);
}

Benefit Monthly(const std::string& source,
                const std::string& benefit,
                const std::string& kind,
                int gross,
                int tax,
                Date paid) {
  return {.person = "p1",
          .source = source,
          .benefit = benefit,
          .kind = kind,
          .gross = Kronor(gross),
          .tax = Kronor(tax),
          .paid = paid,
          .declared = Kronor(gross - tax)};
}

Household Unemployed(Registry& registry) {
  return Single(registry, "unemployed", Adult(registry));
}

Household StableBenefit(Registry& registry) {
  Household household = Single(registry, "stable-benefit", Adult(registry));
  household.barrier = "sjuk";
  household.job_seeker = false;
  // Aktivitetsersättning is for those under 30, sjukersättning for those above.
  const bool full =
      CompletedYears(household.members.front().born, registry.month().first_day()) >= 30;
  const int gross = registry.random().Between(56, 82) * 100;
  household.benefits.push_back(Monthly("fk",
                                       full ? "sjukersattning" : "aktivitetsersattning",
                                       "sjukersattning",
                                       gross,
                                       gross * 14 / 100,
                                       registry.PaidOn(18)));
  return household;
}

Household ActivitySupport(Registry& registry) {
  Household household = Single(registry, "activity-support", Adult(registry));
  const int gross = registry.random().Between(22, 23) * 223;
  household.benefits.push_back(
      Monthly("fk", "aktivitetsstod", "aktivitetsstod", gross, gross / 10, registry.PaidOn(19)));
  household.benefits.back().half_days = 2 * 21;
  household.af_decision = "Aktivitetsstöd";
  return household;
}

Household UnemploymentFund(Registry& registry) {
  Household household = Single(registry, "unemployment-fund", Adult(registry));
  const int net = registry.random().Between(58, 71) * 100;
  household.benefits.push_back(
      Monthly("so", "Testkassan A", "arbetsloshetsersattning", net, 0, registry.PaidOn(20)));
  household.benefits.back().half_days = 2 * registry.random().Between(18, 22);
  household.af_decision = "Arbetslöshetsersättning";
  return household;
}

Household Young(Registry& registry) {
  return Single(registry, "young", registry.random().Between(19, 24));
}

Household SocialReasons(Registry& registry) {
  Household household = Single(registry, "social-reasons", Adult(registry));
  household.barrier = "sociala_skal";
  household.job_seeker = false;
  household.missed_activity = true;
  return household;
}

Household MissingProof(Registry& registry) {
  Household household = Unemployed(registry);
  household.story = "missing-proof";
  household.expenses.front().proven.reset();
  return household;
}

Household Sick(Registry& registry) {
  Household household = Single(registry, "sick", Adult(registry));
  household.barrier = "sjuk";
  household.job_seeker = false;
  household.sick = true;
  return household;
}

void AddChild(Registry& registry, Household& household, int age) {
  const std::string key = "p" + std::to_string(household.members.size() + 1);
  household.members.push_back(registry.NewMember(key, "CHILD", age));
}

void AddChildBenefits(Registry& registry, Household& household, int children) {
  household.benefits.push_back(
      Monthly("fk", "barnbidrag", "barnbidrag", 1'250 * children, 0, registry.PaidOn(20)));
}

Household Family(Registry& registry, int adults, int children) {
  Household household;
  household.id = registry.NextId();
  household.story =
      adults == 1 ? "single-parent" : (children > 0 ? "couple-with-children" : "couple");
  household.members.push_back(
      registry.NewMember("p1", "APPLICANT", registry.random().Between(28, 49)));
  if (adults == 2)
    household.members.push_back(
        registry.NewMember("p2", "CO_APPLICANT", registry.random().Between(28, 49)));
  for (int i = 0; i < children; ++i)
    AddChild(registry, household, registry.random().Between(4, 14));
  FurnishExpenses(registry, household);
  if (children > 0) AddChildBenefits(registry, household, children);
  if (adults == 1 && children > 0) {
    household.benefits.push_back(Monthly(
        "fk", "underhallsstod", "underhallsstod", 1'673 * children, 0, registry.PaidOn(20)));
  }
  return household;
}

// What goes wrong or differs in a small share of cases, on top of any story.
void Disturb(Registry& registry, Household& household) {
  switch (registry.random().Between(1, 60)) {
    case 1:
      household.free_text = "Jag har en fråga om min ansökan.";
      household.story += "+message";
      return;
    case 2:
      household.protected_declared = true;
      household.story += "+protected";
      return;
    case 3:
      household.fault = "agency: FK, do: error, source: SSBT, code: TIMEOUT";
      household.story += "+fk-timeout";
      return;
    case 4:
      household.vehicle = true;
      household.story += "+vehicle";
      return;
    case 5:
      if (household.benefits.empty()) return;
      household.benefits.front().declared = household.benefits.front().net() - Kronor(600);
      household.story += "+differs";
      return;
    case 6:
      household.self_employed = true;
      household.story += "+business";
      return;
    case 7:
      household.has_frame = false;
      household.story += "+no-frame";
      return;
    default:
      return;
  }
}

struct Story {
  std::string_view name;
  int share;  // in 200: 60 % single, 15 % single parents, 10 % couples, 15 % couples with children
  Household (*draw)(Registry&);
};

constexpr std::array kStories = {
    Story{"unemployed", 44, Unemployed},
    Story{"stable-benefit", 26, StableBenefit},
    Story{"activity-support", 14, ActivitySupport},
    Story{"unemployment-fund", 8, UnemploymentFund},
    Story{"young", 10, Young},
    Story{"social-reasons", 7, SocialReasons},
    Story{"missing-proof", 5, MissingProof},
    Story{"sick", 6, Sick},
    Story{"single-parent",
          30,
          [](Registry& registry) { return Family(registry, 1, registry.random().Between(1, 3)); }},
    Story{"couple", 20, [](Registry& registry) { return Family(registry, 2, 0); }},
    Story{"couple-with-children",
          30,
          [](Registry& registry) { return Family(registry, 2, registry.random().Between(1, 4)); }},
};

Household DrawOne(Registry& registry, const std::string& only) {
  int at = registry.random().Between(1, 200);
  for (const Story& story : kStories) {
    if (story.name == only) return story.draw(registry);
    at -= story.share;
    if (only.empty() && at <= 0) return story.draw(registry);
  }
  return kStories.back().draw(registry);
}

// The named scenarios that show how a case must be met.
std::vector<Household> Scenarios(Registry& registry) {
  std::vector<Household> households;
  const auto add = [&households](const char* story, Household household) {
    household.story = story;
    households.push_back(std::move(household));
  };
  Household fund_timeout = UnemploymentFund(registry);
  fund_timeout.fault = "agency: SO, do: error, source: SSBT, code: TIMEOUT";
  add("scenario-01-fund-times-out", std::move(fund_timeout));

  Household twice = ActivitySupport(registry);
  twice.benefits.push_back(twice.benefits.front());
  twice.benefits.back().paid = registry.PaidOn(3);
  twice.benefits.back().in_frame = false;
  twice.benefits.back().in_history = false;
  add("scenario-02-two-payments", std::move(twice));

  Household down = StableBenefit(registry);
  down.fk_down = true;
  add("scenario-03-agency-silent", std::move(down));

  Household pension = Single(registry, "", 66);
  pension.job_seeker = false;
  pension.barrier = "pension";
  pension.benefits.push_back(
      Monthly("pm", "garantipension", "garantipension", 7'500, 900, registry.PaidOn(19)));
  pension.pension_twice = true;
  add("scenario-04-pension-reported-twice", std::move(pension));

  Household call = StableBenefit(registry);
  call.free_text = "Kan någon ringa mig?";
  add("scenario-06-wants-a-call", std::move(call));

  Household eviction = Sick(registry);
  eviction.eviction = true;
  add("scenario-07-eviction", std::move(eviction));

  Household child = Family(registry, 1, 1);
  AddChild(registry, child, 9);
  child.new_child = true;
  add("scenario-08-child-moves-in", std::move(child));

  add("scenario-11-delivered-three-times", StableBenefit(registry));

  Household hidden = StableBenefit(registry);
  hidden.protected_in_csn = true;
  add("scenario-13-protected-in-csn-only", std::move(hidden));
  return households;
}

}  // namespace

std::vector<std::string> Stories() {
  std::vector<std::string> names;
  names.reserve(kStories.size());
  for (const Story& story : kStories) names.emplace_back(story.name);
  return names;
}

Town::Town(const Plan& plan)
    : plan_(plan),
      registry_(std::make_unique<Registry>(plan)),
      profile_random_(plan.seed ^ kProfileSalt) {}

Town::~Town() = default;

std::optional<Household> Town::Next() {
  if (drawn_ < plan_.size) {
    ++drawn_;
    Household household = DrawOne(*registry_, plan_.only);
    if (plan_.profile == Profile::kCasework) {
      ApplyCasework(plan_.month, profile_random_, household);
    } else if (plan_.only.empty()) {
      Disturb(*registry_, household);
    }
    return household;
  }
  if (drawn_ == plan_.size && plan_.scenarios) {
    ++drawn_;
    named_ = Scenarios(*registry_);
    std::ranges::reverse(named_);
  }
  if (named_.empty()) return std::nullopt;
  Household household = std::move(named_.back());
  named_.pop_back();
  return household;
}

}  // namespace dm::municipality
