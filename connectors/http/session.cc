#include "connectors/http/session.h"

#include <algorithm>
#include <utility>

#include <curl/curl.h>

namespace dm::http {
namespace {

// What one call collects.
struct Receiver {
  std::string body;
  std::size_t bytes_max = 0;
  bool oversize = false;
};

// The cap stands here because a chunked response announces no length.
std::size_t OnBytes(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& receiver = *static_cast<Receiver*>(user);
  if (count > receiver.bytes_max - receiver.body.size()) {
    receiver.oversize = true;
    return 0;
  }
  receiver.body.append(bytes, count);
  return count;
}

// Header lines count too: an endless header would otherwise never reach the cap.
std::size_t OnHeader(char*, std::size_t, std::size_t count, void* user) {
  auto& left = *static_cast<std::size_t*>(user);
  if (count > left) return 0;
  left -= count;
  return count;
}

class HeaderList {
 public:
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  HeaderList(HeaderList&&) = delete;
  HeaderList& operator=(HeaderList&&) = delete;

  ~HeaderList() { curl_slist_free_all(list_); }

  bool Add(const std::string& line) {
    curl_slist* longer = curl_slist_append(list_, line.c_str());
    if (longer == nullptr) return false;
    list_ = longer;
    return true;
  }

  curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

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

constexpr std::size_t kHeaderBytesMax = 64U << 10U;
constexpr int kPollMs = 1'000;

}  // namespace

struct Session::Handles {
  CURL* easy = curl_easy_init();
  CURLM* multi = curl_multi_init();
  std::size_t bytes_max = 0;

  Handles() = default;
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;
  Handles(Handles&&) = delete;
  Handles& operator=(Handles&&) = delete;

  ~Handles() {
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
  }

  template <typename Value>
  bool Set(CURLoption option, Value value) {
    return curl_easy_setopt(easy, option, value) == CURLE_OK;
  }

  bool SetText(CURLoption option, const std::string& value) {
    return value.empty() || Set(option, value.c_str());
  }

  bool Configure(const ClientOptions& options, const std::string& url);
  bool ConfigureTls(const ClientOptions& options);
  CURLcode Run(const std::stop_token& stop, bool& cancelled);
};

bool Session::Handles::Configure(const ClientOptions& options, const std::string& url) {
  if (easy == nullptr || multi == nullptr) return false;
  bytes_max = options.response_bytes_max;
  const bool plain = options.transport == Transport::kLoopbackInDevelopment;
  // An idle limit is a whole number of seconds in curl: rounded up.
  const long idle_s = static_cast<long>((options.idle_timeout_ms + 999) / 1'000);
  return Set(CURLOPT_URL, url.c_str()) &&
         Set(CURLOPT_PROTOCOLS_STR, plain ? "https,http" : "https") &&
         Set(CURLOPT_FOLLOWLOCATION, 0L) && Set(CURLOPT_NOSIGNAL, 1L) && Set(CURLOPT_PROXY, "") &&
         Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1)) &&
         Set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout_ms)) &&
         Set(CURLOPT_LOW_SPEED_LIMIT, 1L) && Set(CURLOPT_LOW_SPEED_TIME, idle_s) &&
         Set(CURLOPT_WRITEFUNCTION, &OnBytes) && Set(CURLOPT_HEADERFUNCTION, &OnHeader) &&
         Set(CURLOPT_POST, 1L) && ConfigureTls(options);
}

bool Session::Handles::ConfigureTls(const ClientOptions& options) {
  const bool pkcs12 = options.certificate_kind == CertificateKind::kPkcs12;
  return Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
         Set(CURLOPT_SSL_VERIFYPEER, 1L) && Set(CURLOPT_SSL_VERIFYHOST, 2L) &&
         SetText(CURLOPT_CAINFO, options.ca_file) &&
         SetText(CURLOPT_SSLCERT, options.certificate_file) &&
         Set(CURLOPT_SSLCERTTYPE, pkcs12 ? "P12" : "PEM") &&
         SetText(CURLOPT_SSLKEY, options.key_file) &&
         SetText(CURLOPT_KEYPASSWD, options.key_password) &&
         SetText(CURLOPT_PINNEDPUBLICKEY, options.pinned_key);
}

CURLcode Session::Handles::Run(const std::stop_token& stop, bool& cancelled) {
  // Waking the poll from another thread is what ends a silent call at once.
  const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi); });
  if (curl_multi_add_handle(multi, easy) != CURLM_OK) return CURLE_FAILED_INIT;
  int running = 1;
  CURLcode outcome = CURLE_OK;
  while (running > 0) {
    if (stop.stop_requested()) {
      cancelled = true;
      break;
    }
    if (curl_multi_perform(multi, &running) != CURLM_OK) {
      outcome = CURLE_FAILED_INIT;
      break;
    }
    if (running > 0) curl_multi_poll(multi, nullptr, 0, kPollMs, nullptr);
  }
  int left = 0;
  if (const CURLMsg* message = curl_multi_info_read(multi, &left); message != nullptr) {
    outcome = message->data.result;
  }
  curl_multi_remove_handle(multi, easy);
  return outcome;
}

Session::Session(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}

Session::~Session() = default;

std::unique_ptr<Session> Session::Make(const ClientOptions& options, const std::string& url) {
  auto handles = std::make_unique<Handles>();
  if (!handles->Configure(options, url)) return nullptr;
  return std::unique_ptr<Session>(new Session(std::move(handles)));
}

Result Session::Post(const Request& request) {
  Receiver receiver;
  receiver.bytes_max = handles_->bytes_max;
  std::size_t header_bytes_left = kHeaderBytesMax;
  HeaderList headers;
  bool ready = headers.Add("Content-Type: " + std::string(request.content_type));
  ready = ready && headers.Add("Expect:");
  for (const std::string& line : request.headers) ready = ready && headers.Add(line);
  ready =
      ready && handles_->Set(CURLOPT_HTTPHEADER, headers.get()) &&
      handles_->Set(CURLOPT_POSTFIELDS, request.body.data()) &&
      handles_->Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size())) &&
      handles_->Set(CURLOPT_WRITEDATA, &receiver) &&
      handles_->Set(CURLOPT_HEADERDATA, &header_bytes_left) &&
      handles_->Set(CURLOPT_TIMEOUT_MS,
                    static_cast<long>(std::max<std::int64_t>(request.timeout_ms, 1)));
  if (!ready) return Failure::kOther;

  bool cancelled = false;
  const CURLcode code = handles_->Run(request.stop, cancelled);
  // The handle must not keep a pointer to this call's list.
  handles_->Set(CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
  if (cancelled) return Failure::kCancelled;
  if (receiver.oversize) return Failure::kOversize;
  if (code != CURLE_OK) return Classify(code);

  Response response;
  long status = 0;
  char* content_type = nullptr;
  curl_easy_getinfo(handles_->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handles_->easy, CURLINFO_CONTENT_TYPE, &content_type);
  response.status = static_cast<int>(status);
  if (content_type != nullptr) response.content_type = content_type;
  response.body = std::move(receiver.body);
  return response;
}

}  // namespace dm::http
