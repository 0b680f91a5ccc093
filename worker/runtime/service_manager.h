// Words to the service manager that started the process (systemd's notification socket, sd_notify).
// Where none started it, nothing happens. Thread-safe.
#pragma once

namespace dm::service_manager {

void TellReady();      // serves calls; also after a reload
void TellReloading();  // takes new policies; TellReady ends it
void TellStopping();
void TellAlive();  // before half of WatchdogSec= has gone

}  // namespace dm::service_manager
