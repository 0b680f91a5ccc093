// XmlDocument: a foreign XML document, read once by expat under hard limits into an immutable tree.
// Names are split into local name and namespace; no DOCTYPE, entity or outside file is ever taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/status.h"

namespace dm::soap {

// The caps of docs/reliability: what passes them costs a bounded amount of memory and time.
struct XmlLimits {
  std::size_t bytes_max = 8U << 20U;
  std::size_t depth_max = 64;
  std::size_t attributes_max = 64;         // of one element
  std::size_t text_bytes_max = 1U << 20U;  // directly inside one element, or of one attribute
  std::size_t elements_max = 100'000;
  std::size_t attributes_total_max = 100'000;
};

enum class XmlEncoding {
  kDeclared,     // UTF-8 or UTF-16, as the document says; others are refused
  kAlreadyUtf8,  // the bytes are UTF-8 whatever the declaration says: a document inside a string
};

struct XmlAttribute {
  std::string_view local;
  std::string_view space;
  std::string_view value;
};

// One element. Lives as long as its document, in its memory.
class XmlNode {
 public:
  std::string_view local() const { return local_; }

  std::string_view space() const { return space_; }  // namespace URI, empty for none

  // Character data directly inside, in order; text of children is not part of it.
  std::string_view text() const { return text_; }

  // The same without white space around it.
  std::string_view trimmed() const;

  // The attribute with this local name in any namespace; nothing when missing.
  std::optional<std::string_view> Attribute(std::string_view local) const;

  std::span<const XmlAttribute> attributes() const { return attributes_; }

  std::span<const XmlNode* const> children() const { return children_; }

  // Where the start tag begins, and where the element ends, in bytes from the document's start.
  std::size_t begin() const { return begin_; }

  std::size_t end() const { return end_; }

  // The first child with this local name in any namespace, or null.
  const XmlNode* Child(std::string_view local) const;
  // Every child with this local name, in document order.
  std::vector<const XmlNode*> Children(std::string_view local) const;
  // Child by child down the path, or null.
  const XmlNode* Descend(std::initializer_list<std::string_view> path) const;
  // The trimmed text of a child; nothing when the child is missing.
  std::optional<std::string_view> ChildText(std::string_view local) const;
  // xsi:nil="true".
  bool IsNil() const;

 private:
  friend class XmlBuilder;
  friend class XmlDocument;

  // All of it lies in the document's arena; a zero byte follows local_, space_ and attribute names.
  std::string_view local_;
  std::string_view space_;
  std::string_view text_;
  std::span<const XmlAttribute> attributes_;
  std::span<const XmlNode* const> children_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

class XmlDocument {
 public:
  // Invalid argument with a reason: XML_SIZE, XML_DEPTH, XML_ATTRIBUTES, XML_TEXT, XML_ELEMENTS,
  // XML_DOCTYPE, XML_ENCODING or XML_MALFORMED. The message never holds a byte of the document.
  static StatusOr<XmlDocument> Parse(std::string bytes,
                                     XmlEncoding encoding = XmlEncoding::kDeclared,
                                     const XmlLimits& limits = {});

  ~XmlDocument();
  XmlDocument(XmlDocument&&) noexcept;
  XmlDocument& operator=(XmlDocument&&) noexcept;
  XmlDocument(const XmlDocument&) = delete;
  XmlDocument& operator=(const XmlDocument&) = delete;

  const XmlNode& root() const;
  // The bytes of `node` as they came, from its start tag to its end tag. `node` is of this
  // document.
  std::string_view Bytes(const XmlNode& node) const;

 private:
  friend class XmlBuilder;
  struct Storage;
  explicit XmlDocument(std::unique_ptr<Storage> storage);

  std::unique_ptr<Storage> storage_;
};

}  // namespace dm::soap
