#include "worker/cli/escalation_view.h"

#include <sstream>
#include <vector>

#include "worker/cli/table.h"
#include "worker/cli/text.h"
#include "worker/core/money.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

void PrintReasons(std::ostream& out, const v1::Escalation& escalation) {
  out << "\nSkäl till att ärendet behöver en handläggare\n";
  std::vector<std::vector<std::string>> rows;
  for (const v1::Reason& reason : escalation.routing().reasons()) {
    rows.push_back({reason.code(), reason.queue(), reason.text()});
  }
  PrintTable(out, {{"KOD"}, {"KÖ"}, {"SKÄL"}}, rows);
}

// Rows are positive amounts; incomes and assets are taken from the need.
bool IsSubtracted(v1::RowKind kind) {
  return kind == v1::ROW_KIND_INCOME || kind == v1::ROW_KIND_ASSET;
}

void PrintRows(std::ostream& out, const v1::Assessment& assessment) {
  out << "\nBeräkning för " << assessment.month()
      << (assessment.computable() ? "" : " (går inte att slutföra)") << '\n';
  std::vector<std::vector<std::string>> rows;
  for (const v1::CalculationRow& row : assessment.rows()) {
    rows.push_back({row.label(),
                    row.has_applied() ? Amount(row.applied()) : "",
                    (IsSubtracted(row.kind()) ? "−" : "") + Amount(row.amount()),
                    row.why()});
  }
  PrintTable(out, {{"RAD"}, {"SÖKT", Align::kRight}, {"BELOPP", Align::kRight}, {"VARFÖR"}}, rows);
  out << "Norm " << Amount(assessment.norm()) << ", kostnader " << Amount(assessment.costs())
      << ", inkomster " << Amount(assessment.incomes()) << ", bistånd enligt beräkningen "
      << (assessment.computable() ? Amount(assessment.grant()) : "–") << '\n';
  for (const std::string& missing : assessment.undetermined())
    out << "  saknas: " << missing << '\n';
}

void PrintSources(std::ostream& out, const v1::EvidenceSet& evidence) {
  out << "\nRegistersvar\n";
  std::vector<std::vector<std::string>> rows;
  for (const auto& person : evidence.persons()) {
    for (const auto& answer : person.answers()) {
      rows.push_back({person.person(),
                      ShortName(v1::Source_Name(answer.source()), "SOURCE_"),
                      ShortName(v1::AnswerState_Name(answer.state()), "ANSWER_STATE_"),
                      answer.code(),
                      std::to_string(answer.schema_deviations()),
                      Time(answer.fetched_at())});
    }
  }
  PrintTable(out,
             {{"PERSON"}, {"KÄLLA"}, {"SVAR"}, {"KOD"}, {"AVVIKELSER", Align::kRight}, {"HÄMTAT"}},
             rows);
}

// The named checks that were made or should have been; what was left out has a reason in the case.
void PrintChecks(std::ostream& out, const v1::Assessment& assessment) {
  std::vector<std::vector<std::string>> rows;
  for (const v1::CheckResult& check : assessment.checks()) {
    if (check.verdict() == v1::VERDICT_UNSPECIFIED) continue;
    rows.push_back({check.check(),
                    ShortName(v1::CheckState_Name(check.state()), "CHECK_STATE_"),
                    ShortName(v1::Verdict_Name(check.verdict()), "VERDICT_")});
  }
  if (rows.empty()) return;
  out << '\n';
  PrintTable(out, {{"KONTROLL"}, {"LÄGE"}, {"RESULTAT"}}, rows);
}

// What a person should know and nothing hangs on.
void PrintInformation(std::ostream& out, const v1::Assessment& assessment) {
  if (assessment.information().empty()) return;
  out << "\nUpplysningar\n";
  for (const v1::Finding& finding : assessment.information()) out << "  " << finding.text() << '\n';
}

}  // namespace

void PrintEscalation(std::ostream& out, const v1::Escalation& escalation, const v1::Case& found) {
  out << "Ärende " << found.id() << "  " << escalation.routing().queue() << "  "
      << ShortName(v1::EscalationState_Name(escalation.state()), "ESCALATION_STATE_")
      << (escalation.handler().empty() ? "" : " hos " + escalation.handler()) << ", version "
      << escalation.version() << '\n'
      << "Mottaget " << Time(found.received_at()) << ", hushåll " << found.application().household()
      << ", barn: " << (escalation.routing().has_children() ? "ja" : "nej") << ", sista dag: "
      << (escalation.routing().critical_date().empty() ? "–" : escalation.routing().critical_date())
      << '\n';
  PrintReasons(out, escalation);
  if (found.has_assessment()) PrintRows(out, found.assessment());
  if (found.has_assessment()) PrintChecks(out, found.assessment());
  PrintInformation(out, found.assessment());
  if (found.evidence().persons_size() > 0) PrintSources(out, found.evidence());
  if (escalation.has_suggested()) {
    out << "\nFörslag: "
        << ShortName(v1::Outcome_Name(escalation.suggested().outcome()), "OUTCOME_") << " "
        << Amount(escalation.suggested().granted()) << " (" << escalation.typfall() << ")\n";
  }
}

StatusOr<v1::DecideCaseRequest::EditedRow> ParseEditedRow(const std::string& text) {
  v1::DecideCaseRequest::EditedRow row;
  std::stringstream parts(text);
  std::string part;
  bool first = true;
  while (std::getline(parts, part, ';')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos)
      return InvalidArgument("write code=amount[;person=…][;reason=…][;note=…]");
    const std::string key = part.substr(0, equals);
    const std::string value = part.substr(equals + 1);
    if (first) {
      DM_ASSIGN_OR_RETURN(const Money amount, Money::Parse(value));
      row.set_code(key);
      row.mutable_amount()->set_ore(amount.ore());
      first = false;
    } else if (key == "person") {
      row.set_person(value);
    } else if (key == "reason") {
      row.set_reason(value);
    } else if (key == "note") {
      row.set_note(value);
    } else {
      return InvalidArgument("unknown part; use person, reason or note");
    }
  }
  if (first) return InvalidArgument("write code=amount");
  return row;
}

}  // namespace dm::cli
