#include "connectors/desk/desk.h"

#include <chrono>
#include <optional>
#include <utility>

#include "connectors/desk/directory.h"
#include "connectors/desk/exchange.h"
#include "connectors/desk/http_server.h"
#include "connectors/desk/page_files.h"
#include "connectors/desk/rpc.h"
#include "connectors/desk/sign_in.h"

namespace dm::desk {
namespace {

constexpr std::chrono::milliseconds kReadyPatience{2'000};

Status NotFoundHere() {
  return MakeStatus(StatusCode::kNotFound,
                    "there is nothing here",
                    {.reason = "NOT_FOUND", .field = "", .remedy = "Open the page at /."});
}

bool Accepts(const httplib::Request& request, const char* coding) {
  return request.get_header_value("X-Desk-Accept-Encoding").find(coding) != std::string::npos;
}

class TheDesk final : public Desk {
 public:
  TheDesk(const DeskConfig& config, const Clock& clock, Log& log)
      : config_(config),
        log_(log),
        site_{.origin = config.origin, .tls = !config.tls.empty()},
        clock_(clock) {}

  Status Prepare() {
    DM_ASSIGN_OR_RETURN(page_, PageFiles::Load(config_.page));
    DM_ASSIGN_OR_RETURN(link_, WorkerLink::Create(config_.worker));
    directory_ = MakeDirectory(*link_, config_.staff);
    sessions_.emplace(config_.sessions, *directory_, clock_);
    if (!config_.oidc.empty()) {
      DM_ASSIGN_OR_RETURN(oidc_, SignInFlow::Create(config_.oidc, clock_));
    }
    rpc_.emplace(*link_, *sessions_, site_, config_.times, log_);
    sign_in_.emplace(SignInOptions{.certificate = config_.certificate_sign_in,
                                   .development = HasDevelopmentLogin() &&
                                                  config_.environment == Environment::kDevelopment,
                                   .development_staff = config_.staff},
                     *sessions_,
                     oidc_.get(),
                     site_,
                     log_);
    std::unique_ptr<TlsKeeper> tls;
    if (site_.tls) {
      DM_ASSIGN_OR_RETURN(tls, TlsKeeper::Create(config_.tls, log_));
    }
    server_ = std::make_unique<HttpServer>(config_.http, std::move(tls));
    SetRoutes();
    return OkStatus();
  }

  Status Start() override {
    DM_ASSIGN_OR_RETURN(port_, server_->Start(config_.listen));
    // Only in development: there the port may be any.
    if (site_.origin.empty()) {
      site_.origin = "http://" + config_.listen.substr(0, config_.listen.rfind(':')) + ":" +
                     std::to_string(port_);
    }
    started_ = true;
    log_.Write(LogLevel::kInfo,
               "desk_listening",
               {{"port", port_}, {"files", static_cast<std::int64_t>(page_.size())}});
    return OkStatus();
  }

  int port() const override { return port_; }

  void Stop() override {
    if (server_ != nullptr) server_->Stop();
  }

 private:
  void SetRoutes() {
    server_->set_default_headers(SecurityHeaders(site_));
    server_->set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          return Admit(request, response);
        });
    server_->Post(".*", [this](const httplib::Request& request, httplib::Response& response) {
      if (!sign_in_->HandlePost(request, response)) rpc_->Handle(request, response);
    });
    server_->Get(".*", [this](const httplib::Request& request, httplib::Response& response) {
      HandleGet(request, response);
    });
    // Whatever nobody said how to keep is kept nowhere.
    server_->set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
      if (!response.has_header("Cache-Control")) response.set_header("Cache-Control", "no-store");
    });
    server_->set_exception_handler(
        [this](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
          log_.Write(LogLevel::kError, "desk_call_threw", {});
          response.headers.erase("EXCEPTION_WHAT");
          SendError(response, Internal(""));
        });
  }

  httplib::Server::HandlerResponse Admit(const httplib::Request& request,
                                         httplib::Response& response) {
    std::optional<Status> refused = RefuseEarly(request, site_);
    if (!refused && !started_) refused = Unavailable("");
    if (!refused) return httplib::Server::HandlerResponse::Unhandled;
    log_.Write(LogLevel::kWarning,
               "desk_refused",
               {{"code", ConnectCode(refused->code())}, {"reason", DetailOf(*refused).reason}});
    SendError(response, *refused);
    return httplib::Server::HandlerResponse::Handled;
  }

  void HandleGet(const httplib::Request& request, httplib::Response& response) {
    if (request.path == "/health") return SendJson(response, R"({"status":"ok"})");
    if (request.path == "/health/ready") return SendReady(response);
    if (sign_in_->HandleGet(request, response)) return;
    const PageFile* file = page_.Find(request.path);
    if (file == nullptr) return SendError(response, NotFoundHere());
    SendFile(*file, request, response);
  }

  void SendReady(httplib::Response& response) {
    if (link_->IsUp(kReadyPatience)) return SendJson(response, R"({"status":"ok"})");
    SendError(response, Unavailable(""));
  }

  static void SendFile(const PageFile& file,
                       const httplib::Request& request,
                       httplib::Response& response) {
    const std::string* bytes = &file.plain;
    if (!file.brotli.empty() && Accepts(request, "br")) {
      bytes = &file.brotli;
      response.set_header("Content-Encoding", "br");
    } else if (!file.gzip.empty() && Accepts(request, "gzip")) {
      bytes = &file.gzip;
      response.set_header("Content-Encoding", "gzip");
    }
    if (!file.brotli.empty() || !file.gzip.empty()) response.set_header("Vary", "Accept-Encoding");
    const char* kept = file.kept_nowhere ? "no-store" : "no-cache";
    response.set_header("Cache-Control",
                        file.immutable ? "public, max-age=31536000, immutable" : kept);
    response.status = 200;
    response.set_content(*bytes, file.type);
  }

  const DeskConfig config_;
  Log& log_;
  Site site_;
  const Clock& clock_;
  PageFiles page_;
  std::unique_ptr<WorkerLink> link_;
  std::unique_ptr<Directory> directory_;
  std::optional<Sessions> sessions_;
  std::unique_ptr<SignInFlow> oidc_;
  std::optional<Rpc> rpc_;
  std::optional<SignIn> sign_in_;
  std::unique_ptr<HttpServer> server_;
  std::atomic<bool> started_{false};
  int port_ = 0;
};

}  // namespace

StatusOr<std::unique_ptr<Desk>> Desk::Create(const DeskConfig& config,
                                             const Clock& clock,
                                             Log& log) {
  auto desk = std::make_unique<TheDesk>(config, clock, log);
  DM_RETURN_IF_ERROR(desk->Prepare());
  return desk;
}

}  // namespace dm::desk
