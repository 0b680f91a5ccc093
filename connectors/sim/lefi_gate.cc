#include "connectors/sim/lefi_gate.h"

#include <algorithm>

namespace dm::sim {

LefiGate::LefiGate(const AnswerContext& context, const LefiQuestion& question)
    : context_(context), question_(question) {
  if (context.person != nullptr && context.person->fk) fk_ = &*context.person->fk;
  if (context.person != nullptr && context.person->pm) pm_ = &*context.person->pm;
  const auto collect = [this](const std::vector<Deviation>& deviations) {
    for (const Deviation& one : deviations) {
      Add(static_cast<LefiPart>(std::ranges::find(kLefiParts, one.part) - kLefiParts.begin()), one);
    }
  };
  if (fk_ != nullptr) collect(fk_->deviations);
  if (pm_ != nullptr) collect(pm_->deviations);
  AddRefusals();
}

SupplierState LefiGate::fk_state() const {
  return fk_ == nullptr ? SupplierState::kOk : fk_->state;
}

SupplierState LefiGate::pm_state() const {
  return pm_ == nullptr ? SupplierState::kOk : pm_->state;
}

// No deviation is written for a supplier that is down.
void LefiGate::Add(LefiPart part, const Deviation& deviation) {
  const SupplierState state = deviation.group.starts_with("FK:") ? fk_state() : pm_state();
  if (state == SupplierState::kOk && question_.Asks(part, deviation.group)) {
    deviations_.push_back(deviation);
  }
}

void LefiGate::AddRefusals() {
  for (const std::string& group : context_.scenario.lefi_not_granted) {
    for (std::size_t part = 0; part < kLefiParts.size(); ++part) {
      Add(static_cast<LefiPart>(part),
          {.part = std::string(kLefiParts[part]),
           .group = group,
           .code = "OBEHORIG",
           .text = "Behörighet saknas"});
    }
  }
}

bool LefiGate::Gives(LefiPart part, std::string_view group) const {
  const std::string_view key = kLefiParts[static_cast<std::size_t>(part)];
  return question_.Asks(part, group) &&
         std::ranges::none_of(deviations_, [&](const Deviation& one) {
           return one.part == key && one.group == group;
         });
}

void WriteKod(std::string_view code, std::string_view text, JsonWriter& json) {
  json.BeginObject().Key("kod").Text(code).Key("beskrivning").Text(text.empty() ? code : text);
  json.EndObject();
}

}  // namespace dm::sim
