#include "worker/policy/policy_signatures.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <sstream>

#include "fmt/format.h"
#include "worker/core/id.h"
#include "worker/core/signature.h"
#include "worker/policy/policy_files.h"

namespace dm::policy {
namespace {

constexpr char kHeader[] = "medarbetare-policy-signatures 1";
constexpr char kText[] = "medarbetare-policy-signature 1";
constexpr std::size_t kFileBytesMax = std::size_t{64} * 1024;
constexpr char kRemedy[] =
    "have the approvers read and sign the set as it is: medarbetare policy sign";

struct Line {
  int number = 0;
  PolicySignature signature;
};

struct File {
  std::string tree;  // digest of the set that was signed
  std::vector<Line> lines;
};

std::optional<PolicySignature> ReadLine(const std::string& text) {
  std::istringstream words(text);
  std::string kind;
  std::string from;
  std::string to;
  std::string rest;
  PolicySignature one;
  if (!(words >> kind >> one.approver >> from >> to >> one.signature) || words >> rest ||
      kind != "signed" || !IsIdText(one.approver) || !IsHex(one.signature, kSignatureHexLength))
    return std::nullopt;
  const StatusOr<Date> signed_on = Date::Parse(from);
  const StatusOr<Date> valid_to = Date::Parse(to);
  if (!signed_on.ok() || !valid_to.ok()) return std::nullopt;
  one.signed_on = *signed_on;
  one.valid_to = *valid_to;
  return one;
}

// Nothing for a file that is none of this program, with the line at fault.
std::optional<File> ReadFile(const std::string& text, int& fault) {
  std::istringstream stream(text);
  std::string line;
  File file;
  fault = 1;
  if (text.size() > kFileBytesMax || !std::getline(stream, line) || line != kHeader)
    return std::nullopt;
  fault = 2;
  if (!std::getline(stream, line) || line.rfind("tree ", 0) != 0) return std::nullopt;
  file.tree = line.substr(5);
  while (std::getline(stream, line)) {
    ++fault;
    const std::optional<PolicySignature> one = ReadLine(line);
    if (!one.has_value()) return std::nullopt;
    file.lines.push_back({.number = fault, .signature = *one});
  }
  return file;
}

// Why a signature does not count; empty when it does.
std::string WhyNot(const PolicySet& set, const PolicySignature& one, const SignatureRules& rules) {
  const auto approver = std::ranges::find(rules.approvers, one.approver, &PolicyApprover::id);
  if (approver == rules.approvers.end())
    return "is by " + Quoted(one.approver) + ", who is no approver of policies.approvers";
  if (!HoldsEd25519({.public_key = approver->public_key, .signature = one.signature},
                    SignedText(set, one)))
    return "of " + one.approver + " is not of this set, or not by the approver's key";
  if (rules.today < one.signed_on) return "of " + one.approver + " begins at a later day";
  if (one.valid_to < rules.today)
    return "of " + one.approver + " held to " + one.valid_to.ToString();
  return "";
}

}  // namespace

std::string SignaturesPath(const std::string& municipality) {
  return "bundles/" + municipality + ".signatures";
}

std::string SignedText(const PolicySet& set, const PolicySignature& signature) {
  return fmt::format("{}\nmunicipality {}\ntree {}\napprover {}\nfrom {}\nto {}\n",
                     kText,
                     set.municipality(),
                     set.sha256(),
                     signature.approver,
                     signature.signed_on.ToString(),
                     signature.valid_to.ToString());
}

std::string WithSignature(const std::string& before,
                          const PolicySet& set,
                          const PolicySignature& signature) {
  int fault = 0;
  std::vector<PolicySignature> all;
  if (const std::optional<File> file = ReadFile(before, fault);
      file.has_value() && file->tree == set.sha256()) {
    for (const Line& line : file->lines) {
      if (line.signature.approver != signature.approver) all.push_back(line.signature);
    }
  }
  all.push_back(signature);
  std::string text = fmt::format("{}\ntree {}\n", kHeader, set.sha256());
  for (const PolicySignature& one : all) {
    text += fmt::format("signed {} {} {} {}\n",
                        one.approver,
                        one.signed_on.ToString(),
                        one.valid_to.ToString(),
                        one.signature);
  }
  return text;
}

SignatureCheck CheckSignatures(const std::string& text,
                               const PolicySet& set,
                               const SignatureRules& rules) {
  const std::string path = SignaturesPath(set.municipality());
  SignatureCheck check;
  int fault = 0;
  const std::optional<File> file = text.empty() ? File{} : ReadFile(text, fault);
  if (!file.has_value()) {
    check.errors.push_back({path, fault, "the file holds no signatures of this program", kRemedy});
  } else if (!text.empty() && file->tree != set.sha256()) {
    check.errors.push_back({path, 2, "another set than the one in the folder was signed", kRemedy});
  } else {
    for (const Line& line : file->lines) {
      const std::string why = WhyNot(set, line.signature, rules);
      const bool again =
          std::ranges::find(check.holding, line.signature.approver, &PolicySignature::approver) !=
          check.holding.end();
      if (why.empty() && !again) {
        check.holding.push_back(line.signature);
      } else {
        check.errors.push_back(
            {path,
             line.number,
             "the signature " + (again ? "is by " + line.signature.approver + " again" : why),
             kRemedy});
      }
    }
  }
  // With enough that hold, one of a person who has left, or that has run out, is no fault.
  if (static_cast<int>(check.holding.size()) >= rules.required) {
    check.errors.clear();
  } else {
    check.errors.push_back({path,
                            0,
                            fmt::format("{} of {} signatures of different approvers hold",
                                        check.holding.size(),
                                        rules.required),
                            kRemedy});
  }
  return check;
}

SignatureCheck CheckSignaturesOf(const std::string& root,
                                 const PolicySet& set,
                                 const SignatureRules& rules) {
  const std::filesystem::path file =
      std::filesystem::path(root) / SignaturesPath(set.municipality());
  return CheckSignatures(ReadWhole(file).value_or(""), set, rules);
}

}  // namespace dm::policy
