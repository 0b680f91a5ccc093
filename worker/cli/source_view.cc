#include "worker/cli/source_view.h"

#include <vector>

#include "worker/cli/table.h"
#include "worker/cli/text.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

std::vector<std::string> RowOf(const v1::SourceCondition& one) {
  return {SourceName(one.source()),
          ShortName(v1::SourceGate_Name(one.gate()), "SOURCE_GATE_"),
          Moment(one.until()),
          Moment(one.answered_at()),
          std::to_string(one.known()),
          std::to_string(one.unknown()),
          std::to_string(one.schema_deviations())};
}

void PrintUnlisted(std::ostream& out, const v1::WorkerStatus& status) {
  std::vector<std::vector<std::string>> rows;
  for (const v1::SourceCondition& one : status.sources()) {
    for (const v1::CodeCount& code : one.unlisted_codes())
      rows.push_back({code.code(), std::to_string(code.count())});
  }
  if (rows.empty()) return;
  out << "\ncodes that the policies do not list (what they stand for is unknown)\n";
  PrintTable(out, {{"CODE"}, {"TIMES", Align::kRight}}, rows);
}

}  // namespace

std::string CertificateLine(const v1::CertificateStatus& certificate) {
  const int days = certificate.days_left();
  std::string line = certificate.name();
  line += days < 0 ? ": ended " : ": holds until ";
  line += Time(certificate.not_after());
  if (days >= 0) line += ", " + std::to_string(days) + (days == 1 ? " day left" : " days left");
  if (certificate.problem().empty()) return line;
  return line + "\n  the files as they lie there are not in use: " + certificate.problem() + ", " +
         certificate.field() + "; " + certificate.remedy();
}

void PrintSources(std::ostream& out, const v1::WorkerStatus& status) {
  std::vector<std::vector<std::string>> rows;
  for (const v1::SourceCondition& one : status.sources()) rows.push_back(RowOf(one));
  PrintTable(out,
             {{"SOURCE"},
              {"GATE"},
              {"UNTIL"},
              {"LAST ANSWER"},
              {"KNOWN", Align::kRight},
              {"UNKNOWN", Align::kRight},
              {"DEVIATIONS", Align::kRight}},
             rows);
  PrintUnlisted(out, status);
  if (status.certificates_size() > 0) out << '\n';
  for (const v1::CertificateStatus& one : status.certificates())
    out << "certificate " << CertificateLine(one) << '\n';
}

}  // namespace dm::cli
