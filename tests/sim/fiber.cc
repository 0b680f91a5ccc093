#include "tests/sim/fiber.h"

#include <ucontext.h>

#include <cstdint>
#include <utility>
#include <vector>

#include <sys/mman.h>

#include "worker/core/check.h"

#if defined(__SANITIZE_ADDRESS__)
#  define DM_SIM_ASAN 1
#elif defined(__has_feature)
#  if __has_feature(address_sanitizer)
#    define DM_SIM_ASAN 1
#  endif
#endif
#if defined(DM_SIM_ASAN)
#  include <sanitizer/common_interface_defs.h>
#endif

namespace dm::sim {
namespace {

// Deep enough for the steps under a sanitizer; pages that are not touched cost nothing.
constexpr std::size_t kStackBytes = std::size_t{1} << 20U;

// Stacks are kept for the next fiber: a history starts hundreds.
class Stacks {
 public:
  ~Stacks() {
    for (void* stack : idle_) munmap(stack, kStackBytes);
  }

  void* Take() {
    if (!idle_.empty()) {
      void* stack = idle_.back();
      idle_.pop_back();
      return stack;
    }
    void* stack = mmap(nullptr,
                       kStackBytes,
                       PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK,
                       -1,
                       0);
    DM_CHECK(stack != MAP_FAILED);
    return stack;
  }

  void GiveBack(void* stack) { idle_.push_back(stack); }

 private:
  std::vector<void*> idle_;
};

Stacks& TheStacks() {
  thread_local Stacks stacks;
  return stacks;
}

}  // namespace

struct Fiber::Machine {
  ucontext_t inside{};
  ucontext_t outside{};
  void* stack = nullptr;
  // For the address sanitizer, which must be told which stack it looks at.
  void* fake_inside = nullptr;
  void* fake_outside = nullptr;
  const void* outside_stack = nullptr;
  std::size_t outside_size = 0;

  void ToInside() {
#if defined(DM_SIM_ASAN)
    __sanitizer_start_switch_fiber(&fake_outside, stack, kStackBytes);
#endif
    swapcontext(&outside, &inside);
#if defined(DM_SIM_ASAN)
    __sanitizer_finish_switch_fiber(fake_outside, nullptr, nullptr);
#endif
  }

  void Arrived() {
#if defined(DM_SIM_ASAN)
    __sanitizer_finish_switch_fiber(fake_inside, &outside_stack, &outside_size);
#endif
  }

  void ToOutside([[maybe_unused]] bool for_good) {
#if defined(DM_SIM_ASAN)
    __sanitizer_start_switch_fiber(for_good ? nullptr : &fake_inside, outside_stack, outside_size);
#endif
    swapcontext(&inside, &outside);
    Arrived();
  }
};

Fiber::Fiber(std::function<void()> body)
    : body_(std::move(body)), machine_(std::make_unique<Machine>()) {
  machine_->stack = TheStacks().Take();
  getcontext(&machine_->inside);
  machine_->inside.uc_stack.ss_sp = machine_->stack;
  machine_->inside.uc_stack.ss_size = kStackBytes;
  machine_->inside.uc_link = nullptr;
  const auto self = reinterpret_cast<std::uintptr_t>(this);
  makecontext(&machine_->inside,
              reinterpret_cast<void (*)()>(&Fiber::Enter),
              2,
              static_cast<unsigned>(self >> 32U),
              static_cast<unsigned>(self & 0xFFFFFFFFU));
}

Fiber::~Fiber() {
  DM_CHECK(ended_);
  TheStacks().GiveBack(machine_->stack);
}

// makecontext passes whole numbers only: the address comes in two halves.
void Fiber::Enter(unsigned high, unsigned low) {
  auto* self = reinterpret_cast<Fiber*>((std::uintptr_t{high} << 32U) | std::uintptr_t{low});
  self->machine_->Arrived();
  self->body_();
  self->body_ = nullptr;
  self->ended_ = true;
  self->machine_->ToOutside(true);
}

void Fiber::Resume() {
  DM_CHECK(!ended_);
  machine_->ToInside();
}

void Fiber::StandStill() {
  machine_->ToOutside(false);
}

}  // namespace dm::sim
