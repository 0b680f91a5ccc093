#include "tests/support/fake_policy.h"

namespace dm::testing {
namespace {

std::string LetterKey(std::string_view language, std::string_view id) {
  return std::string(language) + "/" + std::string(id);
}

// Short letters that still use every kind of place: words, flags and lists.
LetterTemplate DecisionTemplate(const std::string& id) {
  LetterTemplate letter;
  letter.id = id;
  letter.language = "sv";
  letter.subject = "Beslut för {{manad}}: {{utfall}}";
  letter.body =
      "{{kommun}}\n"
      "Utfall: {{utfall}}\n"
      "Beviljat: {{beviljat}}\n"
      "{{#utbetalningsdag}}\n"
      "Utbetalning: {{utbetalningsdag}}\n"
      "{{/utbetalningsdag}}\n"
      "{{#kostnad_rader}}\n"
      "{{text}}: sökt {{sokt}}, godkänt {{godkant}}{{#orsak}} ({{orsak}}){{/orsak}}\n"
      "{{/kostnad_rader}}\n"
      "{{#kallor}}\n"
      "{{text}} {{hamtad}}\n"
      "{{/kallor}}\n"
      "{{#automatiskt}}\n"
      "Automatiskt.\n"
      "{{/automatiskt}}\n"
      "{{#motivering}}\n"
      "Skäl: {{motivering}}\n"
      "{{/motivering}}\n"
      "{{#overklagande}}\n"
      "Så överklagar du.\n"
      "{{/overklagande}}\n";
  return letter;
}

// Every place of the text is taken as one that the program declares.
policy::TextTemplate Template(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t open = text.find('{'); open != std::string::npos;
       open = text.find('{', open + 1)) {
    names.push_back(text.substr(open + 1, text.find('}', open) - open - 1));
  }
  std::vector<PolicyError> errors;
  policy::FileErrors file("test", &errors);
  return policy::TextTemplate::Parse(text, names, 0, "a test's text", file)
      .value_or(policy::TextTemplate());
}

}  // namespace

