#include "worker/wiring/ssbtek.h"

#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "medarbetare/v1/operations_service.grpc.pb.h"
#include "worker/adapters/codec/codec.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/cli/commands.h"
#include "worker/cli/load_config.h"
#include "worker/cli/source_view.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"
#include "worker/policy/policy_loader.h"
#include "worker/runtime/clocks.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;
using Json = nlohmann::ordered_json;

// As much as the connector takes from the service.
constexpr std::size_t kAnswerBytesMax = std::size_t{8} << 20U;

struct Options {
  std::string file;
  std::string source;
  std::string person;
  std::string from;
  std::string to;
  std::string municipality;
  std::string policies = "policies";
  std::string case_id;
  bool dry_run = false;
  std::string config = "/etc/medarbetare/medarbetare.yaml";
};

void Refuse(Session& session, int code, const Status& status) {
  session.Fail(code, MessageOf(status));
  PrintDetail(DetailOf(status));
}

// ---- read

// At most one byte more than an answer may have: what is longer is refused without reading it.
StatusOr<std::string> ReadBounded(const std::string& path) {
  std::ifstream file;
  const bool standard_in = path == "-";
  if (!standard_in) file.open(path, std::ios::binary);
  std::istream& in = standard_in ? std::cin : file;
  if (!in) return NotFound(path + ": cannot be read; check the path and its permissions");
  std::string bytes(kAnswerBytesMax + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (bytes.size() > kAnswerBytesMax)
    return InvalidArgument(path + ": is larger than 8 MiB, more than any answer is taken");
  if (bytes.empty()) return InvalidArgument(path + ": is empty or no file");
  return bytes;
}

StatusOr<std::optional<Date>> DateOf(const std::string& option, const std::string& text) {
  if (text.empty()) return std::optional<Date>();
  const auto date = Date::Parse(text);
  if (!date.ok()) return InvalidArgument(option + " is a date such as 2026-11-30");
  return std::optional<Date>(*date);
}

StatusOr<StoredHints> HintsOf(const Options& options) {
  StoredHints hints;
  if (!options.source.empty()) hints.source = SourceFromCode(Capitals(options.source));
  if (!options.person.empty()) {
    DM_ASSIGN_OR_RETURN(const Personnummer person, Personnummer::Parse(options.person));
    hints.personnummer = person;
  }
  DM_ASSIGN_OR_RETURN(hints.period.from, DateOf("--from", options.from));
  DM_ASSIGN_OR_RETURN(hints.period.to, DateOf("--to", options.to));
  return hints;
}

StatusOr<std::string> JsonOf(StoredAnswers read) {
  EvidenceSet evidence;
  evidence.persons.emplace_back();
  evidence.persons[0].person = PersonKey::FromTrusted("p1");
  for (SourceAnswer& answer : read.answers) answer.raw.clear();
  evidence.persons[0].answers = std::move(read.answers);
  DM_ASSIGN_OR_RETURN(const std::string text, codec::ToJson(evidence));
  const Json parsed = Json::parse(text);
  Json out;
  out["contract_version"] = read.contract_version;
  out["unchecked"] = read.unchecked;
  out["answers"] = Json::array();
  for (const Json& person : parsed.value("persons", Json::array())) {
    for (Json answer : person.value("answers", Json::array())) {
      answer.erase("fetched_at");  // nobody knows when a file came
      out["answers"].push_back(std::move(answer));
    }
  }
  return out.dump(2) + "\n";
}

std::shared_ptr<const PolicySet> Policies(Session& session, const Options& options) {
  const PolicyLoad load = LoadPolicies(options.policies, options.municipality);
  for (const PolicyError& error : load.errors) std::cerr << "error: " << error.ToString() << '\n';
  if (load.set == nullptr) session.exit_code = kExitBadConfig;
  return load.set;
}

void Read(Session& session, const Options& options) {
  const StatusOr<StoredHints> hints = HintsOf(options);
  if (!hints.ok()) return Refuse(session, kExitBadInput, hints.status());
  StatusOr<std::string> bytes = ReadBounded(options.file);
  if (!bytes.ok()) return Refuse(session, kExitBadInput, bytes.status());
  std::shared_ptr<const PolicySet> policy;
  if (options.municipality.empty()) {
    std::cerr << "note: without --municipality no code has a meaning, so that answers which carry "
                 "codes read as unknown\n";
  } else {
    policy = Policies(session, options);
    if (policy == nullptr) return;
  }
  const Date today = SwedishDate(MakeClock(0)->Now());
  StatusOr<StoredAnswers> read = ReadStoredAnswer(*std::move(bytes), *hints, policy.get(), today);
  if (!read.ok()) {
    ErrorDetail detail = DetailOf(read.status());
    if (!detail.field.empty()) detail.field = "--" + detail.field;
    session.Fail(kExitBadInput, options.file + ": " + MessageOf(read.status()));
    return PrintDetail(detail);
  }
  const StatusOr<std::string> json = JsonOf(*std::move(read));
  if (!json.ok()) return Refuse(session, kExitRefused, json.status());
  std::cout << *json;
}

// ---- ask

std::string Asked(const v1::PreviewedSource& one) {
  std::string text = "  ask " + SourceName(one.source()) + ", " + one.period().from_date() +
                     " to " + one.period().to_date();
  for (int i = 0; i < one.groups_size(); ++i) text += (i == 0 ? ": " : ", ") + one.groups(i);
  return text;
}

std::string Settled(const v1::SettledSource& one) {
  return "  not asked: " + SourceName(one.source()) + ", " +
         ShortName(v1::AnswerState_Name(one.state()), "ANSWER_STATE_") +
         (one.code().empty() ? "" : " " + one.code()) + ", since " + Time(one.fetched_at());
}

void PrintQuestions(const v1::PreviewQuestionResponse& response) {
  for (const v1::QuestionPreview& one : response.questions()) {
    std::cout << "person " << one.person() << '\n';
    for (const v1::PreviewedSource& source : one.asked()) std::cout << Asked(source) << '\n';
    for (const v1::SettledSource& source : one.settled()) std::cout << Settled(source) << '\n';
    for (const std::string& message : one.messages()) {
      if (!message.empty()) std::cout << '\n' << message << (message.back() == '\n' ? "" : "\n");
    }
    std::cout << '\n';
  }
  std::cout << "Nothing was sent. Numbers are masked; each question that is sent has a correlation "
               "id of its own.\n";
}

void Ask(Session& session, const Options& options) {
  if (!options.dry_run) {
    session.Fail(kExitRefused, "registers are asked by the worker alone, for a case at its step");
    PrintDetail({.reason = "",
                 .field = "--dry-run",
                 .remedy = "add --dry-run to see the question, or make a case that waits due with "
                           "medarbetare retry CASE"});
    return;
  }
  if (!session.Connect()) return;
  const auto stub = v1::OperationsService::NewStub(session.channel);
  v1::PreviewQuestionRequest request;
  request.set_case_id(options.case_id);
  v1::PreviewQuestionResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->PreviewQuestion(&context, request, &response))) return;
  if (session.json) return session.PrintJson(response);
  PrintQuestions(response);
}

