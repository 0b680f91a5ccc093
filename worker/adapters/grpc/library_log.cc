#include "worker/adapters/grpc/library_log.h"

#include <atomic>
#include <string_view>

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>

namespace dm::grpc_adapter {
namespace {

std::atomic<Log*> g_log{nullptr};

std::string_view BaseName(const char* path) {
  const std::string_view text = path == nullptr ? "" : path;
  return text.substr(text.rfind('/') + 1);  // npos + 1 is 0
}

void WriteGrpc(gpr_log_func_args* args) {
  Log* log = g_log.load();
  if (log == nullptr || args->severity == GPR_LOG_SEVERITY_DEBUG) return;
  log->Write(args->severity == GPR_LOG_SEVERITY_ERROR ? LogLevel::kWarning : LogLevel::kDebug,
             "grpc_reported",
             {{"source", BaseName(args->file)}, {"line", args->line}});
}

void WriteProtobuf(google::protobuf::LogLevel level,
                   const char* file,
                   int line,
                   const std::string& /*message*/) {
  Log* log = g_log.load();
  if (log == nullptr || level < google::protobuf::LOGLEVEL_WARNING) return;
  log->Write(LogLevel::kWarning, "protobuf_reported", {{"source", BaseName(file)}, {"line", line}});
}

}  // namespace

void RouteLibraryLogs(Log* log) {
  g_log.store(log);
  gpr_set_log_function(log == nullptr ? nullptr : WriteGrpc);
  google::protobuf::SetLogHandler(log == nullptr ? nullptr : WriteProtobuf);
}

}  // namespace dm::grpc_adapter
