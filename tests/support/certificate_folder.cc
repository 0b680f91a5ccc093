#include "tests/support/certificate_folder.h"

#include <cstdlib>
#include <fstream>

#include "worker/core/check.h"

namespace dm::testing {
namespace {

constexpr char kNewKey[] = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=";

void OpenSsl(const std::string& arguments) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): makes the test's keys, before any other thread runs.
  DM_CHECK(std::system(("openssl " + arguments + " >/dev/null 2>&1").c_str()) == 0);
}

}  // namespace

void CertificateFolder::MakeAuthority(const std::string& name) const {
  OpenSsl("req -x509 -days 1 " + (kNewKey + name) + " -keyout " + File(name + ".key") + " -out " +
          File(name + ".pem"));
}

void CertificateFolder::Make(const std::string& name,
                             const std::string& authority,
                             const std::string& names) const {
  std::ofstream(File(name + ".ext")) << "subjectAltName=" << names << '\n';
  OpenSsl("req " + (kNewKey + name) + " -keyout " + File(name + ".key") + " -out " +
          File(name + ".csr"));
  OpenSsl("x509 -req -days 1 -CAcreateserial -in " + File(name + ".csr") + " -CA " +
          File(authority + ".pem") + " -CAkey " + File(authority + ".key") + " -extfile " +
          File(name + ".ext") + " -out " + File(name + ".pem"));
}

}  // namespace dm::testing
