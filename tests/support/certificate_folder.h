// CertificateFolder: authorities and certificates that openssl makes, which live as long as the
// test.
#pragma once

#include <string>

#include "tests/support/temporary_directory.h"

namespace dm::testing {

class CertificateFolder {
 public:
  // NAME.pem and NAME.key below the folder, for a day. An authority is its own.
  void MakeAuthority(const std::string& name) const;
  // `names` as a subjectAltName is written: "DNS:localhost,IP:127.0.0.1".
  void Make(const std::string& name, const std::string& authority, const std::string& names) const;

  std::string File(const std::string& name) const { return folder_.path() + "/" + name; }

 private:
  TemporaryDirectory folder_;
};

}  // namespace dm::testing
