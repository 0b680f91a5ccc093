#include "worker/policy/check_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

// Casework's lists: 13 checks of a first application, 4 of a re-application.
constexpr int kFirst = 13;
constexpr int kReapplication = 4;
// The program gives one of these for a check that is not done.
constexpr std::array<std::string_view, 9> kReasons = {"OTHER_KIND",
                                                      "NO_CHILDREN",
                                                      "NOT_SICK",
                                                      "NO_ACTIVITY",
                                                      "NOT_REQUIRED",
                                                      "NOT_ASKED",
                                                      "NOT_CONNECTED",
                                                      "NOT_DRAWN",
                                                      "SWITCHED_OFF"};
using Where = NamedCheckPolicy::Where;
constexpr std::array<std::pair<std::string_view, Where>, 4> kWhere = {
    {{"always", Where::kAlways},
     {"children", Where::kChildren},
     {"sick", Where::kSick},
     {"planned", Where::kPlanned}}};

// What the head of the file says for all entries.
struct Head {
  std::vector<std::string> sources;
  std::string owner;
  Period valid;
};

void ReadReasons(YamlMap& map, FileErrors& errors, PolicyData& data) {
  const std::vector<YamlNode>* list = map.List("reasons", Need::kRequired);
  if (list == nullptr) return;
  for (const YamlNode& node : *list) {
    YamlMap entry(node, errors, "an entry of reasons");
    const std::string code = entry.Id("code", Need::kRequired).value_or("");
    entry.Rename(code);
    const std::string text = entry.Text("text", Need::kRequired).value_or("");
    if (std::find(kReasons.begin(), kReasons.end(), code) == kReasons.end()) {
      errors.Add(entry.line(),
                 fmt::format("{} is no reason that the program gives", Quoted(code)),
                 "correct the code, or remove the entry");
    } else if (!data.texts.emplace("CHECK." + code, text).second) {
      errors.Add(entry.line(), fmt::format("{} stands twice", code), "remove one of them");
    }
    entry.Finish();
  }
  for (const std::string_view code : kReasons) {
    if (data.texts.contains(fmt::format("CHECK.{}", code))) continue;
    errors.Add(map.LineOf("reasons"), fmt::format("the reason {} is missing", code), "add it");
  }
}

template <typename List>
auto ReadWord(YamlMap& entry,
              const std::string& key,
              const std::string& otherwise,
              const List& list) {
  const std::string word = entry.Text(key, Need::kOptional).value_or(otherwise);
  const auto found = std::find_if(
      list.begin(), list.end(), [&word](const auto& known) { return known.first == word; });
  if (found != list.end()) return found->second;
  entry.errors().Add(
      entry.LineOf(key),
      fmt::format("{} of {} is unknown", key, entry.what()),
      fmt::format("use {}", list.front().first) + " or another word of the document");
  return list.front().second;
}

std::optional<Source> RegisterOf(const std::string& code) {
  for (int i = 0; i < kSourceCount; ++i) {
    const auto source = static_cast<Source>(i);
    if (code == SourceCode(source)) return source;
  }
  return std::nullopt;
}

void ReadHow(YamlMap& entry, NamedCheckPolicy& check) {
  check.where = ReadWord(entry, "where", "always", kWhere);
  check.needs = entry.Id("needs", Need::kOptional).value_or("");
  check.mode = entry.Id("mode", Need::kOptional).value_or("");
  for (const std::string& code : entry.Words("registers", Need::kOptional)) {
    const std::optional<Source> source = RegisterOf(code);
    if (source) {
      check.registers.push_back(*source);
    } else {
      entry.errors().Add(entry.LineOf("registers"),
                         fmt::format("{} of {} is no register", Quoted(code), entry.what()),
                         "use AF, CSN, FK, PM, SKV, SO, TNS, MIV or FOLK");
    }
  }
  check.documents = entry.Words("documents", Need::kOptional);
  check.missing = entry.Words("missing", Need::kOptional);
  check.findings = entry.Words("findings", Need::kOptional);
  if (check.registers.empty() && check.documents.empty() && check.missing.empty()) {
    entry.errors().Add(entry.line(),
                       fmt::format("nothing says when {} is done", entry.what()),
                       "add registers, documents or missing");
  }
}

