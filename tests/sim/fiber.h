// Fiber: a piece of work with a stack of its own that can stand still in the middle of a call and
// go on later, on one thread. What makes several workers, people and receivers run beside each
// other, in an order that the seed alone decides.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace dm::sim {

class Fiber {
 public:
  explicit Fiber(std::function<void()> body);
  // Must have ended: what stands on its stack is not unwound.
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  Fiber(Fiber&&) = delete;
  Fiber& operator=(Fiber&&) = delete;

  // Runs until the fiber stands still or ends. Not from inside a fiber.
  void Resume();
  // From inside: back to whoever resumed.
  void StandStill();

  bool ended() const { return ended_; }

 private:
  struct Machine;

  // What the C++ runtime keeps of exceptions (__cxa_eh_globals).
  struct Exceptions {
    void* caught = nullptr;
    std::uintptr_t uncaught = 0;
  };

  static void Enter();

  std::function<void()> body_;
  std::unique_ptr<Machine> machine_;
  Exceptions exceptions_;
  bool ended_ = false;
};

}  // namespace dm::sim
