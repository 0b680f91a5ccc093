// The services of medarbetare.v1, each as a factory: the generated classes stay inside their .cc
// files, for they are slow to compile. A service calls its port and translates; it decides nothing.
#pragma once

#include <memory>

#include <grpcpp/impl/service_type.h>

#include "worker/adapters/grpc/dispatcher.h"
#include "worker/ports/api.h"
#include "worker/ports/audit_api.h"
#include "worker/ports/contact_api.h"
#include "worker/ports/decision_api.h"
#include "worker/ports/effect_api.h"
#include "worker/ports/frame_api.h"
#include "worker/ports/quality_api.h"
#include "worker/ports/queue_api.h"
#include "worker/ports/report_api.h"
#include "worker/ports/restore_api.h"
#include "worker/ports/retention_api.h"
#include "worker/ports/staff_api.h"

namespace dm::grpc_adapter {

std::unique_ptr<grpc::Service> MakeApplicationService(Dispatcher& dispatcher,
                                                      IntakeApi& intake,
                                                      CaseApi& cases);
std::unique_ptr<grpc::Service> MakeCaseService(Dispatcher& dispatcher, CaseApi& cases);
std::unique_ptr<grpc::Service> MakeEscalationService(Dispatcher& dispatcher,
                                                     EscalationApi& escalations,
                                                     QueueApi& queues);
std::unique_ptr<grpc::Service> MakeStaffService(Dispatcher& dispatcher, StaffApi& staff);
std::unique_ptr<grpc::Service> MakeDecisionService(Dispatcher& dispatcher, DecisionApi& decisions);
// Without `desk` the calls beyond signing and reading are not answered.
std::unique_ptr<grpc::Service> MakeFrameService(Dispatcher& dispatcher,
                                                FrameApi& frames,
                                                FrameDeskApi* desk);
std::unique_ptr<grpc::Service> MakeContactService(Dispatcher& dispatcher, ContactApi& contact);
std::unique_ptr<grpc::Service> MakeEffectService(Dispatcher& dispatcher, EffectApi& effects);
// Without `restores` its calls are not answered.
std::unique_ptr<grpc::Service> MakeOperationsService(Dispatcher& dispatcher,
                                                     OperationsApi& operations,
                                                     RestoreApi* restores);
std::unique_ptr<grpc::Service> MakeAuditService(Dispatcher& dispatcher, AuditApi& audit);
std::unique_ptr<grpc::Service> MakeQualityService(Dispatcher& dispatcher, QualityApi& quality);
std::unique_ptr<grpc::Service> MakeRetentionService(Dispatcher& dispatcher,
                                                    RetentionApi& retention);
std::unique_ptr<grpc::Service> MakeReportService(Dispatcher& dispatcher, ReportApi& reports);

}  // namespace dm::grpc_adapter
