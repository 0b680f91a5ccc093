#include "worker/core/loopback.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace dm {

bool IsLoopbackHost(std::string_view host) {
  if (host == "localhost" || host == "::1" || host == "[::1]") return true;
  if (host.find('\0') != std::string_view::npos) return false;
  in_addr address{};
  if (inet_pton(AF_INET, std::string(host).c_str(), &address) != 1) return false;
  constexpr std::uint32_t kNet = 127;
  return ntohl(address.s_addr) >> 24U == kNet;
}

bool IsLoopbackAddress(std::string_view address) {
  const std::size_t colon = address.rfind(':');
  // The last colon of a bare IPv6 address stands before no port; with one it is in brackets.
  const bool port = colon != std::string_view::npos && address.find(']', colon) == address.npos;
  return IsLoopbackHost(port ? address.substr(0, colon) : address);
}

bool IsLoopbackHttp(std::string_view url) {
  constexpr std::string_view kHttp = "http://";
  if (!url.starts_with(kHttp)) return false;
  const std::string_view rest = url.substr(kHttp.size());
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  return authority.find('@') == std::string_view::npos && IsLoopbackAddress(authority);
}

}  // namespace dm
