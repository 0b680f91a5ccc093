#include "worker/effects/letter.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "worker/case/agency_name.h"
#include "worker/core/check.h"
#include "worker/core/swedish_day.h"
#include "worker/effects/letter_words.h"
#include "worker/explain/letter_reasons.h"

namespace dm::effects {
namespace {

constexpr char kSwedish[] = "sv";
constexpr char kCompletionTemplate[] = "komplettering";
constexpr char kCommunicationTemplate[] = "kommunicering";
constexpr char kReminderTemplate[] = "paminnelse";

// A line of a letter, from the decision or, where it has none of the kind, from the assessment.
struct Line {
  RowKind kind = RowKind::kCost;
  std::string text;
  std::optional<Money> applied;
  Money granted;
  std::string reason;
};

bool IsNorm(RowKind kind) {
  return kind == RowKind::kNormPersonal || kind == RowKind::kNormCommon;
}

// SoL 12:7 and SoL 12:1 apart: the second is summed and shown by itself.
bool IsListedCost(RowKind kind) {
  return kind == RowKind::kCost;
}

bool IsExtraCost(RowKind kind) {
  return kind == RowKind::kExtraCost;
}

bool IsCost(RowKind kind) {
  return IsListedCost(kind) || IsExtraCost(kind);
}

bool IsIncome(RowKind kind) {
  return kind == RowKind::kIncome || kind == RowKind::kAsset;
}

std::string ReasonText(const DecisionRow& row, const PolicySet& policy) {
  if (!row.note.empty()) return row.note;
  return row.reason.empty() ? std::string() : policy.Text(row.reason);
}

using explain::RowChange;

// What would have counted, behind the reason. A row that a person set has the person's reason only.
std::string WithChange(std::string reason,
                       const std::string& code,
                       Money applied,
                       Money granted,
                       const std::vector<RowChange>& changes) {
  if (reason.empty()) return reason;
  for (const RowChange& change : changes) {
    if (change.code != code || change.applied != applied || change.granted != granted) continue;
    std::string sentence = change.sentence;
    if (sentence.ends_with('.')) sentence.pop_back();
    if (!reason.ends_with('.')) reason += '.';
    return reason + " " + sentence;
  }
  return reason;
}

std::vector<Line> LinesOf(const Decision& decision,
                          const std::vector<RowChange>& changes,
                          const PolicySet& policy) {
  std::vector<Line> lines;
  for (const DecisionRow& row : decision.rows) {
    Line line{row.kind, row.label, row.applied, row.effective(), {}};
    const bool reduced = row.applied && row.effective() < *row.applied;
    if (reduced || row.human_amount) line.reason = ReasonText(row, policy);
    if (reduced && !row.human_amount)
      line.reason =
          WithChange(std::move(line.reason), row.code, *row.applied, row.worker_amount, changes);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<Line> LinesOf(const std::optional<Assessment>& assessment,
                          const std::vector<RowChange>& changes,
                          const PolicySet& policy) {
  std::vector<Line> lines;
  if (!assessment) return lines;
  for (const CalculationRow& row : assessment->rows) {
    Line line{row.kind, row.label, row.applied, row.amount, {}};
    if (row.applied && row.amount < *row.applied && !row.reason.empty())
      line.reason =
          WithChange(policy.Text(row.reason), row.code, *row.applied, row.amount, changes);
    lines.push_back(std::move(line));
  }
  return lines;
}

using KindTest = bool (*)(RowKind);

std::vector<Line> Only(const std::vector<Line>& lines, KindTest is_kind) {
  std::vector<Line> chosen;
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(chosen), [is_kind](const Line& line) {
    return is_kind(line.kind);
  });
  return chosen;
}

// Gives the sum.
Money AddLines(LetterModel& model,
               const std::string& list,
               const std::string& sum,
               const std::vector<Line>& lines) {
  Money total;
  std::vector<Words>& entries = model.lists[list];
  for (const Line& line : lines) {
    total += line.granted;
    entries.push_back({{"text", line.text},
                       {"sokt", line.applied.value_or(Money()).ToSwedish()},
                       {"godkant", line.granted.ToSwedish()},
                       {"orsak", line.reason}});
  }
  model.words[sum] = total.ToSwedish();
  return total;
}

void AddCalculation(LetterModel& model,
                    const CaseRecord& record,
                    const Decision& decision,
                    const PolicySet& policy) {
  const std::vector<RowChange> changes = explain::ChangesForLetter(record, policy);
  const std::vector<Line> decided = LinesOf(decision, changes, policy);
  const std::vector<Line> computed = LinesOf(record.assessment, changes, policy);
  const auto choose = [&](KindTest is_kind) {
    std::vector<Line> lines = Only(decided, is_kind);
    return lines.empty() ? Only(computed, is_kind) : lines;
  };
  const std::vector<Line> costs = choose(IsCost);
  const std::vector<Line> extra = Only(costs, IsExtraCost);
  const Money norm = AddLines(model, "norm_rader", "summa_norm", choose(IsNorm));
  const Money all = AddLines(model, "kostnad_rader", "summa_kostnader", costs);
  AddLines(model, "skaliga_rader", "summa_skaliga", Only(costs, IsListedCost));
  AddLines(model, "ovriga_rader", "summa_ovriga", extra);
  model.flags["ovriga"] = !extra.empty();
  const Money incomes = AddLines(model, "inkomst_rader", "summa_inkomster", choose(IsIncome));
  // Said where the amount is the sum above rounded, and not where a person has set another.
  const Money lacking = norm + all - incomes;
  const Money rounded = decision.granted - lacking;
  if (!rounded.is_zero() && Abs(rounded) < Money::FromKronor(1))
    model.words["fattas"] = lacking.ToSwedish();
}

// Each register once, with the day of its latest known answer.
void AddSources(LetterModel& model, const EvidenceSet& evidence) {
  std::map<Source, Instant> fetched;
  for (const PersonEvidence& person : evidence.persons)
    for (const SourceAnswer& answer : person.answers)
      if (IsKnown(answer.state))
        fetched[answer.source] = std::max(fetched[answer.source], answer.fetched_at);
  std::vector<Words>& entries = model.lists["kallor"];
  for (const auto& [source, at] : fetched)
    entries.push_back({{"text", AgencyName(source)}, {"hamtad", SwedishDay(SwedishDate(at))}});
}

// The provisions applied (FL 32): the right itself, then the statutes behind the rows, each once.
void AddLaw(LetterModel& model, const CaseRecord& record, const PolicySet& policy) {
  std::vector<std::string> citations;
  const auto add = [&citations](const SourceRef& source) {
    const bool listed =
        std::find(citations.begin(), citations.end(), source.citation) != citations.end();
    if (source.statute && !listed) citations.push_back(source.citation);
  };
  const StatusOr<SourceRef> right =
      policy.SourceOn("sol-12-1", record.application.month.first_day());
  if (right.ok()) add(*right);
  if (record.assessment) {
    for (const CalculationRow& row : record.assessment->rows)
      for (const SourceRef& source : row.sources) add(source);
  }
  std::vector<Words>& entries = model.lists["lagrum"];
  for (const std::string& citation : citations) entries.push_back({{"text", citation}});
}

struct Sender {
  const char* word;  // of the letter
  const char* code;  // of the municipality's texts
};

constexpr std::array kSender = {Sender{"kommun", "municipality.name"},
                                Sender{"namnd", "municipality.board"},
                                Sender{"kontakt", "municipality.contact"}};

// Who writes, about which case; the same in every letter. A letter without its sender is not sent.
Status AddHead(LetterModel& model, const CaseRecord& record, const PolicySet& policy) {
  for (const Sender& sender : kSender) {
    const std::string text = policy.Text(sender.code);
    if (text == sender.code)
      return FailedPrecondition(
          std::string("the text ") + sender.code + " is not set; no letter is written",
          {"TEXT_MISSING", sender.code, "write it in the municipality's texts.yaml"});
    model.words[sender.word] = text;
  }
  model.words["arendenummer"] = record.id.value();
  model.words["manad"] = record.application.month.ToSwedish();
  return OkStatus();
}

StatusOr<LetterTemplate> FindTemplate(const std::string& id,
                                      const std::string& language,
                                      const PolicySet& policy) {
  if (auto own = policy.Letter(id, language)) return *std::move(own);
  if (auto swedish = policy.Letter(id, kSwedish)) return *std::move(swedish);
  return FailedPrecondition("the letter " + id + " is missing in the policy set",
                            {"LETTER_MISSING",
                             "policies/letters/sv/" + id + ".txt",
                             "add the template and reload the policy set"});
}

StatusOr<Letter> Write(const std::string& id,
                       const CaseRecord& record,
                       const LetterModel& model,
                       const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const LetterTemplate found,
                      FindTemplate(id, record.application.language, policy));
  Letter letter;
  letter.template_id = found.id;
  letter.language = found.language;
  DM_ASSIGN_OR_RETURN(letter.subject, Render(found.subject, model));
  DM_ASSIGN_OR_RETURN(RenderedLetter rendered, RenderLetter(found.body, model));
  letter.body = std::move(rendered.text);
  letter.blocks = std::move(rendered.blocks);
  return letter;
}

}  // namespace

const char* LetterTemplateOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kBifall:
      return "beslut_bifall";
    case Outcome::kDelavslag:
      return "beslut_delavslag";
    case Outcome::kAvslag:
      return "beslut_avslag";
    case Outcome::kAvvisning:
      return "avvisning";
    case Outcome::kAvskrivning:
      return "avskrivning";
    case Outcome::kNone:
      break;
  }
  DM_CHECK(false && "a decision without an outcome");
  return "";
}

