#include "worker/explain/applicant.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "worker/explain/words.h"

namespace dm::explain {

namespace {

const ExplanationNode* Child(const ExplanationNode& node, std::string_view id) {
  for (const ExplanationNode& child : node.children) {
    if (child.id == id) return &child;
    if (const ExplanationNode* below = Child(child, id)) return below;
  }
  return nullptr;
}

const ExplanationNode* Reason(const ExplanationNode& row) {
  for (const ExplanationNode& ground : row.children) {
    if (!ground.code.empty() && ground.code == row.reason) return &ground;
  }
  return nullptr;
}

void AddOnce(std::vector<std::string>* lines, const std::string& line) {
  if (line.empty()) return;
  if (std::find(lines->begin(), lines->end(), line) == lines->end()) lines->push_back(line);
}

void AddLaw(const ExplanationNode& node, std::vector<std::string>* law) {
  for (const SourceRef& source : node.sources) {
    if (source.statute) AddOnce(law, source.citation);
  }
  for (const ExplanationNode& child : node.children) AddLaw(child, law);
}

// "den 2026-11-18" as people say it: "den 18 november 2026".
std::string DaysInWords(const std::string& text) {
  constexpr std::size_t kLength = 10;
  std::string words;
  for (std::size_t at = 0; at < text.size();) {
    const bool alone = at == 0 || text[at - 1] == ' ';
    const StatusOr<Date> day =
        alone ? Date::Parse(text.substr(at, kLength)) : StatusOr<Date>(InvalidArgument("no day"));
    if (day.ok()) {
      words += DayWords(*day);
      at += kLength;
    } else {
      words += text[at++];
    }
  }
  return words;
}

// The reader is the applicant: only others are named.
std::string WithoutApplicant(const std::string& label) {
  constexpr std::string_view kSelf = ", Sökanden";
  return label.ends_with(kSelf) ? label.substr(0, label.size() - kSelf.size()) : label;
}

class View {
 public:
  explicit View(const Explanation& explanation) : e_(explanation) {}

  ApplicantView Make() {
    view_.title = fmt::format("Så har vi räknat för {}", e_.month.ToSwedish());
    Summary();
    Group("grant/need/norm", "Riksnorm", "Summa riksnorm");
    Group("grant/need/costs", "Kostnader", "Summa godkända kostnader");
    Group("grant/need/extra_costs", "Övriga levnadskostnader", "Summa övriga levnadskostnader");
    Group("grant/incomes", "Inkomster", "Summa inkomster");
    Group("grant/assets", "Tillgångar", "Summa tillgångar");
    Total();
    Changes();
    if (e_.conclusion) {
      for (const MissingItem& item : e_.conclusion->items) AddOnce(&view_.items, item.text);
    }
    if (!e_.has_protected_person) {
      for (const FetchedFrom& from : e_.fetched)
        view_.fetched.push_back(
            fmt::format("{}, hämtat {}", Capital(from.agency), DayWords(from.on)));
    }
    AddLaw(e_.result, &view_.law);
    view_.person = "Du har alltid rätt att få ditt ärende prövat av en handläggare.";
    if (!e_.contact.empty()) view_.person += " Kontakta oss: " + e_.contact + ".";
    return std::move(view_);
  }

 private:
  bool Automatic() const {
    return e_.conclusion && e_.conclusion->kind == Conclusion::Kind::kAutomatic;
  }

