"""Runs the programs of build/bench and collects what they print.

A measurement gives the samples of each implementation: {"raw": [...], ...},
where samples of the same place were taken right after one another.
"""

import os
import re
import shutil
import subprocess
import tempfile

IMPLEMENTATIONS = ["raw", "libguile", "libguilenet"]
PROCESSES = 5


class Measure:
    def __init__(self, programs, library, short):
        self.programs = programs
        self.library = library
        self.short = short
        self.implementations = [
            name for name in IMPLEMENTATIONS
            if os.path.exists(f"{programs}/pair.{name}.so")]
        self.libraries = [name for name in self.implementations
                          if name != "raw"]
        self.environment = dict(os.environ, LC_ALL="C.UTF-8",
                                LD_LIBRARY_PATH=library)
        self.kept = {}

    def run(self, program, *arguments, before=()):
        """The lines that PROGRAM prints, in words."""
        command = [*before, f"{self.programs}/{program}", *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=200)
        if done.returncode != 0:
            raise SystemExit(f"bench: {' '.join(command)} ended with "
                             f"{done.returncode}\n{done.stderr}")
        lines = [line.split() for line in done.stdout.splitlines()]
        for line in lines:
            if line[0] == "#":
                self.check_library(*line[1:])
        return [line for line in lines if line[0] != "#"]

    def check_library(self, loaded, by):
        """BY is where the functions are that the object LOADED calls."""
        right = (by.startswith(self.library) if ".libguilenet." in loaded
                 else "/libguile-3" in by)
        if not right:
            raise SystemExit(f"bench: {loaded} is bound to {by}")

    def objects(self, name):
        return [f"{self.programs}/{name}.{implementation}.so"
                for implementation in self.implementations]

    def in_turn(self, lines, names):
        return {name: [float(line[i]) for line in lines]
                for i, name in enumerate(names)}

    def repeated(self, times, place, program, *arguments):
        """Samples of what a program for each implementation prints at PLACE of
        its one line.  What it prints is kept for its other places."""
        if program not in self.kept:
            lines = {name: [] for name in self.implementations}
            for _ in range(1 if self.short else times):
                for name in self.implementations:
                    lines[name] += self.run(*[
                        word.format(implementation=name, programs=self.programs)
                        for word in [program, *arguments]])
            self.kept[program] = lines
        return {name: [float(line[place]) for line in lines]
                for name, lines in self.kept[program].items()}

    def rounds_of(self, operation, rounds, microseconds, *program):
        """ROUNDS in each of some processes: where memory happens to lie in
        one decides some percent."""
        lines = []
        for _ in range(1 if self.short else PROCESSES):
            lines += self.run(*program,
                              *((2, 0) if self.short else
                                (rounds, microseconds)),
                              *self.objects(operation))
        return self.in_turn(lines, self.implementations)

    # A function for each "measure" of targets.json.

    def rounds(self, row):
        return self.rounds_of(row["id"], row.get("rounds", 61), 6000, "rounds")

    def threads(self, row):
        return self.rounds_of("pair", 17, 20000, "threads", row["threads"])

    def start(self, row):
        programs = ["empty"] + [f"first_socket.{name}"
                                for name in self.libraries]
        lines = self.run("spawn", 2 if self.short else 101,
                         *[f"{self.programs}/{name}" for name in programs])
        samples = self.in_turn(lines, ["empty"] + self.libraries)
        empty = samples.pop("empty")
        return {name: [a - b for a, b in zip(values, empty)]
                for name, values in samples.items()}

    def memory(self, row):
        return self.repeated(5, row["place"], "memory.{implementation}")

    def worst(self, row):
        return self.repeated(7, row["place"], "worst",
                             "100" if self.short else "400000",
                             "{programs}/udp_object.{implementation}.so")

    def size(self, row):
        files = {"libguilenet": f"{self.library}/libguilenet.so.0"}
        if "libguile" in self.libraries:
            directory = subprocess.check_output(
                ["pkg-config", "--variable=libdir", "guile-3.0"], text=True)
            files["libguile"] = directory.strip() + "/libguile-3.0.so"
        return {name: [float(stripped_size(file))]
                for name, file in files.items()}

    # What is no row of its own.

    def instructions(self, ids):
        """{id: {implementation: instructions an operation}}, or {}."""
        counts = {}
        if not (shutil.which("valgrind")
                and os.path.exists(f"{self.programs}/instructions")):
            return counts
        count = 2000
        for name in self.implementations:
            with tempfile.TemporaryDirectory() as directory:
                self.run("instructions", count,
                         *[f"{self.programs}/{id}.{name}.so" for id in ids],
                         before=["valgrind", "--tool=callgrind",
                                 "--instr-atstart=no",
                                 f"--callgrind-out-file={directory}/out"])
                for i, id in enumerate(ids):
                    with open(f"{directory}/out.{i + 1}") as file:
                        total = re.search(r"^totals: (\d+)", file.read(),
                                          re.MULTILINE)
                    counts.setdefault(id, {})[name] = round(
                        int(total[1]) / count)
        return counts

    def scale(self):
        """The curves, as lists of points."""
        handles = [1000] if self.short else [10**3, 10**4, 10**5, 10**6]
        sockets = [10] if self.short else [10, 100, 1000, 10000]
        curves = {"handles": [], "select": []}
        for name in self.libraries:
            for line in self.run(f"handles.{name}", *handles):
                curves["handles"].append(dict(
                    zip(["handles", "socket_close", "accept_close",
                         "getsockname"], map(float, line)),
                    implementation=name))
            # libguile's uses select (2), which knows 1024 descriptors.
            possible = [n for n in sockets
                        if n <= 1000 or name == "libguilenet"]
            for line in self.run(f"select.{name}", *possible):
                curves["select"].append(dict(
                    zip(["sockets", "scm_select", "poll"], map(float, line)),
                    implementation=name))
        return curves


def stripped_size(file):
    with tempfile.NamedTemporaryFile() as copy:
        subprocess.check_call(["strip", "-o", copy.name, file])
        return os.path.getsize(copy.name)


def first_line(*command):
    """What COMMAND says; empty if that is nothing, None if it fails."""
    try:
        return subprocess.check_output(
            command, text=True, stderr=subprocess.DEVNULL).partition("\n")[0]
    except (OSError, subprocess.CalledProcessError):
        return None


def head(measure):
    """The machine, the versions and the commit."""
    with open("/proc/cpuinfo") as file:
        cpu = re.search(r"model name\s*: (.*)", file.read())
    library = os.path.realpath(f"{measure.library}/libguilenet.so.0")
    here = os.path.dirname(os.path.abspath(__file__))
    commit = first_line("git", "-C", here, "rev-parse", "--short=12", "HEAD")
    changed = first_line("git", "-C", here, "status", "--porcelain",
                         "--untracked-files=no")
    return {
        "date": first_line("date", "-u", "+%Y-%m-%d"),
        "cpu": cpu[1] if cpu else "unknown",
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "kernel": os.uname().release,
        "libguilenet": library.rpartition(".so.")[2],
        "libguile": (first_line("pkg-config", "--modversion", "guile-3.0")
                     if "libguile" in measure.libraries else None),
        "gcc": first_line("gcc", "-dumpfullversion"),
        "go": first_line("go", "env", "GOVERSION"),
        "libc": os.confstr("CS_GNU_LIBC_VERSION"),
        "commit": f"{commit} and changes" if changed else commit,
    }
