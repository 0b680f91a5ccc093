// The commands of `medarbetare`, each added to the program by one function. A command runs in its
// callback and leaves its exit code in the session.
#pragma once

#include "worker/cli/session.h"

namespace dm::cli {

void AddSubmit(CLI::App& app, Session& session);  // submit
void AddCase(CLI::App& app, Session& session);    // case list, show, explain, letter
// case decide, attest, communicate, reasons; `one` is the command `case`. case letter with --form.
void AddDecisions(CLI::App& one, Session& session);
void AddContact(CLI::App& cases, Session& session);  // case message, status, …
void AddQueue(CLI::App& app, Session& session);   // queue list, items, show, claim, release, decide
void AddFrame(CLI::App& app, Session& session);   // frame sign, show
void AddEffect(CLI::App& app, Session& session);  // effect list, ack, resolve
void AddReconcile(CLI::App& effect, Session& session);    // effect reconcile
void AddEffectFiles(CLI::App& effect, Session& session);  // effect files
void AddOperations(CLI::App& app, Session& session);  // status, pause, resume, mode show, mode set
void AddAudit(CLI::App& app, Session& session);       // audit head, export, verify
void AddAuditReads(CLI::App& audit, Session& session);  // audit reads
void AddIncident(CLI::App& app, Session& session);      // incident
void AddQuality(CLI::App& app, Session& session);       // sample, review, agreement, switch
void AddReport(CLI::App& app, Session& session);        // report
void AddRetention(CLI::App& app, Session& session);     // retention
void AddWaiting(CLI::App& app, Session& session);       // retry, stuck
void AddSsbtek(CLI::App& app, Session& session);        // ssbtek read, ask, ping
void AddSummary(CLI::App& app, Session& session);       // summary
void AddAssess(CLI::App& app, Session& session);        // assess
void AddReplay(CLI::App& app, Session& session);        // replay
void AddBackup(CLI::App& app, Session& session);        // backup, restore-drill
void AddKeys(CLI::App& app, Session& session);     // keys new, list, add, promote, rotate, prune
void AddRestore(CLI::App& app, Session& session);  // restore declare, status, reconcile, end
void AddPolicy(CLI::App& app, Session& session);   // policy check, test, diff, …

}  // namespace dm::cli
