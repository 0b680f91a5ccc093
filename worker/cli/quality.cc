#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/operations_service.grpc.pb.h"
#include "medarbetare/v1/quality_service.grpc.pb.h"
#include "worker/cli/call.h"
#include "worker/cli/commands.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"
#include "worker/core/money.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;
using Stub = v1::QualityService::Stub;

struct Options {
  std::string month;
  std::string to_month;
  std::string typfall;
  std::string review;
  std::string reviewer;
  std::string outcome;
  std::string cause;
  std::string note;
  std::string kind;
  std::string name;
  std::string actor;
  std::string reason;
  std::string granted;
  std::string error = "0";
  std::int64_t version = 0;
  bool different = false;
};

// Calls `method`; false where it was refused, with the reason printed, or is printed as JSON.
template <typename Method, typename Request, typename Response>
bool Ask(Session& session, Method method, const Request& request, Response& response) {
  if (!Call(session, method, request, response)) return false;
  if (!session.json) return true;
  session.PrintJson(response);
  return false;
}

std::string Kronor(const v1::Money& money) {
  return Money::FromOre(money.ore()).ToString();
}

std::string ModeName(v1::Mode mode) {
  return ShortName(v1::Mode_Name(mode), "MODE_");
}

void ListMonths(Session& session, const Options& /*options*/) {
  v1::ListSampleMonthsResponse response;
  if (!Ask(session, &Stub::ListSampleMonths, v1::ListSampleMonthsRequest(), response)) {
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const v1::SampleMonth& one : response.months()) {
    rows.push_back({one.month(),
                    std::to_string(one.cases()),
                    std::to_string(one.drawn()),
                    std::to_string(one.reviewed()),
                    one.has_closed_at() ? Time(one.closed_at()) : "open",
                    one.seed()});
  }
  PrintTable(std::cout,
             {{"MONTH"},
              {"CASES", Align::kRight},
              {"DRAWN", Align::kRight},
              {"REVIEWED", Align::kRight},
              {"FILLED UP"},
              {"SEED"}},
             rows);
}

void ShowSample(Session& session, const Options& options) {
  v1::GetSampleRequest request;
  request.set_month(options.month);
  v1::GetSampleResponse response;
  if (!Ask(session, &Stub::GetSample, request, response)) return;
  std::cout << "month " << response.month().month() << "\nseed  " << response.month().seed()
            << "\nopened by " << response.month().opening_plan() << "\nclosed by "
            << (response.month().closing_plan().empty() ? "-" : response.month().closing_plan())
            << "\n\n";
  std::vector<std::vector<std::string>> rows;
  for (const v1::SampleCase& one : response.cases()) {
    rows.push_back({one.case_id(),
                    one.typfall(),
                    one.household(),
                    one.amount(),
                    ShortName(v1::DrawnHow_Name(one.drawn()), "DRAWN_HOW_"),
                    ShortName(v1::SamplePart_Name(one.part()), "SAMPLE_PART_")});
  }
  PrintTable(
      std::cout, {{"CASE"}, {"TYPFALL"}, {"HOUSEHOLD"}, {"AMOUNT"}, {"DRAWN"}, {"REVIEWED"}}, rows);
}

void ShowRates(Session& session, const Options& options) {
  v1::GetErrorRatesRequest request;
  request.set_from_month(options.month);
  request.set_to_month(options.to_month.empty() ? options.month : options.to_month);
  v1::GetErrorRatesResponse response;
  if (!Ask(session, &Stub::GetErrorRates, request, response)) return;
  std::vector<std::vector<std::string>> rows;
  for (const v1::ErrorRate& one : response.rates()) {
    rows.push_back({one.dimension(),
                    one.value(),
                    one.text(),
                    std::to_string(one.not_provable()),
                    std::to_string(one.alarm_at()),
                    one.alarm() ? "ALARM" : ""});
  }
  PrintTable(std::cout,
             {{"BY"},
              {"VALUE"},
              {"ERRORS"},
              {"NOT PROVABLE", Align::kRight},
              {"ALARM AT", Align::kRight},
              {"NOTE"}},
             rows);
}

