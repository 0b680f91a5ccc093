#include "connectors/soap/envelope.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::soap {
namespace {

TEST(Envelope, ReadsBackWhatItWraps) {
  auto document = XmlDocument::Parse(WrapInEnvelope("<a xmlns=\"urn:x\">1</a>"));
  ASSERT_TRUE(document.ok());
  const auto body = ReadEnvelope(*document);
  ASSERT_TRUE(body.ok());
  ASSERT_NE(body->payload, nullptr);
  EXPECT_EQ(body->payload->local(), "a");
  EXPECT_EQ(body->payload->space(), "urn:x");
}

TEST(Envelope, ReadsAFaultAndItsDetail) {
  auto document = XmlDocument::Parse(
      WrapInEnvelope("<soap:Fault><faultcode>soap:Server</faultcode><faultstring>x</faultstring>"
                     "<detail><f xmlns=\"urn:x\"><felkod>E7</felkod></f></detail></soap:Fault>"));
  ASSERT_TRUE(document.ok());
  const auto body = ReadEnvelope(*document);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(body->payload, nullptr);
  EXPECT_EQ(body->fault.code, "Server");
  EXPECT_EQ(body->fault.detail_code, "E7");
}

TEST(Envelope, ReadsAFaultWithoutDetail) {
  auto document =
      XmlDocument::Parse(WrapInEnvelope("<soap:Fault><faultcode>Client</faultcode></soap:Fault>"));
  ASSERT_TRUE(document.ok());
  const auto body = ReadEnvelope(*document);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(body->fault.code, "Client");
  EXPECT_EQ(body->fault.detail_code, "");
}

TEST(Envelope, RefusesWhatIsNone) {
  for (const std::string& text :
       {std::string("<html/>"),
        WrapInEnvelope(""),
        WrapInEnvelope("<a/><b/>"),
        std::string(
            "<Envelope xmlns=\"http://www.w3.org/2003/05/soap-envelope\"><Body/></Envelope>")}) {
    auto document = XmlDocument::Parse(text);
    ASSERT_TRUE(document.ok());
    const auto body = ReadEnvelope(*document);
    ASSERT_FALSE(body.ok()) << text;
    EXPECT_EQ(DetailOf(body.status()).reason, "SOAP_ENVELOPE");
  }
}

}  // namespace
}  // namespace dm::soap
