#include "connectors/soap/schema_run.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <libxml/parser.h>

namespace dm::soap {
namespace {

constexpr std::string_view kInstance = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::size_t kFoundMax = 1'000;  // of one validation: what a hostile document may cost
constexpr std::size_t kNameMax = 64;

struct FreeContext {
  void operator()(xmlSchemaValidCtxtPtr context) const { xmlSchemaFreeValidCtxt(context); }
};

const xmlChar* Chars(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);  // libxml2's characters are unsigned
}

// Names that the document brought may hold anything.
std::string SafeName(std::string_view name) {
  std::size_t size = std::min(name.size(), kNameMax);
  while (size > 0 && size < name.size() &&
         (static_cast<unsigned char>(name[size]) & 0xC0U) == 0x80U) {
    --size;
  }
  std::string safe(name.substr(0, size));
  std::ranges::replace_if(
      safe, [](char c) { return c >= '0' && c <= '9'; }, '#');
  return safe;
}

struct Expected {
  std::string space;
  std::string local;
};

// The names in the validator's "… Expected is one of ( {space}local, local )." The list is made of
// the schema's own words and stands last.
std::vector<Expected> ReadExpected(std::string_view message) {
  std::vector<Expected> names;
  const std::size_t begin = message.rfind("( ");
  const std::size_t end = message.rfind(" )");
  if (message.find("Expected is") == std::string_view::npos || begin == std::string_view::npos ||
      end == std::string_view::npos || end < begin) {
    return names;
  }
  std::string_view list = message.substr(begin + 2, end - begin - 2);
  while (!list.empty()) {
    const std::size_t comma = list.find(", ");
    std::string_view name = list.substr(0, comma);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 2);
    if (name.starts_with("##") || name.find('*') != std::string_view::npos) continue;  // wildcards
    Expected expected;
    if (const std::size_t close = name.find('}'); name.starts_with('{') && close != name.npos) {
      expected.space = name.substr(1, close - 1);
      name = name.substr(close + 1);
    }
    expected.local = name;
    names.push_back(std::move(expected));
  }
  return names;
}

// "Element 'E', attribute 'a': …", "… The attribute 'a' is …": element names hold no such words.
std::string AttributeOf(std::string_view message) {
  constexpr std::string_view kWord = "attribute '";
  const std::size_t begin = message.find(kWord);
  if (begin == std::string_view::npos) return {};
  std::string_view name = message.substr(begin + kWord.size());
  name = name.substr(0, name.find('\''));
  if (const std::size_t close = name.rfind('}'); close != name.npos) name = name.substr(close + 1);
  return "@" + SafeName(name);
}

}  // namespace

void SchemaRun::OnError(void* user, xmlErrorPtr error) {
  if (error != nullptr) static_cast<SchemaRun*>(user)->Note(*error);
}

SchemaRun::Outcome SchemaRun::Round(const XmlNode& element) {
  values_.clear();
  repaired_ = false;
  open_.clear();
  const std::unique_ptr<xmlSchemaValidCtxt, FreeContext> context(xmlSchemaNewValidCtxt(schema_));
  if (context == nullptr) {
    Add(values_, ".", "OTHER");
    return Outcome::kDone;
  }
  xmlSchemaSetValidStructuredErrors(context.get(), &OnError, this);
  events_ = nullptr;
  user_ = nullptr;
  xmlSchemaSAXPlugPtr plug = xmlSchemaSAXPlug(context.get(), &events_, &user_);
  if (plug == nullptr) {
    Add(values_, ".", "OTHER");
    return Outcome::kDone;
  }
  Feed(element);
  xmlSchemaSAXUnplug(plug);
  if (xmlSchemaIsValid(context.get()) != 1 && children_.empty() && values_.empty()) {
    Add(values_, ".", "OTHER");
  }
  return repaired_ ? Outcome::kAgain : Outcome::kDone;
}

void SchemaRun::Feed(const XmlNode& node) {
  open_.push_back(&node);
  phase_ = Phase::kStart;
  Start(node);
  // White space between elements means nothing to a schema.
  if (!node.text().empty() && (node.children().empty() || !node.trimmed().empty())) {
    phase_ = Phase::kText;
    events_->characters(user_, Chars(node.text().data()), static_cast<int>(node.text().size()));
  }
  for (const XmlNode* child : node.children()) {
    if (!put_in_.empty()) FeedMissing(node, child);
    if (left_out_.empty() || !left_out_.contains(child)) Feed(*child);
  }
  if (!put_in_.empty()) FeedMissing(node, nullptr);
  phase_ = Phase::kEnd;
  const auto mapped = spaces_.empty() ? spaces_.end() : spaces_.find(node.space());
  const std::string_view space = mapped == spaces_.end() ? node.space() : mapped->second;
  events_->endElementNs(
      user_, Chars(node.local().data()), nullptr, space.empty() ? nullptr : Chars(space.data()));
  open_.pop_back();
}

void SchemaRun::FeedMissing(const XmlNode& parent, const XmlNode* before) {
  const auto found = put_in_.find(&parent);
  if (found == put_in_.end()) return;
  inside_missing_ = true;
  for (const Missing& missing : found->second) {
    if (missing.before != before) continue;
    const xmlChar* local = Chars(missing.local.c_str());
    const xmlChar* space = missing.space.empty() ? nullptr : Chars(missing.space.c_str());
    events_->startElementNs(user_, local, nullptr, space, 0, nullptr, 0, 0, nullptr);
    events_->endElementNs(user_, local, nullptr, space);
  }
  inside_missing_ = false;
}

