#include "connectors/soap/xml_document.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::soap {
namespace {

std::string Repeat(const std::string& text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

std::string ReasonOf(const std::string& bytes, const XmlLimits& limits = {}) {
  const auto document = XmlDocument::Parse(bytes, XmlEncoding::kDeclared, limits);
  return document.ok() ? "" : DetailOf(document.status()).reason;
}

TEST(XmlDocument, ReadsNamesTextAndAttributes) {
  const auto document = XmlDocument::Parse(
      "<p:a xmlns:p='urn:p' xmlns='urn:d' p:x='1' y='2'><b> t&amp;u </b><b>v</b><c/></p:a>");
  ASSERT_TRUE(document.ok());
  const XmlNode& root = document->root();
  EXPECT_EQ(root.local(), "a");
  EXPECT_EQ(root.space(), "urn:p");
  EXPECT_EQ(root.Attribute("x").value(), "1");
  EXPECT_EQ(root.Attribute("y").value(), "2");
  EXPECT_FALSE(root.Attribute("z").has_value());
  EXPECT_EQ(root.Children("b").size(), 2U);
  EXPECT_EQ(root.ChildText("b").value(), "t&u");
  EXPECT_EQ(root.Child("b")->text(), " t&u ");
  EXPECT_EQ(root.Child("c")->space(), "urn:d");
  EXPECT_EQ(root.Child("d"), nullptr);
}

TEST(XmlDocument, JoinsTextAcrossCdataAndEntities) {
  const auto document = XmlDocument::Parse("<a>1<![CDATA[<2>]]>&#x33;<!-- no -->4</a>");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->root().text(), "1<2>34");
}

TEST(XmlDocument, GivesTheBytesOfAnElementAsTheyCame) {
  const auto document = XmlDocument::Parse("<a><b x='1'>t</b><c /><d></d></a>");
  ASSERT_TRUE(document.ok());
  const XmlNode& root = document->root();
  EXPECT_EQ(document->Bytes(*root.Child("b")), "<b x='1'>t</b>");
  EXPECT_EQ(document->Bytes(*root.Child("c")), "<c />");
  EXPECT_EQ(document->Bytes(*root.Child("d")), "<d></d>");
  EXPECT_EQ(document->Bytes(root), "<a><b x='1'>t</b><c /><d></d></a>");
}

TEST(XmlDocument, KnowsXsiNil) {
  const auto document = XmlDocument::Parse(
      "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><b i:nil='true'/><c "
      "nil='true'/></a>");
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(document->root().Child("b")->IsNil());
  EXPECT_FALSE(document->root().Child("c")->IsNil());
}

TEST(XmlDocument, StaysReadableAfterAMove) {
  auto document = XmlDocument::Parse("<a><b>t</b></a>");
  ASSERT_TRUE(document.ok());
  const XmlDocument moved = *std::move(document);
  EXPECT_EQ(moved.root().ChildText("b").value(), "t");
}

TEST(XmlDocument, RefusesADoctype) {
  EXPECT_EQ(ReasonOf("<!DOCTYPE a><a/>"), "XML_DOCTYPE");
  EXPECT_EQ(ReasonOf("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>"),
            "XML_DOCTYPE");
  EXPECT_EQ(ReasonOf("<a>&undeclared;</a>"), "XML_MALFORMED");
}

TEST(XmlDocument, RefusesWhatIsTooDeep) {
  EXPECT_EQ(ReasonOf(Repeat("<a>", 64) + Repeat("</a>", 64)), "");
  EXPECT_EQ(ReasonOf(Repeat("<a>", 65) + Repeat("</a>", 65)), "XML_DEPTH");
}

TEST(XmlDocument, RefusesTooManyAttributes) {
  const auto with = [](int count) {
    std::string xml = "<a";
    for (int i = 0; i < count; ++i) xml += " x" + std::to_string(i) + "=''";
    return xml + "/>";
  };
  EXPECT_EQ(ReasonOf(with(64)), "");
  EXPECT_EQ(ReasonOf(with(65)), "XML_ATTRIBUTES");
  XmlLimits limits;
  limits.attributes_total_max = 3;
  EXPECT_EQ(ReasonOf("<a><b x='' y=''/><b x='' y=''/></a>", limits), "XML_ATTRIBUTES");
}

TEST(XmlDocument, RefusesTooMuchTextAndTooManyBytes) {
  XmlLimits limits;
  limits.text_bytes_max = 4;
  EXPECT_EQ(ReasonOf("<a>1234</a>", limits), "");
  EXPECT_EQ(ReasonOf("<a>12345</a>", limits), "XML_TEXT");
  EXPECT_EQ(ReasonOf("<a>123<b/>45</a>", limits), "XML_TEXT");
  EXPECT_EQ(ReasonOf("<a x='12345'/>", limits), "XML_TEXT");
  limits = {};
  limits.bytes_max = 4;
  EXPECT_EQ(ReasonOf("<a/>", limits), "");
  EXPECT_EQ(ReasonOf("<a />", limits), "XML_SIZE");
}

TEST(XmlDocument, RefusesTooManyElements) {
  XmlLimits limits;
  limits.elements_max = 3;
  EXPECT_EQ(ReasonOf("<a><b/><b/></a>", limits), "");
  EXPECT_EQ(ReasonOf("<a><b/><b/><b/></a>", limits), "XML_ELEMENTS");
}

TEST(XmlDocument, TakesUtf16AndRefusesOtherEncodings) {
  std::string utf16 = "\xFF\xFE";
  for (const char c : std::string("<a>x</a>")) utf16 += {c, '\0'};
  const auto document = XmlDocument::Parse(utf16);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->root().text(), "x");
  EXPECT_EQ(ReasonOf("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE5</a>"), "XML_ENCODING");
  EXPECT_EQ(ReasonOf("<?xml version='1.0' encoding='x-own'?><a/>"), "XML_ENCODING");
  EXPECT_EQ(ReasonOf("<a>\xE5</a>"), "XML_MALFORMED");
}

TEST(XmlDocument, IgnoresTheDeclarationOfADocumentInsideAString) {
  const auto document = XmlDocument::Parse(
      "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xC3\xA5</a>", XmlEncoding::kAlreadyUtf8);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->root().text(), "\xC3\xA5");
}

TEST(XmlDocument, NamesTheLineAndNeverTheText) {
  const auto document = XmlDocument::Parse("<a>\n<secret>\n</a>");
  ASSERT_FALSE(document.ok());
  const std::string message = MessageOf(document.status());
  EXPECT_NE(message.find("line 3"), std::string::npos);
  EXPECT_EQ(message.find("secret"), std::string::npos);
  for (const char* cut : {"", "<a", "<a>", "<a></b>", "<a/><b/>", "text", "<p:a/>"}) {
    EXPECT_EQ(ReasonOf(cut), "XML_MALFORMED") << cut;
  }
}

}  // namespace
}  // namespace dm::soap