void ListReviews(Session& session, const Options& options) {
  v1::ListReviewsRequest request;
  request.set_page_size(200);
  request.set_reviewer(options.reviewer);
  request.set_month(options.month);
  v1::ListReviewsResponse response;
  if (!Ask(session, &Stub::ListReviews, request, response)) return;
  std::vector<std::vector<std::string>> rows;
  for (const v1::Review& one : response.reviews()) {
    rows.push_back({one.id(),
                    one.due_on(),
                    ShortName(v1::SamplePart_Name(one.part()), "SAMPLE_PART_"),
                    ShortName(v1::ReviewState_Name(one.state()), "REVIEW_STATE_"),
                    one.ready() ? "yes" : "no",
                    one.reviewer(),
                    std::to_string(one.version())});
  }
  PrintTable(std::cout,
             {{"REVIEW"}, {"LAST DAY"}, {"WHEN"}, {"STATE"}, {"READY"}, {"REVIEWER"}, {"VERSION"}},
             rows);
}

void StartReview(Session& session, const Options& options) {
  v1::StartReviewRequest request;
  request.set_request_id(NewRequestId());
  request.set_review_id(options.review);
  request.set_reviewer(options.reviewer);
  v1::StartReviewResponse response;
  if (!Ask(session, &Stub::StartReview, request, response)) return;
  std::cout << response.review().id() << " is yours, version " << response.review().version()
            << ". The facts, without any decision:\n";
  session.PrintJson(response.facts());
}

void SubmitReview(Session& session, const Options& options) {
  v1::SubmitBlindReviewRequest request;
  request.set_request_id(NewRequestId());
  request.set_review_id(options.review);
  request.set_reviewer(options.reviewer);
  request.set_expected_version(options.version);
  v1::Outcome outcome = v1::OUTCOME_UNSPECIFIED;
  v1::Outcome_Parse("OUTCOME_" + Capitals(options.outcome), &outcome);
  request.mutable_blind()->set_outcome(outcome);
  if (!ReadKronor(session, options.granted, *request.mutable_blind()->mutable_granted())) return;
  request.mutable_blind()->set_note(options.note);
  v1::SubmitBlindReviewResponse response;
  if (!Ask(session, &Stub::SubmitBlindReview, request, response)) return;
  const v1::Comparison& pair = response.comparison();
  std::cout << "the reviewed decision: "
            << ShortName(v1::Outcome_Name(pair.first_outcome()), "OUTCOME_") << ' '
            << Kronor(pair.first_granted())
            << " kr\nyours: " << ShortName(v1::Outcome_Name(pair.second_outcome()), "OUTCOME_")
            << ' ' << Kronor(pair.second_granted()) << " kr\nthis points to: "
            << ShortName(v1::ReviewOutcome_Name(response.indicated()), "REVIEW_OUTCOME_")
            << "\nversion " << response.review().version() << '\n';
}

void CompleteReview(Session& session, const Options& options) {
  v1::CompleteReviewRequest request;
  request.set_request_id(NewRequestId());
  request.set_review_id(options.review);
  request.set_reviewer(options.reviewer);
  request.set_expected_version(options.version);
  v1::ReviewOutcome outcome = v1::REVIEW_OUTCOME_UNSPECIFIED;
  v1::ReviewOutcome_Parse("REVIEW_OUTCOME_" + Capitals(options.outcome), &outcome);
  request.set_outcome(outcome);
  v1::ReviewCause cause = v1::REVIEW_CAUSE_UNSPECIFIED;
  if (!options.cause.empty()) {
    v1::ReviewCause_Parse("REVIEW_CAUSE_" + Capitals(options.cause), &cause);
  }
  request.set_cause(cause);
  if (!ReadKronor(session, options.error, *request.mutable_error())) return;
  v1::CompleteReviewResponse response;
  if (!Ask(session, &Stub::CompleteReview, request, response)) return;
  std::cout << response.review().id() << " is done\n";
  if (response.has_demotion()) {
    std::cout << response.demotion().typfall()
              << " is set to propose until a person has analysed the error and releases it\n";
  }
}

