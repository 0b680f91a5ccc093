#include "worker/contact/applicant_status.h"

#include <algorithm>

#include "worker/contact/applicant_sources.h"
#include "worker/core/check.h"
#include "worker/explain/words.h"

namespace dm::contact {
namespace {

using explain::DayWords;

// The authority shall decide, or refuse to, when the party asks for it in writing after six months
// (12 § förvaltningslagen).
constexpr int kDemandMonths = 6;

Date DemandDay(Date received) {
  const Month month = Month::Of(received).PlusMonths(kDemandMonths);
  return month.first_day().PlusDays(std::min(received.day(), month.days()) - 1);
}

const char* DecisionTitle(Outcome outcome) {
  switch (outcome) {
    case Outcome::kBifall:
      return "Du får det du sökte";
    case Outcome::kDelavslag:
      return "Du får en del av det du sökte";
    case Outcome::kAvslag:
      return "Du får inte det du sökte";
    case Outcome::kAvvisning:
      return "Ansökan prövas inte";
    case Outcome::kAvskrivning:
      return "Ansökan är avslutad utan prövning";
    case Outcome::kNone:
      break;
  }
  return "Beslut";
}

// What is paid by a decision: a correction that grants no more than before orders nothing. Null
// where there is none.
const StoredEffect* OrderOf(const std::vector<StoredEffect>& effects, const Decision& decision) {
  const auto found = std::ranges::find_if(effects, [&decision](const StoredEffect& stored) {
    return stored.effect.payment_order && stored.effect.decision_version == decision.version;
  });
  return found == effects.end() ? nullptr : &*found;
}

// The last that was ordered; null where nothing is granted in the end, or nothing was ordered.
const StoredEffect* LastOrder(const CaseRecord& record, const std::vector<StoredEffect>& effects) {
  const std::vector<Decision>& decisions = record.decisions;
  if (decisions.empty() || decisions.back().granted.is_zero()) return nullptr;
  const StoredEffect* last = nullptr;
  for (const Decision& decision : decisions)
    if (const StoredEffect* order = OrderOf(effects, decision)) last = order;
  return last;
}

class Writer {
 public:
  explicit Writer(const StatusMaterial& material)
      : m_(material), today_(SwedishDate(material.now)) {}

  StatusOr<ApplicantStatus> Write() {
    const std::string contact = m_.policy.Text("municipality.contact");
    if (contact == "municipality.contact")
      return FailedPrecondition(
          "the text municipality.contact is not set; nobody would know how to reach a person",
          {"TEXT_MISSING", "municipality.contact", "write it in the municipality's texts.yaml"});
    out_.application = m_.record.application.id;
    out_.case_id = m_.record.id;
    out_.month = m_.record.application.month;
    out_.received_at = m_.record.application.received_at;
    out_.updated_at = m_.record.updated_at;
    out_.stage = StageOf(m_.record, m_.effects, today_);
    out_.title = StageTitle(out_.stage);
    Items();
    Documents();
    Messages();
    Decisions();
    Withdrawn();
    out_.message = MessageText();
    out_.sources = SourcesFor(m_.record.evidence, m_.person, m_.policy);
    out_.checks = ChecksFor(m_.record, m_.policy);
    out_.person =
        "Du har alltid rätt att tala med en människa. Säger du till går ärendet till en "
        "handläggare, och det är aldrig till din nackdel. Kontakta oss: " +
        contact + ".";
    Rights();
    return std::move(out_);
  }

 private:
  bool IsOpen() const {
    return out_.stage != ApplicantStage::kDecided && out_.stage != ApplicantStage::kPaid &&
           out_.stage != ApplicantStage::kClosed;
  }

  void Items() {
    if (!IsOpen()) return;
    const CompletionRound* round = OpenRound(m_.record.contact);
    if (round == nullptr) return;
    out_.last_day = round->due;
    for (const RequestedItem& one : round->items) {
      // What concerns another adult is theirs to give.
      const bool others =
          one.item.person && *one.item.person != m_.person && IsAdult(*one.item.person);
      ApplicantItem item;
      item.text = one.item.text;
      if (others) item.text += " (för den andra vuxna)";
      item.why = one.why.empty() ? "Vi behöver det för att kunna räkna rätt." : one.why;
      item.how =
          one.how.empty() ? "Lämna det i e-tjänsten, eller hör av dig så hjälper vi dig." : one.how;
      item.answered = one.answered_by.has_value();
      out_.items.push_back(std::move(item));
    }
  }

