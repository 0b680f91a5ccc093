#include "worker/escalation/watch_hub.h"

#include <algorithm>
#include <utility>

namespace dm::escalation {
namespace {

bool MayHear(const WatchHub::Listening& one, AccessClass access) {
  switch (access) {
    case AccessClass::kOpen:
      return true;
    case AccessClass::kRestricted:
      return one.restricted;
    case AccessClass::kNamedPersons:
      return one.named_persons;
  }
  return false;
}

bool Wants(const WatchHub::Listening& one, const EscalationHint& hint) {
  if (!MayHear(one, hint.access)) return false;
  if (one.queues.empty()) return true;
  return std::any_of(one.queues.begin(), one.queues.end(), [&hint](const std::string& queue) {
    return queue == hint.queue || queue == hint.from_queue;
  });
}

}  // namespace

Status WatchHub::Add(Listening listening) {
  const MutexLock lock(mutex_);
  if (all_.size() >= kListenersMax)
    return MakeStatus(
        StatusCode::kResourceExhausted,
        "1 000 watch already",
        {"WATCHERS_FULL", "", "let one watch serve many screens, or list now and then"});
  // First, so that nothing comes before it.
  EscalationHint begun;
  begun.kind = HintKind::kBegun;
  listening.listener->Hear(begun);
  all_.push_back(std::move(listening));
  return OkStatus();
}

void WatchHub::Remove(const HintListener* listener) {
  const MutexLock lock(mutex_);
  std::erase_if(all_, [listener](const Listening& one) { return one.listener.get() == listener; });
}

void WatchHub::Tell(const EscalationHint& hint) {
  const MutexLock lock(mutex_);
  for (const Listening& one : all_)
    if (Wants(one, hint)) one.listener->Hear(hint);
}

}  // namespace dm::escalation
