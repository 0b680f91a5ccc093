// GrpcServer: the services of medarbetare.v1 and grpc.health.v1 on one port. Limits of
// reliability.md: message 1 MiB, metadata 8 KiB, 100 streams a connection, a deadline of at most 30
// s on every call.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "worker/adapters/grpc/access.h"
#include "worker/adapters/grpc/identity_files.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"
#include "worker/ports/audit_api.h"
#include "worker/ports/contact_api.h"
#include "worker/ports/decision_api.h"
#include "worker/ports/effect_api.h"
#include "worker/ports/frame_api.h"
#include "worker/ports/log.h"
#include "worker/ports/quality_api.h"
#include "worker/ports/queue_api.h"
#include "worker/ports/report_api.h"
#include "worker/ports/restore_api.h"
#include "worker/ports/retention_api.h"
#include "worker/ports/staff_api.h"

namespace dm::grpc_adapter {

struct ServerOptions {
  std::string listen = "127.0.0.1:7443";  // host:port; port 0 takes a free one
  std::string certificate_file{};         // PEM; all three, or none in development on loopback
  std::string key_file{};
  std::string client_ca_file{};
  CheckPem check{};          // of those three, at the start and when they change
  bool development = false;  // reflection on; without TLS every caller is "development"
  std::map<std::string, Roles> callers{};  // by the URI of the certificate; see Access
  // Calls that run at once. Most wait for the disk, and those that wait together share a commit.
  int threads = 32;
  int queue_max = 256;  // calls that wait; one more is refused with RESOURCE_EXHAUSTED
  int calls_per_second_beside_others = 0;  // of one system; 0: no limit. See CallPool
  std::chrono::milliseconds drain{5'000};  // from Shutdown until calls under way are cancelled
};

// The implementations outlive the server.
struct Api {
  IntakeApi& intake;
  CaseApi& cases;
  EscalationApi& escalations;
  FrameApi& frames;
  EffectApi& effects;
  OperationsApi& operations;
  QueueApi& queues;
  StaffApi& staff;
  DecisionApi* decisions = nullptr;    // without: DecisionService is not served
  FrameDeskApi* frame_desk = nullptr;  // without: frames are signed and read only
  QualityApi* quality = nullptr;       // without it QualityService is not there
  ContactApi* contact = nullptr;       // without it ContactService is not there
  AuditApi* audit = nullptr;           // without it AuditService is not there
  ReportApi* reports = nullptr;        // without it ReportService is not there
  RestoreApi* restores = nullptr;      // without it OperationsService tells of no restore
  RetentionApi* retention = nullptr;   // without it RetentionService is not there
  Log* log = nullptr;                  // own faults of calls are written here
  // For whom a caller asks: a refusal, or which access classes above open the person may see.
  std::function<StatusOr<std::optional<PersonAccess>>(const std::string& person)> admit_person = {};
};

class GrpcServer {
 public:
  // Failed precondition naming the configuration's field when the port cannot be had or TLS is not
  // right. Health starts as NOT_SERVING.
  static StatusOr<std::unique_ptr<GrpcServer>> Start(const ServerOptions& options, const Api& api);

  virtual ~GrpcServer() = default;

  virtual int port() const = 0;
  // Looks at the files of the certificate, takes them where they hold, and says what is shown;
  // nothing without TLS. Call it every second or so.
  virtual std::optional<ServedCertificate> Certificate() = 0;
  // Health of every service and of the whole ("").
  virtual void SetServing(bool serving) = 0;
  // Health of one: "medarbetare.v1.ApplicationService".
  virtual void SetServing(const std::string& service, bool serving) = 0;
  // No new calls; waits for those under way until `drain` has passed. Safe to repeat.
  virtual void Shutdown() = 0;
};

}  // namespace dm::grpc_adapter
