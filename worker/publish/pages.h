// The pages of the site, each made by one function. They share the book, the links and the small
// verbs of parts.h.
#pragma once

#include <string>
#include <vector>

#include "worker/publish/html.h"
#include "worker/publish/links.h"
#include "worker/publish/site.h"

namespace dm::publish {

struct Context {
  const SiteInput& in;
  Links links;
};

struct Page {
  std::string file;
  std::string nav;    // in the menu; empty: reached from another page
  std::string title;  // h1
  Html body;
};

// Which page a rule, and which a table of texts, stands on.
std::string PageOfRule(const BookRule& rule);
// Its place on that page: the lower the earlier.
int RankOfRule(const BookRule& rule);

// Registers every place that can be linked to.
void PutLinks(Context& context);

Page StartPage(const Context& context);
Page CalculationPage(const Context& context);
Page NormPage(const Context& context);
Page CostPage(const Context& context);
Page IncomePage(const Context& context);
Page LimitPage(const Context& context);
Page OtherPage(const Context& context);
Page TypfallListPage(const Context& context);
std::vector<Page> TypfallPages(const Context& context);
Page CheckPage(const Context& context);
Page QueuePage(const Context& context);
Page RegisterPage(const Context& context);
Page LetterPage(const Context& context);
Page ExamplePage(const Context& context);
Page SourcePage(const Context& context);
Page WordPage(const Context& context);
Page ChangePage(const Context& context);
// Of the page of changes: day by day, from the dates in the files.
void History(Html& html, const Context& context);
Page FilePage(const Context& context);

// The whole document around a page.
std::string Framed(const Context& context, const Page& page, const std::vector<Page>& all);

extern const char* const kStyle;

}  // namespace dm::publish
