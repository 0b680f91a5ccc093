// Where the golden tests find the verbs of the runner.
#pragma once

#include "worker/golden/run_case.h"
