#include "worker/core/markup.h"

#include <gtest/gtest.h>

namespace dm {
namespace {

TEST(Markup, TextStaysTextInElementsAndAttributes) {
  EXPECT_EQ(Escaped("<b onclick=\"x('å')\">&"),
            "&lt;b onclick=&quot;x(&#39;å&#39;)&quot;&gt;&amp;");
  std::string out = "<p>";
  AppendEscaped("A & B", out);
  EXPECT_EQ(out, "<p>A &amp; B");
}

}  // namespace
}  // namespace dm
