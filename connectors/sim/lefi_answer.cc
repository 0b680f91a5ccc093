#include <algorithm>
#include <array>
#include <utility>

#include "connectors/sim/answers.h"
#include "connectors/sim/json_writer.h"
#include "connectors/sim/shorthands.h"

namespace dm::sim {
namespace {

// One answer being written. The lists below a key appear only when they hold something, as in the
// contract's examples.
class LefiAnswer {
 public:
  LefiAnswer(const AnswerContext& context, const LefiQuestion& question, std::string& out)
      : context_(context), question_(question), json_(out) {
    if (context.person == nullptr) return;
    if (context.person->fk) fk_ = &*context.person->fk;
    if (context.person->pm) pm_ = &*context.person->pm;
    CollectDeviations();
  }

  void Write() {
    json_.BeginObject();
    WriteSuppliers();
    WriteDeviations();
    if (State(fk_) == SupplierState::kOk) WriteInformation();
    if (pm_ != nullptr && pm_->state == SupplierState::kOk) WritePm();
    json_.EndObject();
  }

 private:
  template <typename T>
  static SupplierState State(const T* state) {
    return state == nullptr ? SupplierState::kOk : state->state;
  }

  void AddDeviation(LefiPart part,
                    const std::string& group,
                    const std::string& code,
                    const std::string& text) {
    const std::string key(kLefiParts[static_cast<std::size_t>(part)]);
    if (question_.Asks(part, group)) deviations_.push_back({key, group, code, text});
  }

  // No deviation is written for a supplier that is down.
  bool IsUp(const std::string& group) const {
    return (group.starts_with("FK:") ? State(fk_) : State(pm_)) == SupplierState::kOk;
  }

  void CollectDeviations() {
    const auto collect = [this](const std::vector<Deviation>& deviations) {
      for (const Deviation& one : deviations) {
        const auto part = std::ranges::find(kLefiParts, one.part) - kLefiParts.begin();
        if (IsUp(one.group))
          AddDeviation(static_cast<LefiPart>(part), one.group, one.code, one.text);
      }
    };
    if (fk_ != nullptr) collect(fk_->deviations);
    if (pm_ != nullptr) collect(pm_->deviations);
  }

  bool Deviates(LefiPart part, std::string_view group) const {
    const std::string_view key = kLefiParts[static_cast<std::size_t>(part)];
    return std::ranges::any_of(
        deviations_, [&](const Deviation& one) { return one.part == key && one.group == group; });
  }

  // Asked for, and nothing in the way.
  bool Gives(LefiPart part, std::string_view group) const {
    const auto& refused = context_.scenario.lefi_not_granted;
    return question_.Asks(part, group) && !Deviates(part, group) &&
           std::ranges::find(refused, group) == refused.end();
  }

  void WriteSupplier(std::string_view code, std::string_view name, SupplierState state) {
    if (state == SupplierState::kMissing) return;
    const std::string_view word = state == SupplierState::kOk        ? "OK"
                                  : state == SupplierState::kFailing ? "FELANDE"
                                                                     : "OTILLGANGLIG";
    json_.BeginObject().Key("utlamnare").BeginObject();
    json_.Key("kod").Text(code).Key("namn").Text(name).EndObject();
    json_.Key("tillstand").BeginObject().Key("kod").Text(word).Key("beskrivning").Text(word);
    json_.EndObject().EndObject();
  }

  void WriteSuppliers() {
    json_.Key("utlamnare").BeginArray();
    WriteSupplier("FK", "Försäkringskassan", State(fk_));
    WriteSupplier("PM", "Pensionsmyndigheten", State(pm_));
    json_.EndArray();
  }

  void AddRefusals() {
    for (const std::string& group : context_.scenario.lefi_not_granted) {
      for (std::size_t part = 0; part < kLefiParts.size(); ++part) {
        AddDeviation(static_cast<LefiPart>(part), group, "OBEHORIG", "Behörighet saknas");
      }
    }
  }

  void WriteDeviations() {
    AddRefusals();
    if (deviations_.empty()) return;
    json_.Key("avvikelser").BeginObject();
    for (const std::string_view part : kLefiParts) {
      const auto in_part = [part](const Deviation& one) { return one.part == part; };
      if (std::ranges::none_of(deviations_, in_part)) continue;
      json_.Key(part).BeginArray();
      for (const Deviation& one : deviations_) {
        if (in_part(one)) WriteDeviation(one);
      }
      json_.EndArray();
    }
    json_.EndObject();
  }

