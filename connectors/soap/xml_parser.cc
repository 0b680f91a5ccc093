#include <expat.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "connectors/soap/xml_document.h"
#include "connectors/soap/xml_storage.h"

namespace dm::soap {
namespace {

Status Refuse(const char* reason, const std::string& message) {
  return InvalidArgument(
      message,
      {.reason = reason, .field = "", .remedy = "treat the document as unread; ask its sender"});
}

bool IsUtf(std::string_view encoding) {
  std::string lower(encoding);
  std::ranges::transform(
      lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower == "utf-8" || lower == "utf8" || lower == "utf-16" || lower == "utf-16le" ||
         lower == "utf-16be";
}

}  // namespace

// A parser keeps its buffers from one document to the next: one a thread is set back and lent out
// again. One that has seen a large document, or is in use further up, is let go.
class LentParser {
 public:
  LentParser(const char* encoding, std::size_t bytes) : keep_(bytes <= kKeptBytesMax) {
    std::swap(parser_, Kept().parser);
    if (parser_ != nullptr && XML_ParserReset(parser_, encoding) == XML_TRUE) return;
    XML_ParserFree(parser_);
    parser_ = XML_ParserCreateNS(encoding, NameTable::kSeparator);
  }

  ~LentParser() {
    if (keep_) std::swap(parser_, Kept().parser);
    XML_ParserFree(parser_);
  }

  LentParser(const LentParser&) = delete;
  LentParser& operator=(const LentParser&) = delete;
  LentParser(LentParser&&) = delete;
  LentParser& operator=(LentParser&&) = delete;

  XML_Parser get() const { return parser_; }

 private:
  static constexpr std::size_t kKeptBytesMax = 256U << 10U;

  struct Holder {
    XML_Parser parser = nullptr;

    Holder() = default;
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    Holder(Holder&&) = delete;
    Holder& operator=(Holder&&) = delete;

    ~Holder() { XML_ParserFree(parser); }
  };

  static Holder& Kept() {
    thread_local Holder kept;
    return kept;
  }

  bool keep_;
  XML_Parser parser_ = nullptr;
};

// Receives expat's events. The first breach of a limit stops the parser.
class XmlBuilder {
 public:
  XmlBuilder(std::string bytes, XmlEncoding encoding, const XmlLimits& limits)
      : limits_(limits),
        encoding_(encoding),
        storage_(std::make_unique<XmlDocument::Storage>(std::move(bytes))),
        lent_(encoding == XmlEncoding::kAlreadyUtf8 ? "UTF-8" : nullptr, storage_->bytes.size()),
        parser_(lent_.get()) {}

  ~XmlBuilder() = default;

  XmlBuilder(const XmlBuilder&) = delete;
  XmlBuilder& operator=(const XmlBuilder&) = delete;
  XmlBuilder(XmlBuilder&&) = delete;
  XmlBuilder& operator=(XmlBuilder&&) = delete;

  StatusOr<XmlDocument> Build() {
    if (parser_ == nullptr) return Unavailable("out of memory while reading XML");
    if (storage_->bytes.size() > limits_.bytes_max) {
      return Refuse("XML_SIZE",
                    "the document is larger than " + std::to_string(limits_.bytes_max) + " bytes");
    }
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, &OnStart, &OnEnd);
    XML_SetCharacterDataHandler(parser_, &OnText);
    XML_SetStartDoctypeDeclHandler(parser_, &OnDoctype);
    XML_SetXmlDeclHandler(parser_, &OnDeclaration);
    const std::string& bytes = storage_->bytes;
    const XML_Status outcome =
        XML_Parse(parser_, bytes.data(), static_cast<int>(bytes.size()), XML_TRUE);
    if (!breach_.ok()) return breach_;
    if (outcome != XML_STATUS_OK) return Malformed();
    return XmlDocument(std::move(storage_));
  }

 private:
  // An element whose end tag has not come.
  struct Open {
    XmlNode* node = nullptr;
    std::size_t children_begin = 0;  // where its children begin in children_
  };

  static XmlBuilder& Of(void* user) { return *static_cast<XmlBuilder*>(user); }

  static void OnStart(void* user, const XML_Char* name, const XML_Char** attributes) {
    Of(user).Start(name, attributes);
  }

  static void OnEnd(void* user, const XML_Char*) { Of(user).End(); }

  static void OnText(void* user, const XML_Char* text, int size) {
    Of(user).Text({text, static_cast<std::size_t>(size)});
  }

  static void OnDoctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    Of(user).Stop(Refuse("XML_DOCTYPE", "the document declares a DOCTYPE"));
  }

  static void OnDeclaration(void* user, const XML_Char*, const XML_Char* encoding, int) {
    Of(user).Declaration(encoding);
  }

  void Stop(Status breach) {
    if (breach_.ok()) breach_ = std::move(breach);
    XML_StopParser(parser_, XML_FALSE);
  }

