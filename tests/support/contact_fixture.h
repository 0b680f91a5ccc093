// A case in a store, and the service that households and caseworkers reach it through.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "worker/contact/contact_service.h"

namespace dm::contact {

// Cases that nobody explains.
class NoCases final : public CaseApi {
 public:
  static Status No() { return FailedPrecondition("no", {"NOT_ASSESSED", "case_id", ""}); }

  StatusOr<CaseRecord> GetCase(const CallContext&, const CaseId&) override { return No(); }

  StatusOr<CaseRecord> GetByApplication(const CallContext&, const ApplicationId&) override {
    return No();
  }

  StatusOr<Page<CaseSummary>> ListCases(const CallContext&,
                                        const CaseFilter&,
                                        const PageRequest&) override {
    return No();
  }

  StatusOr<Assessment> Preview(const CallContext&, const CaseInput&) override { return No(); }

  StatusOr<ReplayMaterial> GetReplay(const CallContext&, const CaseId&) override { return No(); }

  StatusOr<ExplainedAssessment> Explain(const CallContext&,
                                        const CaseId&,
                                        const ExplanationViews&) override {
    if (!explained) return No();
    return *explained;
  }

  StatusOr<Page<AuditRecord>> ListEvents(const CallContext&,
                                         const CaseId&,
                                         const PageRequest&) override {
    return No();
  }

  StatusOr<std::string> GetPolicySet(const CallContext&, const std::string&) override {
    return No();
  }

  std::optional<ExplainedAssessment> explained;
};

class ContactFixture : public ::testing::Test {
 protected:
  ContactFixture() { policy_->SetText("proof.boende", "Hyresavi"); }

  // A case in `state`; with a caseworker it is claimed by handler-1 for an hour.
  CaseRecord Put(CaseState state) {
    CaseRecord record = testing::PlainCase(state);
    if (IsPersonsTurn(state)) {
      Escalation item;
      item.id = EscalationId::FromTrusted(record.id.value() + ".1");
      item.case_id = record.id;
      item.state = EscalationState::kClaimed;
      item.handler = "handler-1";
      item.claimed_until = clock_.Now().PlusMs(3'600'000);
      item.routing = testing::PlainEscalate().routing;
      item.mode = Mode::kShadow;
      item.version = 3;
      record.escalation = item;
    }
    store_.Overwrite(record);
    return *store_.GetCase(record.id);
  }

  CaseRecord Now(const CaseId& id) { return *store_.GetCase(id); }

  InboundMessage Inbound(const CaseId& id, const std::string& text = "Hej! Kan någon ringa mig?") {
    return {.case_id = id,
            .person = PersonKey::FromTrusted("p1"),
            .channel = Channel::kEApplication,
            .text = text,
            .registered_by = ""};
  }

  CompletionCall Asking(const CaseRecord& record) {
    CompletionCall call;
    call.escalation = record.escalation->id;
    call.expected_version = record.escalation->version;
    call.handler = "handler-1";
    CompletionItem item;
    item.code = "proof.boende";
    item.why = "Hyran har ändrats sedan förra månaden.";
    item.how = "Fota avin och lämna den i e-tjänsten.";
    call.items = {item};
    return call;
  }

  testing::FakeClock clock_{testing::TestNow()};
  testing::FakeStore store_;
  std::shared_ptr<testing::FakePolicy> policy_ = std::make_shared<testing::FakePolicy>();
  NoCases cases_;
  // 25 November 2026: two bank days before the payment day.
  Date cutoff_ = testing::Day("2026-11-25");
  ContactService service_{
      store_,
      clock_,
      cases_,
      {.policy = [this] { return policy_; },
       .payment_cutoff = [this](Month, const PolicySet&) { return StatusOr<Date>(cutoff_); }}};
};

template <typename T>
ErrorDetail DetailOfAnswer(const StatusOr<T>& answer) {
  return DetailOf(answer.status());
}

}  // namespace dm::contact