  bool IsAdult(const PersonKey& key) const {
    const Person* person = FindPerson(m_.record.application.persons, key);
    return person != nullptr && IsAdultInCase(person->role);
  }

  std::string KindText(const std::string& kind) const {
    const std::string text = m_.policy.Text(kind);
    return text == kind ? "Handling" : text;
  }

  void Documents() {
    for (const Document& document : m_.record.application.documents)
      out_.documents.push_back({.kind = KindText(document.kind),
                                .received_on = SwedishDate(document.received_at),
                                .readable = document.readable,
                                .joins_next_month = false});
    for (const LateDocument& late : m_.late) {
      if (late.from_case != m_.record.id) continue;
      out_.documents.push_back({.kind = KindText(late.document.kind),
                                .received_on = SwedishDate(late.document.received_at),
                                .readable = late.document.readable,
                                .joins_next_month = true});
    }
  }

  // Both adults see what the caseworkers write; what one of them writes is theirs.
  void Messages() {
    for (const Message& message : m_.messages) {
      const bool inbound = message.direction == MessageDirection::kInbound;
      if (inbound && message.person != m_.person) continue;
      out_.messages.push_back({.id = message.id,
                               .from_household = inbound,
                               .text = message.text,
                               .sent_at = message.sent_at,
                               .read = message.read_at.has_value()});
    }
  }

  std::string LetterOf(int version) const {
    for (const StoredEffect& stored : m_.effects) {
      const Effect& effect = stored.effect;
      if (effect.kind == EffectKind::kLetter && effect.decision_version == version && effect.letter)
        return effect.letter->subject + "\n\n" + effect.letter->body;
    }
    return "";
  }

  void Decisions() {
    for (const Decision& decision : m_.record.decisions) {
      ApplicantDecision one;
      one.title = DecisionTitle(decision.outcome);
      one.decided_on = decision.decided_on;
      one.decided_by = decision.kind == DecisionKind::kAutomatic
                           ? "Beslutet är fattat av ett automatiskt system."
                           : "Beslutet är fattat av en handläggare.";
      one.granted = decision.granted;
      if (const StoredEffect* order = OrderOf(m_.effects, decision)) {
        one.pay_date = order->effect.payment_order->pay_date;
        one.paid = order->effect.payment_order->amount;
      }
      one.letter = LetterOf(decision.version);
      out_.decisions.push_back(std::move(one));
    }
    std::ranges::reverse(out_.decisions);  // the newest first
  }

  void Withdrawn() {
    if (!IsOpen() || !m_.record.contact.withdrawal) return;
    const std::vector<Signature>& signatures = m_.record.contact.withdrawal->signatures;
    for (const Person& person : m_.record.application.persons) {
      if (!IsAdultInCase(person.role)) continue;
      const bool has_signed =
          std::any_of(signatures.begin(), signatures.end(), [&person](const Signature& one) {
            return one.person == person.key;
          });
      if (!has_signed)
        out_.waits_for.emplace_back(person.key == m_.person
                                        ? "Du har inte skrivit under återkallelsen."
                                        : "Den andra vuxna har inte skrivit under återkallelsen.");
    }
  }

  std::string MessageText() const {
    const std::string month = m_.record.application.month.ToSwedish();
    switch (out_.stage) {
      case ApplicantStage::kReceived:
        return "Vi har tagit emot din ansökan för " + month + ". Du behöver inte göra något nu." +
               Withdrawal();
      case ApplicantStage::kChecking:
        return "Vi hämtar och kontrollerar uppgifter till din ansökan för " + month +
               ". Du behöver inte göra något nu." + Withdrawal();
      case ApplicantStage::kNeedsInput:
        return "Lämna det som står här nedanför" +
               (out_.last_day ? " senast " + DayWords(*out_.last_day) : std::string()) +
               ". Hinner du inte, hör av dig. Din ansökan avslås inte bara för att tiden går ut: "
               "då "
               "tar en handläggare kontakt med dig." +
               Withdrawal();
      case ApplicantStage::kWithHandler:
        return "En handläggare går igenom din ansökan för " + month +
               " och beslutar. Behöver vi något mer från dig hör vi av oss." + Withdrawal();
      case ApplicantStage::kDecided:
        return "Vi har beslutat om din ansökan för " + month + "." + Payment();
      case ApplicantStage::kPaid:
        return "Vi har beslutat om din ansökan för " + month + "." + Payment() +
               " Har du inte fått pengarna, hör av dig till oss.";
      case ApplicantStage::kClosed:
        return "Din ansökan för " + month + " är avslutad.";
    }
    DM_CHECK(false && "stage outside its enum");
    return "";
  }

