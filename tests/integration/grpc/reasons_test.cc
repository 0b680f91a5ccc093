// The closed list of reasons: what the sources give, docs/api-errors.md explains.
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace dm::grpc_adapter {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool IsSource(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  const bool test = name.find("_test.") != std::string::npos;
  return !test && (path.extension() == ".cc" || path.extension() == ".h");
}

// Reasons as they are written in an ErrorDetail, and as the first argument of what makes one.
std::set<std::string> ReasonsOf(const std::string& source) {
  static const std::regex kForms(
      R"((?:\{\s*\.reason = (?:request_id\.empty\(\) \? )?|\bBad\(\s*|\{\s*)\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\",?\s*(?:\.field|\"[a-z_.\[\]/]*\"))");
  std::set<std::string> reasons;
  for (std::sregex_iterator it(source.begin(), source.end(), kForms), end; it != end; ++it)
    reasons.insert((*it)[1]);
  return reasons;
}

TEST(Reasons, OfTheSourcesStandInTheClosedList) {
  const std::filesystem::path root = DM_SOURCE_DIR;
  const std::string list = ReadFile(root / "docs" / "api-errors.md");
  ASSERT_FALSE(list.empty());
  std::size_t found = 0;
  for (const char* folder :
       {"ports", "intake", "escalation", "contact", "effects", "runtime", "adapters"}) {
    if (!std::filesystem::exists(root / "worker" / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             root / "worker" / folder,
             std::filesystem::directory_options::follow_directory_symlink)) {
      if (!entry.is_regular_file() || !IsSource(entry.path())) continue;
      for (const std::string& reason : ReasonsOf(ReadFile(entry.path()))) {
        ++found;
        EXPECT_NE(list.find("`" + reason + "`"), std::string::npos)
            << entry.path().filename() << " gives " << reason
            << ": explain it in docs/api-errors.md";
      }
    }
  }
  EXPECT_GT(found, 10U) << "the pattern finds nothing: was the form of ErrorDetail changed?";
}

}  // namespace
}  // namespace dm::grpc_adapter
