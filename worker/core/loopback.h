// What leads to this machine and no other. Whoever lets something go in the clear, or lets anybody
// in without a certificate, asks here whether it stays on the machine.
#pragma once

#include <string_view>

namespace dm {

// "localhost", an address 127.a.b.c of four numbers, "::1" or "[::1]". A name such as
// 127.example.org is another machine's, and so is what is no address.
bool IsLoopbackHost(std::string_view host);

// The same of "host:port", an IPv6 host in brackets; the port may be missing.
bool IsLoopbackAddress(std::string_view address);

// "host:port" as such: a host, an IPv6 one in brackets, and a port of digits from `port_min` to
// 65535. Libraries take what is above modulo 65536, or leave a missing one to a default.
bool IsHostAndPort(std::string_view address, int port_min);

// "http://" and such an address, then nothing or a path. False where a user's name stands before
// the host, and for https, which needs no such question.
bool IsLoopbackHttp(std::string_view url);

}  // namespace dm
