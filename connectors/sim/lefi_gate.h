// What of a LEFI answer may be given: asked for, granted, its supplier up, and no deviation in the
// way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/sim/answers.h"
#include "connectors/sim/json_writer.h"
#include "connectors/sim/lefi_question.h"

namespace dm::sim {

class LefiGate {
 public:
  // Both must outlive the gate.
  LefiGate(const AnswerContext& context, const LefiQuestion& question);

  const AnswerContext& context() const { return context_; }

  const FkState* fk() const { return fk_; }  // null: no state

  const PmState* pm() const { return pm_; }

  SupplierState fk_state() const;
  SupplierState pm_state() const;

  bool Gives(LefiPart part, std::string_view group) const;

  bool InPeriod(Date date) const { return question_.span.Contains(date); }

  // The deviations and refusals that touch what was asked for.
  const std::vector<Deviation>& deviations() const { return deviations_; }

 private:
  void Add(LefiPart part, const Deviation& deviation);
  void AddRefusals();

  const AnswerContext& context_;
  const LefiQuestion& question_;
  const FkState* fk_ = nullptr;
  const PmState* pm_ = nullptr;
  std::vector<Deviation> deviations_;
};

// formansinformation, with FK's payments.
void WriteFkInformation(const LefiGate& gate, JsonWriter& json);
// PM's claims, decisions and payments.
void WritePmLists(const LefiGate& gate, JsonWriter& json);
// {kod, beskrivning}; the code where there is no text.
void WriteKod(std::string_view code, std::string_view text, JsonWriter& json);

}  // namespace dm::sim
