#include "connectors/soap/xml_writer.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::soap {
namespace {

TEST(XmlWriter, NestsAndClosesByName) {
  std::string out;
  XmlWriter xml(out);
  xml.Declaration().Open("s:a").Attribute("x", "1").Element("b", "text").Open("c").Close().Close();
  EXPECT_EQ(out, R"(<?xml version="1.0" encoding="UTF-8"?><s:a x="1"><b>text</b><c/></s:a>)");
  EXPECT_EQ(xml.depth(), 0U);
}

TEST(XmlWriter, EscapesTextAndAttributes) {
  std::string out;
  XmlWriter(out).Open("a").Attribute("q", "\"<&").Text("<&>\"å").Close();
  EXPECT_EQ(out, "<a q=\"&quot;&lt;&amp;\">&lt;&amp;&gt;&quot;å</a>");
}

TEST(XmlWriter, ReplacesWhatXmlCannotCarry) {
  std::string out;
  XmlWriter(out).Element("a", std::string("x\0y\x01\n", 5));
  EXPECT_EQ(out, "<a>x\xEF\xBF\xBDy\xEF\xBF\xBD\n</a>");
}

TEST(XmlWriter, SplitsCdataAtItsOwnEnd) {
  std::string out;
  XmlWriter(out).Open("a").Cdata("1]]>2").Close();
  EXPECT_EQ(out, "<a><![CDATA[1]]]]><![CDATA[>2]]></a>");
}

TEST(XmlWriter, StopsOnAnAttributeOutsideATag) {
  std::string out;
  EXPECT_DEATH(XmlWriter(out).Open("a").Text("x").Attribute("b", "c"), "");
}

}  // namespace
}  // namespace dm::soap
