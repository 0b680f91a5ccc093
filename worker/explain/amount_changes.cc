#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/context.h"
#include "worker/assessment/costs.h"
#include "worker/explain/changes.h"
#include "worker/explain/resolve.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

// As within a sentence: "boende".
std::string CostLabel(const Cost& cost, const PolicySet& policy) {
  return Lower(policy.Text(cost.type == CostType::kOtherLivingCost
                               ? "extra." + cost.other_code
                               : std::string(assessment::CostCode(cost.type))));
}

// What is shown for a cost, up to what is asked for.
AmountChange Proof(const Cost& cost, std::size_t i, const std::string& label) {
  AmountChange change;
  change.path = assessment::Ref("costs", i) + ".proven";
  change.known = cost.proven.has_value();
  change.from = cost.proven.value_or(Money());
  change.to = cost.applied;
  change.to_the_ore = true;
  change.whole = true;
  change.set = [i](CaseInput& input, Money value) { input.application.costs[i].proven = value; };
  change.clause = [label](Money value) {
    return fmt::format("Om kostnaden för {} hade styrkts med {}", label, value.ToSwedish());
  };
  change.applicant = [label](Money value) {
    return fmt::format("Ett underlag som visar {} för {} hade räckt.", value.ToSwedish(), label);
  };
  return change;
}

// The municipality's level, and not the proof or the home's other inhabitants, cut this cost.
bool IsAboveLevel(const Assessment& assessment, std::size_t i) {
  return std::any_of(
      assessment.rows.begin(), assessment.rows.end(), [&](const CalculationRow& row) {
        return !row.inputs.empty() && row.inputs.front() == assessment::Ref("costs", i) &&
               row.reason == "COST.ABOVE_CAP";
      });
}

// What is asked for, down to nothing: it shows the level that is accepted.
AmountChange LowerCost(const Cost& cost, std::size_t i, const std::string& label) {
  AmountChange change;
  change.path = assessment::Ref("costs", i) + ".applied";
  change.from = cost.applied;
  change.to = Money();
  change.to_the_ore = true;
  change.set = [i](CaseInput& input, Money value) { input.application.costs[i].applied = value; };
  change.clause = [label](Money value) {
    return fmt::format("Om kostnaden för {} hade varit {}", label, value.ToSwedish());
  };
  change.applicant = [label](Money value) {
    // Above the level a person weighs what is reasonable: it is no ceiling.
    return fmt::format(
        "Högst {} för {} kan godkännas utan särskild prövning.", value.ToSwedish(), label);
  };
  return change;
}

AmountChange LowerPayment(const Payment& payment,
                          std::size_t person,
                          std::size_t answer,
                          std::size_t index,
                          const std::string& path,
                          const PolicySet& policy) {
  AmountChange change;
  change.path = path + ".net";
  change.from = payment.net;
  change.to = Money();
  change.set = [=](CaseInput& input, Money value) {
    input.evidence.persons[person].answers[answer].payments[index].net = value;
  };
  const std::string text = Lower(PaymentName(payment, policy));
  const Money net = payment.net;
  change.clause = [text, net](Money value) {
    return fmt::format("Med {} lägre utbetalning ({})", (net - value).ToSwedish(), text);
  };
  change.applicant = [net](Money value) {
    return fmt::format("Med {} lägre inkomster hade det funnits rätt till bistånd.",
                       (net - value).ToSwedish());
  };
  return change;
}

AmountChange LowerDeclared(const DeclaredIncome& income, std::size_t i, const PolicySet& policy) {
  AmountChange change;
  change.path = assessment::Ref("incomes", i) + ".net";
  change.from = income.net;
  change.to = Money();
  change.set = [i](CaseInput& input, Money value) { input.application.incomes[i].net = value; };
  const std::string label = policy.Text(income.kind);
  const Money net = income.net;
  change.clause = [label, net](Money value) {
    return fmt::format(
        "Med {} lägre uppgiven inkomst ({})", (net - value).ToSwedish(), Lower(label));
  };
  change.applicant = [net](Money value) {
    return fmt::format("Med {} lägre inkomster hade det funnits rätt till bistånd.",
                       (net - value).ToSwedish());
  };
  return change;
}

// Only what was paid in the income month is counted.
bool IsCounted(const Payment& payment, Month month) {
  return payment.status == PaymentStatus::kExecuted && payment.pay_date &&
         Month::Of(*payment.pay_date) == month.PlusMonths(-1) && !payment.net.is_zero() &&
         !payment.net.is_negative();
}

void AddPayments(const CaseInput& input,
                 const PolicySet& policy,
                 std::vector<AmountChange>* changes) {
  for (std::size_t p = 0; p < input.evidence.persons.size(); ++p) {
    const PersonEvidence& person = input.evidence.persons[p];
    for (std::size_t a = 0; a < person.answers.size(); ++a) {
      const SourceAnswer& answer = person.answers[a];
      for (std::size_t i = 0; i < answer.payments.size(); ++i) {
        if (!IsCounted(answer.payments[i], input.application.month)) continue;
        changes->push_back(LowerPayment(
            answer.payments[i],
            p,
            a,
            i,
            fmt::format(
                "evidence.{}.{}.payments[{}]", person.person.value(), SourceCode(answer.source), i),
            policy));
      }
    }
  }
}

}  // namespace

std::vector<AmountChange> AmountChanges(const CaseInput& input,
                                        const Assessment& assessment,
                                        const PolicySet& policy) {
  std::vector<AmountChange> changes;
  const Application& application = input.application;
  for (std::size_t i = 0; i < application.costs.size(); ++i) {
    const Cost& cost = application.costs[i];
    if (cost.applied.is_zero()) continue;
    const std::string label = CostLabel(cost, policy);
    if (!cost.proven || *cost.proven < cost.applied) changes.push_back(Proof(cost, i, label));
    AmountChange lower = LowerCost(cost, i, label);
    // What the proof or the household's share of the home cut says nothing of a level.
    if (!IsAboveLevel(assessment, i)) lower.applicant = nullptr;
    changes.push_back(std::move(lower));
  }
  AddPayments(input, policy, &changes);
  for (std::size_t i = 0; i < application.incomes.size(); ++i) {
    if (application.incomes[i].net.is_zero() || application.incomes[i].net.is_negative()) continue;
    changes.push_back(LowerDeclared(application.incomes[i], i, policy));
  }
  return changes;
}

}  // namespace dm::explain
