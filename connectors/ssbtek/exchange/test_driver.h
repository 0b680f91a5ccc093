// For tests of the exchange: HttpClient::Drive over virtual time, with a service whose calls end as
// a script says.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "connectors/http/client.h"
#include "connectors/ssbtek/exchange/exchange.h"
#include "tests/support/fake_clock.h"

namespace dm::ssbtek::test {

// One call as the service sees it.
struct SeenCall {
  std::int64_t at_ms = 0;  // since the driver was made
  std::int64_t timeout_ms = 0;
  std::string correlation_id;
  std::set<std::string> agencies;  // those with inkludera="true"
};

// How it ends, and after how long; a call whose time is up before ends with kTimeout.
struct Ending {
  http::Result result;
  std::int64_t after_ms = 10;
};

using Service = std::function<Ending(const SeenCall&)>;

class ScriptedDriver {
 public:
  ScriptedDriver(testing::FakeClock& clock, Service service)
      : clock_(clock), service_(std::move(service)), began_ms_(clock.MonotonicMs()) {}

  // Until the feed is finished and nothing is under way; gives up after 10 000 steps.
  void Drive(http::CallFeed& feed, std::size_t in_flight_max = 64);

  const std::vector<SeenCall>& calls() const { return calls_; }

  // "AF+CSN AF CSN": the agencies of each call, in order.
  std::string Story() const;

  std::size_t in_flight_most() const { return in_flight_most_; }

 private:
  struct UnderWay {
    std::uint64_t tag = 0;
    http::Result result;
  };

  void Begin(const http::Call& call);
  // Moves time to the next ending, or by `pause_ms` if that is sooner; hands over what has ended.
  void Step(http::CallFeed& feed, std::int64_t pause_ms);

  testing::FakeClock& clock_;
  const Service service_;
  const std::int64_t began_ms_;
  std::multimap<std::int64_t, UnderWay> under_way_;  // by the time of its ending
  std::vector<SeenCall> calls_;
  std::size_t in_flight_most_ = 0;
};

// An answer to a call: every agency in it that a test asks about (CSN, FK, TNS, MIV) holds verified
// nothing.
Ending Nothing(const SeenCall& call);
Ending Fails(http::Failure failure);
// An HTTP status with a page of text.
Ending Page(int status);
// HTTP 500 with a SOAP fault.
Ending Fault();
// The call does not end by itself.
Ending Silence();

}  // namespace dm::ssbtek::test
