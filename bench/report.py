"""Sums samples up, compares them with the targets, and prints the tables."""

import statistics


def summary(values):
    """The median between the quartiles."""
    if len(values) == 1:
        low = middle = high = values[0]
    else:
        low, middle, high = statistics.quantiles(values, method="inclusive")
    return {"q1": rounded(low), "median": rounded(middle),
            "q3": rounded(high)}


def rounded(value):
    return float(f"{value:.5g}")


def ratios(samples, of, to):
    """Of what was measured together."""
    if of not in samples or to not in samples or min(samples[to]) <= 0:
        return None
    return summary([a / b for a, b in zip(samples[of], samples[to])])


def result(row, samples):
    """A row of the results: ROW of targets.json with what was measured."""
    found = dict(row)
    found["measured"] = {name: summary(values)
                         for name, values in samples.items()}
    found["ratios"] = {f"{of}/{to}": ratios(samples, of, to) for of, to in [
        ("libguile", "raw"), ("libguilenet", "raw"),
        ("libguilenet", "libguile")]}
    found["reached"] = all_reached(found)
    return found


def limits(row):
    """(what was reached, what was to be, what it is in words) of each target;
    the first is None without libguile."""
    for kind, limit in row["at_most"].items():
        measured = row["measured"]
        if kind == "value":
            yield measured["libguilenet"]["median"], limit, quantity(row, limit)
        elif kind == "above_raw":
            yield (measured["libguilenet"]["median"]
                   - measured["raw"]["median"], limit,
                   "raw + " + quantity(row, limit))
        else:
            ratio = row["ratios"][f"libguilenet/{kind}"]
            yield (ratio and ratio["median"], limit,
                   f"{limit:.2f}" + (" × libguile" if kind == "libguile"
                                     else ""))


def all_reached(row):
    values = [(value, limit) for value, limit, _ in limits(row)]
    if any(value is None for value, _ in values):
        return None
    return all(value <= limit for value, limit in values)


def quantity(row, value):
    """VALUE with its unit."""
    steps = ([("ns", 1), ("µs", 1e3), ("ms", 1e6)]
             if row.get("unit", "ns") == "ns"
             else [("B", 1), ("kB", 1e3), ("MB", 1e6)])
    name, step = next((s for s in reversed(steps) if abs(value) >= s[1]),
                      steps[0])
    return f"{value / step:.3g} {name}"


def spread(ratio):
    if not ratio:
        return "–"
    return "{median:.3f} ({q1:.3f} – {q3:.3f})".format(**ratio)


def cells(row):
    """Operation, raw, libguile, libguilenet, target, reached, instructions.

    What has a unit of its own is shown in it, the rest as ratios to raw."""
    def measured(name):
        found = row["measured"].get(name)
        return quantity(row, found["median"]) if found else "–"
    reached = {True: "reached", False: "not reached", None: "–"}
    counts = row.get("instructions") or {}
    yield row["title"]
    yield measured("raw")
    for name in ["libguile", "libguilenet"]:
        yield (measured(name) if "unit" in row
               else spread(row["ratios"][f"{name}/raw"]))
    yield ", ".join("≤ " + words for _, _, words in limits(row))
    yield reached[row["reached"]]
    yield ", ".join(f"{counts[name]:,}" if name in counts else "–" for name in
                     ["raw", "libguile", "libguilenet"]) if counts else ""


HEADINGS = ["operation", "raw", "libguile / raw", "libguilenet / raw",
            "target", "", "instructions: raw, libguile, libguilenet"]


def terminal(headings, lines):
    widths = [max(len(line[i]) for line in [headings, *lines])
              for i in range(len(headings))]
    return "\n".join("  ".join(
        cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
        for line in [headings, *lines])


def markdown(headings, lines):
    return "\n".join("| " + " | ".join(line) + " |" for line in
                     [headings, ["---"] * len(headings), *lines])


def head_line(head):
    return ("{cpu}, {processors} processors, load {load}, Linux {kernel}; "
            "libguilenet {libguilenet}, libguile {libguile}, {libc}, "
            "gcc {gcc}, {go}; commit {commit}, {date}".format(**head))


def table(results, form):
    """FORM is terminal or markdown."""
    return "\n\n".join([
        head_line(results["head"]),
        form(HEADINGS, [list(cells(row)) for row in results["rows"]])])


def curves(results, form):
    def lines(points, columns):
        return [[point["implementation"], f"{point[columns[0]]:,.0f}",
                 *[quantity({}, point[column]) for column in columns[1:]]]
                for point in points]
    scale = results["scale"]
    handles = ["handles", "socket_close", "accept_close", "getsockname"]
    select = ["sockets", "scm_select", "poll"]
    return "\n\n".join([
        form(["", "live handles", "socket + close", "accept + close",
              "getsockname"], lines(scale["handles"], handles)),
        form(["", "sockets", "scm_select", "poll (2)"],
             lines(scale["select"], select))])


# The chart's data: a line a row of the table.

EDGE = 2.0


def chart_lines(rows):
    """Ratios to raw, then what has a unit of its own as ratio to libguile:
    number, title, libguile and its quartiles, libguilenet and its quartiles,
    target, and a remark where a point lies beyond the chart's edge."""
    ratio_rows = [row for row in rows if "unit" not in row]
    other_rows = [row for row in rows if "unit" in row]
    return ([ratio_line(*item) for item in enumerate(ratio_rows)],
            [other_line(*item) for item in enumerate(other_rows)])


def fields(number, title, points, target, remark=""):
    columns = [number, f'"{title}"']
    for point in points:
        columns += [point["median"], point["q1"], point["q3"]] if point \
            else ["?"] * 3
    return "\t".join(map(str, [*columns, target, f'"{remark}"']))


def ratio_line(number, row):
    points, beyond = [], []
    for name in ["libguile", "libguilenet"]:
        ratio = row["ratios"][f"{name}/raw"]
        if ratio and ratio["median"] > EDGE:
            beyond.append(f"{name} {ratio['median']:.2g}")
            ratio = None
        points.append(ratio)
    target = row["at_most"].get("raw")
    if target is None and row["ratios"]["libguile/raw"]:
        target = (row["at_most"]["libguile"]
                  * row["ratios"]["libguile/raw"]["median"])
    return fields(number, row["title"], points, target or "?",
                  ", ".join(beyond) + " →" if beyond else "")


def other_line(number, row):
    measured = row["measured"]
    whole = measured.get("libguile", measured["libguilenet"])["median"]
    (kind, limit), = row["at_most"].items()
    points = [{key: value / whole for key, value in measured[name].items()}
              if name in measured else None
              for name in ["libguile", "libguilenet"]]
    if kind == "value":
        target = limit / whole
    elif kind == "above_raw":
        target = (measured["raw"]["median"] + limit) / whole
    else:
        target = limit if points[0] else "?"
    remark = "libguile: " + quantity(row, whole) if points[0] else ""
    return fields(number, row["title"], points, target, remark)
