#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/effect_service.grpc.pb.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/cli/commands.h"
#include "worker/cli/returned_file.h"
#include "worker/cli/table.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

struct Options {
  std::string month;
  std::string returned;
  bool ask = false;
  bool csv = false;
  bool all = false;
};

struct Totals {
  Money decided;
  Money ordered;
  Money pending;
  Money confirmed;
  Money failed;
  int cases = 0;
  int differ = 0;
};

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

std::vector<std::string> FindingsOf(const CaseMonthPayments& payments) {
  std::vector<std::string> findings = payments.findings;
  for (const PaymentLine& line : payments.lines)
    findings.insert(findings.end(), line.findings.begin(), line.findings.end());
  return findings;
}

// "8280.00": for programs, in CSV.
std::string Kronor(Money money) {
  const std::string ore = std::to_string(money.ore() % 100);
  return std::to_string(money.ore() / 100) + "." + (ore.size() == 1 ? "0" + ore : ore);
}

void PrintCsv(const CaseMonthPayments& one) {
  for (const PaymentLine& line : one.lines)
    std::cout << one.case_id.value() << ';' << one.application.value() << ';'
              << one.month.ToString() << ';' << Kronor(one.decided) << ';' << line.effect.value()
              << ';' << line.decision_version << ';' << Kronor(line.amount) << ';'
              << line.pay_date.ToString() << ';' << EffectStateCode(line.state) << ';'
              << ReceiverSaysCode(line.receiver) << ';'
              << (line.receiver_amount ? Kronor(*line.receiver_amount) : "") << ';'
              << Joined(line.findings) << '\n';
  if (!one.findings.empty())
    std::cout << one.case_id.value() << ';' << one.application.value() << ';'
              << one.month.ToString() << ';' << Kronor(one.decided) << ";;;;;;;;"
              << Joined(one.findings) << '\n';
}

class Report {
 public:
  Report(Session& session, const Options& options) : session_(session), options_(options) {}

  void Run() {
    if (options_.ask && !options_.returned.empty())
      return session_.Fail(kExitBadInput, "--ask and --returned do not go together");
    if (!options_.returned.empty() && !ReadList()) return;
    if (!session_.Connect()) return;
    if (options_.csv)
      std::cout << "case;application;month;decided;effect_id;version;amount;pay_date;state;"
                   "receiver;receiver_amount;findings\n";
    if (!Pages()) return;
    if (!session_.json && !options_.csv) Finish();
    if (totals_.differ > 0) session_.exit_code = kExitRefused;
  }

 private:
  bool ReadList() {
    StatusOr<std::map<EffectId, Returned>> list = ReadReturnedFile(options_.returned);
    if (!list.ok()) {
      session_.Fail(kExitBadInput, MessageOf(list.status()));
      PrintDetail(DetailOf(list.status()));
      return false;
    }
    returned_ = *std::move(list);
    return true;
  }

  bool Pages() {
    const auto stub = v1::EffectService::NewStub(session_.channel);
    v1::ReconcilePaymentsRequest request;
    request.set_page_size(200);
    request.set_month(options_.month);
    request.set_ask_receiver(options_.ask);
    do {
      v1::ReconcilePaymentsResponse response;
      grpc::ClientContext context;
      session_.Prepare(context);
      if (!session_.Check(stub->ReconcilePayments(&context, request, &response))) return false;
      for (v1::CaseMonthPayments& message : *response.mutable_cases()) {
        codec::FieldReader reader(codec::Origin::kStore);
        CaseMonthPayments one = codec::FromProto(reader, message);
        if (!reader.ok()) {
          session_.Fail(kExitRefused, MessageOf(reader.status()));
          return false;
        }
        if (returned_) CompareWithReturned(*returned_, &one);
        Take(one);
        message = codec::ToProto(one);
      }
      if (session_.json) session_.PrintJson(response);
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return true;
  }

  void Take(const CaseMonthPayments& one) {
    ++totals_.cases;
    const bool agrees = Agrees(one);
    if (!agrees) ++totals_.differ;
    totals_.decided += one.decided;
    totals_.ordered += one.ordered;
    totals_.pending += one.pending;
    totals_.confirmed += one.confirmed;
    totals_.failed += one.failed;
    if (session_.json) return;
    if (options_.csv) return PrintCsv(one);
    if (agrees && !options_.all) return;
    rows_.push_back({one.case_id.value(),
                     one.decided.ToSwedish(),
                     one.ordered.ToSwedish(),
                     one.pending.ToSwedish(),
                     one.confirmed.ToSwedish(),
                     one.failed.ToSwedish(),
                     Joined(FindingsOf(one))});
  }

  void Finish() const {
    if (!rows_.empty())
      PrintTable(std::cout,
                 {{"CASE"},
                  {"DECIDED", Align::kRight},
                  {"ORDERED", Align::kRight},
                  {"PENDING", Align::kRight},
                  {"CONFIRMED", Align::kRight},
                  {"FAILED", Align::kRight},
                  {"FINDINGS"}},
                 rows_);
    std::cout << totals_.cases << " decided cases: decided " << totals_.decided.ToSwedish()
              << ", ordered " << totals_.ordered.ToSwedish() << " = pending "
              << totals_.pending.ToSwedish() << " + confirmed " << totals_.confirmed.ToSwedish()
              << " + failed " << totals_.failed.ToSwedish() << "; "
              << (totals_.differ == 0 ? "all agree"
                                      : std::to_string(totals_.differ) + " do not agree")
              << '\n';
  }

  Session& session_;
  const Options& options_;
  std::optional<std::map<EffectId, Returned>> returned_;
  std::vector<std::vector<std::string>> rows_;
  Totals totals_;
};

}  // namespace

void AddReconcile(CLI::App& effect, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* command = effect.add_subcommand(
      "reconcile", "Payments of a month: decided, ordered, confirmed, and what the receiver says");
  session.AddOptions(*command);
  command->add_option("--month", options->month, "month applied for, YYYY-MM")->required();
  command->add_flag("--ask", options->ask, "ask the receiver about each payment order");
  command->add_option(
      "--returned", options->returned, "compare with a list that the receiver has returned, CSV");
  command->add_flag("--csv", options->csv, "a line for each order, for programs");
  command->add_flag("--all", options->all, "show also the cases that agree");
  command->callback([&session, options] { Report(session, *options).Run(); });
}

}  // namespace dm::cli