StatusOr<LetterModel> DecisionModel(const CaseRecord& record,
                                    const Decision& decision,
                                    const PolicySet& policy) {
  LetterModel model;
  DM_RETURN_IF_ERROR(AddHead(model, record, policy));
  model.words["utfall"] = OutcomeWord(decision.outcome);
  model.words["beviljat"] = decision.granted.ToSwedish();
  if (decision.pay_date) model.words["utbetalningsdag"] = SwedishDay(*decision.pay_date);
  model.words["beslutsdatum"] = SwedishDay(decision.decided_on);
  model.words["handlaggare"] = decision.decided_by;
  model.words["regelversion"] = decision.policy_version;
  model.words["motivering"] = decision.motivation;
  if (!decision.reason.empty()) model.words["skal"] = policy.Text(decision.reason);
  if (decision.corrects > 0) model.words["ersatter"] = std::to_string(decision.corrects);
  model.flags["automatiskt"] = decision.kind == DecisionKind::kAutomatic;
  // Every decision can be tried: a grant in full too may rest on wrong facts (FL 33, 40).
  model.flags["overklagande"] = true;
  AddCalculation(model, record, decision, policy);
  AddSources(model, record.evidence);
  AddLaw(model, record, policy);
  return model;
}

StatusOr<Letter> DecisionLetter(const CaseRecord& record,
                                const Decision& decision,
                                const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const LetterModel model, DecisionModel(record, decision, policy));
  return Write(LetterTemplateOf(decision.outcome), record, model, policy);
}

