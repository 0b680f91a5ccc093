#include "connectors/http/credentials.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include <openssl/crypto.h>

#include "worker/core/secret_file.h"

namespace dm::http {
namespace {

constexpr std::size_t kFileBytesMax = 1U << 20U;

Instant WallTime() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Instant::FromUnixMs(
      std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
}

// Empty for an empty path: a file that the options do not name.
Status ReadInto(const std::string& field, const std::string& path, std::string& bytes) {
  if (path.empty()) return OkStatus();
  std::ifstream file(path, std::ios::binary);
  bytes.resize(kFileBytesMax + 1);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const auto count = static_cast<std::size_t>(file.gcount());
  if (file.bad() || count == 0 || count > kFileBytesMax) {
    return FailedPrecondition(
        "the file of " + field + " cannot be read, is empty or has more than 1 MiB",
        {.reason = "CREDENTIAL_UNREADABLE",
         .field = field,
         .remedy = "check the path and that the worker's user may read it"});
  }
  bytes.resize(count);
  return OkStatus();
}

Status ReadSecretInto(const std::string& field, const std::string& path, std::string& bytes) {
  DM_RETURN_IF_ERROR(CheckSecretFile(field, path));
  return ReadInto(field, path, bytes);
}

void Wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

void KeepFirstLine(std::string& text) {
  text.resize(std::min(text.size(), text.find_first_of("\r\n")));
}

Status ReadFiles(const ClientOptions& options, Credentials& files) {
  // A PKCS#12 store holds the key; a certificate alone is no secret.
  const auto read =
      options.certificate_kind == CertificateKind::kPkcs12 ? &ReadSecretInto : &ReadInto;
  DM_RETURN_IF_ERROR(read("http.certificate_file", options.certificate_file, files.certificate));
  DM_RETURN_IF_ERROR(ReadSecretInto("http.key_file", options.key_file, files.key));
  DM_RETURN_IF_ERROR(
      ReadSecretInto("http.key_password_file", options.key_password_file, files.password));
  KeepFirstLine(files.password);
  DM_RETURN_IF_ERROR(ReadInto("http.ca_file", options.ca_file, files.authorities));
  return ReadInto("http.issuer_file", options.issuer_file, files.issuer);
}

bool SameFiles(const Credentials& a, const Credentials& b) {
  return a.certificate == b.certificate && a.key == b.key && a.password == b.password &&
         a.authorities == b.authorities && a.issuer == b.issuer;
}

// Fills in `own`, or says what does not fit.
Status Examine(const ClientOptions& options, Credentials& files) {
  if (!options.ca_file.empty()) {
    DM_RETURN_IF_ERROR(CheckAuthorities("http.ca_file", files.authorities));
  }
  if (!options.issuer_file.empty()) {
    DM_RETURN_IF_ERROR(CheckAuthorities("http.issuer_file", files.issuer));
  }
  if (options.certificate_file.empty()) return OkStatus();
  if (options.certificate_kind == CertificateKind::kPkcs12) {
    DM_ASSIGN_OR_RETURN(files.own,
                        ReadPkcs12({.bytes = files.certificate, .password = files.password}));
  } else {
    DM_ASSIGN_OR_RETURN(
        files.own,
        ReadPemPair(
            {.certificate = files.certificate, .key = files.key, .password = files.password}));
  }
  return OkStatus();
}

// A certificate laid out before its time must not replace one that works.
Status CheckValidNow(const Credentials& files, Instant now) {
  if (!files.own.has_value() || (files.own->not_before <= now && now <= files.own->not_after)) {
    return OkStatus();
  }
  const bool early = now < files.own->not_before;
  return FailedPrecondition(
      "the new certificate does not hold now",
      {.reason = early ? "CERTIFICATE_NOT_YET_VALID" : "CERTIFICATE_EXPIRED",
       .field = "http.certificate_file",
       .remedy = early ? "nothing: it is taken into use when its time comes"
                       : "put a certificate in place whose time has not passed"});
}

}  // namespace

Credentials::~Credentials() {
  Wipe(certificate);  // a PKCS#12 store holds the key
  Wipe(key);
  Wipe(password);
}

StatusOr<std::unique_ptr<CredentialStore>> CredentialStore::Open(const ClientOptions& options) {
  auto first = std::make_shared<Credentials>();
  DM_RETURN_IF_ERROR(ReadFiles(options, *first));
  DM_RETURN_IF_ERROR(Examine(options, *first));
  return std::unique_ptr<CredentialStore>(new CredentialStore(options, std::move(first)));
}

CredentialStore::CredentialStore(const ClientOptions& options, SharedCredentials first)
    : options_(options),
      current_(std::move(first)),
      next_look_(Clock::now() + std::chrono::milliseconds(options.reload_check_ms)) {
  report_.present = current_->own.has_value();
  report_.own = current_->own.value_or(Certificate());
  report_.loaded_at = WallTime();
}

SharedCredentials CredentialStore::Current() {
  LookIfDue();
  const MutexLock lock(mutex_);
  return current_;
}

CertificateReport CredentialStore::Report() {
  LookIfDue();
  const MutexLock lock(mutex_);
  return report_;
}

// One thread looks; the others go on with the set in use instead of waiting for a disk.
void CredentialStore::LookIfDue() {
  {
    const MutexLock lock(mutex_);
    const Clock::time_point now = Clock::now();
    if (looking_ || now < next_look_) return;
    looking_ = true;
    next_look_ = now + std::chrono::milliseconds(options_.reload_check_ms);
  }
  Look();
  const MutexLock lock(mutex_);
  looking_ = false;
}

void CredentialStore::Look() {
  auto found = std::make_shared<Credentials>();
  SharedCredentials before;
  {
    const MutexLock lock(mutex_);
    before = current_;
  }
  const Instant now = WallTime();
  Status status = ReadFiles(options_, *found);
  const bool same = status.ok() && SameFiles(*found, *before);
  if (!same) {
    if (status.ok()) status = Examine(options_, *found);
    if (status.ok()) status = CheckValidNow(*found, now);
  }
  const MutexLock lock(mutex_);
  if (!status.ok()) {
    if (report_.problem.reason.empty()) report_.problem_since = now;
    report_.problem = DetailOf(status);
    return;
  }
  report_.problem = {};
  report_.problem_since = {};
  if (same) return;
  current_ = std::move(found);
  report_.own = current_->own.value_or(Certificate());
  report_.loaded_at = now;
  ++report_.reloads;
}

}  // namespace dm::http
