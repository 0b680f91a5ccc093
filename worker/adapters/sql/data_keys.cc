#include "worker/adapters/sql/data_keys.h"

#include <optional>
#include <utility>

#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/delivery_rows.h"
#include "worker/adapters/sql/errors.h"

namespace dm::sql {
namespace {

std::string CheckMark(const std::string& key) {
  return "sealing_key/" + key;
}

std::string Wrap(const sealing::NamedKey& with, const std::string& owner, const sealing::Key& key) {
  return sealing::Encrypt(with.key, sealing::Bound("data_keys", with.name, owner), key.bytes());
}

StatusOr<sealing::Key> Unwrap(Vault& vault,
                              const std::string& with,
                              const std::string& owner,
                              const std::string& wrapped) {
  DM_ASSIGN_OR_RETURN(const sealing::Key key, vault.ring().Find(with));
  const StatusOr<std::string> bytes =
      sealing::Decrypt(key, sealing::Bound("data_keys", with, owner), wrapped);
  if (!bytes.ok() || bytes->size() != sealing::kKeyBytes) return StoreCorrupt();
  return sealing::Key::FromBytes(*bytes);
}

Status WrongKey(const std::string& name) {
  return FailedPrecondition(
      "the key " + name + " of the key file is not the one that the store began to use by it",
      {.reason = "SEALING_KEY_WRONG",
       .field = "sealing.key_file",
       .remedy = "Put the file back that belongs to this store, or give the new key another name. "
                 "Nothing was changed."});
}

Status CheckOne(Database& database, const sealing::NamedKey& key, bool& noted) {
  DM_ASSIGN_OR_RETURN(const std::optional<std::string> mark,
                      ReadMark(database, CheckMark(key.name)));
  noted = mark.has_value();
  return !mark || *mark == sealing::CheckValue(key.key) ? OkStatus() : WrongKey(key.name);
}

}  // namespace

StatusOr<DataKey> FindDataKey(Database& database, const Owner& owner) {
  const auto own = database.turn_keys().find(owner.text());
  if (own != database.turn_keys().end()) return own->second;
  Vault& vault = *database.vault();
  // A household's key goes with its frames and is made anew with the next: only the row tells.
  DataKey key = owner.is_case() ? vault.Find(owner.text(), database.server()) : nullptr;
  if (key != nullptr) return key;
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT kek, key_sealed FROM data_keys WHERE owner = ?1", owner.text()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return DataKey();
  DM_ASSIGN_OR_RETURN(sealing::Key bytes, Unwrap(vault, row.Text(0), owner.text(), row.Bytes(1)));
  key = std::make_shared<const sealing::Key>(bytes);
  if (!database.reads_committed()) {
    database.turn_keys()[owner.text()] = key;
  } else if (owner.is_case()) {
    vault.Keep(owner.text(), key, database.server());
  }
  return key;
}

StatusOr<DataKey> NewDataKey(Database& database, const Owner& owner) {
  const sealing::NamedKey with = database.vault()->ring().Current();
  auto key = std::make_shared<const sealing::Key>(sealing::Key::Random());
  DM_RETURN_IF_ERROR(
      database.RunLater("INSERT INTO data_keys (owner, kek, key_sealed) VALUES (?1, ?2, ?3)",
                        owner.text(),
                        with.name,
                        Blob{Wrap(with, owner.text(), *key)}));
  database.turn_keys()[owner.text()] = key;
  return DataKey(key);
}

Status NoteCurrentKey(Database& database, const std::optional<AuditEvent>& audit, Instant now) {
  const sealing::NamedKey current = database.vault()->ring().Current();
  bool noted = false;
  DM_RETURN_IF_ERROR(CheckOne(database, current, noted));
  if (noted) return OkStatus();
  const std::string mark = CheckMark(current.name);
  if (!audit) return WriteMark(database, mark, sealing::CheckValue(current.key), now);
  AuditEvent event = *audit;
  event.detail = "key=" + current.name;
  return PutMark(database, mark, sealing::CheckValue(current.key), event, now);
}

StatusOr<bool> AnyToRewrap(Database& database) {
  const sealing::NamedKey current = database.vault()->ring().Current();
  bool noted = false;
  DM_RETURN_IF_ERROR(CheckOne(database, current, noted));
  if (!noted) return true;
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT 1 FROM data_keys WHERE kek < ?1 OR kek > ?1 LIMIT 1", current.name));
  return row.Step();
}

StatusOr<int> RewrapDataKeys(Database& database, const std::string& actor, int limit, Instant now) {
  Vault& vault = *database.vault();
  const sealing::NamedKey current = vault.ring().Current();
  AuditEvent audit;
  audit.actor_kind = ActorKind::kWorker;
  audit.actor = actor;
  audit.subject = "store";
  audit.action = "sealing_key_noted";
  DM_RETURN_IF_ERROR(NoteCurrentKey(database, audit, now));

  struct Row {
    std::string owner;
    std::string key;
    std::string wrapped;
  };

  std::vector<Row> rows;
  {
    DM_ASSIGN_OR_RETURN(Statement row,
                        database.Query("SELECT owner, kek, key_sealed FROM data_keys WHERE kek < "
                                       "?1 OR kek > ?1 LIMIT ?2",
                                       current.name,
                                       limit));
    DM_ASSIGN_OR_RETURN(bool more, row.Step());
    while (more) {
      rows.push_back({.owner = row.Text(0), .key = row.Text(1), .wrapped = row.Bytes(2)});
      DM_ASSIGN_OR_RETURN(more, row.Step());
    }
  }
  if (rows.empty()) return 0;
  for (const Row& row : rows) {
    DM_ASSIGN_OR_RETURN(const sealing::Key key, Unwrap(vault, row.key, row.owner, row.wrapped));
    DM_RETURN_IF_ERROR(
        database.Run("UPDATE data_keys SET kek = ?2, key_sealed = ?3 WHERE owner = ?1",
                     row.owner,
                     current.name,
                     Blob{Wrap(current, row.owner, key)}));
  }
  audit.action = "data_keys_rewrapped";
  audit.detail = "key=" + current.name + " count=" + std::to_string(rows.size());
  DM_RETURN_IF_ERROR(AppendAudit(database, audit, now));
  return static_cast<int>(rows.size());
}

StatusOr<std::vector<KeyUse>> CountKeyUse(Database& database) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT kek, count(*) FROM data_keys GROUP BY kek ORDER BY kek"));
  std::vector<KeyUse> uses;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    uses.push_back({.key = row.Text(0), .wraps = row.Int(1)});
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return uses;
}

Status CheckKeys(Database& database) {
  sealing::KeyRing& ring = database.vault()->ring();
  for (const std::string& name : ring.Names()) {
    DM_ASSIGN_OR_RETURN(const sealing::Key key, ring.Find(name));
    bool noted = false;
    DM_RETURN_IF_ERROR(CheckOne(database, {.name = name, .key = key}, noted));
  }
  DM_ASSIGN_OR_RETURN(const std::vector<KeyUse> uses, CountKeyUse(database));
  for (const KeyUse& use : uses) DM_RETURN_IF_ERROR(ring.Find(use.key).status());
  return OkStatus();
}

Status KeysRequired() {
  return FailedPrecondition(
      "the content of the store is encrypted, and no key file is named",
      {.reason = "SEALING_KEY_REQUIRED",
       .field = "sealing.key_file",
       .remedy = "Name the key file that belongs to this store. Nothing was changed."});
}

}  // namespace dm::sql
