// Typfall: criteria, questions to the registers, how far the machine may go.
#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

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

std::string CellOf(const PolicyData& data, const Criterion& criterion) {
  const auto compiled = data.criteria.find(criterion.id);
  return compiled == data.criteria.end()
             ? ""
             : CellIn(data, compiled->second.column, compiled->second.cell);
}

std::string CriterionIn(const PolicyData& data, const Criterion& criterion) {
  return criterion.text + " (" + criterion.fact + ": " + CellOf(data, criterion) + ")";
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
    About(typfall);
    Tell(": typfallet är borttaget", KeysOf(typfall));
  }

  void Added(const TypfallPolicy& typfall) {
    About(typfall);
    Tell(": nytt typfall, läge " + std::string(ModeCode(typfall.mode)) + ", högst " +
             std::string(ModeCode(typfall.max_mode)) + ", gäller " +
             PeriodOf(pair_.after, typfall.code),
         KeysOf(typfall));
    std::vector<std::string>& details = changes_->back().details;
    details.push_back("källa " + Listed(IdsOf(typfall.sources)));
    for (const Criterion& criterion : typfall.criteria) {
      details.push_back(criterion.id + " " + CriterionIn(pair_.after, criterion));
    }
    for (const EvidenceNeed& need : typfall.evidence) details.push_back(QuestionIn(need));
    std::vector<std::string>& keys = changes_->back().keys;
    keys.push_back(place_ + "source");
    for (const EvidenceNeed& need : typfall.evidence)
      std::ranges::move(KeysOf(need), std::back_inserter(keys));
  }

  void Both(const TypfallPolicy& before, const TypfallPolicy& after) {
    About(after);
    Field("rubrik", before.title, after.title, {place_ + "title"});
    Field("läge",
          ModeCode(before.mode),
          ModeCode(after.mode),
          {pair_.files_after.municipality_folder() + "modes.yaml|modes." + after.code});
    Field(
        "högsta läge", ModeCode(before.max_mode), ModeCode(after.max_mode), {place_ + "max_mode"});
    Field("gäller",
          PeriodOf(pair_.before, before.code),
          PeriodOf(pair_.after, after.code),
          {place_ + "valid_from", place_ + "valid_to"});
    Field(
        "källa", Listed(IdsOf(before.sources)), Listed(IdsOf(after.sources)), {place_ + "source"});
    Field("kontroller som inte behövs",
          Listed(before.waived_gates),
          Listed(after.waived_gates),
          {place_ + "waived_gates"});
    Criteria(before, after);
    Questions(before, after);
  }

 private:
  void About(const TypfallPolicy& typfall) {
    title_ = typfall.code + " " + typfall.title;
    place_ = "typfall/" + typfall.code + "/typfall.yaml|";
  }

  void Tell(const std::string& what, std::vector<std::string> keys) {
    changes_->push_back({.section = Section::kTypfall,
                         .what = title_ + what,
                         .details = {},
                         .keys = std::move(keys)});
  }

  void Field(const std::string& name,
             const std::string& before,
             const std::string& after,
             std::vector<std::string> keys) {
    if (before != after) Tell(", " + name + ": " + FromTo(before, after), std::move(keys));
  }

  std::vector<std::string> KeysOf(const Criterion& criterion) const {
    const std::string at = place_ + "criteria[" + criterion.id + "].";
    return {at + "id", at + "fact", at + "cell", at + "text"};
  }

  // What a line on a typfall that is new or gone says of it.
  std::vector<std::string> KeysOf(const TypfallPolicy& typfall) const {
    std::vector<std::string> keys;
    for (const char* key : {"code", "title", "max_mode", "valid_from", "valid_to"}) {
      keys.push_back(place_ + key);
    }
    for (const Criterion& criterion : typfall.criteria)
      std::ranges::move(KeysOf(criterion), std::back_inserter(keys));
    return keys;
  }

  // Those of the criterion's keys that read otherwise.
  std::vector<std::string> ChangedKeys(const Criterion& before, const Criterion& after) const {
    const std::string at = place_ + "criteria[" + after.id + "].";
    std::vector<std::string> keys;
    if (before.text != after.text) keys.push_back(at + "text");
    if (before.fact != after.fact) keys.push_back(at + "fact");
    if (CellOf(pair_.before, before) != CellOf(pair_.after, after)) keys.push_back(at + "cell");
    return keys;
  }

  std::vector<std::string> KeysOf(const EvidenceNeed& need) const {
    const std::string at = place_ + "evidence[" + std::string(SourceCode(need.source)) + "].";
    return {at + "source", at + "groups", at + "from_months_before", at + "children_too"};
  }

  void Criteria(const TypfallPolicy& before, const TypfallPolicy& after) {
    std::map<std::string, const Criterion*> old;
    for (const Criterion& one : before.criteria) old[one.id] = &one;
    for (const Criterion& one : after.criteria) {
      const std::string now = CriterionIn(pair_.after, one);
      const auto found = old.find(one.id);
      if (found == old.end()) {
        Tell(", nytt villkor " + one.id + ": " + now, KeysOf(one));
        continue;
      }
      Field("villkor " + one.id,
            CriterionIn(pair_.before, *found->second),
            now,
            ChangedKeys(*found->second, one));
      old.erase(found);
    }
    for (const auto& [id, one] : old) {
      Tell(", villkoret " + id + " är borttaget: " + CriterionIn(pair_.before, *one), KeysOf(*one));
    }
  }

  void Questions(const TypfallPolicy& before, const TypfallPolicy& after) {
    const auto lacks = [](const std::vector<EvidenceNeed>& list, const EvidenceNeed& one) {
      return std::none_of(list.begin(), list.end(), [&](const EvidenceNeed& other) {
        return QuestionIn(other) == QuestionIn(one);
      });
    };
    for (const EvidenceNeed& one : before.evidence) {
      if (lacks(after.evidence, one)) Tell(", inte längre " + QuestionIn(one), KeysOf(one));
    }
    for (const EvidenceNeed& one : after.evidence) {
      if (lacks(before.evidence, one)) Tell(", ny " + QuestionIn(one), KeysOf(one));
    }
  }

  const Pair& pair_;
  std::vector<Change>* changes_;
  std::string title_;
  std::string place_;  // the typfall's file
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
