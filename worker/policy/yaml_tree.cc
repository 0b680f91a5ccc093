#include "worker/policy/yaml_tree.h"

#include <sstream>
#include <utility>

#include "fmt/format.h"
#include "worker/core/utf8.h"
#include "yaml-cpp/eventhandler.h"
#include "yaml-cpp/exceptions.h"
#include "yaml-cpp/parser.h"

namespace dm::policy {
namespace {

// Builds the tree from yaml-cpp's events, which still tell anchors, aliases and tags apart, as its
// node type does not.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(FileErrors& errors) : errors_(errors) {}

  bool failed() const { return failed_; }

  YamlNode TakeRoot() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}

  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    RefuseAnchor(mark, anchor);
    YamlNode node;
    node.line = Line(mark);
    Add(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Refuse(mark, "aliases (*name) are not allowed", "write the value out");
    Add(YamlNode{});
  }

  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t anchor,
                const std::string& value) override {
    RefuseAnchor(mark, anchor);
    RefuseTag(mark, tag);
    // Here the escapes of a quoted value are read: what they stand for would reach a terminal.
    if (!IsPlainUtf8(value))
      Refuse(mark,
             "an escape in the text stands for a control character",
             "write the text without it");
    YamlNode node;
    node.kind = YamlNode::Kind::kScalar;
    node.line = Line(mark);
    node.text = value;
    Add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Kind::kList);
  }

  void OnMapStart(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Kind::kMap);
  }

  void OnSequenceEnd() override { Close(); }

  void OnMapEnd() override { Close(); }

 private:
  struct Frame {
    YamlNode node;
    std::optional<YamlEntry> entry;  // a map's key that waits for its value
  };

  static int Line(const YAML::Mark& mark) { return mark.line + 1; }

  void Refuse(const YAML::Mark& mark, const std::string& message, const std::string& remedy) {
    failed_ = true;
    errors_.Add(Line(mark), message, remedy);
  }

  void RefuseAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0)
      Refuse(mark, "anchors (&name) are not allowed", "write the value out where it is used");
  }

  // yaml-cpp reports "?" for a plain and "!" for a quoted value without a tag, and nothing for a
  // collection in flow style.
  void RefuseTag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    Refuse(mark,
           "tags (!type) are not allowed",
           "remove the tag: the schema gives every value its type");
  }

  void Open(const YAML::Mark& mark,
            const std::string& tag,
            YAML::anchor_t anchor,
            YamlNode::Kind kind) {
    RefuseAnchor(mark, anchor);
    RefuseTag(mark, tag);
    Frame frame;
    frame.node.kind = kind;
    frame.node.line = Line(mark);
    frames_.push_back(std::move(frame));
    if (frames_.size() == kDepthMax + 1) {
      Refuse(mark,
             fmt::format("lists and maps are nested deeper than {} levels", kDepthMax),
             "flatten the structure");
    }
  }

  void Close() {
    YamlNode node = std::move(frames_.back().node);
    frames_.pop_back();
    Add(std::move(node));
  }

  void Add(YamlNode node) {
    if (frames_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node.kind == YamlNode::Kind::kList) {
      frame.node.items.push_back(std::move(node));
    } else if (!frame.entry.has_value()) {
      AddKey(frame, std::move(node));
    } else {
      // yaml-cpp notices a missing value only at the next token; the error belongs to the key.
      if (node.kind == YamlNode::Kind::kNull) node.line = frame.entry->line;
      frame.entry->value = std::move(node);
      frame.node.entries.push_back(*std::move(frame.entry));
      frame.entry.reset();
    }
  }

  void AddKey(Frame& frame, YamlNode key) {
    if (key.kind != YamlNode::Kind::kScalar) {
      failed_ = true;
      errors_.Add(key.line, "a key is not plain text", "use a word as the key");
    } else if (key.text == "<<") {
      failed_ = true;
      errors_.Add(key.line, "merge keys (<<) are not allowed", "write the keys out");
    } else if (frame.node.Find(key.text) != nullptr) {
      failed_ = true;
      errors_.Add(
          key.line, fmt::format("the key {} stands twice", Quoted(key.text)), "remove one of them");
    }
    frame.entry = YamlEntry{std::move(key.text), key.line, {}};
  }

  FileErrors& errors_;
  bool failed_ = false;
  YamlNode root_;
  std::vector<Frame> frames_;
};

// As the C1 control characters too are refused, a file reads the same in every editor.
bool IsPlain(std::uint32_t code_point) {
  return code_point == '\n' || code_point == '\t' || !IsControl(code_point);
}

int LineOfFirstBadByte(std::string_view bytes) {
  int line = 1;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::optional<Utf8Character> first = FirstCharacter(bytes.substr(at));
    if (!first || !IsPlain(first->code_point)) return line;
    if (bytes[at] == '\n') ++line;
    at += first->length;
  }
  return 0;
}

// The parser stops where it gives up, which may be a line or two below the mistake. A tab is not
// seen in an editor, so it is named.
std::string SyntaxRemedy(const std::string& bytes, int line) {
  std::istringstream lines(bytes);
  std::string at_fault;
  for (int read = 0; read < line; ++read) std::getline(lines, at_fault);
  if (at_fault.find('\t') != std::string::npos)
    return "there is a tab in the line: indent with spaces alone";
  return "look at this line and those just above: one indentation for the keys of one level, a "
         "space after each colon, every bracket and quotation mark closed";
}

std::optional<YamlNode> Parse(const std::string& bytes, FileErrors& errors) {
  std::istringstream stream(bytes);
  YAML::Parser parser(stream);
  TreeBuilder builder(errors);
  if (!parser.HandleNextDocument(builder)) {
    errors.Add(0, "the file is empty", "write its content or remove the file");
    return std::nullopt;
  }
  TreeBuilder second(errors);
  if (!builder.failed() && parser.HandleNextDocument(second)) {
    errors.Add(0,
               "the file holds more than one document",
               "remove the line --- and what follows, or split the file");
    return std::nullopt;
  }
  if (builder.failed()) return std::nullopt;
  return builder.TakeRoot();
}

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (const YamlEntry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

bool IsPlainUtf8(std::string_view bytes) {
  return LineOfFirstBadByte(bytes) == 0;
}

std::optional<YamlNode> ReadYaml(const std::string& bytes, FileErrors& errors) {
  if (bytes.size() > kFileBytesMax) {
    errors.Add(0, fmt::format("the file is larger than {} bytes", kFileBytesMax), "split it");
    return std::nullopt;
  }
  if (const int line = LineOfFirstBadByte(bytes); line > 0) {
    errors.Add(
        line, "the text is not plain UTF-8", "save the file as UTF-8 without control characters");
    return std::nullopt;
  }
  try {
    return Parse(bytes, errors);
  } catch (const YAML::Exception& exception) {
    const int line = exception.mark.is_null() ? 0 : exception.mark.line + 1;
    errors.Add(line, fmt::format("not valid YAML: {}", exception.msg), SyntaxRemedy(bytes, line));
    return std::nullopt;
  }
}

}  // namespace dm::policy