  void WriteDeviation(const Deviation& one) {
    json_.BeginObject().Key("avvikelse").BeginObject();
    json_.Key("kod").Text(one.code).Key("beskrivning").Text(one.text).EndObject();
    json_.Key(one.part == "ovrigInformation" ? "ovrigInformationstyp" : "formansgrupp");
    WriteKod(one.group, LefiGroupText(one.group));
    json_.EndObject();
  }

  // {kod, beskrivning}, PM's way.
  void WriteKod(std::string_view code, std::string_view text) {
    json_.BeginObject().Key("kod").Text(code).Key("beskrivning").Text(text.empty() ? code : text);
    json_.EndObject();
  }

  // {id, beskrivning}, FK's way.
  void WriteId(std::string_view key, const Code& code) {
    json_.Key(key).BeginObject().Key("id").Text(code.id);
    json_.Key("beskrivning").Text(code.text.empty() ? code.id : code.text).EndObject();
  }

  void WriteNumberedId(std::string_view key, int id, std::string_view text) {
    json_.Key(key).BeginObject().Key("id").Int(id).Key("beskrivning").Text(text).EndObject();
  }

  void WriteAmount(std::string_view key, Money amount) {
    json_.Key(key).BeginObject().Key("summa").Kronor(amount).Key("valuta").Text("SEK").EndObject();
  }

  void WriteOpenPeriod(const OpenPeriod& period) {
    json_.Key("period").BeginObject();
    if (!period.from.empty()) json_.Key("fran").Text(period.from);
    if (!period.to.empty()) json_.Key("till").Text(period.to);
    json_.EndObject();
  }

  // ---- FK ----

  // Opens formansinformation with the first key that is written into it.
  void Open(std::string_view key) {
    if (!is_open_) json_.Key("formansinformation").BeginObject();
    is_open_ = true;
    json_.Key(key);
  }

  void WriteInformation() {
    WritePersonInformation();
    if (fk_ != nullptr) {
      WriteCases();
      WriteFkPayments("preliminarautbetalningar", LefiPart::kPreliminary, /*preliminary=*/true);
      WriteProgrammeDays();
      WriteFkPayments("utbetalningsuppgift", LefiPart::kPayments, /*preliminary=*/false);
      for (const auto& [key, text] : fk_->raw) {
        Open(key);
        json_.Literal(text);
      }
    }
    if (is_open_) json_.EndObject();
  }

  void WritePersonInformation() {
    if (context_.person == nullptr || !Gives(LefiPart::kOther, "FK:GEPI")) return;
    const Person& person = *context_.person;
    const std::string& id = context_.identity;
    Open("generellPersoninformation");
    json_.BeginArray().BeginObject().Key("personnummer").Text(id);
    if (id[6] <= '3') {
      json_.Key("foddes").Text(id.substr(0, 4) + "-" + id.substr(4, 2) + "-" + id.substr(6, 2));
    }
    const std::string name =
        person.first_name + (person.last_name.empty() ? "" : " ") + person.last_name;
    if (!name.empty()) json_.Key("namn").Text(name);
    json_.Key("skyddad").Bool(person.is_protected);
    if (fk_ != nullptr && !fk_->municipality.empty()) {
      json_.Key("folkbokford").BeginArray().BeginObject();
      json_.Key("lan").Text(fk_->county).Key("kommun").Text(fk_->municipality);
      json_.EndObject().EndArray();
    }
    json_.EndObject().EndArray();
  }

  // Several cases may share a list; each list is written once, where its first case stands.
  void WriteCases() {
    std::vector<std::string_view> written;
    for (const FkCase& first : fk_->cases) {
      const std::string_view key = first.kind->key;
      if (std::ranges::find(written, key) != written.end()) continue;
      written.push_back(key);
      if (!Gives(LefiPart::kInformation, first.kind->group)) continue;
      Open(key);
      json_.BeginArray();
      for (const FkCase& one : fk_->cases) {
        if (one.kind->key == key) WriteCase(one);
      }
      json_.EndArray();
    }
  }

  void WriteCase(const FkCase& one) {
    json_.BeginObject();
    if (one.kind->has_start) {
      if (one.started) json_.Key("startades").Text(one.started->ToString());
      json_.Key("aktivt").Bool(one.active);
    }
    if (one.kind->has_rejected) json_.Key("avslaget").Bool(one.rejected);
    json_.Key("beslut").BeginArray();
    for (const FkDecision& decision : one.decisions) {
      json_.BeginObject();
      if (decision.decided) json_.Key("fattades").Text(decision.decided->ToString());
      json_.Key("definitivt").Bool(decision.definite);
      WriteId("forman", decision.benefit);
      WriteOpenPeriod(decision.period);
      if (decision.amount) {
        WriteNumberedId("periodicitet", 1, "Månadsvis");
        WriteAmount("beslutatBruttobelopp", *decision.amount);
      }
      json_.EndObject();
    }
    json_.EndArray().EndObject();
  }