  void Declaration(const char* encoding) {
    if (encoding == nullptr || encoding_ == XmlEncoding::kAlreadyUtf8 || IsUtf(encoding)) return;
    Stop(Refuse("XML_ENCODING", "the document is neither UTF-8 nor UTF-16"));
  }

  void Start(const char* name, const char** attributes) {
    if (!breach_.ok()) return;
    if (open_.size() >= limits_.depth_max) {
      return Stop(
          Refuse("XML_DEPTH", "the document is deeper than " + std::to_string(limits_.depth_max)));
    }
    if (elements_ >= limits_.elements_max) {
      return Stop(
          Refuse("XML_ELEMENTS",
                 "the document has over " + std::to_string(limits_.elements_max) + " elements"));
    }
    ++elements_;
    XmlNode* node = storage_->arena.Make(XmlNode());
    const SplitName split = storage_->names.Intern(name);
    node->local_ = split.local;
    node->space_ = split.space;
    node->begin_ = Offset();
    AddAttributes(*node, attributes);
    if (open_.empty()) {
      storage_->root = node;
    } else {
      children_.push_back(node);
    }
    open_.push_back({.node = node, .children_begin = children_.size()});
    if (texts_.size() < open_.size()) texts_.emplace_back();
    texts_[open_.size() - 1].clear();
  }

  void AddAttributes(XmlNode& node, const char** attributes) {
    std::size_t count = 0;
    for (const char** at = attributes; *at != nullptr; at += 2) ++count;
    if (count == 0) return;
    attributes_total_ += count;
    if (count > limits_.attributes_max || attributes_total_ > limits_.attributes_total_max) {
      return Stop(Refuse("XML_ATTRIBUTES",
                         "an element has over " + std::to_string(limits_.attributes_max) +
                             " attributes, or all have over " +
                             std::to_string(limits_.attributes_total_max)));
    }
    attributes_.clear();
    for (const char** at = attributes; *at != nullptr; at += 2) {
      const std::string_view value = at[1];
      if (value.size() > limits_.text_bytes_max) return TooMuchText();
      const SplitName split = storage_->names.Intern(at[0]);
      attributes_.push_back(
          {.local = split.local, .space = split.space, .value = storage_->arena.Copy(value)});
    }
    node.attributes_ = storage_->arena.CopyList(std::span<const XmlAttribute>(attributes_));
  }

  void Text(std::string_view text) {
    if (!breach_.ok() || open_.empty()) return;
    std::string& all = texts_[open_.size() - 1];
    if (text.size() > limits_.text_bytes_max - all.size()) return TooMuchText();
    all += text;
  }

  void TooMuchText() {
    Stop(Refuse("XML_TEXT",
                "a text is larger than " + std::to_string(limits_.text_bytes_max) + " bytes"));
  }

  void End() {
    if (!breach_.ok() || open_.empty()) return;
    const Open& open = open_.back();
    XmlNode& node = *open.node;
    // Of an empty-element tag expat has already passed the tag and counts no byte.
    node.end_ = Offset() + static_cast<std::size_t>(std::max(XML_GetCurrentByteCount(parser_), 0));
    node.text_ = storage_->arena.Copy(texts_[open_.size() - 1]);
    node.children_ = storage_->arena.CopyList(
        std::span<const XmlNode* const>(children_).subspan(open.children_begin));
    children_.resize(open.children_begin);
    open_.pop_back();
  }

  std::size_t Offset() const {
    return static_cast<std::size_t>(std::max<XML_Index>(XML_GetCurrentByteIndex(parser_), 0));
  }

  Status Malformed() const {
    const XML_Error error = XML_GetErrorCode(parser_);
    if (error == XML_ERROR_UNKNOWN_ENCODING || error == XML_ERROR_INCORRECT_ENCODING) {
      return Refuse("XML_ENCODING", "the document's bytes are not in the encoding it declares");
    }
    // expat's own texts are fixed sentences without a byte of the document.
    return Refuse("XML_MALFORMED",
                  "the document is not well-formed at line " +
                      std::to_string(XML_GetCurrentLineNumber(parser_)) + ": " +
                      XML_ErrorString(error));
  }

  const XmlLimits limits_;
  const XmlEncoding encoding_;
  std::unique_ptr<XmlDocument::Storage> storage_;
  LentParser lent_;
  XML_Parser parser_;
  std::vector<Open> open_;
  std::vector<const XmlNode*> children_;  // of all open elements, the innermost one's last
  std::vector<std::string> texts_;        // one for each depth, used again and again
  std::vector<XmlAttribute> attributes_;  // of the element that begins
  std::size_t elements_ = 0;
  std::size_t attributes_total_ = 0;
  Status breach_ = OkStatus();
};

StatusOr<XmlDocument> XmlDocument::Parse(std::string bytes,
                                         XmlEncoding encoding,
                                         const XmlLimits& limits) {
  return XmlBuilder(std::move(bytes), encoding, limits).Build();
}

}  // namespace dm::soap
