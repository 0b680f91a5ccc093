#include "worker/cli/returned_file.h"

#include <charconv>
#include <vector>

#include "worker/core/small_file.h"

namespace dm::cli {
namespace {

constexpr std::string_view kHeader = "effect_id;outcome;amount";
constexpr std::string_view kEnd = "END;";
constexpr std::size_t kFields = 3;
// Some million lines: years of a municipality, since the list must be whole.
constexpr std::uintmax_t kFileBytesMax = std::uintmax_t{64} * 1024 * 1024;

Status BadLine(int line, const std::string& what) {
  return InvalidArgument("line " + std::to_string(line) + ": " + what,
                         {.reason = "RETURNED_FILE_INVALID",
                          .field = "--returned",
                          .remedy = "write effect_id;outcome;amount, such as "
                                    "PAYMENT_ORDER-0a1b…;OK;8280.00"});
}

Status CutShort(const std::string& what) {
  return InvalidArgument(what,
                         {.reason = "RETURNED_FILE_INVALID",
                          .field = "--returned",
                          .remedy = "end the list with END; and how many orders it has, such as "
                                    "END;2: what a list that was cut short lacks would be paid "
                                    "again"});
}

std::vector<std::string_view> FieldsOf(std::string_view line) {
  std::vector<std::string_view> fields;
  while (true) {
    const std::size_t end = line.find(';');
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

bool ReadDigits(std::string_view text, std::int64_t* value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() &&
         text.front() != '-';
}

// "8280", "8280.00" or "8280,00".
std::optional<Money> AmountOf(std::string_view text) {
  constexpr std::int64_t kKronorMax = 100'000'000;
  const std::size_t point = text.find_first_of(".,");
  std::int64_t kronor = 0;
  std::int64_t ore = 0;
  if (!ReadDigits(text.substr(0, point), &kronor) || kronor > kKronorMax) return std::nullopt;
  if (point != std::string_view::npos) {
    const std::string_view cents = text.substr(point + 1);
    if (cents.size() != 2 || !ReadDigits(cents, &ore)) return std::nullopt;
  }
  return Money::FromOre(kronor * 100 + ore);
}

}  // namespace

StatusOr<std::map<EffectId, Returned>> ReadReturned(std::string_view text) {
  std::map<EffectId, Returned> returned;
  std::optional<std::int64_t> told;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (number == 1) {
      if (line != kHeader) return BadLine(1, "is not the heading effect_id;outcome;amount");
      continue;
    }
    if (line.empty()) continue;
    if (told) return BadLine(number, "stands after the end of the list");
    if (line.starts_with(kEnd)) {
      std::int64_t count = 0;
      if (!ReadDigits(line.substr(kEnd.size()), &count))
        return BadLine(number, "the number of orders is none");
      told = count;
      continue;
    }
    const std::vector<std::string_view> fields = FieldsOf(line);
    if (fields.size() != kFields) return BadLine(number, "has not three fields");
    if (!IsIdText(fields[0])) return BadLine(number, "the first field is no effect id");
    Returned one;
    if (fields[1] == "REFUSED") {
      one.says = ReceiverSays::kRefused;
    } else if (fields[1] != "OK") {
      return BadLine(number, "the outcome is neither OK nor REFUSED");
    }
    if (!fields[2].empty()) {
      one.amount = AmountOf(fields[2]);
      if (!one.amount) return BadLine(number, "the amount is no number of kronor");
    }
    const auto [at, fresh] = returned.emplace(EffectId::FromTrusted(std::string(fields[0])), one);
    if (!fresh) return BadLine(number, "names an effect that an earlier line has");
  }
  if (!told) return CutShort("the list has no last line END;<number of orders>");
  if (*told != std::ssize(returned))
    return CutShort("the list says that it has " + std::to_string(*told) + " orders, and has " +
                    std::to_string(returned.size()));
  return returned;
}

StatusOr<std::map<EffectId, Returned>> ReadReturnedFile(const std::string& path) {
  const StatusOr<std::string> text = ReadSmallFile(path, kFileBytesMax);
  if (text.status().code() == StatusCode::kResourceExhausted)
    return InvalidArgument(path + ": is larger than 64 MiB",
                           {.reason = "RETURNED_FILE_INVALID",
                            .field = "--returned",
                            .remedy = "leave out of the whole list what was settled long before "
                                      "the backup; never bring it in parts: what a part lacks "
                                      "counts as never seen"});
  if (!text.ok()) return NotFound(path + ": cannot be read; check the path and its permissions");
  StatusOr<std::map<EffectId, Returned>> returned = ReadReturned(*text);
  if (!returned.ok()) return Annotate(returned.status(), path);
  return returned;
}

void CompareWithReturned(const std::map<EffectId, Returned>& returned,
                         CaseMonthPayments* payments) {
  for (PaymentLine& line : payments->lines) {
    const auto found = returned.find(line.effect);
    if (found == returned.end()) {
      CompareWithReceiver(ReceiverSays::kNeverSeen, {}, &line);
    } else {
      CompareWithReceiver(found->second.says, found->second.amount, &line);
    }
  }
}

}  // namespace dm::cli
