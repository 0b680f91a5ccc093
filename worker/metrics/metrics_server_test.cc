#include "worker/metrics/metrics_server.h"

#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm::metrics {
namespace {

std::size_t Append(const char* bytes, std::size_t size, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(bytes, size * count);
  return size * count;
}

std::string Get(int port) {
  std::string text;
  CURL* curl = curl_easy_init();
  const std::string address = "http://127.0.0.1:" + std::to_string(port) + "/metrics";
  curl_easy_setopt(curl, CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &text);
  EXPECT_EQ(curl_easy_perform(curl), CURLE_OK);
  curl_easy_cleanup(curl);
  return text;
}

TEST(MetricsServer, AnswersInPrometheusFormat) {
  int collected = 0;
  const auto server = MetricsServer::Start("127.0.0.1:0", [&collected] {
    ++collected;
    prometheus::MetricFamily family{"medarbetare_info", "x", prometheus::MetricType::Gauge, {}};
    family.metric.emplace_back().gauge.value = 1;
    return std::vector<prometheus::MetricFamily>{family};
  });
  ASSERT_TRUE(server.ok()) << MessageOf(server.status());
  EXPECT_THAT(Get((*server)->port()), ::testing::HasSubstr("medarbetare_info 1\n"));
  EXPECT_GE(collected, 1);
}

TEST(MetricsServer, NamesAPortThatIsTaken) {
  const auto collect = [] { return std::vector<prometheus::MetricFamily>(); };
  const auto first = MetricsServer::Start("127.0.0.1:0", collect);
  ASSERT_TRUE(first.ok());
  const auto second =
      MetricsServer::Start("127.0.0.1:" + std::to_string((*first)->port()), collect);
  EXPECT_EQ(DetailOf(second.status()).field, "metrics.listen");
}

}  // namespace
}  // namespace dm::metrics
