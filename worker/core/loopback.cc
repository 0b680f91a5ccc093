#include "worker/core/loopback.h"

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

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

bool IsHostAndPort(std::string_view address, int port_min) {
  constexpr int kPortMax = 65'535;
  const std::size_t colon = address.rfind(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view host = address.substr(0, colon);
  const std::string_view digits = address.substr(colon + 1);
  const bool bracketed = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
  if (host.empty() || (!bracketed && host.find_first_of(":[] \t/") != std::string_view::npos))
    return false;
  int port = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return error == std::errc() && end == digits.data() + digits.size() && port >= port_min &&
         port <= kPortMax;
}

bool IsLoopbackHttp(std::string_view url) {
  constexpr std::string_view kHttp = "http://";
  if (!url.starts_with(kHttp)) return false;
  const std::string_view rest = url.substr(kHttp.size());
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  return authority.find('@') == std::string_view::npos && IsLoopbackAddress(authority);
}

}  // namespace dm
