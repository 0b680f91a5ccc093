// The parts of an explanation, each made of the resolver and the assessment.
#pragma once

#include <optional>
#include <vector>

#include "worker/case/explanation.h"
#include "worker/explain/resolve.h"
#include "worker/policy/facts.h"

namespace dm::explain {

// "grant" with everything below it. Internal when the rows do not add up to the sums (reliability
// I9): an explanation that does not add up is not given.
StatusOr<ExplanationNode> ResultTree(const Assessment& assessment, const Resolver& resolver);

// What a row rests on, as its children.
void AddGrounds(const CalculationRow& row, const Resolver& resolver, ExplanationNode* node);

std::vector<ExplanationNode> GateNodes(const Assessment& assessment, const Resolver& resolver);
std::vector<ExplanationNode> NamedCheckNodes(const Assessment& assessment,
                                             const Resolver& resolver);
std::vector<ExplanationNode> TriggerNodes(const Assessment& assessment, const Resolver& resolver);
std::vector<ExplanationNode> TypfallNodes(const Assessment& assessment,
                                          const Facts& facts,
                                          const Resolver& resolver);
std::vector<ExplanationNode> InformationNodes(const Assessment& assessment,
                                              const Resolver& resolver);
// The steps of the calculations that are policy (policies/calc), in the order of work; those that
// do not apply are left out.
std::vector<ExplanationNode> StepNodes(const Resolver& resolver);
// The month before under today's rules, a line a child; nothing where it is not known well enough.
std::optional<ExplanationNode> PreviousNode(const Resolver& resolver);
std::vector<ExplanationNode> AnswerNodes(const Resolver& resolver);

}  // namespace dm::explain
