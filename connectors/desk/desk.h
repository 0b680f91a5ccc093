// Desk: the gateway as a whole, put together from its configuration.
#pragma once

#include <memory>

#include "connectors/desk/config.h"
#include "worker/core/status.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"

namespace dm::desk {

class Desk {
 public:
  // Reads certificates, secrets and the page; opens nothing. Failed precondition naming the field.
  // `clock` and `log` outlive it.
  static StatusOr<std::unique_ptr<Desk>> Create(const DeskConfig& config,
                                                const Clock& clock,
                                                Log& log);

  virtual ~Desk() = default;
  virtual Status Start() = 0;
  virtual int port() const = 0;
  virtual void Stop() = 0;
};

}  // namespace dm::desk
