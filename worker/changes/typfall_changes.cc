// Typfall: criteria, questions to the registers, how far the machine may go.
#include <algorithm>
#include <map>

#include "worker/changes/parts.h"
#include "worker/changes/wording.h"

namespace dm::changes {

namespace {

using policy::PolicyData;

const TypfallPolicy* Find(const PolicyData& data, const std::string& code) {
  const auto found = std::find_if(data.typfall.begin(),
                                  data.typfall.end(),
                                  [&](const TypfallPolicy& one) { return one.code == code; });
  return found == data.typfall.end() ? nullptr : &*found;
}

std::string CriterionIn(const PolicyData& data, const Criterion& criterion) {
  const auto compiled = data.criteria.find(criterion.id);
  const std::string cell = compiled == data.criteria.end()
                               ? ""
                               : CellIn(data, compiled->second.column, compiled->second.cell);
  return criterion.text + " (" + criterion.fact + ": " + cell + ")";
}

std::string QuestionIn(const EvidenceNeed& need) {
  return "frågan till " + std::string(SourceCode(need.source)) + ": grupper " +
         Listed(need.groups) + ", från " + std::to_string(need.from_months_before) +
         " månader före" + (need.children_too ? ", även om barnen" : "");
}

std::string PeriodOf(const PolicyData& data, const std::string& code) {
  const auto found = data.typfall_valid.find(code);
  return found == data.typfall_valid.end() ? "alltid" : PeriodIn(found->second);
}

std::vector<std::string> IdsOf(const std::vector<SourceRef>& sources) {
  std::vector<std::string> ids;
  ids.reserve(sources.size());
  for (const SourceRef& source : sources) ids.push_back(source.id);
  return ids;
}

class Comparison {
 public:
  Comparison(const Pair& pair, std::vector<Change>* changes) : pair_(pair), changes_(changes) {}

  void Removed(const TypfallPolicy& typfall) {
    title_ = typfall.code + " " + typfall.title;
    Tell(": typfallet är borttaget");
  }

  void Added(const TypfallPolicy& typfall) {
    title_ = typfall.code + " " + typfall.title;
    Tell(": nytt typfall, läge " + std::string(ModeCode(typfall.mode)) + ", högst " +
         std::string(ModeCode(typfall.max_mode)) + ", gäller " +
         PeriodOf(pair_.after, typfall.code));
    for (const Criterion& criterion : typfall.criteria) {
      changes_->back().details.push_back(criterion.id + " " + CriterionIn(pair_.after, criterion));
    }
  }

  void Both(const TypfallPolicy& before, const TypfallPolicy& after) {
    title_ = after.code + " " + after.title;
    Field("rubrik", before.title, after.title);
    Field("läge", ModeCode(before.mode), ModeCode(after.mode));
    Field("högsta läge", ModeCode(before.max_mode), ModeCode(after.max_mode));
    Field("gäller", PeriodOf(pair_.before, before.code), PeriodOf(pair_.after, after.code));
    Field("källa", Listed(IdsOf(before.sources)), Listed(IdsOf(after.sources)));
    Field("kontroller som inte behövs", Listed(before.waived_gates), Listed(after.waived_gates));
    Criteria(before, after);
    Questions(before, after);
  }

 private:
  void Tell(const std::string& what) {
    changes_->push_back({.section = Section::kTypfall, .what = title_ + what, .details = {}});
  }

  void Field(const std::string& name, const std::string& before, const std::string& after) {
    if (before != after) Tell(", " + name + ": " + FromTo(before, after));
  }

  void Criteria(const TypfallPolicy& before, const TypfallPolicy& after) {
    std::map<std::string, std::string> old;
    for (const Criterion& one : before.criteria) old[one.id] = CriterionIn(pair_.before, one);
    for (const Criterion& one : after.criteria) {
      const std::string now = CriterionIn(pair_.after, one);
      const auto found = old.find(one.id);
      if (found == old.end()) {
        Tell(", nytt villkor " + one.id + ": " + now);
        continue;
      }
      Field("villkor " + one.id, found->second, now);
      old.erase(found);
    }
    for (const auto& [id, text] : old) Tell(", villkoret " + id + " är borttaget: " + text);
  }

  void Questions(const TypfallPolicy& before, const TypfallPolicy& after) {
    std::vector<std::string> old;
    std::vector<std::string> now;
    for (const EvidenceNeed& one : before.evidence) old.push_back(QuestionIn(one));
    for (const EvidenceNeed& one : after.evidence) now.push_back(QuestionIn(one));
    const auto lacks = [](const std::vector<std::string>& list, const std::string& one) {
      return std::find(list.begin(), list.end(), one) == list.end();
    };
    for (const std::string& one : old) {
      if (lacks(now, one)) Tell(", inte längre " + one);
    }
    for (const std::string& one : now) {
      if (lacks(old, one)) Tell(", ny " + one);
    }
  }

  const Pair& pair_;
  std::vector<Change>* changes_;
  std::string title_;
};

}  // namespace

void CompareTypfall(const Pair& pair, std::vector<Change>* changes) {
  Comparison comparison(pair, changes);
  for (const TypfallPolicy& typfall : pair.before.typfall) {
    if (Find(pair.after, typfall.code) == nullptr) comparison.Removed(typfall);
  }
  for (const TypfallPolicy& typfall : pair.after.typfall) {
    const TypfallPolicy* before = Find(pair.before, typfall.code);
    if (before == nullptr) {
      comparison.Added(typfall);
    } else {
      comparison.Both(*before, typfall);
    }
  }
}

}  // namespace dm::changes
