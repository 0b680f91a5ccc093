// Input: the fuzzer's bytes as choices and numbers. What is past the end is zero, so that a cut
// input is still a whole one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dm::fuzz {

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

  bool at_end() const { return at_ >= size_; }

  std::uint8_t Byte() { return at_ < size_ ? data_[at_++] : std::uint8_t{0}; }

  // Of `bytes` bytes, the lowest first; `bytes` is 1 to 8.
  std::uint64_t Number(int bytes) {
    std::uint64_t number = 0;
    for (int i = 0; i < bytes; ++i) number |= std::uint64_t{Byte()} << (8 * i);
    return number;
  }

  // One of 0 to `below` - 1; 0 where there is none.
  std::size_t Choice(std::size_t below) { return below == 0 ? 0 : Number(2) % below; }

  std::string_view Rest() {
    const std::string_view rest(reinterpret_cast<const char*>(data_) + at_, size_ - at_);
    at_ = size_;
    return rest;
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

}  // namespace dm::fuzz
