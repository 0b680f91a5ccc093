#include "connectors/desk/tls.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include "worker/core/secret_file.h"

namespace dm::desk {
namespace {

constexpr std::chrono::minutes kRefusalToldEvery{5};
constexpr std::chrono::hours kEndsToldEvery{12};
constexpr std::int64_t kHourS = 3'600;
constexpr std::int64_t kCertificateWarningS = kHourS * 24 * 30;
constexpr std::int64_t kCrlWarningS = 12 * kHourS;  // lists are often of a day
constexpr unsigned char kSessionContext[] = "medarbetare-desk";

Status Refuse(const std::string& field, const std::string& what, const std::string& remedy) {
  ERR_clear_error();
  return FailedPrecondition(field + ": " + what,
                            {.reason = "CONFIG_INVALID", .field = field, .remedy = remedy});
}

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::int64_t SecondsLeft(const ASN1_TIME* end) {
  int days = 0;
  int seconds = 0;
  if (end == nullptr || ASN1_TIME_diff(&days, &seconds, nullptr, end) != 1) return 0;
  return std::int64_t{days} * 24 * kHourS + seconds;
}

Status AddClientCa(SSL_CTX& context, const ServerTlsFiles& files) {
  if (SSL_CTX_load_verify_locations(&context, files.client_ca.c_str(), nullptr) != 1) {
    return Refuse("tls.client_ca", "cannot be read as PEM", "Name the CA's certificates.");
  }
  STACK_OF(X509_NAME)* names = SSL_load_client_CA_file(files.client_ca.c_str());
  if (names == nullptr) {
    return Refuse("tls.client_ca", "cannot be read as PEM", "Name the CA's certificates.");
  }
  SSL_CTX_set_client_CA_list(&context, names);
  // Asked for, not required: who has none signs in otherwise. One that is shown must hold.
  SSL_CTX_set_verify(&context, SSL_VERIFY_PEER, nullptr);
  if (files.client_crl.empty()) return OkStatus();
  X509_STORE* store = SSL_CTX_get_cert_store(&context);
  X509_LOOKUP* lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
  if (lookup == nullptr ||
      X509_load_crl_file(lookup, files.client_crl.c_str(), X509_FILETYPE_PEM) < 1) {
    return Refuse("tls.client_crl", "cannot be read as PEM", "Name the CA's revocation list.");
  }
  X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
  return OkStatus();
}

}  // namespace

StatusOr<SslContext> MakeSslContext(const ServerTlsFiles& files) {
  SslContext context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (context == nullptr) return Refuse("tls", "cannot be set up", "Check the installation.");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(),
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                          SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // No resumption: each connection shows its certificate anew.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.get(), 0);
  SSL_CTX_set_session_id_context(context.get(), kSessionContext, sizeof(kSessionContext) - 1);
  if (SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20") != 1) {
    return Refuse("tls", "has no cipher", "Check the installation of OpenSSL.");
  }
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1) {
    return Refuse(
        "tls.certificate", "cannot be read as PEM", "Check the path and the file's mode.");
  }
  DM_RETURN_IF_ERROR(CheckSecretFile("tls.key", files.key));
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    return Refuse("tls.key", "cannot be read or is not the certificate's", "Name the key, in PEM.");
  }
  if (!files.client_ca.empty()) DM_RETURN_IF_ERROR(AddClientCa(*context, files));
  return context;
}

Status CheckPair(const std::string& field, const std::string& certificate, const std::string& key) {
  const SslContext context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  if (context == nullptr ||
      SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1)
    return Refuse(field + ".certificate", "cannot be read as PEM", "Name the certificate, in PEM.");
  if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) == 1 &&
      SSL_CTX_check_private_key(context.get()) == 1)
    return OkStatus();
  return Refuse(
      field + ".key", "cannot be read or is not the certificate's", "Name the key, in PEM.");
}

StatusOr<TlsLeft> ReadTlsLeft(const ServerTlsFiles& files) {
  TlsLeft left;
  const Bio own(BIO_new_file(files.certificate.c_str(), "r"), BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      own == nullptr ? nullptr : PEM_read_bio_X509(own.get(), nullptr, nullptr, nullptr),
      X509_free);
  if (certificate == nullptr)
    return Refuse("tls.certificate", "cannot be read as PEM", "Check the path.");
  left.certificate_s = SecondsLeft(X509_get0_notAfter(certificate.get()));
  if (files.client_crl.empty()) return left;
  const Bio lists(BIO_new_file(files.client_crl.c_str(), "r"), BIO_free);
  while (lists != nullptr) {
    const std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)> list(
        PEM_read_bio_X509_CRL(lists.get(), nullptr, nullptr, nullptr), X509_CRL_free);
    if (list == nullptr) break;
    const ASN1_TIME* next = X509_CRL_get0_nextUpdate(list.get());
    if (next != nullptr)
      left.crl_s = left.crl_s ? std::min(*left.crl_s, SecondsLeft(next)) : SecondsLeft(next);
  }
  ERR_clear_error();
  return left;
}