void ShowAgreement(Session& session, const Options& options) {
  v1::GetAgreementRequest request;
  request.set_typfall(options.typfall);
  v1::GetAgreementResponse response;
  if (!Ask(session, &Stub::GetAgreement, request, response)) return;
  std::vector<std::vector<std::string>> rows;
  for (const v1::Agreement& one : response.agreements()) {
    rows.push_back({one.typfall(),
                    ShortName(v1::ComparisonKind_Name(one.kind()), "COMPARISON_KIND_"),
                    ModeName(one.mode()),
                    one.blind() ? "yes" : "no",
                    std::to_string(one.n()),
                    std::to_string(one.agree()),
                    one.text()});
  }
  PrintTable(std::cout,
             {{"TYPFALL"},
              {"BETWEEN"},
              {"MODE"},
              {"BLIND"},
              {"N", Align::kRight},
              {"AGREE", Align::kRight},
              {"LIMITS"}},
             rows);
}

void ListComparisons(Session& session, const Options& options) {
  v1::ListShadowComparisonsRequest request;
  request.set_page_size(200);
  request.set_typfall(options.typfall);
  request.set_only_different(options.different);
  v1::ListShadowComparisonsResponse response;
  if (!Ask(session, &Stub::ListShadowComparisons, request, response)) return;
  std::vector<std::vector<std::string>> rows;
  for (const v1::Comparison& one : response.comparisons()) {
    rows.push_back({one.case_id(),
                    one.typfall(),
                    ModeName(one.mode()),
                    Kronor(one.first_granted()),
                    Kronor(one.second_granted()),
                    std::to_string(one.rows_size()),
                    one.serious() ? "SERIOUS" : "",
                    one.clean() ? "evidence" : "not evidence"});
  }
  PrintTable(std::cout,
             {{"CASE"},
              {"TYPFALL"},
              {"MODE"},
              {"FIRST", Align::kRight},
              {"SECOND", Align::kRight},
              {"ROWS", Align::kRight},
              {"NOTE"},
              {"COUNTS AS"}},
             rows);
}

void ShowStamps(Session& session, const Options& /*options*/) {
  v1::GetRubberStampsResponse response;
  if (!Ask(session, &Stub::GetRubberStamps, v1::GetRubberStampsRequest(), response)) {
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const v1::RubberStamp& one : response.handlers()) {
    rows.push_back({one.handler(),
                    std::to_string(one.decided()),
                    std::to_string(one.unchanged()),
                    std::to_string(one.fast()),
                    std::to_string(one.unchanged_in_row()),
                    one.reported() ? "REPORTED" : ""});
  }
  PrintTable(std::cout,
             {{"HANDLER"},
              {"DECIDED", Align::kRight},
              {"UNCHANGED", Align::kRight},
              {"UNDER 10 S", Align::kRight},
              {"IN A ROW", Align::kRight},
              {"NOTE"}},
             rows);
}

void SetSwitch(Session& session, const Options& options, bool on) {
  v1::SetSwitchRequest request;
  request.set_request_id(NewRequestId());
  v1::SwitchKind kind = v1::SWITCH_KIND_UNSPECIFIED;
  v1::SwitchKind_Parse("SWITCH_KIND_" + Capitals(options.kind), &kind);
  request.set_kind(kind);
  request.set_name(options.name);
  request.set_on(on);
  request.set_actor(options.actor);
  request.set_reason(options.reason);
  v1::SetSwitchResponse response;
  if (!Ask(session, &v1::OperationsService::Stub::SetSwitch, request, response)) {
    return;
  }
  if (response.switched_off().empty()) std::cout << "nothing is switched off\n";
  for (const v1::Switch& one : response.switched_off()) {
    std::cout << "off: " << one.name() << " by " << one.actor() << ": " << one.reason() << '\n';
  }
}

using Action = void (*)(Session&, const Options&);

CLI::App* Add(CLI::App& parent,
              Session& session,
              const std::shared_ptr<Options>& options,
              const char* name,
              const char* help,
              Action action) {
  CLI::App* command = parent.add_subcommand(name, help);
  session.AddOptions(*command);
  command->callback([&session, options, action] { action(session, *options); });
  return command;
}

