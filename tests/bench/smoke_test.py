"""Runs every benchmark at a tiny size and holds each line to its form. Argument: the folder of the programs."""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
KEYS = {"name", "value", "unit", "baseline", "ratio"}
PROGRAMS = ["medarbetare", "ssbtek-sim", "ssbtek-municipality", "casesystem-sim", "assess_bench", "assess_service_bench", "desk_bench", "in_flight_bench", "sim_bench",
            "ssbtek_read_bench", "rules_bench", "policy_bench", "month_bench", "reads_bench", "store_bench"]
FIGURES = {"cases_64_in_flight", "cases_64_in_flight_medarbetare", "cases_64_in_flight_ssbtek_sim", "cases_64_in_flight_casesystem_sim",
           "cases_64_in_flight_submit", "cases_64_in_flight_20ms", "cases_64_in_flight_memory", "cases_64_in_flight_steps",
           "demo_path_0ms", "demo_path_0ms_memory", "demo_path_0ms_8_clients", "demo_path_0ms_8_clients_memory", "demo_path_20ms",
           "demo_path_20ms_memory", "demo_path_20ms_32_threads", "demo_path_20ms_32_threads_memory", "assess_and_decide",
           "assess_service", "assess_service_engine", "assess_service_p99",
           "desk_list_in_time", "desk_case_in_time", "desk_grpc_list_p99", "desk_grpc_case_p99", "desk_grpc_queues_p99", "desk_gateway_list_p99",
           "desk_gateway_case_p99", "desk_take_next", "ssbtek_in_flight_64", "ssbtek_in_flight_64_memory", "sim_answers",
           "sim_answers_over_http", "ssbtek_read", "ssbtek_read_memory",
           "policy_load", "policy_years", "policy_test", "month_snapshot", "month_two_sets", "month_lines",
           "standing_idle_memory", "standing_waiting_memory", "standing_ready", "standing_reads", "standing_reads_p99", "standing_reads_greedy_p99",
           "standing_reads_greedy", "standing_reads_memory", "store_sqlite_1", "store_sqlite_64", "store_sqlite_groups", "store_sqlite_case", "store_sqlite_waiting", "store_sqlite_done",
           "store_sqlite_start_p50", "store_sqlite_start_p99"}
# Only where the shared bench lies beside the repository,
# Or a PostgreSQL server can be started, or the queues to compare with are installed.
OPTIONAL = {"workers_4", "store_postgresql_1", "store_postgresql_16", "store_postgresql_groups", "store_postgresql_case", "store_postgresql_waiting",
            "store_postgresql_done", "store_postgresql_start_p50", "store_postgresql_start_p99",
            "rules_traced", "rules_trace_share", "rules_trace_json", "rules_json_in_out", "rules_month_snapshot",
            "rules_month_json_lines"}
SKIPPED = 77


def check(line):
    figure = json.loads(line)
    assert KEYS <= figure.keys(), f"lacks {KEYS - figure.keys()}: {line}"
    assert figure["value"] > 0 and figure["ratio"] > 0, line
    assert figure["baseline"]["name"] and figure["baseline"]["value"] > 0, line
    # A goal and whether it was met stand together, or neither does.
    assert bool({"goal", "goal_ratio", "goal_most"} & figure.keys()) == ("met" in figure), line
    return figure["name"]


def main():
    folder = pathlib.Path(sys.argv[1])
    missing = [program for program in PROGRAMS if not (folder / program).is_file()]
    if missing:
        print("skipped: not built here:", ", ".join(missing))
        return SKIPPED
    done = subprocess.run([sys.executable, HERE / "run", "--smoke", "--bin", folder], capture_output=True, text=True, check=False)
    sys.stderr.write(done.stderr)
    assert done.returncode == 0, f"run ended with {done.returncode}"
    names = [check(line) for line in done.stdout.splitlines()]
    assert FIGURES <= set(names) <= FIGURES | OPTIONAL and len(names) == len(set(names)), names
    refused = subprocess.run([sys.executable, HERE / "run", "--bin", HERE], capture_output=True, text=True, check=False)
    assert refused.returncode == 2 and "./deploy/build" in refused.stderr and not refused.stdout, refused
    return 0


if __name__ == "__main__":
    sys.exit(main())
