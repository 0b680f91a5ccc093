#include "worker/report/build_report.h"

#include <array>
#include <string_view>
#include <utility>

namespace dm::report {
namespace {

struct Part {
  std::string_view code;
  void (Builder::*add)(ReportMeasure&) const;
};

constexpr std::array kParts = {
    Part{"M-01", &Builder::Shares},
    Part{"M-02", &Builder::Digital},
    Part{"M-03", &Builder::LeadTimes},
    Part{"M-04", &Builder::Households},
    Part{"M-05", &Builder::LongTerm},
    Part{"M-06", &Builder::Granted},
    Part{"M-07", &Builder::Costs},
    Part{"M-08", &Builder::Forecast},
    Part{"M-09", &Builder::Barriers},
    Part{"M-10", &Builder::Errors},
    Part{"M-11", &Builder::Checks},
    Part{"M-12", &Builder::Minutes},
    Part{"M-13", &Builder::ContactDemand},
    Part{"M-14", &Builder::LoadNow},
    Part{"BOENDE", &Builder::HousingCosts},
    Part{"DRIFT", &Builder::Drift},
    Part{"LIKVARDIGHET", &Builder::Equality},
    Part{"STATISTIK", &Builder::Statistics},
};

ReportMeasure Begin(const MeasureInfo& info) {
  ReportMeasure measure;
  measure.code = info.code;
  measure.title = info.title;
  measure.definition = info.definition;
  measure.source = info.source;
  measure.missing.assign(info.missing.begin(), info.missing.end());
  return measure;
}

}  // namespace

// A short code that people use stays beside its words: "TF-02", not "cost.hemforsakring".
std::string Builder::Label(const std::string& code) const {
  const std::string words = material.words ? material.words(code) : code;
  if (words.empty() || words == code) return code;
  const bool spoken = code.find('-') != std::string::npos && code.find('.') == std::string::npos;
  return spoken ? code + " " + words : words;
}

Groups Builder::Labelled(const Groups& groups) const {
  Groups labelled;
  for (const auto& [code, group] : groups) labelled[Label(code)] = group;
  return labelled;
}

std::vector<ReportMeasure> BuildMeasures(const Material& material, std::int64_t min_cell) {
  const Builder builder{.material = material, .min_cell = min_cell};
  std::vector<ReportMeasure> measures;
  for (const MeasureInfo& info : Measures()) {
    ReportMeasure measure = Begin(info);
    for (const Part& part : kParts) {
      if (part.code == info.code) (builder.*part.add)(measure);
    }
    std::erase_if(measure.tables, [](const ReportTable& table) { return table.rows.empty(); });
    measure.available = !measure.tables.empty();
    if (!measure.available && info.data != Data::kNone &&
        measure.missing.size() == info.missing.size())
      measure.missing.emplace_back("Inget underlag i perioden att räkna på.");
    measures.push_back(std::move(measure));
  }
  return measures;
}

Counted OfItems(std::string_view name, std::int64_t count) {
  Counted counted;
  for (std::int64_t i = 0; i < std::min<std::int64_t>(count, People::kKept); ++i)
    counted.people.Add(HouseholdId::FromTrusted(std::string(name) + "." + std::to_string(i)));
  counted.value = count;
  return counted;
}

}  // namespace dm::report
