"""How the synthetic county's time and memory grow with its size.

    python benchmarks/county_scaling.py [--sizes 10000 100000 1000000] [--way write simulate]

Each size is made in a process of its own, so that its peak memory is its own. Two ways are measured:
`write` makes the CSV files as `commonground county` does, into a temporary folder; `simulate` makes the
data frames in memory. The table shows wall time, processor time, microseconds per student and peak memory;
the last lines compare the time per student of each size with that of the size before it. Processor time
is the fairer of the two on a busy machine. A million students take about 1.3 GB of disk while they last.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WAYS = ("write", "simulate")


def measure(way: str, students: int) -> dict[str, float]:
    """Make one county in this process: seconds of wall and processor time, and peak memory in MB."""
    from commonground.county import Dials, simulate
    from commonground.county.writing import write_tables

    simulate(Dials(), 10, 1)  # imports and first calls are not part of the time
    wall, processor = time.perf_counter(), time.process_time()
    if way == "write":
        with tempfile.TemporaryDirectory() as folder:
            write_tables(Path(folder), Dials(), students, 1)
    else:
        simulate(Dials(), students, 1)
    return {
        "wall": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
        "peak": peak_memory(),
    }


def peak_memory() -> float:
    """Peak memory of this process in MB; not-a-number where the system does not tell."""
    try:
        import resource
    except ImportError:
        return float("nan")
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    """Measure every way and size, and print the table and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--way", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--one", nargs=2, metavar=("WAY", "SIZE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one[0], int(args.one[1]))))
        return
    print(
        f"{'way':10}{'students':>12}{'wall s':>10}{'cpu s':>10}{'us/student':>12}{'cpu us/st.':>12}{'peak MB':>10}"
    )
    for way in args.way:
        found = {}
        for size in args.sizes:
            command = [sys.executable, __file__, "--one", way, str(size)]
            result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            found[size] = result
            print(
                f"{way:10}{size:>12,}{result['wall']:>10.1f}{result['processor']:>10.1f}"
                f"{result['wall'] / size * 1e6:>12.1f}{result['processor'] / size * 1e6:>12.1f}{result['peak']:>10.0f}",
                flush=True,
            )
        for small, large in zip(args.sizes, args.sizes[1:], strict=False):
            ratios = {
                name: found[large][name] / large / (found[small][name] / small)
                for name in ("wall", "processor")
            }
            print(
                f"{way}: time per student at {large:,} against {small:,}: "
                f"{ratios['wall']:.2f} (wall), {ratios['processor']:.2f} (processor)"
            )


if __name__ == "__main__":
    main()
