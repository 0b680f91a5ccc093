// Mutual TLS: who gets in, and what they may call. The certificates are made by openssl and live as
// long as the test.
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "medarbetare/v1/application_service.grpc.pb.h"
#include "medarbetare/v1/case_service.grpc.pb.h"
#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "medarbetare/v1/operations_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"
#include "tests/integration/grpc/requests.h"
#include "tests/support/certificate_folder.h"
#include "worker/adapters/grpc/error.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Tls : public ServerTest {
 protected:
  void SetUp() override {
    certificates_.MakeAuthority("ca");
    certificates_.Make("server", "ca", "DNS:localhost,IP:127.0.0.1");
    certificates_.Make("system", "ca", "URI:urn:medarbetare:system");
    certificates_.Make("desk", "ca", "URI:urn:medarbetare:desk");
    certificates_.Make("nobody", "ca", "URI:urn:medarbetare:nobody");
    certificates_.Make("nameless", "ca", "DNS:nameless.example");
    certificates_.MakeAuthority("other");
    certificates_.Make("stranger", "other", "URI:urn:medarbetare:system");
    Start({.listen = "127.0.0.1:0",
           .certificate_file = File("server.pem"),
           .key_file = File("server.key"),
           .client_ca_file = File("ca.pem"),
           .callers = {{"urn:medarbetare:system", {Role::kCaseSystem}},
                       {"urn:medarbetare:desk", {Role::kCaseworker, Role::kCleared}}}});
  }

  void TearDown() override { server_.reset(); }

  std::string File(const std::string& name) const { return certificates_.File(name); }

  std::shared_ptr<grpc::Channel> ChannelAs(const std::string& name) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = ReadFile(File("ca.pem"));
    options.pem_cert_chain = ReadFile(File(name + ".pem"));
    options.pem_private_key = ReadFile(File(name + ".key"));
    return grpc::CreateChannel(Target(), grpc::SslCredentials(options));
  }

  grpc::StatusCode SubmitAs(const std::shared_ptr<grpc::Channel>& channel) {
    pb::ApplicationService::Stub stub(channel);
    pb::SubmitApplicationResponse response;
    return Call(stub, &pb::ApplicationService::Stub::SubmitApplication, SubmitRequest(), response)
        .error_code();
  }

  grpc::StatusCode ListItemsAs(const std::shared_ptr<grpc::Channel>& channel) {
    pb::EscalationService::Stub stub(channel);
    pb::ListEscalationsRequest request;
    request.set_include_restricted(true);
    pb::ListEscalationsResponse response;
    return Call(stub, &pb::EscalationService::Stub::ListEscalations, request, response)
        .error_code();
  }

  dm::testing::CertificateFolder certificates_;
};

TEST_F(Tls, TheCallerIsTheUriOfTheCertificate) {
  EXPECT_EQ(SubmitAs(ChannelAs("system")), grpc::StatusCode::OK);
  EXPECT_EQ(journal_.last().caller, "urn:medarbetare:system");
  EXPECT_FALSE(journal_.last().cleared);
}

TEST_F(Tls, ARoleMayCallItsMethodsOnly) {
  EXPECT_EQ(SubmitAs(ChannelAs("desk")), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(ListItemsAs(ChannelAs("system")), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(journal_.calls().empty());
  EXPECT_EQ(ListItemsAs(ChannelAs("desk")), grpc::StatusCode::OK);
  EXPECT_TRUE(journal_.last().cleared);
  EXPECT_TRUE(escalations_.filtered.include_restricted);
}

TEST_F(Tls, ACallerWithoutARoleOrWithoutAUriIsRefused) {
  EXPECT_EQ(SubmitAs(ChannelAs("nobody")), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(SubmitAs(ChannelAs("nameless")), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(journal_.calls().empty());
}

TEST_F(Tls, AStrangersCertificateNoneAndPlainTextGetNoConnection) {
  grpc::SslCredentialsOptions none;
  none.pem_root_certs = ReadFile(File("ca.pem"));
  EXPECT_EQ(SubmitAs(ChannelAs("stranger")), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(SubmitAs(grpc::CreateChannel(Target(), grpc::SslCredentials(none))),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(SubmitAs(channel_), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(journal_.calls().empty());
}

TEST_F(Tls, ThereIsNoReflectionOutsideDevelopment) {
  const RawReply reply = SendRaw(
      ChannelAs("system"), "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "");
  EXPECT_EQ(reply.code, grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace dm::grpc_adapter