  void Summary() {
    if (Automatic()) {
      view_.summary.push_back(fmt::format("Du får {}.", e_.grant.ToSwedish()));
      if (e_.conclusion->pay_date)
        view_.summary.push_back(
            fmt::format("Pengarna betalas ut {}.", DayWords(*e_.conclusion->pay_date)));
      view_.summary.emplace_back(
          "Beslutet är fattat av ett automatiskt system. Hur du överklagar står i beslutet.");
      return;
    }
    view_.summary.emplace_back("Det här är en beräkning, inte ett beslut.");
    if (e_.conclusion && e_.conclusion->decided_on) {
      view_.summary.push_back(
          fmt::format("En handläggare beslutade {}. Det som gäller är det som står i beslutet.",
                      DayWords(*e_.conclusion->decided_on)));
    } else if (e_.conclusion && e_.conclusion->kind == Conclusion::Kind::kCompletion) {
      view_.summary.emplace_back("Vi behöver mer uppgifter från dig innan vi kan besluta.");
    } else {
      view_.summary.emplace_back("En handläggare går igenom ditt ärende och beslutar.");
    }
    if (!e_.computable)
      view_.summary.emplace_back(
          "Vi kan inte räkna färdigt än, eftersom uppgifter saknas. Här är det vi vet hittills.");
  }

  void Group(std::string_view id, const char* heading, const char* sum) {
    const ExplanationNode* group = Child(e_.result, id);
    if (group == nullptr || group->children.empty()) {
      if (id == "grant/incomes")
        view_.groups.push_back({.heading = heading, .rows = {}, .sum = "Inga inkomster räknas."});
      return;
    }
    ApplicantGroup out{.heading = heading, .rows = {}, .sum = ""};
    for (const ExplanationNode& row : group->children) out.rows.push_back(Row(row));
    out.sum = fmt::format("{}: {}", sum, Abs(group->amount.value_or(Money())).ToSwedish());
    view_.groups.push_back(std::move(out));
  }

  static ApplicantRow Row(const ExplanationNode& row) {
    const Money amount = Abs(row.amount.value_or(Money()));
    ApplicantRow out{.label = WithoutApplicant(row.label), .amount = amount.ToSwedish(), .why = {}};
    if (row.applied) {
      out.amount =
          fmt::format("du sökte {}, godkänt {}", row.applied->ToSwedish(), amount.ToSwedish());
      if (amount < *row.applied) {
        if (const ExplanationNode* reason = Reason(row)) out.why.push_back(reason->value + ".");
      }
      return out;
    }
    AddOnce(&out.why, DaysInWords(row.why));
    return out;
  }

  void Total() {
    if (!e_.computable) return;
    const Money need = Child(e_.result, "grant/need")->amount.value_or(Money());
    const Money incomes = Abs(Child(e_.result, "grant/incomes")->amount.value_or(Money()));
    const ExplanationNode* counted = Child(e_.result, "grant/assets");
    const Money assets = counted == nullptr ? Money() : Abs(counted->amount.value_or(Money()));
    const std::string sums =
        assets.is_zero()
            ? fmt::format(
                  "Behovet är {} och inkomsterna {}.", need.ToSwedish(), incomes.ToSwedish())
            : fmt::format("Behovet är {}, inkomsterna {} och tillgångarna {}.",
                          need.ToSwedish(),
                          incomes.ToSwedish(),
                          assets.ToSwedish());
    const Money missing = need - incomes - assets;
    if (missing > Money()) {
      view_.total = sums + fmt::format(" Det som fattas är {}.", missing.ToSwedish());
      if (missing != e_.grant)
        view_.total += fmt::format(" Beloppet blir {}.", e_.grant.ToSwedish());
    } else {
      view_.total = sums + (assets.is_zero() ? " Inkomsterna" : " Inkomsterna och tillgångarna") +
                    " räcker till behovet, så det blir inget bistånd.";
    }
  }

  // The smallest of each target that the applicant could have shown. What a check demands is not
  // told: it says nothing of the amount.
  void Changes() {
    std::string target;
    for (const Counterfactual& one : e_.counterfactuals) {
      if (one.applicant.empty() || one.target == target) continue;
      target = one.target;
      AddOnce(&view_.changes, one.applicant);
    }
  }

  const Explanation& e_;
  ApplicantView view_;
};

}  // namespace

ApplicantView ViewForApplicant(const Explanation& explanation) {
  return View(explanation).Make();
}

}  // namespace dm::explain
