#include "worker/explain/resolve.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/context.h"
#include "worker/case/agency_name.h"
#include "worker/case/household_words.h"
#include "worker/explain/circumstances.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

// "[2]" at `path` gives 2.
std::optional<std::size_t> ReadIndex(std::string_view path) {
  if (path.size() < 3 || path.front() != '[') return std::nullopt;
  std::size_t value = 0;
  std::size_t at = 1;
  while (at < path.size() && path[at] >= '0' && path[at] <= '9' && at < 8) {
    value = value * 10 + static_cast<std::size_t>(path[at] - '0');
    ++at;
  }
  if (at == 1 || at >= path.size() || path[at] != ']') return std::nullopt;
  return value;
}

// The part behind the first "]" with its dot: "presence" of "persons[0].presence".
std::string_view Field(std::string_view path) {
  const std::size_t end = path.find(']');
  if (end == std::string_view::npos || end + 2 > path.size()) return {};
  return path.substr(end + 2);
}

std::string CostWords(const Cost& cost) {
  if (cost.applied.is_zero() && !cost.proven) return "sökt 0 kr";
  return fmt::format("sökt {}, {}",
                     cost.applied.ToSwedish(),
                     cost.proven ? "styrkt " + cost.proven->ToSwedish() : "underlag saknas");
}

std::string CostTypeCode(const Cost& cost) {
  if (cost.type == CostType::kOtherLivingCost) return "extra." + cost.other_code;
  constexpr std::array<const char*, 6> kCodes = {"cost.boende",
                                                 "cost.hushallsel",
                                                 "cost.hemforsakring",
                                                 "cost.arbetsresor",
                                                 "cost.fee",
                                                 "cost.fee"};
  return kCodes.at(static_cast<std::size_t>(cost.type));
}

