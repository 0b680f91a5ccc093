#include "worker/wiring/memory.h"

#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace dm {
namespace {

constexpr std::int64_t kMiB = std::int64_t{1024} * 1024;

// Freed in another thread's heap, with a piece left between every sixteen: the C library gives
// nothing of it back by itself.
std::vector<void*> TakeAndFree(std::int64_t bytes) {
  std::vector<void*> kept;
  std::thread([&] {
    constexpr std::int64_t kPiece = 12'000;
    std::vector<void*> all;
    for (std::int64_t taken = 0; taken < bytes; taken += kPiece) {
      all.push_back(std::malloc(kPiece));
      std::memset(all.back(), 1, kPiece);
    }
    for (std::size_t i = 0; i < all.size(); ++i)
      i % 16 == 0 ? kept.push_back(all[i]) : std::free(all[i]);
  }).join();
  return kept;
}

TEST(FreeMemory, GivesBackWhatWasFreed) {
  FreeMemory memory;
  const std::int64_t before = ResidentBytes();
  const std::vector<void*> kept = TakeAndFree(200 * kMiB);
  const std::int64_t held = ResidentBytes();
  ASSERT_GT(held, before + 150 * kMiB) << "the C library gave it back by itself";

  EXPECT_TRUE(memory.Look());
  EXPECT_LT(ResidentBytes(), before + 64 * kMiB);
  EXPECT_FALSE(memory.Look());
  for (void* one : kept) std::free(one);
}

TEST(FreeMemory, LeavesASmallGrowthAlone) {
  FreeMemory memory;
  const std::vector<void*> kept = TakeAndFree(8 * kMiB);
  EXPECT_FALSE(memory.Look());
  for (void* one : kept) std::free(one);
}

}  // namespace
}  // namespace dm
