#include "connectors/soap/xml_schema.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm::soap {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kMain[] = R"(<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns="urn:a"
  xmlns:b="urn:b" targetNamespace="urn:a" elementFormDefault="qualified">
  <s:import namespace="urn:b" schemaLocation="parts/b.xsd"/>
  <s:element name="order"><s:complexType><s:sequence>
    <s:element name="number" type="s:int"/>
    <s:element name="note" type="s:string" minOccurs="0"/>
    <s:element name="row" type="b:Row" maxOccurs="unbounded"/>
    <s:element name="end" minOccurs="0"><s:complexType/></s:element>
  </s:sequence><s:attribute name="day" type="s:date" use="required"/></s:complexType></s:element>
</s:schema>)";

constexpr char kPart[] = R"(<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns="urn:b"
  targetNamespace="urn:b" elementFormDefault="qualified">
  <s:complexType name="Row"><s:sequence>
    <s:element name="code"><s:simpleType><s:restriction base="s:string">
      <s:pattern value="[A-Z]{2}"/></s:restriction></s:simpleType></s:element>
    <s:element name="amount" type="s:decimal"/>
    <s:element name="text" type="s:string" nillable="true"/>
  </s:sequence></s:complexType>
</s:schema>)";

std::unique_ptr<const XmlSchema> Orders() {
  auto schema = XmlSchema::Compile({{"main.xsd", kMain}, {"parts/b.xsd", kPart}}, "main.xsd");
  EXPECT_TRUE(schema.ok()) << schema.status();
  return schema.ok() ? *std::move(schema) : nullptr;
}

std::string Row(const std::string& inside) {
  return "<row>" + inside + "</row>";
}

std::string GoodRow() {
  return Row("<b:code>AB</b:code><b:amount>1.5</b:amount><b:text>x</b:text>");
}

std::string Order(const std::string& inside, const std::string& attributes = "day='2026-01-01'") {
  return "<order xmlns='urn:a' xmlns:b='urn:b' "
         "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' " +
         attributes + ">" + inside + "</order>";
}

std::vector<std::string> Breaches(const std::string& document) {
  static const auto schema = Orders();
  const auto findings = schema->Validate(document, XmlSchema::Where::kRoot);
  EXPECT_TRUE(findings.ok()) << findings.status();
  std::vector<std::string> lines;
  for (const SchemaFinding& finding : findings.value_or(std::vector<SchemaFinding>())) {
    lines.push_back(finding.path + " " + finding.problem);
  }
  return lines;
}

TEST(XmlSchemaTest, FindsNothingInAValidDocument) {
  EXPECT_THAT(Breaches(Order("<number>1</number>" + GoodRow())), IsEmpty());
  EXPECT_THAT(Breaches(Order("\n <number>1</number>\n" + GoodRow() + GoodRow() + "<end/>\n")),
              IsEmpty());
}

TEST(XmlSchemaTest, NamesAMissingElement) {
  EXPECT_THAT(Breaches(Order(GoodRow())), ElementsAre("number MISSING"));
  EXPECT_THAT(Breaches(Order("<number>1</number>")), ElementsAre("row MISSING"));
}

TEST(XmlSchemaTest, NamesAnUnexpectedElement) {
  EXPECT_THAT(Breaches(Order("<number>1</number><extra/>" + GoodRow())),
              ElementsAre("extra UNEXPECTED"));
  EXPECT_THAT(Breaches(Order("<number>1</number><number>1</number>" + GoodRow())),
              ElementsAre("number UNEXPECTED"));
  EXPECT_THAT(Breaches(Order("<number>1</number>" + GoodRow() + "<end><x/></end>")),
              ElementsAre("end/x UNEXPECTED"));
}

TEST(XmlSchemaTest, TakesAnotherNamespaceForAnotherElement) {
  EXPECT_THAT(Breaches(Order("<b:number>1</b:number>" + GoodRow())),
              ElementsAre("number UNEXPECTED", "number MISSING"));
}

