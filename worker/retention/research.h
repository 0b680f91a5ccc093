// Which files research keeps for ever: SoL 16 kap. 2 §, SoF 13 kap. 1 §. Pure.
#pragma once

#include <vector>

#include "worker/case/application.h"
#include "worker/case/frame.h"
#include "worker/ports/retention_api.h"

namespace dm::retention {

enum class Kept { kNo, kForResearch, kBirthUnknown };

// A file is kept for everyone whom it is about: the applicants and the children of the case, not
// others who live in the home. Where nobody known is born on such a day and somebody's day is not
// known, nobody can say that it may go.
class ResearchExemption {
 public:
  explicit ResearchExemption(Research research) : research_(research) {}

  void Add(const Application& application);
  void Add(const Frame& frame);

  Kept Verdict() const;

 private:
  template <typename AnyPerson>
  void AddPerson(const AnyPerson& person);

  const Research research_;
  bool chosen_ = false;
  bool unknown_ = false;
};

}  // namespace dm::retention
