// An explanation as messages. Its tree is laid out flat, a node before its children, so that it can
// be sent in pages.
#pragma once

#include <cstddef>
#include <vector>

#include "medarbetare/v1/explanation.pb.h"
#include "worker/case/explanation.h"

namespace dm::codec {

// All but nodes, counterfactuals and texts.
medarbetare::v1::Explanation HeadToProto(const Explanation& value);

medarbetare::v1::Counterfactual ToProto(const Counterfactual& value);

// Section by section.
std::vector<medarbetare::v1::ExplanationNode> NodesToProto(const Explanation& value);

}  // namespace dm::codec
