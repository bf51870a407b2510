#!/usr/bin/env python3
"""Measures raw C, libguile and libguilenet side by side.

Prints a table, and writes results.json and the chart; --short does each thing
once or twice, to see that it works.
"""

import argparse
import json
import os
import subprocess
import sys

import measure
import report

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", default=f"{ROOT}/build/bench",
                        help="what bench/CMakeLists.txt has built")
    parser.add_argument("--library", default=os.environ.get(
        "GUILENET_LIBRARY", f"{ROOT}/build"),
        help="the folder of libguilenet.so.0 (or GUILENET_LIBRARY)")
    parser.add_argument("--output", default=f"{HERE}/results.json")
    parser.add_argument("--chart", metavar="SVG")
    parser.add_argument("--only", metavar="ID", action="append",
                        help="this row alone; may be repeated")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--readme", action="store_true",
                        help="measure nothing; print OUTPUT's table as "
                        "README.md has it")
    parser.add_argument("--curves", action="store_true",
                        help="the same for what grows with handles, sockets")
    return parser.parse_args()


class Progress:
    def __init__(self, steps):
        self.steps, self.step = steps, 0

    def __call__(self, what):
        self.step += 1
        line = f"[{self.step:2}/{self.steps}] {what}"
        if sys.stderr.isatty():
            line = "\r\033[K" + line
        print(line, end="" if sys.stderr.isatty() else "\n", file=sys.stderr,
              flush=True)

    def over(self):
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def measured(rows, programs, library, short):
    measuring = measure.Measure(programs, library, short)
    results = {"head": measure.head(measuring), "rows": []}
    progress = Progress(len(rows) + (1 if short else 2))
    for row in rows:
        progress(row["title"])
        samples = getattr(measuring, row["measure"])(row)
        check_samples(row, samples, measuring)
        results["rows"].append(report.result(row, samples))
    if not short:
        progress("instructions")
        ids = [row["id"] for row in rows if row["measure"] == "rounds"]
        counts = measuring.instructions(ids)
        for row in results["rows"]:
            row["instructions"] = counts.get(row["id"])
    progress("scale")
    results["scale"] = measuring.scale()
    progress.over()
    return results


def check_samples(row, samples, measuring):
    wanted = set(measuring.libraries)
    if row["measure"] not in ("start", "size"):
        wanted.add("raw")
    if set(samples) != wanted or not all(samples.values()):
        raise SystemExit(f"bench: {row['id']} lacks samples: {samples}")


def in_lines(results):
    """JSON with a line a row, for the sake of diff."""
    def dump(value, indent=0):
        if indent < 2 and isinstance(value, (dict, list)):
            items = ([f"{json.dumps(key)}: {dump(item, indent + 1)}"
                      for key, item in value.items()]
                     if isinstance(value, dict)
                     else [dump(item, indent + 1) for item in value])
            space = "\n" + " " * indent
            begin, end = "{}" if isinstance(value, dict) else "[]"
            return begin + space + ("," + space).join(items) + end
        return json.dumps(value, ensure_ascii=False)
    return dump(results) + "\n"


def draw(results, chart):
    for name, lines in zip(["time", "rest"],
                           report.chart_lines(results["rows"])):
        with open(f"{ROOT}/build/bench/chart-{name}.tsv", "w") as file:
            file.write("\n".join(lines) + "\n")
    subprocess.check_call(
        ["gnuplot", "-e", f"edge = {report.EDGE}; output = '{chart}'",
         f"{HERE}/chart.gp"], cwd=f"{ROOT}/build/bench")


def main():
    options = arguments()
    if options.readme or options.curves:
        with open(options.output) as file:
            results = json.load(file)
        print(report.table(results, report.markdown) if options.readme
              else report.curves(results, report.markdown))
        return
    library = os.path.realpath(options.library)
    if os.path.isfile(library):
        library = os.path.dirname(library)
    with open(f"{HERE}/targets.json") as file:
        rows = [row for row in json.load(file)
                if not options.only or row["id"] in options.only]
    results = measured(rows, os.path.realpath(options.programs), library,
                       options.short)
    with open(options.output, "w") as file:
        file.write(in_lines(results))
    print(report.table(results, report.terminal),
          report.curves(results, report.terminal), sep="\n\n")
    if options.chart:
        draw(results, os.path.abspath(options.chart))


main()
