#include "worker/runtime/worker_pool.h"

#include "worker/runtime/worker_pool_loops.h"

namespace dm {

template class BasicWorkerPool<SystemThreads>;

}  // namespace dm
