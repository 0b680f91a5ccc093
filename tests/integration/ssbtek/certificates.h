// Throw-away certificates for tests of TLS, made anew in a folder of the test.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace dm::ssbtek::test {

// Days from now; both may be negative.
struct Validity {
  int from_days = -1;
  int to_days = 1;
};

// Files in `folder`: ca.pem; server.pem and server.key (for 127.0.0.1); client.pem, client.key and
// client.p12 (password "prov"), named "client"; renewed.pem, .key and .p12 of the same CA, named
// "renewed"; other.pem, a CA that signed none of them.
struct Certificates {
  explicit Certificates(std::filesystem::path in);
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;
  Certificates(Certificates&&) = delete;
  Certificates& operator=(Certificates&&) = delete;

  std::string Path(const std::string& name) const { return (folder / name).string(); }

  // Writes name.pem, name.key, name.p12 and name.locked.key (PEM, password "prov"), signed by the
  // CA.
  void Issue(const std::string& name, Validity validity = {}) const;
  // Makes the file `to` what the file `from` is, by renaming, as an operator's tool does.
  void Replace(const std::string& to, const std::string& from) const;
  void WriteText(const std::string& name, const std::string& text) const;
  // "sha256//…" of the key in name.key.
  std::string PinOf(const std::string& name) const;

  std::filesystem::path folder;

 private:
  struct Authority;
  std::unique_ptr<Authority> authority_;
};

}  // namespace dm::ssbtek::test