void ReadEntry(YamlMap& entry, const Head& head, PolicyData& data) {
  constexpr std::array<std::pair<std::string_view, bool>, 2> kKinds = {
      {{"first", false}, {"reapplication", true}}};
  NamedCheckPolicy check;
  check.code = entry.Id("code", Need::kRequired).value_or("");
  entry.Rename(check.code);
  check.title = entry.Text("title", Need::kRequired).value_or("");
  check.compares = entry.Text("compares", Need::kRequired).value_or("");
  entry.Text("application", Need::kRequired);
  check.reapplication = ReadWord(entry, "application", "first", kKinds);
  ReadHow(entry, check);
  check.owner = entry.Text("owner", Need::kOptional).value_or(head.owner);
  check.valid = head.valid;
  check.sources = ReadSourcesOf(entry, head.sources, check.valid, data);
  entry.Text("note", Need::kOptional);
  entry.Finish();
  data.check_places.push_back({entry.errors().file(), entry.line()});
  data.checks.push_back(std::move(check));
}

// The list is casework's: no check may be left out, and none may be added.
void CheckList(
    const YamlMap& map, const char* prefix, int count, FileErrors& errors, PolicyData& data) {
  for (int i = 1; i <= count; ++i) {
    const std::string code = fmt::format("{}-{:02}", prefix, i);
    const auto times = std::count_if(
        data.checks.begin(), data.checks.end(), [&code](const NamedCheckPolicy& check) {
          return check.code == code;
        });
    if (times == 1) continue;
    errors.Add(map.LineOf("checks"),
               fmt::format("{} {}", code, times == 0 ? "is missing" : "stands twice"),
               "write one entry of it");
  }
}

class Ties {
 public:
  Ties(PolicyData& data, std::vector<PolicyError>* errors) : data_(data), errors_(errors) {}

  void Run() {
    if (data_.checks.empty()) {
      errors_->push_back({"tables/checks.yaml", 0, "the named checks are missing", "add the file"});
    }
    for (std::size_t i = 0; i < data_.checks.size(); ++i) {
      const NamedCheckPolicy& check = data_.checks[i];
      for (const std::string& id : {check.needs, check.mode}) {
        if (!id.empty() && !data_.parameters.contains(id))
          Fail(i, fmt::format("names {}, which is no parameter", Quoted(id)));
      }
      for (const std::string& kind : check.documents) {
        if (!data_.texts.contains(kind))
          Fail(i, fmt::format("names {}, which is no kind of document", Quoted(kind)));
      }
      Tie(i, check.missing, true);
      Tie(i, check.findings, false);
    }
  }

 private:
  void Tie(std::size_t index, const std::vector<std::string>& codes, bool missing) {
    for (const std::string& code : codes) {
      const auto found = data_.observations.find(code);
      if (found == data_.observations.end()) {
        Fail(index, fmt::format("names {}, which is no observation", Quoted(code)));
        continue;
      }
      for (ObservationEntry& entry : found->second)
        entry.policy.checks.push_back(
            {.check = static_cast<std::uint8_t>(index), .missing = missing});
    }
  }

  void Fail(std::size_t index, const std::string& what) {
    const Place& place = data_.check_places[index];
    errors_->push_back({place.file,
                        place.line,
                        fmt::format("{} {}", data_.checks[index].code, what),
                        "correct the name, or add what it names"});
  }

  PolicyData& data_;
  std::vector<PolicyError>* errors_;
};

}  // namespace

void ReadChecks(YamlMap& map, FileErrors& errors, PolicyData& data) {
  map.Rename("checks");
  map.Text("title", Need::kRequired);
  Head head;
  head.owner = map.Text("owner", Need::kRequired).value_or("");
  head.valid = map.Validity(Need::kRequired);
  head.sources = ReadSourcesOf(map, {}, head.valid, data);
  ReadReasons(map, errors, data);
  if (const std::vector<YamlNode>* list = map.List("checks", Need::kRequired)) {
    for (const YamlNode& node : *list) {
      YamlMap entry(node, errors, "an entry of checks");
      ReadEntry(entry, head, data);
    }
  }
  CheckList(map, "NC", kFirst, errors, data);
  CheckList(map, "RC", kReapplication, errors, data);
  if (data.checks.size() > kFirst + kReapplication) {
    errors.Add(map.LineOf("checks"),
               "there are more checks than the program knows",
               "use NC-01 to NC-13 and RC-01 to RC-04");
  }
  map.Finish({"kind"});
}

void TieChecks(PolicyData& data, std::vector<PolicyError>* errors) {
  Ties(data, errors).Run();
}

}  // namespace dm::policy
