// Golden cases told as worked examples: who lives there, what was asked for, what comes out.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "worker/policy/policy_set.h"
#include "worker/publish/site.h"

namespace dm::publish {

struct ExampleSet {
  std::vector<Example> examples;
  std::vector<std::string> failed;  // files of cases that do not hold under the set: left out
};

// The cases of the folder `policies` that are written for the set's municipality. Reads files.
ExampleSet ExamplesIn(const std::string& policies,
                      const std::shared_ptr<const PolicySet>& set,
                      const PolicyBook& book);

}  // namespace dm::publish