  void WriteProgrammeDays() {
    if (!fk_->programme_days || !Gives(LefiPart::kInformation, "FK:PJOB")) return;
    Open("programjobdagar");
    json_.BeginArray().BeginObject().Key("antalForbrukade").Int(fk_->programme_days->used);
    json_.Key("harForbrukatMaxAntal").Bool(fk_->programme_days->max_used).EndObject().EndArray();
  }

  void WriteFkPayments(std::string_view key, LefiPart part, bool preliminary) {
    bool any = false;
    for (const FkPayment& payment : fk_->payments) {
      const bool in_period = payment.ignores_period || question_.span.Contains(payment.date);
      if (payment.preliminary != preliminary || !in_period || !Gives(part, payment.group)) continue;
      if (!any) {
        Open(key);
        json_.BeginArray();
      }
      any = true;
      WriteFkPayment(payment);
    }
    if (any) json_.EndArray();
  }

  void WriteFkPayment(const FkPayment& payment) {
    constexpr std::array<std::string_view, 5> kTypes = {
        "Lokal utbetalning", "Månad", "Daglig", "Retro", "Presumtiv"};
    json_.BeginObject();
    WriteNumberedId("typ", payment.type, kTypes[static_cast<std::size_t>(payment.type)]);
    WriteNumberedId("foretag",
                    payment.payer,
                    payment.payer == 1003 ? "Pensionsmyndigheten" : "Försäkringskassan");
    WriteId("formansfamilj", payment.family);
    json_.Key("datum").Text(payment.date.ToString());
    WriteOpenPeriod(payment.period);
    WriteAmount("bruttobelopp", payment.gross);
    WriteAmount("skattebelopp", payment.tax);
    WriteAmount("avdragsbelopp", payment.deductions);
    WriteAmount("nettobelopp", payment.net);
    json_.Key("utbetalningsdetalj").BeginArray();
    for (const FkRow& row : payment.rows) WriteFkRow(row);
    json_.EndArray().EndObject();
  }

  void WriteFkRow(const FkRow& row) {
    json_.BeginObject();
    WriteId("forman", row.benefit);
    WriteOpenPeriod(row.period);
    WriteId("beloppstyp", row.amount_type);
    if (row.extent) {
      json_.Key("omfattning").BeginObject().Key("taljare").Int(row.extent->numerator);
      json_.Key("namnare").Int(row.extent->denominator).EndObject();
    }
    if (row.days) json_.Key("dagar").Int(*row.days);
    WriteAmount(row.kind == RowKind::kBenefit ? "bruttobelopp"
                : row.kind == RowKind::kTax   ? "skattebelopp"
                                              : "avdragsbelopp",
                row.amount);
    json_.EndObject();
  }

  // ---- PM ----

  void WritePm() {
    WriteClaims();
    WriteDecisions();
    WritePmPayments("preliminaraUtbetalningar", LefiPart::kPreliminary, /*preliminary=*/true);
    WritePmPayments("utbetalningar", LefiPart::kPayments, /*preliminary=*/false);
  }

  void WriteClaims() {
    bool any = false;
    for (const PmClaim& claim : pm_->claims) {
      if (!Gives(LefiPart::kClaims, claim.group)) continue;
      if (!any) json_.Key("ansprak").BeginArray();
      any = true;
      json_.BeginObject().Key("ansprakid").Text(claim.id);
      json_.Key("ankomstdatum").Text(claim.arrived.ToString()).Key("formansgrupp");
      WriteKod(claim.group, LefiGroupText(claim.group));
      json_.Key("yrkadPeriod").BeginObject().Key("from").Text(claim.from.ToString());
      json_.EndObject().EndObject();
    }
    if (any) json_.EndArray();
  }

  void WriteDecisions() {
    bool any = false;
    for (const PmDecision& decision : pm_->decisions) {
      if (!Gives(LefiPart::kDecisions, decision.group)) continue;
      if (!any) json_.Key("beslut").BeginArray();
      any = true;
      WriteDecision(decision);
    }
    if (any) json_.EndArray();
  }

  void WriteDecision(const PmDecision& decision) {
    json_.BeginObject().Key("beslutsid").Text(decision.id);
    json_.Key("beslutsdatum").Text(decision.decided.ToString()).Key("formansgrupp");
    WriteKod(decision.group, LefiGroupText(decision.group));
    json_.Key("beslutsstatus");
    WriteKod(decision.status, decision.status);
    json_.Key("beslutsutfall");
    WriteKod(decision.outcome, decision.outcome);
    if (decision.monthly_kronor || decision.from || !decision.compensation.id.empty()) {
      WriteCompensation(decision);
    }
    json_.EndObject();
  }

