"""The desk: list and case over gRPC and over the page's gateway with many items open, and fifty caseworkers who take the next case at once."""
import json
import subprocess

from figure import Failure, Figure

MUNICIPALITY = "0000-exempelkommun"
GOAL_SHARE = 99.0  # per cent of calls in under 200 ms


def desk(places, items, calls):
    done = subprocess.run(
        [places.bin / "desk_bench", "--policies", places.root / "policies", "--municipality", MUNICIPALITY, "--work", places.work,
         "--items", str(items), "--calls", str(calls)],
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure("desk_bench ended with " + str(done.returncode), done.stderr.strip() or "run it by hand")
    found = json.loads(done.stdout)
    took = found["take_next"]
    if took["different"] != took["caseworkers"]:
        raise Failure(f"{took['caseworkers']} caseworkers got {took['different']} cases", "two must never hold one case: see the queue's claim")

    def rate(name, part):
        return 1000 / found[name][part]

    def in_time(name, call, baseline):
        return Figure(f"desk_{name}_in_time", max(found[call]["within_200_ms"], 0.1), "percent of calls in under 200 ms",
                      "the same of a list that finds nothing", max(found[baseline]["within_200_ms"], 0.1), GOAL_SHARE)

    def p99(name, call, words, baseline):
        return Figure(f"desk_{name}_p99", rate(call, "p99_ms"), "calls/s one after another at the 99th percentile", words, rate(baseline, "p99_ms"))

    return [
        in_time("list", "gateway_list", "nothing"),
        in_time("case", "gateway_get", "nothing"),
        p99("grpc_list", "list", "a list over gRPC that finds nothing", "nothing"),
        p99("grpc_case", "get", "a list over gRPC that finds nothing", "nothing"),
        p99("grpc_queues", "queues", "a list over gRPC that finds nothing", "nothing"),
        p99("gateway_list", "gateway_list", "the same over gRPC", "list"),
        p99("gateway_case", "gateway_get", "the same over gRPC", "get"),
        Figure("desk_take_next", 1000 * took["caseworkers"] / took["all_ms"], "cases/s taken by 50 at once, each another", "cases/s opened one after another",
               rate("gateway_get", "p50_ms")),
    ]