StatusOr<Letter> CommunicationLetter(const CaseRecord& record,
                                     const Communication& communication,
                                     const PolicySet& policy) {
  LetterModel model;
  DM_RETURN_IF_ERROR(AddHead(model, record, policy));
  model.words["sista_dag"] = SwedishDay(communication.answer_by);
  model.words["utfall"] = OutcomeWord(communication.intended.outcome);
  model.words["beviljat"] = communication.intended.granted.ToSwedish();
  model.words["motivering"] = communication.intended.motivation;
  model.words["handlaggare"] = communication.by;
  std::vector<Words>& entries = model.lists["uppgifter"];
  for (const CommunicatedFact& fact : communication.facts)
    entries.push_back({{"text", fact.text},
                       {"kalla", fact.source},
                       {"dag", fact.date ? SwedishDay(*fact.date) : std::string()}});
  return Write(kCommunicationTemplate, record, model, policy);
}

StatusOr<Letter> CompletionLetter(const CaseRecord& record,
                                  const RequestCompletion& completion,
                                  const PolicySet& policy) {
  LetterModel model;
  DM_RETURN_IF_ERROR(AddHead(model, record, policy));
  model.words["sista_dag"] = SwedishDay(completion.due);
  std::vector<Words>& entries = model.lists["komplettering_rader"];
  for (const MissingItem& item : completion.items)
    entries.push_back({{"text", item.text}, {"varfor", ""}, {"hur", ""}});
  model.flags["automatiskt"] = true;
  return Write(kCompletionTemplate, record, model, policy);
}

StatusOr<Letter> RoundLetter(const CaseRecord& record,
                             const CompletionRound& round,
                             RoundLetterKind kind,
                             const PolicySet& policy) {
  LetterModel model;
  DM_RETURN_IF_ERROR(AddHead(model, record, policy));
  model.words["sista_dag"] = SwedishDay(round.due);
  model.flags["automatiskt"] = round.asked_by.empty();
  std::vector<Words>& entries = model.lists["komplettering_rader"];
  for (const RequestedItem& one : round.items) {
    if (one.answered_by) continue;
    entries.push_back({{"text", one.item.text}, {"varfor", one.why}, {"hur", one.how}});
  }
  const char* id = kind == RoundLetterKind::kReminder ? kReminderTemplate : kCompletionTemplate;
  return Write(id, record, model, policy);
}

}  // namespace dm::effects
