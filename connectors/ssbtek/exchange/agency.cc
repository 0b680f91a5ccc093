#include "connectors/ssbtek/exchange/agency.h"

#include <algorithm>

namespace dm::ssbtek {
namespace {

struct Row {
  const char* code;
  std::array<Source, 2> sources;
  std::size_t count;
};

// In the order of AgencyId.
constexpr std::array<Row, kAgencies.size()> kRows = {{
    {"AF", {Source::kAf}, 1},
    {"CSN", {Source::kCsn}, 1},
    {"FK", {Source::kFk, Source::kPm}, 2},
    {"SKV", {Source::kSkv}, 1},
    {"SO", {Source::kSo}, 1},
    {"TNS", {Source::kTns}, 1},
    {"MIV", {Source::kMiv}, 1},
}};

const Row& RowOf(AgencyId agency) {
  return kRows[static_cast<std::size_t>(agency)];
}

}  // namespace

const char* AgencyCode(AgencyId agency) {
  return RowOf(agency).code;
}

AgencyId AgencyOf(Source source) {
  switch (source) {
    case Source::kAf:
      return AgencyId::kAf;
    case Source::kCsn:
      return AgencyId::kCsn;
    case Source::kFk:
    case Source::kPm:
      return AgencyId::kFk;
    case Source::kSkv:
      return AgencyId::kSkv;
    case Source::kSo:
      return AgencyId::kSo;
    case Source::kTns:
      return AgencyId::kTns;
    case Source::kMiv:
    case Source::kFolk:  // never asked here: MakePlan refuses it
      return AgencyId::kMiv;
  }
  return AgencyId::kMiv;
}

std::span<const Source> SourcesOf(AgencyId agency) {
  const Row& row = RowOf(agency);
  return {row.sources.data(), row.count};
}

std::vector<AgencyId> AgenciesOf(const Plan& plan) {
  std::vector<AgencyId> agencies;
  for (const AgencyId agency : kAgencies) {
    const bool asked = std::ranges::any_of(
        SourcesOf(agency), [&](Source source) { return plan.Find(source) != nullptr; });
    if (asked) agencies.push_back(agency);
  }
  return agencies;
}

Plan NarrowTo(const Plan& plan, std::span<const AgencyId> agencies) {
  std::vector<Source> sources;
  for (const AgencyId agency : agencies) {
    const auto own = SourcesOf(agency);
    sources.insert(sources.end(), own.begin(), own.end());
  }
  return Narrow(plan, sources);
}

}  // namespace dm::ssbtek
