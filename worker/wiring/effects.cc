#include "worker/wiring/effects.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "connectors/casesystem/client.h"
#include "connectors/effectfiles/effect_files.h"
#include "worker/core/digest.h"
#include "worker/effects/file_marks.h"
#include "worker/wiring/pem_pair.h"
#include "worker/wiring/sources.h"
#include "worker/wiring/store.h"

namespace dm {
namespace {

constexpr EffectKind kAllKinds[] = {EffectKind::kDecision,
                                    EffectKind::kLetter,
                                    EffectKind::kPaymentOrder,
                                    EffectKind::kMeetingRequest,
                                    EffectKind::kCompletionRequest,
                                    EffectKind::kNotice,
                                    EffectKind::kJournalNote};

// Effects of different cases that the case system is handed at the same time: each waits for its
// answer and for the disk, and those that wait together share a commit.
constexpr int kDeliveriesAtOnce = 16;

std::vector<FileRegister> RegistersOf(const std::vector<std::string>& words) {
  std::vector<FileRegister> registers;
  registers.reserve(words.size());
  for (const std::string& word : words)
    registers.push_back(word == "decisions" ? FileRegister::kDecisions
                                            : FileRegister::kPaymentOrders);
  return registers;
}

// Tells keys apart and gives none away: the key has at least 32 bytes.
StatusOr<std::string> CheckValueOf(const Config& config) {
  DM_ASSIGN_OR_RETURN(const std::string key, ReadEffectKey(config.effects.id_key_file));
  return HmacSha256Hex("medarbetare-effect-key-check-v1\n" + key, "check").substr(0, 32);
}

AuditEvent ByWorker(const std::string& worker, const std::string& action) {
  return {.actor_kind = ActorKind::kWorker,
          .actor = worker,
          .mandate = "",
          .action = action,
          .subject = "store",
          .detail = "",
          .request_sha256 = ""};
}

}  // namespace

Status NoteEffectKey(const Config& config, Store& store, const AuditEvent& audit, Instant now) {
  DM_ASSIGN_OR_RETURN(const std::string value, CheckValueOf(config));
  DM_ASSIGN_OR_RETURN(const std::optional<std::string> noted, store.FindMark(kEffectKeyMark));
  if (noted == value) return OkStatus();
  return store.SetMark(kEffectKeyMark, value, audit, now);
}

Status CheckEffectKey(const Config& config, Store& store, const std::string& worker, Instant now) {
  DM_ASSIGN_OR_RETURN(const std::string value, CheckValueOf(config));
  DM_ASSIGN_OR_RETURN(const std::optional<std::string> noted, store.FindMark(kEffectKeyMark));
  if (!noted)
    return store.SetMark(kEffectKeyMark, value, ByWorker(worker, "effect_key_noted"), now);
  if (*noted == value) return OkStatus();
  return FailedPrecondition(
      "the key of the effects' ids is not the one that this store began with",
      {.reason = "EFFECT_KEY_CHANGED",
       .field = "effects.id_key_file",
       .remedy = "Put the former file back (without one where there was none): under another key "
                 "the receiver cannot tell a repeat. Where it is lost: medarbetare restore "
                 "declare, which has the receiver asked about everything first."});
}

StatusOr<std::unique_ptr<EffectFiles>> OpenEffectFiles(const Config& config) {
  const EffectFilesConfig& files = config.effects.files;
  if (files.folder.empty()) return std::unique_ptr<EffectFiles>();
  return effectfiles::Open({.folder = files.folder,
                            .restricted_folder = files.restricted_folder,
                            .municipality = config.municipality,
                            .carries = RegistersOf(files.carries),
                            .replies_to = RegistersOf(files.replies_to)});
}

Status CheckEffectFiles(Store& store, const EffectFiles& files) {
  DM_ASSIGN_OR_RETURN(const std::optional<Restore> restore, store.FindRestore());
  if (restore) return OkStatus();
  DM_ASSIGN_OR_RETURN(const effects::FileAge age, effects::CompareAllFiles(store, files));
  switch (age) {
    case effects::FileAge::kAgree:
      return OkStatus();
    case effects::FileAge::kStoreOlder:
      return FailedPrecondition(
          "the effect files hold more than this store has written: an older one was put back",
          {.reason = "STORE_OLDER_THAN_FILES",
           .field = "database",
           .remedy = "After a restore that was meant: medarbetare restore declare. Else name the "
                     "database that these files belong to."});
    case effects::FileAge::kFolderOlder:
      break;
  }
  return FailedPrecondition(
      "the folder of the effect files lacks files that this store has written",
      {.reason = "EFFECT_FILES_BEHIND",
       .field = "effects.files.folder",
       .remedy = "Name the folder that belongs to this store, or put its kept/ back as it was "
                 "last. Where it is lost: medarbetare restore declare."});
}

void Receivers::AddCertificates(std::vector<CertificateStatus>& all, Instant now) const {
  for (CertificateStatus one : certificates) {
    one.days_left = DaysLeft(one.not_after, now);
    all.push_back(std::move(one));
  }
}

StatusOr<Receivers> MakeReceivers(
    const Config& config, Store& store, Log& log, const std::string& worker, Instant now) {
  DM_RETURN_IF_ERROR(CheckEffectKey(config, store, worker, now));
  Receivers receivers;
  DM_ASSIGN_OR_RETURN(receivers.files, OpenEffectFiles(config));
  if (receivers.files != nullptr) DM_RETURN_IF_ERROR(CheckEffectFiles(store, *receivers.files));
  if (!config.case_system.target.empty()) {
    const TlsFiles& tls = config.case_system.tls;
    DM_RETURN_IF_ERROR(AddPair("case_system.", tls, now, receivers.certificates));
    DM_ASSIGN_OR_RETURN(
        receivers.case_system,
        casesystem::CaseSystemClient::Create({.target = config.case_system.target,
                                              .certificate_file = tls.certificate,
                                              .key_file = tls.key,
                                              .ca_file = tls.ca,
                                              .timeout_ms = config.case_system.timeout_ms}));
  }
  DM_ASSIGN_OR_RETURN(const std::optional<Restore> restore, store.FindRestore());
  if (restore)
    log.Write(LogLevel::kWarning, "restore_under_way", {{"declared_by", restore->declared_by}});
  if (receivers.case_system != nullptr || receivers.files != nullptr)
    receivers.routed = std::make_unique<effects::RoutedReceiver>(receivers.case_system.get(),
                                                                 receivers.files.get());
  return receivers;
}

EffectKinds KindsInFiles(const EffectFiles* files) {
  EffectKinds kinds;
  if (files == nullptr) return kinds;
  std::ranges::copy_if(kAllKinds, std::back_inserter(kinds), [files](EffectKind kind) {
    return files->Carries(kind);
  });
  return kinds;
}

DeliveryLoopOptions DeliveryOptionsOf(const Config& config,
                                      const std::string& worker,
                                      EffectFiles* files) {
  DeliveryLoopOptions options;
  options.worker = worker;
  options.at_once = kDeliveriesAtOnce;
  options.pushes = !config.case_system.target.empty();
  options.files = files;
  options.municipality = config.municipality;
  options.files_every_ms = config.effects.files.every_ms;
  options.notices_restores = true;
  if (files == nullptr) return options;
  std::ranges::copy_if(kAllKinds, std::back_inserter(options.push_kinds), [files](EffectKind kind) {
    return !files->Carries(kind);
  });
  return options;
}

}  // namespace dm