TEST(XmlSchemaTest, LooksOnBehindWhatDoesNotFit) {
  EXPECT_THAT(Breaches(Order(Row("<b:amount>x</b:amount><b:text/>") + "<odd/>" +
                             Row("<b:code>abc</b:code><b:amount>2</b:amount><b:text/><b:text/>"))),
              ElementsAre("number MISSING",
                          "row/code MISSING",
                          "row/amount VALUE",
                          "odd UNEXPECTED",
                          "row/code VALUE",
                          "row/text UNEXPECTED"));
}

TEST(XmlSchemaTest, NamesValuesAndAttributes) {
  EXPECT_THAT(Breaches(Order("<number>one</number>" + GoodRow())), ElementsAre("number VALUE"));
  EXPECT_THAT(Breaches(Order("<number>1</number>" + GoodRow(), "")), ElementsAre("@day ATTRIBUTE"));
  EXPECT_THAT(Breaches(Order("<number>1</number>" + GoodRow(), "day='tomorrow'")),
              ElementsAre("@day ATTRIBUTE"));
  EXPECT_THAT(Breaches(Order("<number odd='1'>1</number>" + GoodRow())),
              ElementsAre("number/@odd ATTRIBUTE"));
  EXPECT_THAT(Breaches(Order("<number>1</number>free text" + GoodRow())), ElementsAre(". OTHER"));
}

TEST(XmlSchemaTest, TakesNilWhereTheSchemaDoes) {
  const std::string nil = "xsi:nil='true'";
  EXPECT_THAT(
      Breaches(Order("<number>1</number>" +
                     Row("<b:code>AB</b:code><b:amount>1</b:amount><b:text " + nil + "/>"))),
      IsEmpty());
  EXPECT_THAT(Breaches(Order("<number " + nil + "/>" + GoodRow())),
              Contains(testing::StartsWith("number")));
}

TEST(XmlSchemaTest, SaysThatARootIsUnknown) {
  EXPECT_THAT(Breaches("<other/>"), ElementsAre(". UNEXPECTED"));
}

TEST(XmlSchemaTest, ShowsNoValueAndNoDigits) {
  const auto lines = Breaches(Order("<number>199001012385</number><p199001012385/>" + GoodRow(),
                                    "day='199001012385' a199001012385='1'"));
  EXPECT_EQ(lines.size(), 4U);
  for (const std::string& line : lines) EXPECT_EQ(line.find("1990"), line.npos) << line;
}

TEST(XmlSchemaTest, StopsAtTheMostFindings) {
  std::string many = "<number>1</number>" + GoodRow();
  for (int i = 0; i < 300; ++i) many += Row("<b:code>a</b:code><b:amount>1</b:amount><b:text/>");
  EXPECT_EQ(Breaches(Order(many)).size(), 100U);
  EXPECT_EQ(Orders()->Validate(Order(many), XmlSchema::Where::kRoot, 7)->size(), 7U);
}

TEST(XmlSchemaTest, FindsThePayloadOfASoapBody) {
  const std::string before =
      "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>";
  const std::string after = "</e:Body></e:Envelope>";
  const auto schema = Orders();
  const auto good = schema->Validate(before + Order("<number>1</number>" + GoodRow()) + after,
                                     XmlSchema::Where::kSoapBody);
  EXPECT_THAT(good.value(), IsEmpty());
  const auto bad = schema->Validate(before + Order(GoodRow()) + after, XmlSchema::Where::kSoapBody);
  EXPECT_EQ(bad.value().at(0).path, "number");
  const auto none = schema->Validate(before + after, XmlSchema::Where::kSoapBody);
  EXPECT_EQ(DetailOf(none.status()).reason, "SOAP_ENVELOPE");
}

