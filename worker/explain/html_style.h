// The style of the explanation's page. Colours keep WCAG AA contrast in both schemes, sizes are
// relative so that 200 % zoom reflows, and print opens what is folded.
#pragma once

namespace dm::explain {

extern const char kStyle[];

}  // namespace dm::explain