Status CheckTlsLeft(const ServerTlsFiles& files) {
  DM_ASSIGN_OR_RETURN(const TlsLeft left, ReadTlsLeft(files));
  if (left.certificate_s < 0)
    return Refuse("tls.certificate", "has ended: no browser takes it", "Renew it.");
  if (left.crl_s.value_or(0) < 0)
    return Refuse("tls.client_crl",
                  "is past its next update: no personal certificate is taken",
                  "Fetch the CA's present list, and again before each next update.");
  return OkStatus();
}

std::string UriOf(const X509& certificate) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  std::string uri;
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    if (!uri.empty()) return "";
    const ASN1_IA5STRING* text = name->d.uniformResourceIdentifier;
    const auto* bytes =
        static_cast<const char*>(static_cast<const void*>(ASN1_STRING_get0_data(text)));
    uri.assign(bytes, static_cast<std::size_t>(ASN1_STRING_length(text)));
    if (uri.find('\0') != std::string::npos) return "";
  }
  return uri;
}

std::string UriOfPeer(const SSL& ssl) {
  if (SSL_get_verify_result(&ssl) != X509_V_OK) return "";
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(&ssl),
                                                                X509_free);
  return certificate == nullptr ? "" : UriOf(*certificate);
}

TlsKeeper::TlsKeeper(ServerTlsFiles files,
                     SslContext context,
                     Log& log,
                     std::chrono::milliseconds look_every)
    : files_(std::move(files)),
      log_(log),
      look_every_(look_every),
      context_(std::move(context)),
      seen_(StampsNow()),
      looked_(std::chrono::steady_clock::now()) {
  const MutexLock lock(mutex_);
  TellWhatEnds(looked_);
}

StatusOr<std::unique_ptr<TlsKeeper>> TlsKeeper::Create(const ServerTlsFiles& files,
                                                       Log& log,
                                                       std::chrono::milliseconds look_every) {
  DM_ASSIGN_OR_RETURN(SslContext context, MakeSslContext(files));
  return std::unique_ptr<TlsKeeper>(new TlsKeeper(files, std::move(context), log, look_every));
}

// A file that is put in place with an older time is another file all the same.
TlsKeeper::Stamps TlsKeeper::StampsNow() const {
  Stamps stamps;
  for (const std::string& path :
       {files_.certificate, files_.key, files_.client_ca, files_.client_crl}) {
    struct stat found {};

    const bool there = !path.empty() && ::stat(path.c_str(), &found) == 0;
    stamps.push_back(there ? fmt::format("{} {} {}.{}",
                                         found.st_ino,
                                         found.st_size,
                                         found.st_mtim.tv_sec,
                                         found.st_mtim.tv_nsec)
                           : "");
  }
  return stamps;
}

SslContext TlsKeeper::Current() {
  const Time now = std::chrono::steady_clock::now();
  const MutexLock lock(mutex_);
  if (now - looked_ < look_every_) return context_;
  looked_ = now;
  TellWhatEnds(now);
  Stamps stamps = StampsNow();
  if (stamps == seen_) return context_;
  auto context = MakeSslContext(files_);
  if (context.ok()) {
    context_ = *std::move(context);
    seen_ = std::move(stamps);
    ends_told_.reset();
    log_.Write(LogLevel::kInfo, "desk_certificate_replaced", {});
    return context_;
  }
  // A pair that does not fit may be one half of a change: it is tried again.
  if (stamps == refused_) return context_;
  refused_ = std::move(stamps);
  const ErrorDetail why = DetailOf(context.status());
  log_.Write(LogLevel::kError,
             "desk_certificate_not_loaded",
             {{"reason", why.reason}, {"key", why.field}});
  return context_;
}

void TlsKeeper::TellRefused(const SSL& ssl) {
  const long code = SSL_get_verify_result(&ssl);
  if (code == X509_V_OK) return;
  const Time now = std::chrono::steady_clock::now();
  const MutexLock lock(mutex_);
  const auto told = refusals_told_.find(code);
  if (told != refusals_told_.end() && now - told->second < kRefusalToldEvery) return;
  refusals_told_[code] = now;
  log_.Write(LogLevel::kWarning,
             "desk_certificate_refused",
             {{"reason", X509_verify_cert_error_string(code)}});
}

void TlsKeeper::TellWhatEnds(Time now) {
  if (ends_told_ && now - *ends_told_ < kEndsToldEvery) return;
  ends_told_ = now;
  const StatusOr<TlsLeft> left = ReadTlsLeft(files_);
  if (!left.ok()) return;  // told when it is loaded
  const auto tell = [this](const char* key, std::int64_t left_s, std::int64_t warn_s) {
    if (left_s >= warn_s) return;
    log_.Write(left_s < 0 ? LogLevel::kError : LogLevel::kWarning,
               left_s < 0 ? "desk_certificate_ended" : "desk_certificate_expires",
               {{"key", key}, {"hours_left", left_s / kHourS}});
  };
  tell("tls.certificate", left->certificate_s, kCertificateWarningS);
  if (left->crl_s) tell("tls.client_crl", *left->crl_s, kCrlWarningS);
}

}  // namespace dm::desk
