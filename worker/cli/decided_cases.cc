#include "worker/cli/decided_cases.h"

#include <utility>

#include <fmt/format.h>

#include "worker/adapters/codec/codec.h"
#include "worker/backtest/decided.h"
#include "worker/backtest/report_view.h"
#include "worker/core/date.h"

namespace dm::cli {

namespace v1 = medarbetare::v1;

namespace {

constexpr int kPageSize = 200;

class Decided final : public CaseStream {
 public:
  Decided(Session& session, const std::string& month)
      : cases_(session, month), month_(Month::Parse(month)) {}

  StatusOr<StoredCase*> Next() override {
    DecidedCase one;
    DM_ASSIGN_OR_RETURN(const bool more, cases_.Next(&one));
    if (!more) return nullptr;
    case_.stored = backtest::RulingOfDecided(
        one.kept.assessment, one.kept.decisions.back(), one.kept.escalation);
    case_.input = std::move(one.input);
    return &case_;
  }

  std::string Describe() const override {
    std::string text =
        backtest::Text(static_cast<std::int64_t>(cases_.given())) + " beslutade ärenden";
    if (month_.ok()) text += ", " + month_->ToSwedish();
    if (cases_.left_out() > 0)
      text += fmt::format(" ({} utan bevarat underlag är inte med)", cases_.left_out());
    return text;
  }

 private:
  DecidedCases cases_;
  StatusOr<Month> month_;
  StoredCase case_;
};

}  // namespace

DecidedCases::DecidedCases(Session& session, std::string month)
    : session_(session),
      kept_(session),
      cases_(v1::CaseService::NewStub(session.channel)),
      month_(std::move(month)) {}

StatusOr<bool> DecidedCases::NextPage() {
  if (begun_ && page_token_.empty()) return false;
  v1::ListCasesRequest request;
  request.set_month(month_);
  request.set_page_size(kPageSize);
  request.set_page_token(page_token_);
  v1::ListCasesResponse response;
  grpc::ClientContext context;
  session_.Prepare(context);
  if (!session_.Check(cases_->ListCases(&context, request, &response)))
    return Status(StatusCode::kCancelled, "the call failed");
  begun_ = true;
  page_token_ = response.next_page_token();
  ids_.clear();
  at_ = 0;
  for (const v1::CaseSummary& one : response.cases()) {
    if (one.state() == v1::CASE_STATE_DECIDED || one.state() == v1::CASE_STATE_CLOSED)
      ids_.push_back(one.id());
  }
  return true;
}

StatusOr<bool> DecidedCases::Next(DecidedCase* next) {
  for (;;) {
    while (at_ == ids_.size()) {
      DM_ASSIGN_OR_RETURN(const bool more, NextPage());
      if (!more) return false;
    }
    const std::string& id = ids_[at_++];
    StatusOr<KeptAssessment> kept = kept_.Fetch(id);
    if (kept.status().code() == StatusCode::kCancelled) return kept.status();
    if (!kept.ok() || kept->decisions.empty()) {
      ++left_out_;
      continue;
    }
    DM_ASSIGN_OR_RETURN(next->input, codec::DecodeCaseInput(kept->input));
    next->id = CaseId::FromTrusted(id);
    next->kept = *std::move(kept);
    ++given_;
    return true;
  }
}

std::unique_ptr<CaseStream> DecidedStream(Session& session, const std::string& month) {
  return std::make_unique<Decided>(session, month);
}

}  // namespace dm::cli
