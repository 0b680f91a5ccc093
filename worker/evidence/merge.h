// What is known already and what came now, as one set. An answer that is too old is marked, never
// used; a failure never takes the place of silence with a value (reliability I6).
#pragma once

#include <cstdint>
#include <vector>

#include "worker/case/evidence.h"
#include "worker/core/instant.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/evidence_source.h"

namespace dm::evidence {

// Marks every known answer older than `max_age_ms` at `now` as stale, and every one whose age a
// clock that was set back has made unknown.
void MarkStale(EvidenceSet& evidence, Instant now, std::int64_t max_age_ms);

// Whether a known answer is older at `now` than the policies allow at a decision (T-10): the limit
// by which the evidence step marks answers stale, so that none is left after it. False where the
// policies do not say.
bool HasAged(const EvidenceSet& evidence, Instant now, const PolicySet& policy);

// True when `answer` settles `question`: known, over the whole period, with no group that may still
// answer.
bool Settles(const SourceAnswer& answer, const SourceQuestion& question);

// True when asking again may change what is known: not asked, stale, silent for a technical reason,
// a group that failed for one, or another period. A final no (not granted, a schema that we do not
// know) is asked again only once it is older than `max_age_ms`.
bool WorthAsking(const SourceAnswer* answer,
                 const SourceQuestion& question,
                 Instant now,
                 std::int64_t max_age_ms);

// True when the answer failed in a way that passes by itself.
bool MayRecover(const SourceAnswer& answer);

// True when nothing was sent, and it is worth trying later: a closed window, a broken circuit, a
// rate limit.
bool IsHeld(const SourceAnswer& answer);

// Puts `answer` in its place; persons and sources keep a fixed order, so that the same answers give
// the same bytes in whatever order they came. Two things are never lost:
// - what an earlier answer said, by one that was not asked for: that says nothing about the person
//   and hides neither knowledge nor why it is lacking;
// - a protection marker, by an answer that is not known.
void Put(EvidenceSet& evidence, const PersonKey& person, SourceAnswer answer);

}  // namespace dm::evidence
