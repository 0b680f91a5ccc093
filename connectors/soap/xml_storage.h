// Where a document keeps its nodes, names and texts. Internal to this folder.
#pragma once

#include <cstddef>
#include <cstring>
#include <functional>
#include <memory_resource>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "connectors/soap/xml_document.h"

namespace dm::soap {

// Memory that is given back all at once: an answer has hundreds of small parts, which live and die
// with their document.
class Arena {
 public:
  // `bytes` is the size of the document, from which the first piece of memory is taken.
  explicit Arena(std::size_t bytes) : memory_(bytes * 2 + 8'192) {}

  std::pmr::memory_resource* memory() { return &memory_; }

  // A copy of `text` with a zero byte behind it, for libraries that want one.
  std::string_view Copy(std::string_view text) {
    if (text.empty()) return "";
    char* place = static_cast<char*>(memory_.allocate(text.size() + 1, 1));
    std::memcpy(place, text.data(), text.size());
    place[text.size()] = '\0';
    return {place, text.size()};
  }

  template <typename T>
  T* Make(const T& value) {
    static_assert(std::is_trivially_destructible_v<T>);
    return ::new (memory_.allocate(sizeof(T), alignof(T))) T(value);
  }

  template <typename T>
  std::span<const T> CopyList(std::span<const T> list) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (list.empty()) return {};
    T* place = static_cast<T*>(memory_.allocate(list.size_bytes(), alignof(T)));
    std::memcpy(place, list.data(), list.size_bytes());
    return {place, list.size()};
  }

 private:
  std::pmr::monotonic_buffer_resource memory_;
};

struct SplitName {
  std::string_view local;
  std::string_view space;
};

// Expanded names repeat a lot: each is kept and split once.
class NameTable {
 public:
  static constexpr char kSeparator = '\x1F';  // no XML text can hold it

  explicit NameTable(Arena& arena) : arena_(arena), names_(arena.memory()) {}

  SplitName Intern(std::string_view expanded) {
    const auto found = names_.find(expanded);
    if (found != names_.end()) return found->second;
    return names_.emplace(arena_.Copy(expanded), Split(expanded)).first->second;
  }

 private:
  SplitName Split(std::string_view expanded) {
    const std::size_t at = expanded.rfind(kSeparator);
    if (at == std::string_view::npos) return {.local = arena_.Copy(expanded), .space = ""};
    return {.local = arena_.Copy(expanded.substr(at + 1)),
            .space = arena_.Copy(expanded.substr(0, at))};
  }

  Arena& arena_;
  std::pmr::unordered_map<std::string_view, SplitName> names_;
};

struct XmlDocument::Storage {
  explicit Storage(std::string document)
      : bytes(std::move(document)), arena(bytes.size()), names(arena) {}

  std::string bytes;
  Arena arena;
  NameTable names;
  const XmlNode* root = nullptr;
};

}  // namespace dm::soap
