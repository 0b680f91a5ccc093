#include "worker/publish/cell_text.h"

namespace dm::publish {
namespace {

constexpr std::string_view kAny = "-";
constexpr std::string_view kNot = "not ";

std::string Escaped(const std::string& part) {
  std::string text;
  if (part == kAny || std::string_view(part).substr(0, kNot.size()) == kNot) text += '\\';
  for (const char c : part) {
    if (c == '|' || c == '\\') text += '\\';
    text += c;
  }
  return text;
}

}  // namespace

CellWords CellOf(const policy::YamlNode* node) {
  using Kind = policy::YamlNode::Kind;
  CellWords cell;
  if (node == nullptr) return cell;
  if (node->kind == Kind::kScalar) {
    if (node->text == kAny) return cell;
    cell.any = false;
    cell.parts.push_back(node->text);
    return cell;
  }
  const policy::YamlNode* list = node;
  if (node->kind == Kind::kMap) {
    list = node->Find("not");
    cell.negated = true;
  }
  if (list == nullptr) return CellWords{};
  cell.any = false;
  for (const policy::YamlNode& item : list->items) cell.parts.push_back(item.text);
  return cell;
}

std::string EncodeCell(const CellWords& cell) {
  if (cell.any) return std::string(kAny);
  std::string text = cell.negated ? std::string(kNot) : "";
  for (std::size_t i = 0; i < cell.parts.size(); ++i) {
    if (i > 0) text += '|';
    text += Escaped(cell.parts[i]);
  }
  return text;
}

CellWords DecodeCell(std::string_view text) {
  CellWords cell;
  if (text.empty() || text == kAny) return cell;
  cell.any = false;
  if (text.substr(0, kNot.size()) == kNot) {
    cell.negated = true;
    text.remove_prefix(kNot.size());
  }
  std::string part;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      part += text[++i];
    } else if (text[i] == '|') {
      cell.parts.push_back(part);
      part.clear();
    } else {
      part += text[i];
    }
  }
  cell.parts.push_back(part);
  return cell;
}

}  // namespace dm::publish
