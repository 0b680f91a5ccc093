#include "worker/assessment/payments.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <tuple>
#include <utility>

#include "worker/assessment/income_window.h"
#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/twins.h"

namespace dm::assessment {

namespace {

std::string Code(const TableHit& hit, std::string_view output) {
  const auto found = hit.outputs.find(output);
  if (found == hit.outputs.end()) return "";
  const auto* code = std::get_if<std::string>(&found->second);
  return code == nullptr ? "" : *code;
}

class Collector {
 public:
  explicit Collector(Context* context) : context_(context), windows_(WindowsFor(context)) {}

  Payments Run() {
    for (const Person& person : context_->application().persons) {
      if (!IsMemberOfCase(person.role)) continue;
      for (const Source source : {Source::kCsn, Source::kFk, Source::kPm, Source::kSo}) {
        // An answer that cannot be trusted as a whole still shows what it holds: the case is
        // undetermined either way, and the caseworker sees more.
        const SourceAnswer* answer = context_->input.evidence.Find(person.key, source);
        if (answer == nullptr || answer->state != AnswerState::kData) continue;
        for (std::size_t i = 0; i < answer->payments.size(); ++i) {
          Place(person, *answer, i);
        }
      }
    }
    Sort(&payments_.income_month);
    Sort(&payments_.comparison_month);
    MarkTwins(&payments_.comparison_month);
    const Twins twins = MarkTwins(&payments_.income_month);
    NoteTwins(twins);
    NoteLoneTwins(twins);
    NoteTwice();
    return std::move(payments_);
  }

 private:
  void Observe(ObservationCode code,
               const Received& received,
               Arguments arguments = {},
               std::string trigger = "") {
    context_->notes.Observe(code, arguments, received.person, {received.ref()}, std::move(trigger));
  }

  void Place(const Person& person, const SourceAnswer& answer, std::size_t index) {
    const Payment& payment = answer.payments[index];
    const std::optional<Date>& day = payment.pay_date;
    if (day && !windows_.income.Covers(*day) && !windows_.comparison.Covers(*day)) return;
    Received received{
        .person = person.key,
        .adult = IsAdultInCase(person.role),
        .source = answer.source,
        .payment = &payment,
        .index = index,
        .kind = kUnknownKind,
        .label = context_->policy.tells() ? payment.text : std::string(),
        .treatment = Treatment::kRoute,
        .rule = "",
        .sources = {},
    };
    if (!day) return PlaceUndated(received);
    const bool counted = windows_.income.Covers(*day);
    if (payment.status != PaymentStatus::kExecuted) {
      if (counted) NoteNotExecuted(received);
      return;
    }
    ClassifyWhole(&received);
    if (!counted) {
      payments_.comparison_month.push_back(std::move(received));
      return;
    }
    NotePayment(received);
    payments_.income_month.push_back(std::move(received));
  }

  // Without a date nobody can say which month it belongs to.
  void PlaceUndated(const Received& received) {
    const Period& period = received.payment->period;
    const bool over = period.to && *period.to < windows_.comparison.from;
    const bool ahead = period.from && *period.from > context_->month().last_day();
    if (over || ahead) return;
    if (received.payment->status == PaymentStatus::kExecuted) {
      payments_.complete = false;
      context_->notes.Undetermined(received.ref() + ".pay_date");
    }
    Observe("INCOME.NO_PAY_DATE", received);
  }

  void NoteNotExecuted(const Received& received) {
    Observe("INCOME.NOT_EXECUTED",
            received,
            {{"payment", received.payment->text}, {"date", *received.payment->pay_date}});
  }

  // One class for the payment as a whole: what was paid out cannot be split exactly between rows of
  // different kinds, as tax is drawn from the sum.
  void ClassifyWhole(Received* received) {
    const Payment& payment = *received->payment;
    std::vector<const IncomeClass*> classes;
    classes.reserve(std::max<std::size_t>(1, payment.rows.size()));
    if (payment.rows.empty()) {
      classes.push_back(&Classify(received->source, payment, nullptr, &context_->policy));
    }
    for (const PaymentRow& row : payment.rows) {
      classes.push_back(&Classify(received->source, payment, &row, &context_->policy));
    }
    const IncomeClass& first =
        **std::min_element(classes.begin(), classes.end(), [](const auto* a, const auto* b) {
          return std::tie(a->kind, a->rule) < std::tie(b->kind, b->rule);
        });
    bool one_kind = true;
    bool one_treatment = true;
    bool one_unknown = false;
    for (const IncomeClass* c : classes) {
      one_kind = one_kind && c->kind == first.kind;
      one_treatment = one_treatment && c->treatment == first.treatment;
      one_unknown = one_unknown || c->kind == kUnknownKind;
    }
    received->kind = one_unknown ? kUnknownKind : first.kind;
    if (context_->policy.tells())
      received->label = first.label.empty() ? payment.text : first.label;
    received->treatment = one_treatment ? first.treatment : Treatment::kRoute;
    received->rule = first.rule;
    received->cited = first.cited;
    received->sources = first.sources;
    if (!one_kind) NoteMixed(*received);
  }

