// RegisterView: how far each register answer that the case needs can be trusted. Only a fresh,
// complete answer is known; everything else is unknown, and unknown is never zero (casework.md 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/assessment/context.h"
#include "worker/case/evidence.h"

namespace dm::assessment {

struct Reading {
  const PersonKey* key = nullptr;  // in the application
  Source source = Source::kAf;
  const SourceAnswer* answer = nullptr;  // null when nothing was asked
  std::string unknown{};                 // "SO.TIMEOUT"; empty when known

  const PersonKey& person() const { return *key; }

  bool known() const { return unknown.empty(); }
};

class RegisterView {
 public:
  // Reads the answers that `context.needs` names, for every person asked about, and those of
  // `context.connected` that were asked for.
  explicit RegisterView(const Context& context);

  // By person in the order of the input's household, then by source.
  const std::vector<Reading>& readings() const { return readings_; }

  // True when `source` is needed for somebody and known for everybody it is needed for.
  bool Known(Source source) const;
  bool Needed(Source source) const;
  // Known, needed or not: the answer when it can be trusted, else null.
  const SourceAnswer* Trusted(const PersonKey& person, Source source) const;

 private:
  void Add(const PersonKey& person,
           Source source,
           const Context& context,
           std::optional<std::int64_t> max_age_h);

  std::vector<Reading> readings_;
};

// Sources that show payments: the ones whose silence leaves the incomes unknown.
bool ShowsIncome(Source source);

// Notes on G-06, X-24 and X-43 for every needed answer that is not known.
void NoteRegisters(const RegisterView& view, Context* context);

}  // namespace dm::assessment
