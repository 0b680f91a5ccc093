#include <algorithm>
#include <array>

#include "connectors/sim/lefi_gate.h"
#include "connectors/sim/shorthands.h"

namespace dm::sim {
namespace {

// formansinformation being written. It and the lists in it appear only when they hold something, as
// in the contract's examples.
class FkAnswer {
 public:
  FkAnswer(const LefiGate& gate, JsonWriter& json) : gate_(gate), json_(json), fk_(gate.fk()) {}

  void Write() {
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

 private:
  // Opens formansinformation with the first key that is written into it.
  void Open(std::string_view key) {
    if (!is_open_) json_.Key("formansinformation").BeginObject();
    is_open_ = true;
    json_.Key(key);
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

  void WritePersonInformation() {
    if (gate_.context().person == nullptr || !gate_.Gives(LefiPart::kOther, "FK:GEPI")) return;
    const Person& person = *gate_.context().person;
    const std::string& id = gate_.context().identity;
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
      if (!gate_.Gives(LefiPart::kInformation, first.kind->group)) continue;
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
    if (!fk_->programme_days || !gate_.Gives(LefiPart::kInformation, "FK:PJOB")) return;
    Open("programjobdagar");
    json_.BeginArray().BeginObject().Key("antalForbrukade").Int(fk_->programme_days->used);
    json_.Key("harForbrukatMaxAntal").Bool(fk_->programme_days->max_used).EndObject().EndArray();
  }

  void WriteFkPayments(std::string_view key, LefiPart part, bool preliminary) {
    bool any = false;
    for (const FkPayment& payment : fk_->payments) {
      const bool in_period = payment.ignores_period || gate_.InPeriod(payment.date);
      if (payment.preliminary != preliminary || !in_period || !gate_.Gives(part, payment.group))
        continue;
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

  const LefiGate& gate_;
  JsonWriter& json_;
  const FkState* fk_;
  bool is_open_ = false;
};

}  // namespace

void WriteFkInformation(const LefiGate& gate, JsonWriter& json) {
  FkAnswer(gate, json).Write();
}

}  // namespace dm::sim
