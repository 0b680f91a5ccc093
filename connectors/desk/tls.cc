#include "connectors/desk/tls.h"

#include <algorithm>
#include <utility>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "worker/core/secret_file.h"

namespace dm::desk {
namespace {

constexpr std::chrono::seconds kLookEvery{5};
constexpr unsigned char kSessionContext[] = "medarbetare-desk";

Status Refuse(const std::string& field, const std::string& what, const std::string& remedy) {
  ERR_clear_error();
  return FailedPrecondition(field + ": " + what,
                            {.reason = "CONFIG_INVALID", .field = field, .remedy = remedy});
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

TlsKeeper::TlsKeeper(ServerTlsFiles files, SslContext context)
    : files_(std::move(files)), context_(std::move(context)) {
  changed_ = LatestChange();
  looked_ = std::chrono::steady_clock::now();
}

StatusOr<std::unique_ptr<TlsKeeper>> TlsKeeper::Create(const ServerTlsFiles& files) {
  DM_ASSIGN_OR_RETURN(SslContext context, MakeSslContext(files));
  return std::unique_ptr<TlsKeeper>(new TlsKeeper(files, std::move(context)));
}

TlsKeeper::Stamp TlsKeeper::LatestChange() const {
  Stamp latest = Stamp::min();
  for (const std::string& path :
       {files_.certificate, files_.key, files_.client_ca, files_.client_crl}) {
    std::error_code failed;
    const Stamp stamp = path.empty() ? latest : std::filesystem::last_write_time(path, failed);
    if (!failed) latest = std::max(latest, stamp);
  }
  return latest;
}

SslContext TlsKeeper::Current() {
  const auto now = std::chrono::steady_clock::now();
  const MutexLock lock(mutex_);
  if (now - looked_ < kLookEvery) return context_;
  looked_ = now;
  const Stamp latest = LatestChange();
  if (latest == changed_) return context_;
  auto context = MakeSslContext(files_);
  // A pair that does not fit may be one half of a change: it is tried again.
  if (!context.ok()) return context_;
  context_ = *std::move(context);
  changed_ = latest;
  return context_;
}

}  // namespace dm::desk
