// How the registers and the certificates of a worker look on a terminal.
#pragma once

#include <ostream>
#include <string>

#include "medarbetare/v1/operations.pb.h"

namespace dm::cli {

// The SOURCES table, the codes that the policies do not list, and a line a certificate.
void PrintSources(std::ostream& out, const medarbetare::v1::WorkerStatus& status);

// "ssbtek.tls: holds until 2027-01-31 12:00, 120 days left".
std::string CertificateLine(const medarbetare::v1::CertificateStatus& certificate);

}  // namespace dm::cli
