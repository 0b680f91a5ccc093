// Engine: how a database lets many threads write and read at once. A change is whole or not at all
// and durable before its call returns OK; it may be run again from its beginning, so it changes
// nothing but the database and its own result. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "worker/adapters/sql/database.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/store.h"

namespace dm::sql {

// What one caller wants changed or read. A status other than OK undoes this change alone.
using Change = std::function<Status(Database&)>;

// Changes of cases and claims are told apart, because those that wait at the same time are carried
// out together, with fewer statements.
// What a step stores of its case, in the form in which it is kept; nothing: it stays as it is.
struct EncodedParts {
  std::optional<std::string> application;
  std::optional<std::string> evidence;
  std::optional<std::string> assessment;
  std::optional<std::string> completion;
};

struct ApplyCall {
  std::span<const CaseChange> steps;    // of one case, at least one
  std::span<const AuditEvent> records;  // after them
  Instant now;
  std::vector<EncodedParts> parts;    // of each step: encoded before the turn, which all wait for
  std::int64_t version = 0;           // of the case, once applied
  std::vector<EscalationHint> hints;  // what the desk is told, once durable
};

struct ClaimCall {
  const std::string& worker;
  Instant now;
  std::int64_t lease_ms = 0;
  int limit = 1;
  std::vector<Claim> claims;
};

class Engine {
 public:
  Engine() = default;
  virtual ~Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  Engine(Engine&&) = delete;
  Engine& operator=(Engine&&) = delete;

  // One change after the other, over every process that shares the store: what `change` reads
  // stays so until it is durable. STORE_BROKEN once damage was seen or the outcome of a commit
  // can never be known: whatever is tried after that changes nothing.
  virtual Status Write(const Change& change) = 0;

  // Write, of one change of a case.
  virtual Status Apply(ApplyCall& call) = 0;

  // Up to `limit` of the due cases that nobody holds. Beside other writes, where there can be any.
  virtual Status Claim(ClaimCall& call) = 0;

  // For a change of one statement that holds its own guards and has no audit record: a claim. It
  // may run beside others.
  virtual Status WriteBeside(const Change& change) = 0;

  // Sees one committed state of the store throughout.
  virtual Status Read(const Change& read) = 0;

  // From now on every write answers STORE_BROKEN with this cause; for damage that a reader saw.
  virtual void MarkBroken(const Status& cause) = 0;

  // The database's log keeps nothing any more of what was there before the last commit. Unavailable
  // LOG_IN_USE while somebody reads an older state.
  virtual Status CutLog() { return OkStatus(); }

  // To and from other processes that share the store, where there can be any: hints, which may be
  // lost. `listener` is called on a thread of the engine's; an empty text: some may have been lost.
  virtual void Tell(const std::string& /*text*/) {}

  // NOLINTNEXTLINE(performance-unnecessary-value-param): who keeps the listener needs its own.
  virtual void OnTold(std::function<void(const std::string&)> /*listener*/) {}

  virtual bool HoldsDuties() { return true; }
};

}  // namespace dm::sql
