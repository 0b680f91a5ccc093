// TraceRenderer: a trace as JSON, one object a step and item, each with its rule, its legal source,
// what it looked at and what it came to. What does not depend on the case is written out
// beforehand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/engine/machine.h"
#include "worker/policy/engine/program.h"
#include "worker/policy/policy_data.h"

namespace dm::policy {

// Text that is written piece by piece into room that is kept between uses.
class TextBuffer {
 public:
  void Clear() { used_ = 0; }

  // Makes sure of `bytes` more; what follows until then does not check.
  void Reserve(std::size_t bytes) {
    if (used_ + bytes > room_.size()) room_.resize((used_ + bytes) * 2);
  }

  void Put(std::string_view text) {
    text.copy(room_.data() + used_, text.size());
    used_ += text.size();
  }

  void Put(char c) { room_[used_++] = c; }

  void Put(std::int64_t number);

  std::string_view text() const { return {room_.data(), used_}; }

 private:
  std::vector<char> room_ = std::vector<char>(std::size_t{16} * 1024);
  std::size_t used_ = 0;
};

class TraceRenderer {
 public:
  // For runs in `window`, which is in force on `on`. All three outlive this.
  TraceRenderer(const Program& program, const Window& window, const PolicyData& data, Date on);

  // A list of objects such as
  // {"step":"N20","rule":"RP26-B7","source":["12 kap. 2 §
  // SoF"],"item":2,"in":{"member.age":9},"out":382000}
  void Render(const Frame& frame, const Trace& trace, TextBuffer& out) const;

 private:
  struct StepText {
    std::vector<std::string> heads;   // by row; then otherwise, beyond, none, not applicable
    std::vector<std::string> inputs;  // "\"member.age\":", with a comma before all but the first
    std::vector<std::string> outputs;
    std::size_t bytes_max = 0;  // of all but values
  };

  void AddHeads(const ProgramStep& step, const PolicyData& data, Date on, StepText& text) const;
  std::size_t HeadOf(const StepText& text, std::int32_t row) const;
  void PutValue(const ValueType& type, std::int64_t value, TextBuffer& out) const;
  const Variable& VariableAt(int collection, std::size_t slot) const;

  const Program& program_;
  const Window& window_;
  std::vector<std::string> words_;  // quoted
  std::size_t word_bytes_max_ = 0;
  std::vector<StepText> steps_;
  std::vector<std::vector<const ValueType*>> output_types_;
};

}  // namespace dm::policy
