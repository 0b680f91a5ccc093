#include "connectors/soap/xml_document.h"

#include <utility>

#include "connectors/soap/xml_storage.h"

namespace dm::soap {
namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

std::string_view XmlNode::trimmed() const {
  std::string_view text = text_;
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<std::string_view> XmlNode::Attribute(std::string_view local) const {
  for (const XmlAttribute& attribute : attributes_) {
    if (attribute.local == local) return attribute.value;
  }
  return std::nullopt;
}

const XmlNode* XmlNode::Child(std::string_view local) const {
  for (const XmlNode* child : children_) {
    if (child->local_ == local) return child;
  }
  return nullptr;
}

std::vector<const XmlNode*> XmlNode::Children(std::string_view local) const {
  std::vector<const XmlNode*> found;
  for (const XmlNode* child : children_) {
    if (child->local_ == local) found.push_back(child);
  }
  return found;
}

const XmlNode* XmlNode::Descend(std::initializer_list<std::string_view> path) const {
  const XmlNode* node = this;
  for (const std::string_view local : path) {
    node = node->Child(local);
    if (node == nullptr) return nullptr;
  }
  return node;
}

std::optional<std::string_view> XmlNode::ChildText(std::string_view local) const {
  const XmlNode* child = Child(local);
  if (child == nullptr) return std::nullopt;
  return child->trimmed();
}

bool XmlNode::IsNil() const {
  constexpr std::string_view kInstance = "http://www.w3.org/2001/XMLSchema-instance";
  for (const XmlAttribute& attribute : attributes_) {
    if (attribute.local == "nil" && attribute.space == kInstance) {
      return attribute.value == "true" || attribute.value == "1";
    }
  }
  return false;
}

XmlDocument::XmlDocument(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}

XmlDocument::~XmlDocument() = default;
XmlDocument::XmlDocument(XmlDocument&&) noexcept = default;
XmlDocument& XmlDocument::operator=(XmlDocument&&) noexcept = default;

const XmlNode& XmlDocument::root() const {
  return *storage_->root;
}

std::string_view XmlDocument::Bytes(const XmlNode& node) const {
  return std::string_view(storage_->bytes).substr(node.begin_, node.end_ - node.begin_);
}

}  // namespace dm::soap