  void NoteMixed(const Received& received) {
    if (!windows_.income.Covers(*received.payment->pay_date)) return;
    Observe("INCOME.MIXED", received, {{"date", *received.payment->pay_date}});
  }

  void NotePayment(const Received& received) {
    const Payment& payment = *received.payment;
    const Date paid = *payment.pay_date;
    if (received.kind == kUnknownKind) {
      Observe("INCOME.UNKNOWN_KIND", received, {{"date", paid}, {"agency", received.source}});
    } else if (received.treatment == Treatment::kRoute) {
      const ObservationCode code = received.source == Source::kCsn
                                       ? ObservationCode("INCOME.STUDENT_AID")
                                       : ObservationCode("INCOME.ASSESSED_KIND");
      Observe(code, received, {{"kind", received.label}, {"date", paid}});
    }
    if (payment.net.is_negative()) {
      payments_.complete = false;
      context_->notes.Undetermined(received.ref() + ".net");
      Observe("INCOME.NEGATIVE", received);
    }
    if (!payment.unclear.empty()) {
      Observe("INCOME.UNLISTED_CODE",
              received,
              {{"date", paid}, {"agency", received.source}, {"fact", payment.unclear}});
    }
    if (payment.kind == PaymentKind::kRetroactive) {
      Observe("INCOME.RETROACTIVE", received, {{"kind", received.label}, {"date", paid}});
    }
    NotePeriod(received);
    NoteNegativeRows(received);
    for (const Deduction& deduction : payment.deductions) NoteDeduction(received, deduction);
  }

  // What any part of it is for: a payment can hold a row for a month long past beside the newest.
  void NotePeriod(const Received& received) {
    const Payment& payment = *received.payment;
    std::optional<Date> ended = payment.period.to;
    const bool told = payment.period.from || payment.period.to;
    bool told_by_rows = !payment.rows.empty();
    for (const PaymentRow& row : payment.rows) {
      told_by_rows = told_by_rows && (row.period.from || row.period.to);
      if (row.period.to && (!ended || *row.period.to < *ended)) ended = row.period.to;
    }
    const Date paid = *payment.pay_date;
    if (ended && *ended < windows_.comparison.from) {
      Observe("INCOME.OLD_PERIOD",
              received,
              {{"kind", received.label}, {"date", paid}, {"ended", *ended}});
    } else if (!told && !told_by_rows) {
      Observe("INCOME.NO_PERIOD", received, {{"kind", received.label}, {"date", paid}});
    }
  }

  // A row below zero took back what was paid before, and the rest of the payment was less by it.
  void NoteNegativeRows(const Received& received) {
    for (const PaymentRow& row : received.payment->rows) {
      if (!row.amount.is_negative()) continue;
      Observe("INCOME.DEDUCTION",
              received,
              {{"code", row.amount_type},
               {"kind", received.label},
               {"date", *received.payment->pay_date}});
    }
  }

  // Money that went to a creditor was not at hand, so what was paid out is counted; that it
  // happened is for a human (rules.md 10.1, R33).
  void NoteDeduction(const Received& received, const Deduction& deduction) {
    if (deduction.amount.is_zero()) return;
    Facts facts;
    facts.Set("deduction.code", deduction.code);
    facts.Set("deduction.source", SourceCode(received.source));
    const TableResult* result = context_->policy.Evaluate(parameter::kDeductions, facts);
    if (result == nullptr) {
      Observe("INCOME.DEDUCTION_UNDECIDED", received);
      return;
    }
    const std::string treatment =
        result->hits.empty() ? "route" : Code(result->hits.front(), "treatment");
    if (treatment == "tax" || treatment == "plain") return;
    Observe(
        "INCOME.DEDUCTION",
        received,
        {{"code", deduction.code}, {"kind", received.label}, {"date", *received.payment->pay_date}},
        result->hits.empty() ? "" : Code(result->hits.front(), "trigger"));
  }