// ---- ping

bool AnyFailed(const PingReport& report) {
  for (const AgencyTest& one : report.agencies)
    if (one.state == "failed") return true;
  return false;
}

Json JsonOf(const PingReport& report) {
  Json out;
  out["answered"] = report.status.ok();
  out["reason"] = DetailOf(report.status).reason;
  out["duration_ms"] = report.duration_ms;
  out["agencies"] = Json::array();
  for (const AgencyTest& one : report.agencies)
    out["agencies"].push_back({{"agency", one.agency}, {"state", one.state}, {"code", one.code}});
  out["certificates"] = Json::array();
  for (const CertificateStatus& one : report.certificates) {
    out["certificates"].push_back({{"name", one.name},
                                   {"not_after", SwedishDateTime(one.not_after)},
                                   {"days_left", one.days_left}});
  }
  return out;
}

void PrintPing(const Config& config, const PingReport& report) {
  std::cout << "ssbtek, contract " << config.ssbtek.contract << ": "
            << (report.status.ok() ? "answered in " : "no answer after ") << report.duration_ms
            << " ms\n";
  for (const CertificateStatus& one : report.certificates)
    std::cout << "certificate " << CertificateLine(codec::ToProto(one)) << '\n';
  if (report.agencies.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const AgencyTest& one : report.agencies)
    rows.push_back({one.agency, one.state, one.code.empty() ? "-" : one.code});
  std::cout << '\n';
  PrintTable(std::cout, {{"AGENCY"}, {"STATE"}, {"CODE"}}, rows);
}

