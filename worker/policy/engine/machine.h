// Machine: runs a Program over the places of one case. Allocates nothing while it runs, throws
// nothing, and ends after as many instructions as Program::cost bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "worker/policy/engine/program.h"

namespace dm::policy {

// The places of one run: facts go in, results come out, none is written twice.
class Frame {
 public:
  explicit Frame(const Program& program);

  // Forgets everything; parameters have the values of `window`, facts are unknown.
  void Reset(const Window& window);

  void SetCase(std::size_t slot, std::int64_t value) { places_[slot] = value; }

  // Items are added in order; nothing when the collection is full.
  std::int64_t* AddItem(std::size_t collection);

  const std::int64_t* case_places() const { return places_.data(); }

  std::int64_t* case_places() { return places_.data(); }

  std::size_t items(std::size_t collection) const { return counts_[collection]; }

  const std::int64_t* Item(std::size_t collection, std::size_t item) const {
    const CollectionLayout& layout = program_.collections[collection];
    return places_.data() + layout.base + item * layout.stride;
  }

  std::int64_t* Item(std::size_t collection, std::size_t item) {
    const CollectionLayout& layout = program_.collections[collection];
    return places_.data() + layout.base + item * layout.stride;
  }

  // Room for a run's passing values, so that it need not clear any of its own.
  std::int64_t* stack() { return scratch_.data(); }

  std::int64_t* arguments() { return scratch_.data() + kStackMax; }

 private:
  const Program& program_;
  std::vector<std::int64_t> places_;
  std::vector<std::size_t> counts_;
  std::vector<std::int64_t> scratch_;
};

// What happened, step by step, as whole numbers; RenderTrace tells it in words. One record a step
// and item: a head, the outputs, then the inputs.
class Trace {
 public:
  // A record's head: step, item, and row, exception or that the step did not apply.
  static constexpr std::int32_t kNone = -1;
  static constexpr std::int32_t kOtherwise = -2;
  static constexpr std::int32_t kNotApplicable = -3;
  static constexpr std::int32_t kBeyond = -4;

  static std::int64_t Head(std::size_t step, std::size_t item, std::int32_t row) {
    return static_cast<std::int64_t>(
        (static_cast<std::uint64_t>(static_cast<std::uint32_t>(row)) << 32) | (item << 16) | step);
  }

  static std::size_t StepOf(std::int64_t head) {
    return static_cast<std::size_t>(static_cast<std::uint64_t>(head) & 0xFFFF);
  }

  static std::size_t ItemOf(std::int64_t head) {
    return static_cast<std::size_t>((static_cast<std::uint64_t>(head) >> 16) & 0xFFFF);
  }

  static std::int32_t RowOf(std::int64_t head) { return static_cast<std::int32_t>(head >> 32); }

  void Clear() { used_ = 0; }

  // Room for `count` numbers more.
  std::int64_t* Take(std::size_t count) {
    if (used_ + count > numbers_.size()) numbers_.resize((used_ + count) * 2);
    std::int64_t* at = numbers_.data() + used_;
    used_ += count;
    return at;
  }

  const std::int64_t* begin() const { return numbers_.data(); }

  const std::int64_t* end() const { return numbers_.data() + used_; }

  std::size_t bytes() const { return used_ * sizeof(std::int64_t); }

 private:
  std::vector<std::int64_t> numbers_ = std::vector<std::int64_t>(1024);
  std::size_t used_ = 0;
};

// Runs all steps over `frame`, which was reset for `window` and given its facts. `trace` is cleared
// first.
void Run(const Program& program, const Window& window, Frame& frame, Trace& trace);

// The same without a record of it: only to measure what the record costs.
void RunWithoutTrace(const Program& program, const Window& window, Frame& frame);

}  // namespace dm::policy