  std::string Payment() const {
    const StoredEffect* order = LastOrder(m_.record, m_.effects);
    if (order == nullptr) return "";
    const std::string day = DayWords(order->effect.payment_order->pay_date);
    return out_.stage == ApplicantStage::kPaid ? " Pengarna betalades ut " + day + "."
                                               : " Pengarna betalas ut " + day + ".";
  }

  std::string Withdrawal() const {
    if (!m_.record.contact.withdrawal) return "";
    return out_.waits_for.empty()
               ? " Ni har tagit tillbaka ansökan. En handläggare avslutar ärendet."
               : " Ansökan är på väg att tas tillbaka, men alla har inte skrivit under.";
  }

  void Rights() {
    if (IsOpen()) {
      const Date day = DemandDay(SwedishDate(m_.record.application.received_at));
      out_.rights = today_ >= day ? "Du kan nu begära skriftligt att vi avgör ditt ärende, för det "
                                    "har gått sex månader."
                                  : "Har vi inte beslutat senast " + DayWords(day) +
                                        " kan du begära skriftligt att vi avgör ditt ärende.";
      out_.rights += " Det står i 12 § förvaltningslagen. ";
    }
    out_.rights += "Du har rätt att se allt som finns i ditt ärende och att få fel rättade.";
  }

  const StatusMaterial& m_;
  const Date today_;
  ApplicantStatus out_;
};

}  // namespace

ApplicantStage StageOf(const CaseRecord& record,
                       const std::vector<StoredEffect>& effects,
                       Date today) {
  switch (record.state) {
    case CaseState::kReceived:
      return ApplicantStage::kReceived;
    case CaseState::kRegistered:
    case CaseState::kWaitingSource:
    case CaseState::kFetched:
    case CaseState::kEvaluated:
      return ApplicantStage::kChecking;
    case CaseState::kProposed:
    case CaseState::kEscalated:
      return ApplicantStage::kWithHandler;
    case CaseState::kAwaitingCompletion:
      return ApplicantStage::kNeedsInput;
    case CaseState::kWrittenOff:
      return ApplicantStage::kClosed;
    case CaseState::kDecided:
    case CaseState::kClosed:
      break;
  }
  if (record.decisions.empty()) return ApplicantStage::kClosed;
  const StoredEffect* order = LastOrder(record, effects);
  const bool paid = order != nullptr && order->state == EffectState::kDelivered &&
                    today >= order->effect.payment_order->pay_date;
  return paid ? ApplicantStage::kPaid : ApplicantStage::kDecided;
}

const char* StageTitle(ApplicantStage stage) {
  switch (stage) {
    case ApplicantStage::kReceived:
      return "Mottagen";
    case ApplicantStage::kChecking:
      return "Vi kontrollerar uppgifter";
    case ApplicantStage::kNeedsInput:
      return "Vi behöver något från dig";
    case ApplicantStage::kWithHandler:
      return "Hos en handläggare";
    case ApplicantStage::kDecided:
      return "Beslutad";
    case ApplicantStage::kPaid:
      return "Utbetald";
    case ApplicantStage::kClosed:
      return "Avslutad";
  }
  DM_CHECK(false && "stage outside its enum");
  return "";
}

bool ShowsCalculation(const CaseRecord& record) {
  if (record.decisions.empty() || !record.assessment) return false;
  if (record.decisions.back().kind == DecisionKind::kAutomatic) return true;
  if (!record.escalation) return false;
  const Mode mode = record.escalation->mode;
  return mode == Mode::kPropose || mode == Mode::kDecide;
}

StatusOr<ApplicantStatus> StatusFor(const StatusMaterial& material) {
  return Writer(material).Write();
}

}  // namespace dm::contact
