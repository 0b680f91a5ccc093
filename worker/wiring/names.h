// The connectors name what is wrong in the words of their own options; operators know the keys of
// the configuration file. Here one becomes the other.
#pragma once

#include <string>

#include "worker/config/config.h"
#include "worker/core/status.h"

namespace dm {

// A connector's part of the configuration.
struct ConfigPart {
  std::string prefix;  // "ssbtek."
  const TlsFiles& tls;
};

// "http.key_file" becomes "ssbtek.tls.key", "breaker.failures_to_break"
// "ssbtek.breaker.failures"; a name without a key of its own stays as it is.
std::string ConfigKey(const ConfigPart& part, const std::string& option);

// The same detail and message with the key in place of the option's name.
ErrorDetail InConfigWords(const ConfigPart& part, ErrorDetail detail);
Status InConfigWords(const ConfigPart& part, const Status& status);

}  // namespace dm
