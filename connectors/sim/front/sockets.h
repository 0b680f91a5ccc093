// The server's own ends of its connections. The HTTP library does not hand them to handlers, and
// only the socket can be reset.
#pragma once

namespace dm::sim {

// Resets the connection between `local_port` and `remote_port`, so that the peer sees ECONNRESET.
// False when there is none.
bool ResetConnection(int local_port, int remote_port);

// Shuts down every connection accepted on `local_port`, so that idle keep-alive connections do not
// hold up a stop.
// True when the caller at `remote_port` has closed its end, or no such connection is left.
bool IsCallerGone(int local_port, int remote_port);
void ShutDownConnections(int local_port);

}  // namespace dm::sim