  static void Sort(std::vector<Received>* list) {
    std::sort(list->begin(), list->end(), [](const Received& a, const Received& b) {
      return std::tie(a.person,
                      a.kind,
                      *a.payment->pay_date,
                      a.source,
                      a.payment->net,
                      a.payment->locator) < std::tie(b.person,
                                                     b.kind,
                                                     *b.payment->pay_date,
                                                     b.source,
                                                     b.payment->net,
                                                     b.payment->locator);
    });
  }

  void NoteTwins(const Twins& twins) {
    for (const auto& [fk, pm] : twins) {
      const bool same =
          fk->payment->net == pm->payment->net && fk->payment->pay_date == pm->payment->pay_date;
      // FK's is left uncounted, also where the two answers came apart and their readings do not
      // point at each other: whether it was one payment is for a person to say.
      if (same || IsToldTwice(*fk) || IsToldTwice(*pm)) NoteTwin(*pm, fk);
      if (same) continue;
      Observe("INCOME.REGISTERS_DIFFER", *pm, {{"kind", pm->label}});
    }
  }

  // Counted once, shown twice, and for a person to say whether it was one payment or two.
  void NoteTwin(const Received& counted, const Received* other) {
    std::vector<std::string> inputs = {counted.ref()};
    if (other != nullptr) inputs.push_back(other->ref());
    context_->notes.Observe("INCOME.AT_TWO_AGENCIES",
                            {{"kind", counted.label}, {"date", *counted.payment->pay_date}},
                            counted.person,
                            std::move(inputs));
  }

  // A payment whose twin is not in the month: it is counted where it stands.
  void NoteLoneTwins(const Twins& twins) {
    for (const Received& here : payments_.income_month) {
      const bool paired = std::any_of(twins.begin(), twins.end(), [&](const auto& twin) {
        return twin.first == &here || twin.second == &here;
      });
      if (IsToldTwice(here) && !paired) NoteTwin(here, nullptr);
    }
  }

  void NoteTwice() {
    const Received* before = nullptr;
    for (const Received& here : payments_.income_month) {
      if (here.repeated) continue;
      if (before != nullptr && before->person == here.person && before->kind == here.kind) {
        Observe("INCOME.TWICE",
                here,
                {{"kind", here.label},
                 {"first", *before->payment->pay_date},
                 {"second", *here.payment->pay_date}});
      }
      before = &here;
    }
  }

  Context* context_;
  IncomeWindows windows_;
  Payments payments_;
};

IncomeClass Read(const TableResult* table, const PolicyReader& policy) {
  IncomeClass result;
  result.known = table != nullptr;
  if (table == nullptr || table->hits.empty() || table->otherwise) return result;
  const TableHit& hit = table->hits.front();
  const std::string kind = Code(hit, "kind");
  if (kind.empty()) return result;
  result.kind = kind;
  result.treatment = ParseTreatment(Code(hit, "treatment"));
  result.label = policy.Label(kind);
  result.rule = hit.row;
  result.cited = !hit.sources.empty();
  if (policy.tells()) result.sources = hit.sources;
  return result;
}

}  // namespace

const IncomeClass& Classify(Source source,
                            const Payment& payment,
                            const PaymentRow* row,
                            PolicyReader* policy) {
  const std::string_view benefit = row == nullptr ? std::string_view() : row->benefit;
  const std::string_view amount_type = row == nullptr ? std::string_view() : row->amount_type;
  std::string& key = policy->book().scratch();
  key.assign(1, static_cast<char>(source));
  for (const std::string_view part : {std::string_view(payment.family), benefit, amount_type}) {
    const std::size_t size = part.size();
    key.append(reinterpret_cast<const char*>(&size), sizeof size).append(part);
  }
  std::unique_ptr<IncomeClass>& kept = policy->book().ClassOf(key, policy->on());
  // Where it is told what was cited, or that the table is missing, that is noted in each case.
  if (kept != nullptr && kept->known && !policy->tells()) return *kept;
  Facts facts;
  facts.Set("income.source", SourceCode(source));
  facts.Set("income.family", payment.family);
  facts.Set("income.benefit", benefit);
  facts.Set("income.amount_type", amount_type);
  const TableResult* table = policy->Evaluate(parameter::kIncomeClassification, facts);
  if (kept == nullptr) kept = std::make_unique<IncomeClass>(Read(table, *policy));
  return *kept;
}

Payments CollectPayments(Context* context) {
  return Collector(context).Run();
}

}  // namespace dm::assessment
