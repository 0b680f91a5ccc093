#include "worker/assessment/twins.h"

#include <set>
#include <string>

namespace dm::assessment {

namespace {

std::string Family(const Received& received) {
  const std::string& family = received.payment->family;
  const std::size_t colon = family.find(':');
  return colon == std::string::npos ? family : family.substr(colon + 1);
}

// The reading of one answer names the place of the same payment in the other.
bool PointsAt(const Received& from, const Received& to) {
  return IsToldTwice(from) && from.payment->also_at == to.payment->locator;
}

bool IsSamePension(const Received& fk, const Received& pm) {
  return fk.kind == pm.kind ? fk.kind != kUnknownKind : Family(fk) == Family(pm);
}

const Received* TwinOf(const Received& fk,
                       const std::vector<Received>& list,
                       const std::set<const Received*>& taken) {
  const Received* same = nullptr;
  for (const Received& pm : list) {
    if (pm.source != Source::kPm || pm.person != fk.person || taken.contains(&pm)) continue;
    if (PointsAt(fk, pm) || PointsAt(pm, fk)) return &pm;
    if (same == nullptr && IsSamePension(fk, pm)) same = &pm;
  }
  return same;
}

}  // namespace

bool IsToldTwice(const Received& received) {
  return !received.payment->also_at.empty();
}

Twins MarkTwins(std::vector<Received>* list) {
  Twins twins;
  std::set<const Received*> taken;
  for (Received& fk : *list) {
    if (fk.source != Source::kFk) continue;
    const Received* pm = TwinOf(fk, *list, taken);
    if (pm == nullptr) continue;
    taken.insert(pm);
    fk.repeated = true;
    twins.emplace_back(&fk, pm);
  }
  return twins;
}

}  // namespace dm::assessment
