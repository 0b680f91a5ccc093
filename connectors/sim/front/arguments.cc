#include "connectors/sim/front/arguments.h"

#include <cstdio>
#include <fstream>

namespace dm::sim {
namespace {

constexpr int kPortMax = 65'535;

}  // namespace

StatusOr<Address> SplitAddress(const std::string& option, const std::string& text) {
  const std::size_t colon = text.rfind(':');
  const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
  const bool digits = !port.empty() && port.size() <= 5 &&
                      port.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || std::stoi(port) > kPortMax)
    return InvalidArgument(option + ": expected HOST:PORT with a port from 0 to 65535");
  Address address{.host = text.substr(0, colon), .port = std::stoi(port)};
  if (address.host.starts_with('[') && address.host.ends_with(']'))
    address.host = address.host.substr(1, address.host.size() - 2);
  return address;
}

Status WritePortFile(const std::string& option, const std::string& file, int port) {
  if (file.empty()) return OkStatus();
  const std::string beside = file + ".new";
  {
    std::ofstream stream(beside);
    if (!(stream << port << "\n"))
      return FailedPrecondition(option + ": the file cannot be written");
  }
  if (std::rename(beside.c_str(), file.c_str()) != 0)
    return FailedPrecondition(option + ": the file cannot be written");
  return OkStatus();
}

StopSignals::StopSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

void StopSignals::Wait() const {
  int signal = 0;
  sigwait(&signals_, &signal);
}

}  // namespace dm::sim
