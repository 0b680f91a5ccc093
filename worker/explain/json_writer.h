// JsonWriter: JSON text in the order that it is told, two spaces an indent. It only writes; the
// caller opens and closes in pairs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace dm::explain {

class JsonWriter {
 public:
  void Open(char bracket) {
    Separate();
    text_ += bracket;
    ++depth_;
    first_ = true;
  }

  void Close(char bracket) {
    --depth_;
    if (!first_) NewLine();
    text_ += bracket;
    first_ = false;
  }

  // A member's name; a value follows.
  void Key(std::string_view key) {
    Separate();
    Quote(key);
    text_ += ": ";
    after_key_ = true;
  }

  void Text(std::string_view value) {
    Separate();
    Quote(value);
  }

  void Number(std::int64_t value) {
    Separate();
    text_ += std::to_string(value);
  }

  void Flag(bool value) {
    Separate();
    text_ += value ? "true" : "false";
  }

  std::string Take() { return std::move(text_) + "\n"; }

 private:
  void Separate() {
    if (after_key_) {
      after_key_ = false;
      return;
    }
    if (depth_ == 0) return;
    if (!first_) text_ += ',';
    NewLine();
    first_ = false;
  }

  void NewLine() {
    text_ += '\n';
    text_.append(static_cast<std::size_t>(depth_) * 2, ' ');
  }

  void Quote(std::string_view value);

  std::string text_;
  int depth_ = 0;
  bool first_ = true;
  bool after_key_ = false;
};

}  // namespace dm::explain
