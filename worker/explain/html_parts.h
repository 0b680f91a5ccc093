// The sections of the explanation's page, each written below its heading.
#pragma once

#include "worker/case/explanation.h"
#include "worker/explain/html_writer.h"

namespace dm::explain {

// Why a person has the case: each thing once, with all its codes.
void WriteReasons(const Conclusion& conclusion, HtmlWriter* out);
void WriteCalculation(const Explanation& explanation, HtmlWriter* out);
void WriteChanges(const Explanation& explanation, HtmlWriter* out);
void WriteChecks(const Explanation& explanation, HtmlWriter* out);
void WritePrevious(const Explanation& explanation, HtmlWriter* out);
void WriteNamedChecks(const Explanation& explanation, HtmlWriter* out);
void WriteTypfall(const Explanation& explanation, HtmlWriter* out);
void WriteAnswers(const Explanation& explanation, HtmlWriter* out);
void WriteSources(const Explanation& explanation, HtmlWriter* out);

}  // namespace dm::explain
