#include "tests/sim/fiber.h"

#include <cxxabi.h>
#include <ucontext.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
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
#elif defined(__x86_64__)
#  define DM_SIM_OWN_SWITCH 1
#endif

namespace dm::sim {
namespace {

// Deep enough for the steps under a sanitizer; pages that are not touched cost nothing.
constexpr std::size_t kStackBytes = std::size_t{1} << 20U;

// Stacks are kept for the next fiber: a history starts hundreds.
class Stacks {
 public:
  Stacks() = default;
  Stacks(const Stacks&) = delete;
  Stacks& operator=(const Stacks&) = delete;
  Stacks(Stacks&&) = delete;
  Stacks& operator=(Stacks&&) = delete;

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

// The fiber that begins with the next switch: what begins has no other way to be told.
thread_local Fiber* beginning = nullptr;

}  // namespace

#if defined(DM_SIM_OWN_SWITCH)

// What a call must leave as it found it goes on the stack, and the other stack takes over. Unlike
// swapcontext it makes no system call for the signal mask, which nobody changes here.
asm(R"(
.text
.p2align 4
.globl dm_sim_switch
.type dm_sim_switch, @function
dm_sim_switch:
  endbr64
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size dm_sim_switch, .-dm_sim_switch
)");

extern "C" void dm_sim_switch(void** leave, void* to);

struct Fiber::Machine {
  void* inside = nullptr;
  void* outside = nullptr;
  void* stack = nullptr;

  // As if it had called dm_sim_switch: six registers, where it goes on, and where that would
  // return to, which it never does.
  void Prepare(void (*enter)()) {
    constexpr std::size_t kWords = 8;
    constexpr std::size_t kEnter = 6;
    auto* words =
        reinterpret_cast<std::uintptr_t*>(static_cast<char*>(stack) + kStackBytes) - kWords;
    std::fill_n(words, kWords, 0);
    words[kEnter] = reinterpret_cast<std::uintptr_t>(enter);
    inside = words;
  }

  void ToInside() { dm_sim_switch(&outside, inside); }

  void Arrived() {}

  void ToOutside(bool /*for_good*/) { dm_sim_switch(&inside, outside); }
};

#else

struct Fiber::Machine {
  ucontext_t inside{};
  ucontext_t outside{};
  void* stack = nullptr;
  // For the address sanitizer, which must be told which stack it looks at.
  void* fake_inside = nullptr;
  void* fake_outside = nullptr;
  const void* outside_stack = nullptr;
  std::size_t outside_size = 0;

  void Prepare(void (*enter)()) {
    getcontext(&inside);
    inside.uc_stack.ss_sp = stack;
    inside.uc_stack.ss_size = kStackBytes;
    inside.uc_link = nullptr;
    makecontext(&inside, enter, 0);
  }

  void ToInside() {
#  if defined(DM_SIM_ASAN)
    __sanitizer_start_switch_fiber(&fake_outside, stack, kStackBytes);
#  endif
    swapcontext(&outside, &inside);
#  if defined(DM_SIM_ASAN)
    __sanitizer_finish_switch_fiber(fake_outside, nullptr, nullptr);
#  endif
  }

  void Arrived() {
#  if defined(DM_SIM_ASAN)
    __sanitizer_finish_switch_fiber(fake_inside, &outside_stack, &outside_size);
#  endif
  }

  void ToOutside([[maybe_unused]] bool for_good) {
#  if defined(DM_SIM_ASAN)
    __sanitizer_start_switch_fiber(for_good ? nullptr : &fake_inside, outside_stack, outside_size);
#  endif
    swapcontext(&inside, &outside);
    Arrived();
  }
};

#endif

Fiber::Fiber(std::function<void()> body)
    : body_(std::move(body)), machine_(std::make_unique<Machine>()) {
  machine_->stack = TheStacks().Take();
  machine_->Prepare(&Fiber::Enter);
}

Fiber::~Fiber() {
  DM_CHECK(ended_);
  TheStacks().GiveBack(machine_->stack);
}

void Fiber::Enter() {
  Fiber* self = beginning;
  self->machine_->Arrived();
  self->body_();
  self->body_ = nullptr;
  self->ended_ = true;
  self->machine_->ToOutside(true);
}

// Which exceptions are being thrown and caught is the thread's, to the runtime library: here each
// fiber has its own, so that one may stand still while it handles one.
void Fiber::Resume() {
  DM_CHECK(!ended_);
  beginning = this;
  void* globals = abi::__cxa_get_globals();
  Exceptions outside;
  std::memcpy(&outside, globals, sizeof outside);
  std::memcpy(globals, &exceptions_, sizeof exceptions_);
  machine_->ToInside();
  std::memcpy(&exceptions_, globals, sizeof exceptions_);
  std::memcpy(globals, &outside, sizeof outside);
}

void Fiber::StandStill() {
  machine_->ToOutside(false);
}

}  // namespace dm::sim
