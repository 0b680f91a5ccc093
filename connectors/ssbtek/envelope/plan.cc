#include "connectors/ssbtek/envelope/plan.h"

#include <algorithm>
#include <string>
#include <utility>

#include "connectors/soap/xml_document.h"
#include "connectors/soap/xml_writer.h"
#include "connectors/ssbtek/lefi/groups.h"
#include "connectors/ssbtek/sources.h"

namespace dm::ssbtek {
namespace {

constexpr std::size_t kTextMax = 2'000;
constexpr int kPeriodMonthsMax = 24;

Status Refuse(const std::string& field, const std::string& problem, const std::string& remedy) {
  return InvalidArgument("question." + field + " " + problem,
                         {.reason = "SSBTEK_QUESTION", .field = field, .remedy = remedy});
}

bool IsPlainText(const std::string& text) {
  return std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; });
}

// Not every string can stand in a message: it must be UTF-8, of characters that XML has.
bool IsXmlText(const std::string& text) {
  std::string element;
  soap::XmlWriter(element).Element("t", text);
  return soap::XmlDocument::Parse(std::move(element)).ok();
}

Status CheckText(const std::string& field, const std::string& text) {
  if (text.empty()) {
    return Refuse(field, "is missing", "set the dated policy parameter it comes from");
  }
  if (text.size() > kTextMax) return Refuse(field, "is over 2000 bytes", "shorten it");
  if (!IsPlainText(text)) return Refuse(field, "holds a control character", "remove it");
  if (!IsXmlText(text)) return Refuse(field, "is not UTF-8 text", "write it in UTF-8");
  return OkStatus();
}

Status CheckGeneral(const EvidenceQuestion& question) {
  if (question.case_id.empty() || question.case_id.value().size() > kCaseIdMax) {
    return Refuse("case_id", "is not 1 to 31 characters", "use a shorter case id");
  }
  if (!IsIdText(question.correlation_id)) {
    return Refuse("correlation_id", "is not 1 to 64 id characters", "make one for each call");
  }
  if (question.personnummer.empty()) {
    return Refuse("personnummer", "is missing", "ask only about persons with a number");
  }
  if (question.timeout_ms < 1 || question.timeout_ms > 600'000) {
    return Refuse("timeout_ms", "is outside 1 to 600000", "set it to some 30000");
  }
  if (question.sources.empty()) return Refuse("sources", "is empty", "name at least one source");
  DM_RETURN_IF_ERROR(CheckText("purpose", question.purpose));
  DM_RETURN_IF_ERROR(CheckText("legal_text", question.legal_text));
  return CheckText("identity", question.identity);
}

std::string FieldOf(Source source, const std::string& name) {
  return "sources[" + std::string(SourceCode(source)) + "]." + name;
}

Status CheckPeriod(const std::string& field, const Period& period) {
  if (!period.from.has_value() || !period.to.has_value()) {
    return Refuse(field, "is open", "set both ends");
  }
  if (*period.to < *period.from) return Refuse(field, "ends before it begins", "swap its ends");
  if (*period.to >= AddMonths(*period.from, kPeriodMonthsMax)) {
    return Refuse(field, "is longer than two years", "ask for at most 24 months");
  }
  return OkStatus();
}

Status CheckGroups(const SourceQuestion& asked) {
  const std::string field = FieldOf(asked.source, "groups");
  const bool lefi = asked.source == Source::kFk || asked.source == Source::kPm;
  if (!lefi) {
    if (asked.groups.empty()) return OkStatus();
    return Refuse(field, "has no meaning there", "name groups for FK and PM only");
  }
  if (asked.groups.empty()) return Refuse(field, "is empty", "name at least one LEFI group");
  std::vector<std::string> sorted = asked.groups;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end()) {
    return Refuse(field, "names a group twice", "name each group once");
  }
  const bool known = std::ranges::all_of(asked.groups, [&](const std::string& group) {
    return asked.source == Source::kFk ? lefi::IsFkGroup(group) : lefi::IsPmGroup(group);
  });
  if (!known) {
    return Refuse(field, "names a group outside the contract's list", "use codes such as FK:BOB");
  }
  return OkStatus();
}

