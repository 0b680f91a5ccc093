#include "connectors/sim/responder.h"
#include "connectors/ssbtek/ssbtek_source.h"
#include "connectors/ssbtek/test_reply.h"
#include "tests/integration/evidence_source/harness.h"

namespace dm::conformance {
namespace {

class Ssbtek final : public Harness {
 public:
  std::string name() const override { return "Ssbtek"; }

  StatusOr<std::unique_ptr<EvidenceSource>> Make(const Terms& terms,
                                                 const Clock& clock,
                                                 std::stop_token stop) const override {
    ssbtek::Options options = ssbtek::test::MakeOptions();
    options.url = terms.url + "/ssbtek";
    options.http.response_bytes_max = 64 << 10;
    options.breaker = terms.breaker;
    options.rate = terms.rate;
    options.windows = terms.windows;
    options.in_flight_max = terms.in_flight_max;
    DM_ASSIGN_OR_RETURN(auto source, ssbtek::SsbtekSource::Create(options, clock, std::move(stop)));
    return source;
  }

  EvidenceQuestion Question(int number) const override {
    EvidenceQuestion question = QuestionAbout(number);
    for (const Source source :
         {Source::kAf, Source::kCsn, Source::kSkv, Source::kSo, Source::kTns, Source::kMiv}) {
      question.sources.push_back({.source = source, .period = AskedPeriod(), .groups = {}});
    }
    question.sources.push_back(
        {.source = Source::kFk, .period = AskedPeriod(), .groups = {"FK:BOB"}});
    question.sources.push_back(
        {.source = Source::kPm, .period = AskedPeriod(), .groups = {"PM:AP"}});
    return question;
  }

  std::string Answer(const std::string& request, Content content) const override {
    sim::Scenario scenario;
    switch (content) {
      case Content::kSound:
        break;
      case Content::kProtected:
        Everyone(scenario, [](sim::Person& person) { person.is_protected = true; });
        break;
      case Content::kOtherPerson:
        // Without anything to tell, these two name nobody.
        Everyone(scenario, [](sim::Person& person) {
          person.skv.emplace().capital.push_back({.year = 2025, .income_kronor = 120});
          person.miv.emplace();
        });
        scenario.faults.push_back({.kind = sim::FaultKind::kWrongPerson});
        break;
      case Content::kOtherCorrelation:
        scenario.faults.push_back({.kind = sim::FaultKind::kWrongKorrelationsid});
        break;
      case Content::kDeep:
        return Nested(20'000);
    }
    return sim::Responder(std::move(scenario)).Respond(request).body;
  }

  std::string content_type() const override { return "text/xml; charset=utf-8"; }

  // Transportstyrelsen's answer has no person in it; FK's and PM's have one only beside what they
  // tell of.
  std::vector<Source> nameless() const override { return {Source::kTns, Source::kFk, Source::kPm}; }

 private:
  template <typename Change>
  static void Everyone(sim::Scenario& scenario, Change change) {
    for (int number = 0; number < kPersons; ++number) {
      change(scenario.persons[QuestionAbout(number).personnummer.Reveal()]);
    }
  }

  static std::string Nested(int levels) {
    std::string text;
    for (int i = 0; i < levels; ++i) text += "<a>";
    return text + "</a>";
  }
};

}  // namespace

const Harness& SsbtekHarness() {
  static const Ssbtek harness;
  return harness;
}

}  // namespace dm::conformance
