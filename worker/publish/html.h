// Html: builds markup that is well formed by construction, as XML too: every element is closed,
// every text escaped. A mistake of the caller (closing what is not open) stops the program.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dm::publish {

using Attributes = std::vector<std::pair<std::string, std::string>>;

class Html {
 public:
  Html& Open(std::string_view tag, const Attributes& attributes = {});
  Html& Close();
  // An element without content, such as meta.
  Html& Void(std::string_view tag, const Attributes& attributes = {});
  Html& Text(std::string_view text);
  Html& Element(std::string_view tag, std::string_view text, const Attributes& attributes = {});
  Html& Link(std::string_view text, const std::string& href);
  Html& Add(const Html& part);
  // Markup that is well formed already, such as a drawing made elsewhere.
  Html& AddMarkup(std::string_view markup);

  bool empty() const { return out_.empty(); }

  // All elements must be closed.
  const std::string& str() const;

 private:
  void Begin(std::string_view tag, const Attributes& attributes);

  std::string out_;
  std::vector<std::string> open_;
};

// An id for an element: what stands in it besides letters, digits, ".", "_" and "-" becomes "-".
std::string AnchorOf(std::string_view text);

}  // namespace dm::publish
