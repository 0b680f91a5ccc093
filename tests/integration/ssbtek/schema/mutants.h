// Small changes of an XML document, drawn from a seed: what a schema should notice, or not.
#pragma once

#include <cstddef>
#include <random>
#include <string>

namespace dm::ssbtek::test {

struct Mutant {
  std::string change;  // "drop Fornamn"
  std::string document;
};

// One change of `document` below its first two levels of SOAP (if it has them): an element dropped,
// doubled, moved, emptied, renamed, put into another namespace, given another value; an attribute
// dropped, added or changed.
Mutant Mutate(const std::string& document, std::mt19937& random);

}  // namespace dm::ssbtek::test
