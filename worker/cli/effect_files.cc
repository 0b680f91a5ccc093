// `effect files`: what stands in a folder of effect files, read as the worker reads it.
#include "worker/wiring/effect_files.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "worker/cli/commands.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"
#include "worker/core/instant.h"

namespace dm::cli {
namespace {

struct Options {
  std::string folder;
  bool json = false;
};

std::string ReplyOf(const EffectFileEntry& entry) {
  if (!entry.reply_fault.empty()) return "does not hold: " + entry.reply_fault;
  if (entry.replies == 0) return "";
  const std::string said = entry.refused == 0 ? "OK" : std::to_string(entry.refused) + " refused";
  return entry.answered ? said : std::to_string(entry.replies) + " answered, " + said;
}

void PrintAsJson(const std::vector<EffectFileEntry>& entries) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const EffectFileEntry& entry : entries)
    all.push_back({{"file", entry.name},
                   {"register", FileRegisterCode(entry.file.which)},
                   {"sequence", entry.file.sequence},
                   {"written_at", entry.file.written_at.ToString()},
                   {"count", entry.file.effects.size()},
                   {"sum_ore", SumOf(entry.file).ore()},
                   {"records_sha256", entry.records_sha256},
                   {"out", entry.is_out},
                   {"answered", entry.answered},
                   {"replies", entry.replies},
                   {"refused", entry.refused},
                   {"reply_fault", entry.reply_fault}});
  std::cout << all.dump(2) << '\n';
}

void Print(const std::vector<EffectFileEntry>& entries) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(entries.size());
  for (const EffectFileEntry& entry : entries)
    rows.push_back({entry.name,
                    SwedishDateTime(entry.file.written_at),
                    std::to_string(entry.file.effects.size()),
                    SumOf(entry.file).ToSwedish(),
                    entry.is_out ? "yes" : "no",
                    ReplyOf(entry)});
  PrintTable(std::cout,
             {{"FILE"},
              {"WRITTEN"},
              {"EFFECTS", Align::kRight},
              {"SUM", Align::kRight},
              {"OUT"},
              {"REPLY"}},
             rows);
}

void List(Session& session, const Options& options) {
  const auto entries = ListEffectFiles(options.folder);
  if (!entries.ok()) {
    session.Fail(entries.status().code() == StatusCode::kDataLoss ? kExitRefused : kExitBadInput,
                 MessageOf(entries.status()));
    return PrintDetail(DetailOf(entries.status()));
  }
  if (options.json) {
    PrintAsJson(*entries);
  } else {
    Print(*entries);
  }
  for (const EffectFileEntry& entry : *entries)
    if (!entry.reply_fault.empty()) session.exit_code = kExitRefused;
}

}  // namespace

void AddEffectFiles(CLI::App& effect, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* files =
      effect.add_subcommand("files", "What stands in a folder of effect files; reads it whole");
  files->add_option("folder", options->folder, "effects.files.folder, or the restricted one")
      ->required();
  files->add_flag("--json", options->json, "for programs");
  files->callback([&session, options] { List(session, *options); });
}

}  // namespace dm::cli
