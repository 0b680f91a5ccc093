// CallerTurns: calls that wait, each caller's in its order and the callers in turn.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string>

namespace dm::grpc_adapter {

struct Call {
  std::string system{};  // whose certificate it came with
  std::string caller{};  // the system, or a person and the system
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  std::size_t bytes = 0;  // of its request
  std::function<void()> run{};
};

class CallerTurns {
 public:
  bool empty() const { return count_ == 0; }

  std::size_t size() const { return count_; }

  // Callers with a call.
  std::size_t callers() const { return turns_.size(); }

  std::size_t CountOf(const std::string& caller) const;
  void Push(Call call);

  // Of whose turn it is; there is one.
  const Call& First() const { return calls_.at(turns_.front()).front(); }

  Call TakeFirst();
  // The next caller's turn.
  void Skip();

 private:
  std::map<std::string, std::deque<Call>> calls_;  // by caller; those with one
  std::deque<std::string> turns_;
  std::size_t count_ = 0;
};

}  // namespace dm::grpc_adapter
