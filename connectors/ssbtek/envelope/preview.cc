#include "connectors/ssbtek/envelope/preview.h"

#include <cstddef>
#include <string_view>
#include <utility>

#include "connectors/soap/base64.h"
#include "connectors/ssbtek/envelope/question.h"

namespace dm::ssbtek {
namespace {

constexpr std::size_t kLefiQuestionMax = 64U << 10U;
constexpr std::size_t kNumberDigits = 12;
constexpr std::size_t kCenturyDigits = 2;
constexpr std::size_t kBirthDigits = 8;
constexpr std::string_view kStars = "****";
constexpr std::string_view kLefiElement = "<ssbt:lefiJsonFraga>";

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

// Every way of writing the number: 12 or 10 digits, with or without a sign before the last four.
void Mask(std::string& text, const std::string& number) {
  if (number.size() != kNumberDigits) return;
  const std::string birth = number.substr(0, kBirthDigits);
  const std::string serial = number.substr(kBirthDigits);
  for (const std::string& day : {birth, birth.substr(kCenturyDigits)}) {
    for (const std::string_view sign : {"", "-", "+", " "}) {
      const std::string head = day + std::string(sign);
      ReplaceAll(text, head + serial, head + std::string(kStars));
    }
  }
}

// Lays out what XmlWriter wrote: tags and escaped text, nothing else.
class Layout {
 public:
  std::string Run(std::string_view xml) {
    while (!xml.empty()) {
      const std::size_t end = xml.front() == '<' ? xml.find('>') + 1 : xml.find('<');
      const std::string_view token = xml.substr(0, end);
      xml.remove_prefix(token.size());
      if (token.front() == '<') {
        Tag(token);
      } else {
        Text(token);
      }
    }
    return std::move(out_) + '\n';
  }

 private:
  void Tag(std::string_view tag) {
    const bool closes = tag.starts_with("</");
    if (closes) --depth_;
    // An end tag directly after its own start or text stays on the line.
    if (!closes || !inline_) NewLine();
    out_ += tag;
    inline_ = !closes && !tag.ends_with("/>") && !tag.starts_with("<?");
    if (inline_) ++depth_;
    in_lefi_ = tag == kLefiElement;
  }

  void Text(std::string_view text) {
    const StatusOr<std::string> json = in_lefi_ ? soap::Base64Decode(text, kLefiQuestionMax)
                                                : StatusOr<std::string>(std::string());
    if (in_lefi_ && json.ok()) {
      out_ += "<!-- base64 of " + *json + " -->";
    } else {
      out_ += text;
    }
  }

  void NewLine() {
    if (out_.empty()) return;
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  std::string out_;
  std::size_t depth_ = 0;
  bool inline_ = false;   // the last token was a start tag, or text in one
  bool in_lefi_ = false;  // the last tag was lefiJsonFraga's
};

}  // namespace

std::string PreviewQuestion(const Options& options,
                            const EvidenceQuestion& question,
                            const Plan& plan,
                            Instant now) {
  const std::string& number = question.personnummer.Reveal();
  // Masked before the message is written, so that the number is not in the base64 either.
  Plan masked = plan;
  for (auto& [source, asked] : masked.asked) Mask(asked.personal_number, number);
  std::string text = Layout().Run(WriteQuestion(options, question, masked, now));
  Mask(text, number);
  return text;
}

}  // namespace dm::ssbtek
