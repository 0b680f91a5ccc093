#include "connectors/ssbtek/exchange/test_driver.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <variant>

#include <gtest/gtest.h>

#include "connectors/soap/envelope.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::test {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 4;

SeenCall Read(const http::Call& call) {
  SeenCall seen{.timeout_ms = call.timeout_ms, .correlation_id = {}, .agencies = {}};
  const auto document = soap::XmlDocument::Parse(call.body);
  EXPECT_TRUE(document.ok());
  const auto body = soap::ReadEnvelope(*document);
  EXPECT_TRUE(body.ok());
  const soap::XmlNode& question = *body->payload;
  seen.correlation_id =
      question.Child("generellaFrageparametrar")->ChildText("korrelationsid").value_or("");
  for (const soap::XmlNode* agency : question.Child("specifikaFrageparametrar")->children()) {
    if (agency->Attribute("inkludera") == "true") seen.agencies.emplace(agency->local());
  }
  return seen;
}

}  // namespace

void ScriptedDriver::Begin(const http::Call& call) {
  SeenCall seen = Read(call);
  seen.at_ms = clock_.MonotonicMs() - began_ms_;
  Ending ending = service_(seen);
  if (ending.after_ms > call.timeout_ms) {
    ending = {.result = http::Failure::kTimeout, .after_ms = call.timeout_ms};
  }
  calls_.push_back(std::move(seen));
  under_way_.emplace(clock_.MonotonicMs() + ending.after_ms,
                     UnderWay{.tag = call.tag, .result = std::move(ending.result)});
  in_flight_most_ = std::max(in_flight_most_, under_way_.size());
}

void ScriptedDriver::Step(http::CallFeed& feed, std::int64_t pause_ms) {
  const std::int64_t now_ms = clock_.MonotonicMs();
  const std::int64_t next_ms = under_way_.empty() ? now_ms + kNever : under_way_.begin()->first;
  clock_.Advance(std::min(next_ms - now_ms, pause_ms));
  while (!under_way_.empty() && under_way_.begin()->first <= clock_.MonotonicMs()) {
    UnderWay ended = std::move(under_way_.begin()->second);
    under_way_.erase(under_way_.begin());
    feed.Take(ended.tag, std::move(ended.result));
  }
}

void ScriptedDriver::Drive(http::CallFeed& feed, std::size_t in_flight_max) {
  for (int step = 0; step < 10'000; ++step) {
    std::int64_t pause_ms = kNever;
    bool finished = false;
    if (under_way_.size() < in_flight_max) {
      auto next = feed.Next();
      if (auto* call = std::get_if<http::Call>(&next); call != nullptr) {
        Begin(*call);
        continue;
      }
      if (const auto* pause = std::get_if<http::Pause>(&next)) pause_ms = pause->ms;
      finished = std::holds_alternative<http::Finished>(next);
    }
    if (finished && under_way_.empty()) return;
    Step(feed, pause_ms);
  }
  ADD_FAILURE() << "the feed never finished";
}

std::string ScriptedDriver::Story() const {
  std::string story;
  for (const SeenCall& call : calls_) {
    if (!story.empty()) story += ' ';
    std::string agencies;
    for (const std::string& agency : call.agencies) {
      agencies += agencies.empty() ? agency : "+" + agency;
    }
    story += agencies;
  }
  return story;
}

Ending Nothing(const SeenCall& call) {
  std::string agencies;
  if (call.agencies.contains("CSN")) agencies += Agency("CSN", Sample("csn/no_hit.xml"));
  if (call.agencies.contains("FK")) agencies += Agency("FK", Sample("fk/nothing.json"));
  if (call.agencies.contains("TNS")) {
    agencies += "<ssbt:TNS><ssbt:data><tns:resultat>OK</tns:resultat></ssbt:data></ssbt:TNS>";
  }
  if (call.agencies.contains("MIV")) agencies += "<ssbt:MIV><ssbt:data/></ssbt:MIV>";
  const std::string echo = std::string(">") + kCorrelation + "<";
  return {.result =
              http::Response{.status = 200,
                             .content_type = "text/xml; charset=utf-8",
                             .body = With(Reply(agencies), echo, ">" + call.correlation_id + "<")}};
}

Ending Fails(http::Failure failure) {
  return {.result = failure};
}

Ending Page(int status) {
  return {.result = http::Response{
              .status = status, .content_type = "text/html", .body = "<p>Otillgänglig"}};
}

Ending Fault() {
  return {.result = http::Response{
              .status = 500,
              .content_type = "text/xml",
              .body = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
                      "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring>"
                      "</s:Fault></s:Body></s:Envelope>"}};
}

Ending Silence() {
  return {.result = http::Failure::kReset, .after_ms = kNever};
}

}  // namespace dm::ssbtek::test
