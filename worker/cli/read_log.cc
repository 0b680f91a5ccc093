#include "worker/cli/read_log.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "worker/core/swedish_holidays.h"

namespace dm::cli {
namespace {

constexpr int kSaturday = 6;

bool IsFreeDay(Date day) {
  const std::vector<Date> holidays = SwedishPublicHolidays(day.year());
  return day.iso_weekday() >= kSaturday ||
         std::find(holidays.begin(), holidays.end(), day) != holidays.end();
}

bool IsOutside(const WorkingHours& hours, Instant at) {
  const int minute = SwedishMinuteOfDay(at);
  return minute < hours.from || minute >= hours.to || IsFreeDay(SwedishDate(at));
}

// Of many at once: a queue, the chain, a month's payments.
bool IsList(const Read& read) {
  return read.subject.empty() || read.subject.starts_with("Q-") || read.action == "audit_read" ||
         read.action == "payments_reconciled";
}

// Nothing for text that is no "HH" or "HH:MM".
std::optional<int> MinuteOf(std::string_view text) {
  const auto digits = [](std::string_view two) {
    return two.size() == 2 && two[0] >= '0' && two[0] <= '9' && two[1] >= '0' && two[1] <= '9';
  };
  const std::string_view hour = text.substr(0, 2);
  const bool with_minute = text.size() == 5 && text[2] == ':';
  const std::string_view minute = with_minute ? text.substr(3) : "00";
  if ((text.size() != 2 && !with_minute) || !digits(hour) || !digits(minute)) return std::nullopt;
  const int value = std::stoi(std::string(hour)) * 60 + std::stoi(std::string(minute));
  if (minute >= "60" || value > 24 * 60) return std::nullopt;
  return value;
}

// A text that a spreadsheet would take for a formula is quoted like any text and begins with '.
std::string Field(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t").find(text.front()) != std::string_view::npos)
    text.insert(text.begin(), '\'');
  if (text.find_first_of(";\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

}  // namespace

std::string PersonOf(const std::string& actor) {
  return actor.substr(0, actor.find(" via "));
}

std::optional<WorkingHours> WorkingHours::Parse(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::optional<int> from = MinuteOf(text.substr(0, dash));
  const std::optional<int> to = MinuteOf(text.substr(dash + 1));
  if (!from || !to || *from >= *to) return std::nullopt;
  return WorkingHours{*from, *to};
}

void ReadLog::Take(const AuditRecord& record) {
  const AuditEvent& event = record.event;
  if (event.actor_kind != ActorKind::kPerson) return;
  std::string person = PersonOf(event.actor);
  if (!IsReadAction(event.action)) {
    worked_.emplace(std::move(person), event.subject);
    return;
  }
  const bool wanted = filter_.days.Contains(SwedishDate(record.at)) &&
                      (filter_.person.empty() || filter_.person == person) &&
                      (filter_.subject.empty() || filter_.subject == event.subject);
  if (!wanted) return;
  reads_.push_back({.at = record.at,
                    .person = std::move(person),
                    .actor = event.actor,
                    .action = event.action,
                    .subject = event.subject,
                    .own = false,
                    .outside_hours = filter_.hours && IsOutside(*filter_.hours, record.at)});
}

std::vector<Read> ReadLog::Reads() const {
  std::vector<Read> reads = reads_;
  for (Read& read : reads) read.own = worked_.contains({read.person, read.subject});
  return reads;
}

std::vector<ReaderTotal> ReadLog::Totals() const {
  std::map<std::string, ReaderTotal> totals;
  std::map<std::string, std::map<std::string, int>> times;  // person, subject
  for (const Read& read : reads_) {
    ReaderTotal& total = totals[read.person];
    total.person = read.person;
    total.outside_hours += read.outside_hours ? 1 : 0;
    (IsList(read) ? total.lists : total.reads) += 1;
    if (!IsList(read)) times[read.person][read.subject] += 1;
  }
  std::vector<ReaderTotal> sorted;
  for (auto& [person, total] : totals) {
    for (const auto& [subject, count] : times[person]) {
      total.subjects += 1;
      total.not_own += worked_.contains({person, subject}) ? 0 : 1;
      if (count > total.most) {
        total.most = count;
        total.most_read = subject;
      }
    }
    sorted.push_back(total);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const ReaderTotal& a, const ReaderTotal& b) {
    return a.not_own > b.not_own;
  });
  return sorted;
}

std::string ReadsCsv(const std::vector<Read>& reads) {
  std::string text = "at;person;actor;action;subject;own;outside_hours\n";
  for (const Read& read : reads) {
    text += read.at.ToString() + ';' + Field(read.person) + ';' + Field(read.actor) + ';' +
            read.action + ';' + Field(read.subject) + ';' + (read.own ? "yes" : "no") + ';' +
            (read.outside_hours ? "yes" : "no") + '\n';
  }
  return text;
}

}  // namespace dm::cli