  void WriteCompensation(const PmDecision& decision) {
    json_.Key("beslutadErsattning").BeginArray().BeginObject();
    if (decision.monthly_kronor) {
      json_.Key("beslutatBelopp").BeginObject().Key("belopp").Int(*decision.monthly_kronor);
      json_.Key("beloppsfrekvens");
      WriteKod("MANAD", "Månad");
      json_.EndObject();
    }
    if (decision.from) {
      json_.Key("period").BeginObject().Key("from").Text(decision.from->ToString()).EndObject();
    }
    if (!decision.compensation.id.empty()) {
      json_.Key("ersattningstyp");
      WriteKod(decision.compensation.id, decision.compensation.text);
    }
    json_.EndObject().EndArray();
  }

  // A payment may hold several benefits; it is given when one of its groups is.
  bool GivesPayment(const PmPayment& payment, LefiPart part) const {
    return std::ranges::any_of(payment.rows,
                               [&](const PmRow& row) { return Gives(part, row.group); });
  }

  void WritePmPayments(std::string_view key, LefiPart part, bool preliminary) {
    bool any = false;
    for (const PmPayment& payment : pm_->payments) {
      const bool in_period = payment.ignores_period || question_.span.Contains(payment.date);
      if (payment.preliminary != preliminary || !in_period || !GivesPayment(payment, part))
        continue;
      if (!any) json_.Key(key).BeginArray();
      any = true;
      WritePmPayment(payment);
    }
    if (any) json_.EndArray();
  }

  void WritePmPayment(const PmPayment& payment) {
    json_.BeginObject().Key("utbetalningsdatum").Text(payment.date.ToString());
    json_.Key("utbetalningsperiod").BeginObject().Key("from").Text(payment.span.from.ToString());
    json_.Key("tom").Text(payment.span.to.ToString()).EndObject();
    json_.Key("bruttobelopp").Int(payment.gross_kronor).Key("nettobelopp").Int(payment.net_kronor);
    if (!payment.deductions.empty()) {
      json_.Key("avdrag").BeginArray();
      for (const PmDeduction& deduction : payment.deductions) {
        json_.BeginObject().Key("belopp").Int(deduction.kronor).Key("avdragstyp");
        WriteKod(deduction.type.id, deduction.type.text);
        json_.EndObject();
      }
      json_.EndArray();
    }
    json_.Key("utbetalningsrader").BeginArray();
    for (const PmRow& row : payment.rows) WritePmRow(row);
    json_.EndArray().EndObject();
  }

  void WritePmRow(const PmRow& row) {
    json_.BeginObject().Key("formansgrupp");
    WriteKod(row.group, LefiGroupText(row.group));
    json_.Key("belopp").Int(row.kronor).Key("utbetalningsforman");
    WriteKod(row.benefit.id, row.benefit.text);
    json_.Key("beloppstyp");
    WriteKod(row.amount_type.id, row.amount_type.text);
    json_.EndObject();
  }

  const AnswerContext& context_;
  const LefiQuestion& question_;
  JsonWriter json_;
  const FkState* fk_ = nullptr;
  const PmState* pm_ = nullptr;
  std::vector<Deviation> deviations_;
  bool is_open_ = false;
};

bool IsSamePerson(const std::string& asked, const std::string& lefi) {
  return lefi == (lefi.size() == 12 ? asked : asked.substr(2));
}

}  // namespace

std::variant<std::string, AgencyError> LefiDocument(const AnswerContext& context) {
  const Question& question = context.question;
  if (!question.fk) return AgencyError{"BT", "400", "Frågan till LEFI saknas"};
  if (question.fk->version.value_or("v9") != "v9") {
    return AgencyError{"BT", "LEFI-VERSION", "Versionen av LEFI finns inte"};
  }
  const auto& actors = context.scenario.actors;
  const bool is_known_actor = actors.empty()
                                  ? !question.fk->actor.empty()
                                  : std::ranges::find(actors, question.fk->actor) != actors.end();
  if (!is_known_actor) return AgencyError{"BT", "403", "Okänd aktör"};
  const StatusOr<LefiQuestion> lefi = ParseLefiQuestion(question.fk->lefi_base64);
  if (!lefi.ok()) return AgencyError{"BT", "400", MessageOf(lefi.status())};
  if (!IsSamePerson(question.person, lefi->person)) {
    return AgencyError{"BT", "400", "personnummer: differs from personidentitet"};
  }
  std::string out;
  LefiAnswer(context, *lefi, out).Write();
  return out;
}

}  // namespace dm::sim
