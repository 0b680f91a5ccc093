#include <nlohmann/json.hpp>

#include "connectors/folkbokforing/folkbokforing_source.h"
#include "connectors/folkbokforing/sim/responder.h"
#include "tests/integration/evidence_source/harness.h"

namespace dm::conformance {
namespace {

namespace sim = folk::sim;

class Folk final : public Harness {
 public:
  std::string name() const override { return "Folkbokforing"; }

  StatusOr<std::unique_ptr<EvidenceSource>> Make(const Terms& terms,
                                                 const Clock& clock,
                                                 std::stop_token stop) const override {
    folk::Options options;
    options.url = terms.url + "/v1/person";
    options.http.transport = http::Transport::kLoopbackInDevelopment;
    options.http.response_bytes_max = 64 << 10;
    options.organisation_number = "162120000142";
    options.breaker = terms.breaker;
    options.rate = terms.rate;
    options.windows = terms.windows;
    options.in_flight_max = terms.in_flight_max;
    DM_ASSIGN_OR_RETURN(auto source, folk::FolkSource::Create(options, clock, std::move(stop)));
    return source;
  }

  EvidenceQuestion Question(int number) const override {
    EvidenceQuestion question = QuestionAbout(number);
    question.sources = {{.source = Source::kFolk, .period = AskedPeriod(), .groups = {}}};
    return question;
  }

  std::string Answer(const std::string& request, Content content) const override {
    const auto json = nlohmann::json::parse(request);
    sim::Scenario scenario;
    sim::Person& person = scenario.persons[json.at("person")];
    switch (content) {
      case Content::kSound:
        break;
      case Content::kProtected:
        person.protection = "sekretessmarkering";
        break;
      case Content::kOtherPerson:
        person.faults.push_back({.kind = sim::FaultKind::kWrongPerson});
        break;
      case Content::kOtherCorrelation:
        person.faults.push_back({.kind = sim::FaultKind::kWrongCorrelation});
        break;
      case Content::kDeep:
        return std::string(20'000, '[') + std::string(20'000, ']');
    }
    const Instant asked_at = *Instant::Parse(json.at("asked_at").get<std::string>());
    return sim::Responder(std::move(scenario)).Respond(request, asked_at).body;
  }

  std::string content_type() const override { return "application/json"; }
};

}  // namespace

const Harness& FolkHarness() {
  static const Folk harness;
  return harness;
}

}  // namespace dm::conformance
