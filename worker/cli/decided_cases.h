// The cases that a running worker has decided, one after another: what they were assessed on, what
// came out and what was decided. Each is a read of the case and recorded as one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "worker/cli/case_stream.h"
#include "worker/cli/kept.h"
#include "worker/cli/session.h"

namespace dm::cli {

struct DecidedCase {
  CaseId id;
  CaseInput input;
  KeptAssessment kept;
};

class DecidedCases {
 public:
  // Over a session that is connected. `month` is "YYYY-MM", or empty for all.
  DecidedCases(Session& session, std::string month);

  // False at the end. Cancelled when a call failed, which has been printed.
  StatusOr<bool> Next(DecidedCase* next);

  std::uint64_t given() const { return given_; }

  // Decided, but without what it takes to compute them again: assessed by an older version, or no
  // longer to be seen by the caller.
  std::uint64_t left_out() const { return left_out_; }

 private:
  StatusOr<bool> NextPage();

  Session& session_;
  Kept kept_;
  std::unique_ptr<medarbetare::v1::CaseService::Stub> cases_;
  std::string month_;
  std::vector<std::string> ids_;  // of the page, in order
  std::size_t at_ = 0;
  std::string page_token_;
  bool begun_ = false;
  std::uint64_t given_ = 0;
  std::uint64_t left_out_ = 0;
};

// The same for `policy backtest` and `policy snapshot`.
std::unique_ptr<CaseStream> DecidedStream(Session& session, const std::string& month);

}  // namespace dm::cli
