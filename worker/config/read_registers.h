// The parts of the configuration that say how registers are asked, and the TLS files that every
// connection has.
#pragma once

#include <string>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "worker/config/config.h"

namespace dm {

// gRPC takes PEM files only; the registers' client also the PKCS #12 file that issuers of
// certificates give, a password, and a closer look at the peer.
enum class TlsKind { kRegister, kPemOnly };

void ReadTls(const YAML::Node& node,
             const std::string& prefix,
             TlsKind kind,
             TlsFiles& tls,
             std::vector<ConfigError>& errors);
void ReadSsbtek(const YAML::Node& node, SsbtekConfig& ssbtek, std::vector<ConfigError>& errors);
void ReadFolkbokforing(const YAML::Node& node,
                       FolkbokforingConfig& folkbokforing,
                       std::vector<ConfigError>& errors);

// What depends on the environment: encryption, and a rate that somebody has agreed to.
void CheckRegisters(const Config& config, std::vector<ConfigError>& errors);

}  // namespace dm