void SchemaRun::Start(const XmlNode& node) {
  attributes_.clear();
  int count = 0;
  for (const XmlAttribute& attribute : node.attributes()) {
    // Its prefix is gone, and no agency has a type to choose.
    if (attribute.local == "type" && attribute.space == kInstance) continue;
    const std::string_view space = attribute.space;
    const xmlChar* value = Chars(attribute.value.data());
    attributes_.insert(attributes_.end(),
                       {Chars(attribute.local.data()),
                        nullptr,
                        space.empty() ? nullptr : Chars(space.data()),
                        value,
                        value + attribute.value.size()});
    ++count;
  }
  const auto mapped = spaces_.empty() ? spaces_.end() : spaces_.find(node.space());
  const std::string_view space = mapped == spaces_.end() ? node.space() : mapped->second;
  events_->startElementNs(user_,
                          Chars(node.local().data()),
                          nullptr,
                          space.empty() ? nullptr : Chars(space.data()),
                          0,
                          nullptr,
                          count,
                          0,
                          attributes_.data());
}

void SchemaRun::Note(const xmlError& error) {
  // What a stand-in lacks is no fault of the document.
  if (inside_missing_ || open_.empty()) return;
  const std::string_view message = error.message == nullptr ? "" : error.message;
  switch (error.code) {
    case XML_SCHEMAV_ELEMENT_CONTENT:
    case XML_SCHEMAV_CVC_ELT_1:
      return NoteContent(error);
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2:
    case XML_SCHEMAV_CVC_TYPE_3_1_2:
      if (phase_ == Phase::kStart && open_.size() > 1 &&
          message.find("attribute") == std::string_view::npos) {
        return NoteUnexpected();
      }
      break;
    default:
      break;
  }
  if (error.code == XML_SCHEMAV_INTERNAL) return;
  if (phase_ == Phase::kStart) {
    std::string path = Path();
    if (const std::string attribute = AttributeOf(message); !attribute.empty()) {
      path = path == "." ? attribute : path + "/" + attribute;
    }
    return Add(values_, std::move(path), "ATTRIBUTE");
  }
  const bool mixed = error.code == XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3 ||
                     error.code == XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1;
  Add(values_, Path(), mixed ? "OTHER" : "VALUE");
}

void SchemaRun::NoteContent(const xmlError& error) {
  const XmlNode* top = open_.back();
  const std::vector<Expected> expected =
      ReadExpected(error.message == nullptr ? "" : error.message);
  if (phase_ != Phase::kStart) {
    if (expected.empty()) return Add(values_, Path(), "OTHER");
    const Expected& name = expected.back();
    return NoteMissing({.parent = top, .child = nullptr},
                       {.before = nullptr, .local = name.local, .space = name.space});
  }
  if (open_.size() < 2) return Add(children_, ".", "UNEXPECTED");
  const XmlNode* parent = open_[open_.size() - 2];
  // When what was wanted comes later, this child stands too early or too much.
  bool later = false;
  bool behind = false;
  for (const XmlNode* child : parent->children()) {
    if (child == top) behind = true;
    if (!behind || left_out_.contains(child)) continue;
    later = later || std::ranges::any_of(expected, [&](const Expected& name) {
              return child->local() == name.local;
            });
  }
  if (later || expected.empty()) return NoteUnexpected();
  // Optional names stand before the one that must come.
  const Expected& name = expected.back();
  NoteMissing({.parent = parent, .child = top},
              {.before = top, .local = name.local, .space = name.space});
}

void SchemaRun::NoteUnexpected() {
  Add(children_, Path(), "UNEXPECTED");
  left_out_.insert(open_.back());
  repaired_ = true;
}

void SchemaRun::NoteMissing(const Misfit& misfit, Missing missing) {
  if (misfit.child != nullptr) open_.pop_back();
  std::string path = Path();
  path = path == "." ? SafeName(missing.local) : path + "/" + SafeName(missing.local);
  if (misfit.child != nullptr) open_.push_back(misfit.child);
  Add(children_, std::move(path), "MISSING");
  put_in_[misfit.parent].push_back(std::move(missing));
  repaired_ = true;
}

void SchemaRun::Add(std::vector<Found>& list, std::string path, std::string_view problem) const {
  if (list.size() >= kFoundMax) return;
  const std::size_t offset = open_.empty() ? 0 : open_.back()->begin();
  Found found{.offset = offset,
              .finding = {.path = std::move(path), .problem = std::string(problem)}};
  // A value that breaks a facet breaks its type too: one finding.
  if (!list.empty() && list.back().offset == offset &&
      list.back().finding.path == found.finding.path &&
      list.back().finding.problem == found.finding.problem) {
    return;
  }
  list.push_back(std::move(found));
}

std::string SchemaRun::Path() const {
  std::string path;
  for (std::size_t i = 1; i < open_.size(); ++i) {
    if (i > 1) path += '/';
    path += SafeName(open_[i]->local());
  }
  return path.empty() ? "." : path;
}

std::vector<SchemaFinding> SchemaRun::Findings(std::size_t findings_max) const {
  std::vector<Found> all = children_;
  all.insert(all.end(), values_.begin(), values_.end());
  std::ranges::stable_sort(all, {}, &Found::offset);
  std::vector<SchemaFinding> findings;
  for (Found& found : all) {
    if (findings.size() == findings_max) break;
    findings.push_back(std::move(found.finding));
  }
  return findings;
}

}  // namespace dm::soap
