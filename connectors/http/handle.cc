#include "connectors/http/handle.h"

#include <algorithm>
#include <utility>

namespace dm::http {
namespace {

constexpr std::size_t kHeaderBytesMax = 64U << 10U;

Failure Classify(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
      return Failure::kRefused;
    case CURLE_OPERATION_TIMEDOUT:
      return Failure::kTimeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return Failure::kTls;
    case CURLE_WRITE_ERROR:  // only our own caps refuse bytes
      return Failure::kOversize;
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
      return Failure::kReset;
    default:
      return Failure::kOther;
  }
}

}  // namespace

bool HeaderList::Add(const std::string& line) {
  curl_slist* longer = curl_slist_append(list_, line.c_str());
  if (longer == nullptr) return false;
  list_ = longer;
  return true;
}

void HeaderList::Clear() {
  curl_slist_free_all(list_);
  list_ = nullptr;
}

// The cap stands here because a chunked response announces no length.
std::size_t Handle::OnBytes(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& handle = *static_cast<Handle*>(user);
  if (count > handle.options_.response_bytes_max - handle.body_.size()) {
    handle.oversize_ = true;
    return 0;
  }
  handle.body_.append(bytes, count);
  return count;
}

// Header lines count too: an endless header would otherwise never reach the cap.
std::size_t Handle::OnHeader(char*, std::size_t, std::size_t count, void* user) {
  auto& handle = *static_cast<Handle*>(user);
  if (count > handle.header_bytes_left_) return 0;
  handle.header_bytes_left_ -= count;
  return count;
}

std::unique_ptr<Handle> Handle::Make(const ClientOptions& options, const std::string& url) {
  std::unique_ptr<Handle> handle(new Handle(options, url));
  handle->easy_ = curl_easy_init();
  if (handle->easy_ == nullptr) return nullptr;
  return handle;
}

Handle::~Handle() {
  curl_easy_cleanup(easy_);
}

bool Handle::SetLimits() {
  const bool plain = options_.transport == Transport::kLoopbackInDevelopment;
  // An idle limit is a whole number of seconds in curl: rounded up.
  const long idle_s = static_cast<long>((options_.idle_timeout_ms + 999) / 1'000);
  return Set(CURLOPT_PRIVATE, this) && Set(CURLOPT_URL, url_.c_str()) &&
         Set(CURLOPT_PROTOCOLS_STR, plain ? "https,http" : "https") &&
         Set(CURLOPT_FOLLOWLOCATION, 0L) && Set(CURLOPT_NOSIGNAL, 1L) && Set(CURLOPT_PROXY, "") &&
         Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1)) &&
         Set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout_ms)) &&
         Set(CURLOPT_LOW_SPEED_LIMIT, 1L) && Set(CURLOPT_LOW_SPEED_TIME, idle_s) &&
         Set(CURLOPT_WRITEFUNCTION, &OnBytes) && Set(CURLOPT_WRITEDATA, this) &&
         Set(CURLOPT_HEADERFUNCTION, &OnHeader) && Set(CURLOPT_HEADERDATA, this);
}

bool Handle::SetTls() {
  const bool pkcs12 = options_.certificate_kind == CertificateKind::kPkcs12;
  // The library's default folder of CAs would be trusted beside a CA file of our own.
  const bool only_ours =
      options_.ca_file.empty() || (Set(CURLOPT_CAPATH, static_cast<char*>(nullptr)) &&
                                   Set(CURLOPT_CAINFO, static_cast<char*>(nullptr)));
  const bool unpinned = options_.pinned_key.empty();
  return only_ours && Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
         Set(CURLOPT_SSL_VERIFYPEER, 1L) && Set(CURLOPT_SSL_VERIFYHOST, 2L) &&
         Set(CURLOPT_SSLCERTTYPE, pkcs12 ? "P12" : "PEM") &&
         (unpinned || Set(CURLOPT_PINNEDPUBLICKEY, options_.pinned_key.c_str()));
}

// Without bytes there is no such file: nothing is set.
bool Handle::SetBytes(CURLoption option, const std::string& bytes) {
  if (bytes.empty()) return true;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): curl only reads what it does not copy.
  curl_blob blob{
      .data = const_cast<char*>(bytes.data()), .len = bytes.size(), .flags = CURL_BLOB_NOCOPY};
  return Set(option, &blob);
}

bool Handle::SetCredentials() {
  // A password is always given, as without one the TLS library would ask for it at the terminal.
  return SetBytes(CURLOPT_SSLCERT_BLOB, credentials_->certificate) &&
         SetBytes(CURLOPT_SSLKEY_BLOB, credentials_->key) &&
         Set(CURLOPT_KEYPASSWD, credentials_->password.c_str()) &&
         SetBytes(CURLOPT_CAINFO_BLOB, credentials_->authorities) &&
         SetBytes(CURLOPT_ISSUERCERT_BLOB, credentials_->issuer);
}

bool Handle::SetCall() {
  bool ready = headers_.Add("Content-Type: " + call_.content_type);
  // Without this curl would wait for a "100 Continue" before a larger body.
  ready = ready && headers_.Add("Expect:");
  for (const std::string& line : call_.headers) ready = ready && headers_.Add(line);
  return ready && Set(CURLOPT_HTTPHEADER, headers_.get()) && Set(CURLOPT_POST, 1L) &&
         Set(CURLOPT_POSTFIELDS, call_.body.data()) &&
         Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call_.body.size())) &&
         Set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(call_.timeout_ms, 1)));
}

bool Handle::Prepare(Call call, SharedCredentials credentials) {
  call_ = std::move(call);
  credentials_ = std::move(credentials);
  header_bytes_left_ = kHeaderBytesMax;
  oversize_ = false;
  return SetLimits() && SetTls() && SetCredentials() && SetCall();
}

Result Handle::Finish(CURLcode code) {
  Result result = Failure::kOversize;
  if (!oversize_) {
    result = code == CURLE_OK ? Result(TakeResponse()) : Result(Classify(code));
  }
  Abandon();
  return result;
}

void Handle::Abandon() {
  // The handle keeps no pointer to what is freed here, and no count of its own: curl 7.88 counts
  // the calls that met a connection just closed by the peer over a handle's whole life, and sends
  // none anew after five. Connections stay: they are the multi handle's.
  curl_easy_reset(easy_);
  headers_.Clear();
  call_ = Call();
  credentials_.reset();
  body_ = std::string();
}

Response Handle::TakeResponse() {
  Response response;
  long status = 0;
  char* content_type = nullptr;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy_, CURLINFO_CONTENT_TYPE, &content_type);
  response.status = static_cast<int>(status);
  if (content_type != nullptr) response.content_type = content_type;
  response.body = std::move(body_);
  return response;
}

}  // namespace dm::http
