// PolicyLock: what exactly was reviewed: every file's hash, the hash of the whole, which version
// holds when, and who approved what. Written by a person once the folder is reviewed
// (medarbetare policy lock); a folder that has one is served only as it was locked. It is no
// signature: whoever may write the folder may write the lock.
#pragma once

#include <string>
#include <vector>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/policy_files.h"
#include "worker/policy/policy_set.h"

namespace dm::policy {

// "bundles/0000-exempelkommun.lock", relative to the policies folder.
std::string LockPath(const std::string& municipality);

// The lock of a set that holds.
std::string WriteLock(const PolicyFiles& files, const PolicyData& data);

// Every file that is not as the lock says, or that it does not name.
void CheckLock(const PolicyFiles& files, const std::string& lock, std::vector<PolicyError>* errors);

enum class LockNeed { kIfThere, kRequired };

// As CheckLock, for the set that was loaded from the folder `root` and the lock in it. A lock that
// is there and cannot be read is one that nothing fits.
std::vector<PolicyError> CheckLockOf(const std::string& root, const PolicySet& set, LockNeed need);

}  // namespace dm::policy
