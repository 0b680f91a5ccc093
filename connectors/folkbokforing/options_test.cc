#include "connectors/folkbokforing/options.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::folk {
namespace {

Options Good() {
  Options options;
  options.url = "https://integration.example.test/folkbokforing/v1/person";
  options.http.certificate_file = "client.pem";
  options.http.key_file = "client.key";
  options.organisation_number = "162120000142";
  return options;
}

template <typename Change>
std::string FieldOf(Change change) {
  Options options = Good();
  change(options);
  const Status status = Check(options);
  if (status.ok()) return "";
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_FALSE(DetailOf(status).remedy.empty());
  return DetailOf(status).field;
}

TEST(FolkOptions, AreCheckedWhole) {
  EXPECT_EQ(Check(Good()), OkStatus());
  EXPECT_EQ(FieldOf([](Options& o) { o.url = "https://integration.example.test/v2/person"; }),
            "folkbokforing.url");
  EXPECT_EQ(FieldOf([](Options& o) { o.organisation_number = "2120000142"; }),
            "folkbokforing.organisation_number");
  EXPECT_EQ(FieldOf([](Options& o) { o.total_timeout_ms = 99; }), "folkbokforing.total_timeout_ms");
  EXPECT_EQ(FieldOf([](Options& o) { o.total_timeout_ms = 30'001; }),
            "folkbokforing.total_timeout_ms");
  EXPECT_EQ(FieldOf([](Options& o) { o.copy_age_max_h = 0; }), "folkbokforing.copy_age_max_h");
  EXPECT_EQ(FieldOf([](Options& o) { o.copy_age_max_h = 169; }), "folkbokforing.copy_age_max_h");
  EXPECT_EQ(FieldOf([](Options& o) { o.in_flight_max = 0; }), "folkbokforing.in_flight_max");
  EXPECT_EQ(FieldOf([](Options& o) { o.in_flight_max = 257; }), "folkbokforing.in_flight_max");
}

TEST(FolkOptions, AreCheckedInTheirParts) {
  EXPECT_NE(FieldOf([](Options& o) { o.url = "http://integration.example.test/v1/person"; }), "");
  EXPECT_NE(FieldOf([](Options& o) { o.http.connect_timeout_ms = 0; }), "");
  EXPECT_NE(FieldOf([](Options& o) { o.breaker.failures_to_break = 0; }), "");
  EXPECT_NE(FieldOf([](Options& o) { o.rate.per_minute = -1; }), "");
  EXPECT_NE(FieldOf([](Options& o) { o.windows = {"always"}; }), "");
}

}  // namespace
}  // namespace dm::folk