TEST(XmlSchemaTest, TakesMappedNamespacesForTheSchemasOwn) {
  const XmlDocument document = XmlDocument::Parse(
                                   "<order xmlns='urn:old' xmlns:b='urn:b' day='2026-01-01'>"
                                   "<number>1</number>" +
                                   GoodRow() + "</order>")
                                   .value();
  EXPECT_FALSE(Orders()->Validate(document.root()).empty());
  EXPECT_THAT(Orders()->Validate(document.root(), 100, {{"urn:old", "urn:a"}}), IsEmpty());
}

TEST(XmlSchemaTest, RefusesWhatIsNotWellFormedOrDeclaresEntities) {
  const auto schema = Orders();
  const auto cut = schema->Validate("<order", XmlSchema::Where::kRoot);
  EXPECT_EQ(DetailOf(cut.status()).reason, "XML_MALFORMED");
  const auto entity =
      schema->Validate("<!DOCTYPE order [<!ENTITY f SYSTEM 'file:///etc/hostname'>]>" +
                           Order("<number>&f;</number>"),
                       XmlSchema::Where::kRoot);
  EXPECT_EQ(DetailOf(entity.status()).reason, "XML_DOCTYPE");
}

TEST(XmlSchemaTest, LoadsNothingThatADocumentPointsTo) {
  // A schema on disk that a hint names would make the order valid if it were followed.
  const auto file = std::filesystem::path(testing::TempDir()) / "dm_xml_schema_hint.xsd";
  std::ofstream(file) << "<s:schema xmlns:s='http://www.w3.org/2001/XMLSchema' "
                         "targetNamespace='urn:c'><s:element name='hinted'/></s:schema>";
  const std::string hint = "xsi:schemaLocation='urn:c file://" + file.string() + "'";
  EXPECT_THAT(Breaches("<c:hinted xmlns:c='urn:c' "
                       "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' " +
                       hint + "/>"),
              Contains(". UNEXPECTED"));
  std::filesystem::remove(file);
}

TEST(XmlSchemaTest, CompilesFromTheGivenFilesOnly) {
  const auto missing = XmlSchema::Compile({{"main.xsd", kMain}}, "main.xsd");
  EXPECT_EQ(missing.status().code(), StatusCode::kInternal);
  EXPECT_THAT(missing.status().ToString(), HasSubstr("parts/b.xsd"));
  const auto file = std::filesystem::path(testing::TempDir()) / "dm_xml_schema_b.xsd";
  std::ofstream(file) << kPart;
  std::string outside = kMain;
  outside.replace(outside.find("parts/b.xsd"), 11, file.string());
  EXPECT_FALSE(XmlSchema::Compile({{"main.xsd", outside}}, "main.xsd").ok());
  std::filesystem::remove(file);
  EXPECT_FALSE(XmlSchema::Compile({}, "main.xsd").ok());
  EXPECT_FALSE(XmlSchema::Compile({{"main.xsd", "<no"}}, "main.xsd").ok());
  EXPECT_FALSE(XmlSchema::Compile(
                   {{"main.xsd",
                     "<s:schema xmlns:s='http://www.w3.org/2001/XMLSchema'><s:element name='a' "
                     "type='unknown'/></s:schema>"}},
                   "main.xsd")
                   .ok());
}

TEST(XmlSchemaTest, ServesManyThreadsAtOnce) {
  const auto schema = Orders();
  const std::string good = Order("<number>1</number>" + GoodRow());
  const std::string bad = Order(Row("<b:amount>x</b:amount><b:text/>"));
  std::vector<std::jthread> threads;
  std::vector<int> wrong(8, 0);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 300; ++n) {
        if (!schema->Validate(good, XmlSchema::Where::kRoot)->empty()) ++wrong[i];
        if (schema->Validate(bad, XmlSchema::Where::kRoot)->size() != 3) ++wrong[i];
        if (n % 100 == 0 && Orders() == nullptr) ++wrong[i];
      }
    });
  }
  threads.clear();
  EXPECT_THAT(wrong, testing::Each(0));
}

}  // namespace
}  // namespace dm::soap
