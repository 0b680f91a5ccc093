#include "worker/adapters/grpc/page.h"

#include <gtest/gtest.h>

#include "medarbetare/v1/application_service.pb.h"
#include "medarbetare/v1/case_service.pb.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;

TEST(Page, HasFiftyItemsWhereNoSizeIsGivenAndTwoHundredAtMost) {
  pb::ListCasesRequest request;
  EXPECT_EQ(ReadPage(request)->limit, 50);
  request.set_page_size(200);
  EXPECT_EQ(ReadPage(request)->limit, 200);
  request.set_page_size(201);
  EXPECT_EQ(ReadPage(request)->limit, 200);
}

TEST(Page, TokenGivesTheCursorBackWhateverItsBytes) {
  pb::ListCasesRequest request;
  request.set_household("H-1");
  std::string cursor("\0\xff a|b", 6);
  request.set_page_token(PageToken(request, cursor));
  EXPECT_EQ(ReadPage(request)->after, cursor);
  request.set_page_size(7);  // the size may change from page to page
  EXPECT_EQ(ReadPage(request)->after, cursor);
}

TEST(Page, TokenIsEmptyWhenThereIsNoMore) {
  EXPECT_EQ(PageToken(pb::ListCasesRequest(), ""), "");
}

TEST(Page, TokenOfAnotherFilterOrListIsRefused) {
  pb::ListCasesRequest request;
  request.set_page_token(PageToken(request, "7"));
  EXPECT_TRUE(ReadPage(request).ok());
  request.set_household("H-1");
  EXPECT_EQ(DetailOf(ReadPage(request).status()).reason, "PAGE_TOKEN_INVALID");
  pb::ListApplicationsRequest other;
  other.set_page_token(PageToken(pb::ListCasesRequest(), "7"));
  EXPECT_EQ(DetailOf(ReadPage(other).status()).reason, "PAGE_TOKEN_INVALID");
}

TEST(Page, TokenThatWasChangedIsRefused) {
  pb::ListCasesRequest request;
  const std::string token = PageToken(request, "7");
  for (const std::string& bad : {token.substr(1), token + "z", token + "a", token.substr(0, 16)}) {
    request.set_page_token(bad);
    EXPECT_FALSE(ReadPage(request).ok()) << bad;
  }
}

}  // namespace
}  // namespace dm::grpc_adapter
