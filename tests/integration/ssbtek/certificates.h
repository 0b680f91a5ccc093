// Throw-away certificates for tests of TLS, made anew in a folder of the test.
#pragma once

#include <filesystem>
#include <string>

namespace dm::ssbtek::test {

// Files in `folder`: ca.pem; server.pem and server.key (for 127.0.0.1); client.pem, client.key and
// client.p12 (password "prov"); other.pem, a CA that signed none of them.
struct Certificates {
  explicit Certificates(std::filesystem::path in);

  std::string Path(const std::string& name) const { return (folder / name).string(); }

  std::filesystem::path folder;
};

}  // namespace dm::ssbtek::test