std::string Count(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

std::optional<std::size_t> IndexIn(std::string_view path, std::string_view list) {
  if (!path.starts_with(list)) return std::nullopt;
  return ReadIndex(path.substr(list.size()));
}

std::string Resolver::Who(const PersonKey& key) const {
  return PersonWords(input_.application.persons, key, input_.application.month);
}

const Cost* Resolver::FindCost(std::string_view path) const {
  const auto index = IndexIn(path, "application.costs");
  const auto& costs = input_.application.costs;
  return index && *index < costs.size() ? &costs[*index] : nullptr;
}

std::optional<FoundPayment> Resolver::FindPayment(std::string_view path) const {
  for (const PersonEvidence& person : input_.evidence.persons) {
    for (const SourceAnswer& answer : person.answers) {
      const std::string list =
          fmt::format("evidence.{}.{}.payments", person.person.value(), SourceCode(answer.source));
      const auto index = IndexIn(path, list);
      if (index && *index < answer.payments.size())
        return FoundPayment{
            .person = person.person, .answer = &answer, .payment = &answer.payments[*index]};
    }
  }
  return std::nullopt;
}

std::optional<ResolvedInput> Resolver::FromHousehold(const std::string& path) const {
  const Application& a = input_.application;
  if (const auto index = IndexIn(path, "application.persons"); index && *index < a.persons.size()) {
    const Person& person = a.persons[*index];
    ResolvedInput out{.path = path, .label = Who(person.key), .value = ""};
    const std::string_view field = Field(path);
    if (field == "free_lunch") {
      out.value = "fri lunch borta: " + AnswerWords(person.free_lunch);
    } else if (field == "in_school") {
      out.value = "går i skolan: " + AnswerWords(person.in_school);
    } else if (field == "protected_identity") {
      out.value = "skyddade personuppgifter: " + AnswerWords(person.protected_identity);
    } else {
      out.value = PresenceWords(person.presence);
    }
    return out;
  }
  if (path == "application.persons")
    return ResolvedInput{.path = path,
                         .label = "Personer i ansökan",
                         .value = Count(a.persons.size(), "person", "personer")};
  if (path == "application.home.persons_in_home")
    return ResolvedInput{.path = path,
                         .label = "Personer i hemmet",
                         .value = a.home.persons_in_home == 0
                                      ? std::string("inte angivet")
                                      : fmt::format("{}", a.home.persons_in_home)};
  if (path == "application.home.tenure")
    return ResolvedInput{.path = path, .label = "Boendeform", .value = TenureWords(a.home.tenure)};
  return std::nullopt;
}

std::optional<ResolvedInput> Resolver::FromApplication(const std::string& path) const {
  const Application& a = input_.application;
  if (const Cost* cost = FindCost(path))
    return ResolvedInput{.path = path,
                         .label = "Sökt kostnad: " + policy_.Text(CostTypeCode(*cost)),
                         .value = CostWords(*cost)};
  if (const auto index = IndexIn(path, "application.incomes"); index && *index < a.incomes.size()) {
    const DeclaredIncome& income = a.incomes[*index];
    return ResolvedInput{
        .path = path,
        .label =
            fmt::format("Uppgiven inkomst: {}, {}", policy_.Text(income.kind), Who(income.person)),
        .value = fmt::format("{}{}, {}",
                             income.net.ToSwedish(),
                             income.pay_date ? " " + income.pay_date->ToString() : std::string(),
                             income.proven ? "styrkt" : "inte styrkt")};
  }
  if (const auto index = IndexIn(path, "application.assets"); index && *index < a.assets.size()) {
    const Asset& asset = a.assets[*index];
    return ResolvedInput{
        .path = path,
        .label = fmt::format(
            "Uppgiven tillgång: {}, {}", policy_.Text(AssetCode(asset.type)), Who(asset.person)),
        .value = asset.value.ToSwedish()};
  }
  constexpr std::string_view kStated = "application.circumstances.";
  if (path.starts_with(kStated)) {
    for (const Circumstance& one : kCircumstances) {
      if (path.substr(kStated.size()) == one.field)
        return ResolvedInput{
            .path = path, .label = one.label, .value = AnswerWords(a.circumstances.*(one.answer))};
    }
  }
  if (path == "application.free_text")
    return ResolvedInput{.path = path,
                         .label = "Fritext i ansökan",
                         .value = a.free_text.empty() ? "tom" : "ifylld"};
  if (path == "application.wants_person")
    return ResolvedInput{
        .path = path, .label = "Önskan om en handläggare", .value = a.wants_person ? "ja" : "nej"};
  if (path == "application.changed_since_last")
    return ResolvedInput{.path = path,
                         .label = "Något har ändrats sedan sist",
                         .value = a.changed_since_last ? "ja" : "nej"};
  if (path == "application.kind")
    return ResolvedInput{.path = path,
                         .label = "Slag av ansökan",
                         .value = a.kind == ApplicationKind::kFirst           ? "första ansökan"
                                  : a.kind == ApplicationKind::kReapplication ? "återansökan"
                                                                              : "inte angivet"};
  if (path == "application.month")
    return ResolvedInput{.path = path, .label = "Ansökningsmånad", .value = a.month.ToSwedish()};
  if (path == "application.signatures")
    return ResolvedInput{.path = path,
                         .label = "Underskrifter",
                         .value = Count(a.signatures.size(), "underskrift", "underskrifter")};

  struct Part {
    const char* path;
    const char* label;
  };

  constexpr Part kParts[] = {{"application.youth_work", "Ungdomens arbete under året"},
                             {"application.withdrawal", "Återtagen ansökan"},
                             {"application.received_at", "När ansökan kom in"},
                             {"application.incomes", "Uppgivna inkomster"},
                             {"application.assets", "Uppgivna tillgångar"},
                             {"application.costs", "Sökta kostnader"},
                             {"application.documents", "Handlingar"},
                             {"application.home", "Uppgifter om hemmet"}};
  for (const Part& part : kParts) {
    if (path.starts_with(part.path) && path != "application.home.persons_in_home" &&
        path != "application.home.tenure")
      return ResolvedInput{.path = path, .label = part.label, .value = ""};
  }
  if (path.starts_with("application.plans"))
    return ResolvedInput{.path = path,
                         .label = "Planering",
                         .value = Count(a.plans.size(), "planering", "planeringar")};
  return FromHousehold(path);
}

std::optional<ResolvedInput> Resolver::FromEvidence(const std::string& path) const {
  if (const auto found = FindPayment(path)) {
    const Payment& payment = *found->payment;
    return ResolvedInput{
        .path = path,
        .label = fmt::format("{}: {}, {}",
                             Capital(AgencyName(found->answer->source)),
                             PaymentName(payment, policy_),
                             Who(found->person)),
        .value = fmt::format(
            "{} {}",
            payment.net.ToSwedish(),
            payment.pay_date ? "utbetalt " + payment.pay_date->ToString() : "utan datum")};
  }
  for (const PersonEvidence& person : input_.evidence.persons) {
    for (const SourceAnswer& answer : person.answers) {
      const std::string prefix =
          fmt::format("evidence.{}.{}", person.person.value(), SourceCode(answer.source));
      if (!path.starts_with(prefix)) continue;
      if (path.size() > prefix.size() && path[prefix.size()] != '.') continue;
      return ResolvedInput{
          .path = path,
          .label = fmt::format("Svar från {}, {}", AgencyName(answer.source), Who(person.person)),
          .value = fmt::format(
              "{}, hämtat {}", StateWords(answer.state), SwedishDateTime(answer.fetched_at))};
    }
  }
  return NotAsked(path);
}

// "evidence.p1.SO" of an answer that is not there: nobody asked.
ResolvedInput Resolver::NotAsked(const std::string& path) const {
  ResolvedInput out{
      .path = path, .label = "Svar från ett register", .value = StateWords(AnswerState::kNotAsked)};
  for (const Person& person : input_.application.persons) {
    const std::string prefix = "evidence." + person.key.value() + ".";
    if (!path.starts_with(prefix)) continue;
    for (int i = 0; i < kSourceCount; ++i) {
      const auto source = static_cast<Source>(i);
      const std::string_view rest = std::string_view(path).substr(prefix.size());
      if (rest.substr(0, rest.find('.')) != SourceCode(source)) continue;
      out.label = fmt::format("Svar från {}, {}", AgencyName(source), Who(person.key));
    }
  }
  return out;
}

std::optional<ResolvedInput> Resolver::FromFrame(const std::string& path) const {
  if (!input_.frame) return ResolvedInput{.path = path, .label = "Referensram", .value = "saknas"};
  const Frame& frame = *input_.frame;
  if (path == "frame.housing.cap_grace_until")
    return ResolvedInput{.path = path,
                         .label = "Boendekostnaden godtagen av handläggare till",
                         .value = frame.housing.cap_grace_until
                                      ? frame.housing.cap_grace_until->ToString()
                                      : std::string("inte godtagen")};
  if (path.starts_with("frame.incomes"))
    return ResolvedInput{.path = path,
                         .label = "Väntade inkomster i referensramen",
                         .value = Count(frame.incomes.size(), "inkomst", "inkomster")};
  if (path.starts_with("frame.barriers"))
    return ResolvedInput{.path = path,
                         .label = "Försörjningshinder i referensramen",
                         .value = Count(frame.barriers.size(), "hinder", "hinder")};
  if (path.starts_with("frame.child_records"))
    return ResolvedInput{.path = path,
                         .label = "Barnutredningar i referensramen",
                         .value = Count(frame.child_records.size(), "utredning", "utredningar")};
  for (std::size_t i = 0; i < frame.norm_adjustments.size(); ++i) {
    const NormAdjustment& decided = frame.norm_adjustments[i];
    if (path != fmt::format("frame.norm_adjustments[{}]", i)) continue;
    const bool higher = decided.kind == NormAdjustmentKind::kHigher;
    return ResolvedInput{
        .path = path,
        .label =
            fmt::format("Beslut om {} norm, {}", higher ? "högre" : "lägre", Who(decided.person)),
        .value = fmt::format("{}, till och med {}",
                             decided.amount ? decided.amount->ToSwedish()
                                            : fmt::format("{} tusendelar av beloppet",
                                                          decided.factor_permille.value_or(0)),
                             decided.valid_to.ToString())};
  }
  return ResolvedInput{.path = path,
                       .label = "Referensram",
                       .value = fmt::format("version {}, gäller {}–{}",
                                            frame.version,
                                            frame.valid_from.ToString(),
                                            frame.valid_to.ToString())};
}

std::optional<ParameterValue> Resolver::FindParameter(std::string_view path) const {
  constexpr std::string_view kPolicy = "policy:";
  if (!path.starts_with(kPolicy)) return std::nullopt;
  path.remove_prefix(kPolicy.size());
  const std::size_t slash = path.find('/');
  const std::string_view id = path.substr(0, slash);
  if (slash != std::string_view::npos) {
    for (const ParameterRowView& row : policy_.Rows(id, on_)) {
      if (row.value.row == path.substr(slash + 1)) return row.value;
    }
  }
  const StatusOr<ParameterValue> scalar = policy_.Get(id, on_);
  if (!scalar.ok()) return std::nullopt;
  return *scalar;
}

namespace {

// A text of the policy; `other` where it has none.
std::string TextOr(const PolicySet& policy, const std::string& code, const std::string& other) {
  std::string text = policy.Text(code);
  return text == code ? other : text;
}

// One value of a cell: "ja", "7–10", "högst 24", "ensam vuxen".
std::string KeyWords(const PolicySet& policy, const std::string& value) {
  if (value == "true") return "ja";
  if (value == "false") return "nej";
  if (const std::size_t dots = value.find(".."); dots != std::string::npos) {
    const std::string from = value.substr(0, dots);
    const std::string to = value.substr(dots + 2);
    if (from.empty()) return "högst " + to;
    return to.empty() ? "minst " + from : from + "–" + to;
  }
  // The keys whose values are words: who a norm is for, and what a cost is.
  return TextOr(policy, "norm_role." + value, TextOr(policy, "extra." + value, value));
}

}  // namespace

std::string Resolver::ParameterKeys(const ParameterValue& value) const {
  std::string words;
  for (const ParameterRowView& row : policy_.Rows(value.id, on_)) {
    if (row.value.row != value.row) continue;
    for (const auto& [name, cell] : row.cells) {
      if (cell.empty() || cell == "-") continue;
      words +=
          fmt::format("{}{}", words.empty() ? "" : ", ", TextOr(policy_, "column." + name, name));
      const char* between = " ";
      for (std::size_t from = 0, bar = 0; bar != std::string::npos; from = bar + 1) {
        bar = cell.find('|', from);
        words += between + KeyWords(policy_, cell.substr(from, bar - from));
        between = " eller ";
      }
    }
  }
  return words;
}

std::optional<ResolvedInput> Resolver::FromPolicy(const std::string& path) const {
  const auto value = FindParameter(path);
  const std::string_view id = std::string_view(path).substr(std::string_view("policy:").size());
  const Described named = policy_.Describe(id.substr(0, id.find('/')));
  ResolvedInput out{
      .path = path, .label = named.title.empty() ? std::string(id) : named.title, .value = ""};
  if (!value) return out;
  const auto* number = std::get_if<std::int64_t>(&value->value);
  out.value = number != nullptr && named.unit == "kr" ? Money::FromOre(*number).ToSwedish()
                                                      : ParameterWords(policy_, *value);
  if (named.unit == "percent") out.value += " procent";
  return out;
}

ResolvedInput Resolver::Resolve(const std::string& path) const {
  std::optional<ResolvedInput> found;
  if (path.starts_with("application.")) found = FromApplication(path);
  if (path.starts_with("evidence.")) found = FromEvidence(path);
  if (path.starts_with("frame")) found = FromFrame(path);
  if (path.starts_with("policy:")) found = FromPolicy(path);
  if (path == "application") found = ResolvedInput{.path = path, .label = "Ansökan", .value = ""};
  if (path.starts_with("history"))
    found = ResolvedInput{.path = path,
                          .label = "Tidigare månader",
                          .value = Count(input_.history.size(), "månad", "månader")};
  if (path == "result")
    found = ResolvedInput{.path = path, .label = "Beräkningens resultat", .value = ""};
  if (found) return *std::move(found);
  return {.path = path, .label = path, .value = ""};
}

std::vector<ResolvedInput> Resolver::ResolveAll(const std::vector<std::string>& paths) const {
  std::vector<ResolvedInput> resolved;
  resolved.reserve(paths.size());
  for (const std::string& path : paths) resolved.push_back(Resolve(path));
  return resolved;
}

std::string ParameterWords(const PolicySet& policy, const ParameterValue& value) {
  if (const auto* flag = std::get_if<bool>(&value.value)) return *flag ? "ja" : "nej";
  if (const auto* number = std::get_if<std::int64_t>(&value.value))
    return fmt::format("{}", *number);
  // The choices of a municipality that amounts hang on, by their domains (schema/domains.yaml).
  const auto& code = std::get<std::string>(value.value);
  std::string words = code;
  for (const char* domain : {"part_time_child.", "day_base.", "rounding_unit.", "treatment."}) {
    if (words == code) words = TextOr(policy, domain + code, code);
  }
  return words;
}

}  // namespace dm::explain
