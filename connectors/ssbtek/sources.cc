#include "connectors/ssbtek/sources.h"

#include <array>

#include "connectors/ssbtek/af/af_reader.h"
#include "connectors/ssbtek/csn/csn_reader.h"
#include "connectors/ssbtek/fk/fk_reader.h"
#include "connectors/ssbtek/miv/miv_reader.h"
#include "connectors/ssbtek/pm/pm_reader.h"
#include "connectors/ssbtek/skv/skv_reader.h"
#include "connectors/ssbtek/so/so_reader.h"
#include "connectors/ssbtek/tns/tns_reader.h"

namespace dm::ssbtek {
namespace {

constexpr auto kSources = std::to_array<SourceEntry>({
    {Source::kAf, "AF", &af::Read},
    {Source::kCsn, "CSN", &csn::Read},
    {Source::kFk, "FK", &fk::Read},
    {Source::kPm, "FK", &pm::Read},
    {Source::kSkv, "SKV", &skv::Read},
    {Source::kSo, "SO", &so::Read},
    {Source::kTns, "TNS", &tns::Read},
    {Source::kMiv, "MIV", &miv::Read},
});

}  // namespace

std::span<const SourceEntry> Sources() {
  return kSources;
}

}  // namespace dm::ssbtek
