// The directory of the worker: who has an identity, asked over the gateway's own certificate.
#pragma once

#include <memory>
#include <vector>

#include "connectors/desk/person.h"
#include "connectors/desk/worker_link.h"

namespace dm::desk {

// `picked` are the persons whom the development login offers; empty in every other build. `link`
// outlives the directory.
std::unique_ptr<Directory> MakeDirectory(WorkerLink& link, std::vector<Person> picked);

}  // namespace dm::desk
