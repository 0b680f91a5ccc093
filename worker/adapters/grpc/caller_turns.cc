#include "worker/adapters/grpc/caller_turns.h"

#include <utility>

namespace dm::grpc_adapter {

std::size_t CallerTurns::CountOf(const std::string& caller) const {
  const auto found = calls_.find(caller);
  return found == calls_.end() ? 0 : found->second.size();
}

void CallerTurns::Push(Call call) {
  std::deque<Call>& calls = calls_[call.caller];
  if (calls.empty()) turns_.push_back(call.caller);
  calls.push_back(std::move(call));
  ++count_;
}

Call CallerTurns::TakeFirst() {
  const auto found = calls_.find(turns_.front());
  Call call = std::move(found->second.front());
  found->second.pop_front();
  --count_;
  if (found->second.empty()) {
    calls_.erase(found);
    turns_.pop_front();
  } else {
    Skip();
  }
  return call;
}

void CallerTurns::Skip() {
  turns_.push_back(std::move(turns_.front()));
  turns_.pop_front();
}

}  // namespace dm::grpc_adapter
