#include "worker/cli/stored_line.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

namespace dm::cli {
namespace {

using backtest::Route;
using backtest::Ruling;
using backtest::RulingRow;
using Object = simdjson::dom::object;

constexpr std::string_view kStored = "{\"stored\":";
constexpr std::string_view kInput = ",\"input\":";
// More than any case has; a line that says otherwise was not written by this program.
constexpr std::size_t kStoredBytesMax = std::size_t{1024} * 1024;

constexpr std::array kRoutes = {
    Route::kAutomatic, Route::kCompletion, Route::kProposed, Route::kHuman};
constexpr std::array kOutcomes = {Outcome::kNone,
                                  Outcome::kBifall,
                                  Outcome::kDelavslag,
                                  Outcome::kAvslag,
                                  Outcome::kAvvisning,
                                  Outcome::kAvskrivning};

// The end of the object that begins at `from`; npos when it does not end.
std::size_t EndOfObject(std::string_view text, std::size_t from) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = from; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      quoted = c != '"';
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{') ++depth;
    if (c == '}' && --depth == 0) return at + 1;
  }
  return std::string_view::npos;
}

template <typename Value>
bool Take(const Object& object, const char* key, Value* value) {
  return object.at_key(key).get(*value) == simdjson::SUCCESS;
}

bool TakeText(const Object& object, const char* key, std::string* value) {
  std::string_view text;
  if (!Take(object, key, &text)) return false;
  value->assign(text);
  return true;
}

bool TakeOre(const Object& object, const char* key, Money* value) {
  std::int64_t ore = 0;
  if (!Take(object, key, &ore)) return false;
  *value = Money::FromOre(ore);
  return true;
}

template <typename Enums, typename Word, typename Enum>
bool TakeWord(const Object& object, const char* key, const Enums& all, Word word, Enum* value) {
  std::string_view text;
  if (!Take(object, key, &text)) return false;
  const auto known =
      std::find_if(all.begin(), all.end(), [&](Enum one) { return text == word(one); });
  if (known == all.end()) return false;
  *value = *known;
  return true;
}

bool TakeReasons(const Object& object, std::vector<std::string>* reasons) {
  simdjson::dom::array items;
  if (!Take(object, "reasons", &items)) return false;
  reasons->resize(items.size());
  std::size_t i = 0;
  for (const simdjson::dom::element item : items) {
    std::string_view text;
    if (item.get(text) != simdjson::SUCCESS) return false;
    (*reasons)[i++].assign(text);
  }
  return true;
}

bool TakeRows(const Object& object, std::vector<RulingRow>* rows) {
  simdjson::dom::array items;
  if (!Take(object, "rows", &items)) return false;
  rows->resize(items.size());
  std::size_t i = 0;
  for (const simdjson::dom::element item : items) {
    Object row;
    RulingRow& value = (*rows)[i++];
    const bool taken = item.get(row) == simdjson::SUCCESS && TakeText(row, "code", &value.code) &&
                       TakeText(row, "person", &value.person) &&
                       TakeText(row, "rule", &value.rule) && TakeOre(row, "ore", &value.amount);
    if (!taken) return false;
  }
  return true;
}

bool TakeRuling(const Object& object, Ruling* value) {
  return TakeWord(object, "route", kRoutes, backtest::RouteCode, &value->route) &&
         TakeWord(object, "outcome", kOutcomes, OutcomeFact, &value->outcome) &&
         TakeText(object, "policy_sha256", &value->policy_sha256) &&
         TakeText(object, "typfall", &value->typfall) && TakeText(object, "queue", &value->queue) &&
         TakeOre(object, "grant_ore", &value->grant) && TakeReasons(object, &value->reasons) &&
         TakeRows(object, &value->rows);
}

}  // namespace

struct StoredLineReader::Parser {
  simdjson::dom::parser parser{kStoredBytesMax};
};

StoredLineReader::StoredLineReader() : parser_(std::make_unique<Parser>()) {}

StoredLineReader::~StoredLineReader() = default;

Status StoredLineReader::ReadStored(std::string_view json, Ruling* stored) {
  Object object;
  const bool read =
      parser_->parser.parse(json.data(), json.size()).get(object) == simdjson::SUCCESS &&
      TakeRuling(object, stored);
  if (read) return OkStatus();
  return InvalidArgument("stored: is not what policy snapshot writes; export the cases again");
}

Status StoredLineReader::Read(std::string_view line, backtest::StoredCase* value) {
  if (!line.starts_with(kStored)) {
    value->stored.reset();
    return input_.Read(line, &value->input);
  }
  const std::size_t end = EndOfObject(line, kStored.size());
  if (end == std::string_view::npos || line.substr(end, kInput.size()) != kInput ||
      line.back() != '}') {
    return InvalidArgument("stored: is not followed by input");
  }
  if (!value->stored.has_value()) value->stored.emplace();
  DM_RETURN_IF_ERROR(
      ReadStored(line.substr(kStored.size(), end - kStored.size()), &*value->stored));
  line.remove_prefix(end + kInput.size());
  line.remove_suffix(1);
  return input_.Read(line, &value->input);
}

StatusOr<std::string> LineOf(const CaseInput& input, const Ruling& stored) {
  DM_ASSIGN_OR_RETURN(const std::string json, codec::ToJsonLine(input));
  nlohmann::json ruling = {{"route", backtest::RouteCode(stored.route)},
                           {"outcome", OutcomeFact(stored.outcome)},
                           {"policy_sha256", stored.policy_sha256},
                           {"typfall", stored.typfall},
                           {"queue", stored.queue},
                           {"grant_ore", stored.grant.ore()},
                           {"reasons", stored.reasons},
                           {"rows", nlohmann::json::array()}};
  for (const backtest::RulingRow& row : stored.rows) {
    ruling["rows"].push_back({{"code", row.code},
                              {"person", row.person},
                              {"rule", row.rule},
                              {"ore", row.amount.ore()}});
  }
  return std::string(kStored) + ruling.dump() + std::string(kInput) + json + "}";
}

}  // namespace dm::cli