void AddSample(CLI::App& app, Session& session, const std::shared_ptr<Options>& options) {
  CLI::App* sample = app.add_subcommand("sample", "The month's sample, and how often it was wrong");
  sample->require_subcommand(1);
  Add(*sample, session, options, "list", "The months that have a sample", ListMonths);
  Add(*sample, session, options, "show", "A month's seed, plan and list", ShowSample)
      ->add_option("month", options->month, "YYYY-MM")
      ->required();
  CLI::App* rates =
      Add(*sample, session, options, "errors", "Errors, each with its upper limit", ShowRates);
  rates->add_option("month", options->month, "first month, YYYY-MM")->required();
  rates->add_option("to", options->to_month, "last month; the first when left out");
}

void AddReviewer(CLI::App* command, const std::shared_ptr<Options>& options) {
  command->add_option("review", options->review, "id, from review list")->required();
  command->add_option("--reviewer", options->reviewer, "user id of the reviewer")->required();
}

void AddReview(CLI::App& app, Session& session, const std::shared_ptr<Options>& options) {
  CLI::App* review = app.add_subcommand("review", "Blind reviews of drawn cases");
  review->require_subcommand(1);
  CLI::App* list = Add(*review, session, options, "list", "Reviews by last day", ListReviews);
  list->add_option("--reviewer", options->reviewer, "only what this reviewer has");
  list->add_option("--month", options->month, "only this month, YYYY-MM");
  AddReviewer(
      Add(*review, session, options, "start", "Take a review; prints the facts", StartReview),
      options);
  CLI::App* submit = Add(
      *review, session, options, "submit", "Your own decision; prints the result", SubmitReview);
  AddReviewer(submit, options);
  submit->add_option("--version", options->version, "as last seen")->required();
  submit->add_option("--outcome", options->outcome, "bifall, delavslag, avslag")
      ->required()
      ->check(CLI::IsMember({"bifall", "delavslag", "avslag", "avvisning", "avskrivning"}));
  submit->add_option("--granted", options->granted, "kronor")->required();
  submit->add_option("--note", options->note, "why");
  CLI::App* complete =
      Add(*review, session, options, "complete", "What the review found", CompleteReview);
  AddReviewer(complete, options);
  complete->add_option("--version", options->version, "as last seen")->required();
  complete->add_option("--outcome", options->outcome)
      ->required()
      ->check(CLI::IsMember({"correct", "wrong_amount", "wrong_outcome", "not_provable"}));
  complete->add_option("--cause", options->cause)
      ->check(CLI::IsMember({"slip", "misunderstanding", "handler", "rule", "source", "intent"}));
  complete->add_option(
      "--error", options->error, "kronor that the decision was off; too much is above 0");
}

void AddSwitch(CLI::App& app, Session& session, const std::shared_ptr<Options>& options) {
  CLI::App* toggle = app.add_subcommand(
      "switch", "Switch a gate, a row or a typfall off or on; acts before the next case");
  toggle->require_subcommand(1);
  for (const bool on : {false, true}) {
    CLI::App* command = toggle->add_subcommand(
        on ? "on" : "off", on ? "Use it again" : "The cases that need it go to a person");
    session.AddOptions(*command);
    command->add_option("kind", options->kind)
        ->required()
        ->check(CLI::IsMember({"gate", "row", "typfall"}));
    command->add_option("name", options->name, "G-07, cost.boende, TF-02")->required();
    command->add_option("--actor", options->actor, "user id of who does it")->required();
    command->add_option("--reason", options->reason, "why")->required();
    command->callback([&session, options, on] { SetSwitch(session, *options, on); });
  }
}

}  // namespace

void AddQuality(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  AddSample(app, session, options);
  AddReview(app, session, options);
  AddSwitch(app, session, options);
  CLI::App* agreement =
      app.add_subcommand("agreement", "How the worker agrees with persons, and persons together");
  agreement->require_subcommand(1);
  Add(*agreement, session, options, "show", "Counts with their limits", ShowAgreement)
      ->add_option("typfall", options->typfall, "only this typfall");
  CLI::App* list =
      Add(*agreement, session, options, "list", "Decisions side by side", ListComparisons);
  list->add_option("typfall", options->typfall, "only this typfall");
  list->add_flag("--different", options->different, "only those that differ");
  Add(*agreement, session, options, "stamps", "How proposals are taken, by handler", ShowStamps);
}

}  // namespace dm::cli
