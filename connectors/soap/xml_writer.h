// XmlWriter: writes well-formed XML straight into a string. It escapes; it does not know any
// schema.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dm::soap {

// One document or a part of one. Texts and attribute values are escaped; control characters that
// XML 1.0 cannot carry become U+FFFD, so that a hostile text cannot make a document that no reader
// takes. Not for use from several threads.
class XmlWriter {
 public:
  // Appends to `out`, which must outlive the writer.
  explicit XmlWriter(std::string& out) : out_(out) {}

  XmlWriter& Declaration();
  // Begins an element; attributes come next, then content. `name` is trusted and may carry a
  // prefix.
  XmlWriter& Open(std::string_view name);
  // Only directly after Open or another Attribute.
  XmlWriter& Attribute(std::string_view name, std::string_view value);
  XmlWriter& Text(std::string_view text);
  // Markup that is known to be well-formed.
  XmlWriter& Raw(std::string_view xml);
  // Text in a CDATA section; "]]>" is split over two.
  XmlWriter& Cdata(std::string_view text);
  // Ends the innermost open element.
  XmlWriter& Close();
  // Open, Text, Close.
  XmlWriter& Element(std::string_view name, std::string_view text);

  std::size_t depth() const { return names_.size(); }

 private:
  struct Name {
    std::size_t offset;  // where the element's name stands in out_
    std::size_t size;
  };

  void FinishTag();

  std::string& out_;
  std::vector<Name> names_;
  bool in_tag_ = false;
};

}  // namespace dm::soap