FakePolicy::FakePolicy() {
  Set("riksnorm.personal", true);  // tables: only asked for by Has
  Set("riksnorm.common", true);
  Set("query.purpose", std::string("ekonomiskt bistand"));
  Set("query.legal_text", std::string("SoL 15:10-12"));
  Set("query.identity", std::string("medarbetare"));
  Set("sources.max_age_h", std::int64_t{24});
  Set("retry.max_h", std::int64_t{4});
  Set("payment.day", std::int64_t{27});
  Set("payment.cutoff_bank_days", std::int64_t{2});
  Set("completion.days", std::int64_t{7});
  Set("completion.reminder_days", std::int64_t{2});
  Set("completion.handling_days", std::int64_t{1});
  Set("visit.max_days", std::int64_t{14});
  Set("escalation.claim_minutes", std::int64_t{60});
  Set("attest.amount_kr", Money::FromKronor(20'000).ore());
  Set("attest.change_kr", Money::FromKronor(50'000).ore());
  Set("comm.days", std::int64_t{14});
  AddReason("COST.ABOVE_CAP", "row");
  AddReason("COST.NO_PROOF", "row");
  AddReason("INCOME.ASSESSED", "row");
  AddReason("INCOME.REGISTER", "row");
  AddReason("DISMISSAL.INCOMPLETE", "dismissal");
  AddReason("WRITE_OFF.WITHDRAWN", "write_off");
  AddReason("COMMUNICATION.IMMEDIATE", "communication");
  AddReason("CORRECTION.WRONG", "correction");
  AddReason("CORRECTION.MISLEADING", "correction_lowering");
  AddReason("FRAME_END.HOUSING", "frame_end");
  Set("rounding.grant", std::string("krona"));
  Set("frame.max_months", std::int64_t{6});
  Set("child_record.max_months", std::int64_t{6});
  SetText("municipality.name", "Exempelkommun");
  SetText("municipality.board", "Socialnämnden");
  SetText("municipality.contact", "010-000 00 00");
  for (const char* id : {"beslut_bifall", "beslut_delavslag", "beslut_avslag", "avskrivning"})
    SetLetter(DecisionTemplate(id));
  LetterTemplate completion;
  completion.id = "komplettering";
  completion.language = "sv";
  completion.subject = "Vi behöver mer";
  completion.body =
      "Senast {{sista_dag}}:\n{{#komplettering_rader}}\n- {{text}}{{#varfor}}: "
      "{{varfor}}{{/varfor}}\n{{/komplettering_rader}}\n";
  SetLetter(completion);
  completion.id = "paminnelse";
  completion.subject = "Påminnelse";
  SetLetter(completion);
  for (const char* source : {"AF", "CSN", "FK", "PM", "SO"})
    AllowQuestion(source, "", "", "always");
  for (const char* source : {"SKV", "TNS", "MIV"}) {
    AllowQuestion(source, "", "first", "always");
    AllowQuestion(source, "", "reapplication", "on_demand");
  }
  AllowQuestion("FOLK", "", "", "if_connected");
  queues_ = {{"Q-05", "skyddade personuppgifter", 1, AccessClass::kRestricted, "samma dag"},
             {"Q-18", "attest, högt belopp", 17, AccessClass::kOpen, "före utbetalning"},
             {"Q-20", "generalist återansökan", 19, AccessClass::kOpen, "3 arbetsdagar"}};
}

void FakePolicy::AddReason(const std::string& code, const std::string& use) {
  ParameterRowView row;
  row.cells["code"] = code;
  row.value.value = use;
  reasons_.push_back(std::move(row));
}

void FakePolicy::AllowQuestion(const std::string& source,
                               const std::string& group,
                               const std::string& application,
                               const std::string& scope) {
  const auto cell = [](const std::string& word) { return word.empty() ? std::string("-") : word; };
  ParameterRowView row;
  row.cells = {{"register", source}, {"group", cell(group)}, {"application", cell(application)}};
  row.value.id = "register.questions";
  row.value.value = scope;
  questions_.push_back(std::move(row));
}

std::vector<ParameterRowView> FakePolicy::Rows(std::string_view id, Date /*on*/) const {
  if (id == "reasons.human") return reasons_;
  return id == "register.questions" ? questions_ : std::vector<ParameterRowView>();
}

void FakePolicy::AddObservation(const std::string& code,
                                const std::string& gate,
                                Verdict verdict,
                                const std::string& detail,
                                const std::string& trigger,
                                const std::string& text) {
  ObservationPolicy observation;
  observation.code = code;
  observation.gate = gate;
  observation.verdict = verdict;
  observation.detail = Template(detail);
  observation.trigger = trigger;
  observation.text = Template(text);
  observations_[code] = std::move(observation);
}

const ObservationPolicy* FakePolicy::Observation(std::string_view code, Date /*on*/) const {
  const auto found = observations_.find(code);
  return found == observations_.end() ? nullptr : &found->second;
}

void FakePolicy::SetLetter(LetterTemplate letter) {
  letters_[LetterKey(letter.language, letter.id)] = std::move(letter);
}

void FakePolicy::RemoveLetter(const std::string& id) {
  letters_.erase(LetterKey("sv", id));
}

StatusOr<ParameterValue> FakePolicy::Get(std::string_view id, Date /*on*/) const {
  const auto found = values_.find(id);
  if (found == values_.end()) return NotFound("the parameter " + std::string(id) + " is not set");
  ParameterValue value;
  value.id = std::string(id);
  value.row = value.id + "@2026-01-01";
  value.value = found->second;
  return value;
}

bool FakePolicy::Has(std::string_view id, Date /*on*/) const {
  return values_.find(id) != values_.end();
}

StatusOr<ParameterValue> FakePolicy::Lookup(std::string_view id,
                                            const Keys& /*keys*/,
                                            Date /*on*/) const {
  return NotFound("no table " + std::string(id));
}

StatusOr<TableResult> FakePolicy::Evaluate(std::string_view table,
                                           const Facts& /*facts*/,
                                           Date /*on*/) const {
  return NotFound("no table " + std::string(table));
}

Verdict FakePolicy::MatchTypfall(const TypfallPolicy& /*typfall*/,
                                 const Facts& /*facts*/,
                                 Date /*on*/,
                                 std::vector<std::string>* /*unmet*/) const {
  return Verdict::kFail;
}

std::optional<LetterTemplate> FakePolicy::Letter(std::string_view id,
                                                 std::string_view language) const {
  const auto found = letters_.find(LetterKey(language, id));
  if (found == letters_.end()) return std::nullopt;
  return found->second;
}

std::string FakePolicy::Text(std::string_view code) const {
  const auto found = texts_.find(code);
  return found == texts_.end() ? std::string(code) : found->second;
}

StatusOr<SourceRef> FakePolicy::SourceOn(std::string_view id, Date /*on*/) const {
  return SourceRef{std::string(id), std::string(id), true};
}

StatusOr<bool> FakePolicy::IsBankDay(Date day) const {
  return day.iso_weekday() <= 5;
}

}  // namespace dm::testing