void RefusePing(Session& session, const Status& status) {
  session.Fail(kExitNoConnection, MessageOf(status));
  ErrorDetail detail = DetailOf(status);
  if (detail.remedy.empty()) {
    detail.remedy =
        "REFUSED: check ssbtek.url and the network; TLS: check ssbtek.tls on both sides; TIMEOUT: "
        "the service is slow or away, try again";
  }
  PrintDetail(detail);
}

void Ping(Session& session, const Options& options) {
  Config config;
  std::shared_ptr<const PolicySet> policy;
  if (!LoadOrPrint(session, options.config, config, policy)) return;
  const StatusOr<PingReport> report = PingSsbtek(config, *policy);
  if (!report.ok()) return Refuse(session, kExitBadConfig, report.status());
  if (session.json) {
    std::cout << JsonOf(*report).dump(2) << '\n';
  } else {
    PrintPing(config, *report);
  }
  if (!report->status.ok()) return RefusePing(session, report->status);
  if (AnyFailed(*report)) session.exit_code = kExitRefused;
}

void AddRead(CLI::App& ssbtek, Session& session, const std::shared_ptr<Options>& options) {
  CLI::App* read = ssbtek.add_subcommand(
      "read", "Read a stored answer, without a worker: states, payments, deviations as JSON");
  read->add_option("file", options->file, "the answer, whole or one agency's part; - for stdin")
      ->required();
  read->add_option(
          "--source", options->source, "whose part it is, where it does not show: AF … MIV")
      ->check(
          CLI::IsMember({"AF", "CSN", "FK", "PM", "SKV", "SO", "TNS", "MIV"}, CLI::ignore_case));
  read->add_option("--person", options->person, "the number asked about, to compare with the echo");
  read->add_option("--from", options->from, "first day asked about, YYYY-MM-DD");
  read->add_option("--to", options->to, "last day asked about, YYYY-MM-DD");
  read->add_option("--municipality",
                   options->municipality,
                   "folder under policies/municipality: gives codes their meaning");
  read->add_option("--policies", options->policies, "the policies folder")->capture_default_str();
  read->callback([&session, options] { Read(session, *options); });
}

}  // namespace

void AddSsbtek(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* ssbtek = app.add_subcommand(
      "ssbtek", "When an answer looks odd: read one, show a question, test the connection");
  ssbtek->require_subcommand(1);
  AddRead(*ssbtek, session, options);
  CLI::App* ask =
      ssbtek->add_subcommand("ask", "Show what the registers would be asked for a case");
  session.AddOptions(*ask);
  ask->add_option("case", options->case_id, "case id")->required();
  ask->add_flag("--dry-run", options->dry_run, "show it and send nothing; required");
  ask->callback([&session, options] { Ask(session, *options); });
  CLI::App* ping = ssbtek->add_subcommand(
      "ping", "Ask each agency whether it is ready: no personal data, no worker needed");
  ping->add_option("--config", options->config, "configuration file")
      ->envname("MEDARBETARE_CONFIG")
      ->capture_default_str();
  ping->add_flag("--json", session.json, "print JSON instead of text");
  ping->callback([&session, options] { Ping(session, *options); });
}

}  // namespace dm::cli