bool IsOfContract(Source source) {
  return std::ranges::any_of(Sources(),
                             [source](const SourceEntry& entry) { return entry.source == source; });
}

// Splits the asked groups into granted ones and those that the agreement lacks.
void AddLefi(const Options& options, Asked asked, Source source, Plan& plan) {
  std::vector<std::string> granted;
  for (const std::string& group : asked.groups) {
    const auto& all = options.lefi_groups_granted;
    if (std::ranges::find(all, group) != all.end()) {
      granted.push_back(group);
    } else {
      plan.not_granted.push_back(
          {.group = group, .state = AnswerState::kNotGranted, .code = "AGREEMENT"});
    }
  }
  asked.groups = granted;
  auto& where = granted.empty() ? plan.withheld : plan.asked;
  where.emplace(source, std::move(asked));
}

Status AddSource(const Options& options,
                 const EvidenceQuestion& question,
                 const SourceQuestion& source,
                 Plan& plan) {
  const std::string field = FieldOf(source.source, "period");
  if (!IsOfContract(source.source)) {
    return Refuse(FieldOf(source.source, "source"),
                  "is not one that this service carries",
                  "ask the connector that carries it");
  }
  if (plan.asked.contains(source.source) || plan.withheld.contains(source.source)) {
    return Refuse(FieldOf(source.source, "source"), "is asked twice", "ask each source once");
  }
  DM_RETURN_IF_ERROR(CheckPeriod(field, source.period));
  DM_RETURN_IF_ERROR(CheckGroups(source));
  Asked asked{.personal_number = question.personnummer.Reveal(),
              .case_id = question.case_id.value(),
              .period = source.period,
              .groups = source.groups};
  if (source.source == Source::kFk || source.source == Source::kPm) {
    AddLefi(options, std::move(asked), source.source, plan);
  } else {
    plan.asked.emplace(source.source, std::move(asked));
  }
  return OkStatus();
}

// SKV and MIV have no period of their own: the general one is theirs. Without them it is the first
// asked source's, so that nothing wider than asked goes out.
Period GeneralPeriod(const Plan& plan) {
  std::optional<Period> general;
  for (const Source source : {Source::kSkv, Source::kMiv}) {
    const Asked* asked = plan.Find(source);
    if (asked == nullptr) continue;
    if (!general.has_value()) {
      general = asked->period;
    } else {
      general->from = std::min(*general->from, *asked->period.from);
      general->to = std::max(*general->to, *asked->period.to);
    }
  }
  if (general.has_value() || plan.asked.empty()) return general.value_or(Period{});
  return plan.asked.begin()->second.period;
}

}  // namespace

StatusOr<Plan> MakePlan(const Options& options, const EvidenceQuestion& question) {
  DM_RETURN_IF_ERROR(CheckGeneral(question));
  Plan plan;
  for (const SourceQuestion& source : question.sources) {
    DM_RETURN_IF_ERROR(AddSource(options, question, source, plan));
  }
  const Asked* fk = plan.Find(Source::kFk);
  const Asked* pm = plan.Find(Source::kPm);
  if (fk != nullptr && pm != nullptr && fk->period != pm->period) {
    return Refuse(FieldOf(Source::kPm, "period"),
                  "differs from FK's, while one LEFI question carries both",
                  "ask FK and PM for the same period");
  }
  plan.general = GeneralPeriod(plan);
  if (!plan.asked.empty()) DM_RETURN_IF_ERROR(CheckPeriod("sources[].period", plan.general));
  return plan;
}

Plan Narrow(const Plan& plan, std::span<const Source> sources) {
  Plan narrow;
  narrow.not_granted = plan.not_granted;
  for (const Source source : sources) {
    if (const Asked* asked = plan.Find(source); asked != nullptr) {
      narrow.asked.emplace(source, *asked);
    }
  }
  narrow.general = GeneralPeriod(narrow);
  return narrow;
}

std::vector<int> TaxYears(const TaxQuestion& tax, const Asked& asked) {
  const int end = asked.period.to->year();
  std::vector<int> years;
  for (int year = end - tax.years; year < end; ++year) years.push_back(year);
  return years;
}

}  // namespace dm::ssbtek
