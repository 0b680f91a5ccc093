// The conversation with a household as callers see it. A change is stored with its effects and its
// audit record in one transaction. Cases above open access look non-existent to who is not cleared
// (reliability I14), except to the household's own words coming in: those are taken whoever brings
// them, and nothing is answered.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "worker/case/staff.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/clock.h"
#include "worker/ports/contact_api.h"
#include "worker/ports/store.h"

namespace dm::contact {

// What the service takes from others; all functions are thread-safe and outlive it.
struct ContactParts {
  std::function<std::shared_ptr<const PolicySet>()> policy;  // the set in force; never null
  // Step 4's rule: the last day on which a decision makes the payment run.
  std::function<StatusOr<Date>(Month month, const PolicySet& policy)> payment_cutoff;
  // The staff list in force; an empty function where there is none.
  std::function<std::shared_ptr<const StaffDirectory>()> staff = {};
  std::function<void()> wake = {};  // a case has become due

  std::shared_ptr<const StaffDirectory> StaffOf() const {
    return staff ? staff() : std::make_shared<const StaffDirectory>();
  }
};

// Thread-safe. The store, the clock and the cases outlive it.
class ContactService final : public ContactApi {
 public:
  ContactService(Store& store, const Clock& clock, CaseApi& cases, ContactParts parts)
      : store_(store), clock_(clock), cases_(cases), parts_(std::move(parts)) {}

  StatusOr<Message> SendMessage(const CallContext& context,
                                const OutboundMessage& message) override;
  StatusOr<Message> ReceiveMessage(const CallContext& context,
                                   const InboundMessage& message) override;
  StatusOr<Page<Message>> ListMessages(const CallContext& context,
                                       const MessageFilter& filter,
                                       const PageRequest& page) override;
  StatusOr<Message> MarkMessageRead(const CallContext& context,
                                    const MessageId& id,
                                    const ReadBy& by) override;

  StatusOr<CaseRecord> RequestCompletion(const CallContext& context,
                                         const CompletionCall& call) override;
  StatusOr<CaseRecord> RequestPerson(const CallContext& context, const PersonWish& wish) override;
  StatusOr<WithdrawalState> Withdraw(const CallContext& context,
                                     const WithdrawalCall& call) override;

  StatusOr<ApplicantStatus> GetApplicantStatus(const CallContext& context,
                                               const CaseId& case_id,
                                               const PersonKey& person,
                                               bool html) override;
  StatusOr<Page<ApplicantCase>> ListApplicantCases(const CallContext& context,
                                                   const HouseholdId& household,
                                                   const PageRequest& page) override;

 private:
  // Makes a change of the case as it is now, and again where the case moved in between: what a
  // household says is not lost to a race. `make` gets the case and gives the change, or a status.
  using Make = std::function<StatusOr<CaseChange>(const CaseRecord& record)>;
  StatusOr<CaseRecord> ApplyLatest(const CallContext& context,
                                   const CaseId& case_id,
                                   const Make& make);
  StatusOr<Message> KeepBeside(const CallContext& context,
                               const CaseRecord& record,
                               const Message& message,
                               const AuditEvent& audit);
  Status CheckHandler(const std::string& handler, const CaseRecord& record) const;

  Store& store_;
  const Clock& clock_;
  CaseApi& cases_;
  ContactParts parts_;
};

}  // namespace dm::contact
