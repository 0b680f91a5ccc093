#include "worker/runtime/service_manager.h"

#include <systemd/sd-daemon.h>

namespace dm::service_manager {
namespace {

// Whether the manager heard is its own matter: it acts when it hears nothing.
void Tell(const char* state) {
  static_cast<void>(sd_notify(0, state));
}

}  // namespace

void TellReady() {
  Tell("READY=1");
}

void TellReloading() {
  Tell("RELOADING=1");
}

void TellStopping() {
  Tell("STOPPING=1");
}

void TellAlive() {
  Tell("WATCHDOG=1");
}

}  // namespace dm::service_manager
