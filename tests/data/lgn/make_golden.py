# SPDX-License-Identifier: Apache-2.0
"""Makes the check values of this folder with BMTK's FilterNet, NumPy and SciPy (pip install bmtk scikit-image sympy;
README.md has the versions):

    python make_golden.py new [population]

writes all files but the population's to the folder `new` and says how far each is from the file of the same name here;
with `population` also population_rates_seed253.csv, which takes a quarter of an hour. The path bmtk is BMTK itself; the
path tf is written here from docs/model/lgn.md#eq-4 with filters of SciPy, and shares no line with the program.
"""

import csv
import math
import pathlib
import sys

import numpy as np
from bmtk.simulator.filternet.default_setters.cell_loaders import default_cell_loader
from bmtk.simulator.filternet.lgnmodel.movie import FullFieldFlashMovie, GratingMovie, LoomingMovie, Movie
from bmtk.simulator.filternet.lgnmodel.temporalfilter import TemporalFilterCosineBump
from scipy import ndimage

HERE = pathlib.Path(__file__).resolve().parent
TABLES = HERE.parents[2] / "resources" / "tables" / "lgn"
ROWS, COLUMNS = 80, 120
LAGS = 700  # of a kernel; the table shows 640, beyond which there are only zeros
SHOWN_LAGS = 640
PARAMETERS = ["x", "y", "spatial_size", "kpeaks_dom_0", "kpeaks_dom_1", "weight_dom_0", "weight_dom_1", "delay_dom_0",
              "delay_dom_1", "kpeaks_non_dom_0", "kpeaks_non_dom_1", "weight_non_dom_0", "weight_non_dom_1",
              "delay_non_dom_0", "delay_non_dom_1", "tuning_angle", "sf_sep"]


def table(path):
    with open(path, encoding="utf8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


# The population of the published builder


def make_population(seed=253):
    """Rows of [node_id, class, PARAMETERS]: the draws of the builder in its order, from NumPy's MT19937."""
    random = np.random.RandomState(seed)
    templates = {row["template"]: row for row in table(TABLES / "temporal_templates.csv")}
    result = []
    for cells in table(TABLES / "unit_classes.csv"):
        per_tile, composite = int(cells["n_per_tile"]), cells["composite"] == "1"
        size = [float(cells[f"size_{which}_deg"]) for which in ("min", "mode", "max")]
        n = per_tile * 150
        place = {"x": [], "y": []}
        for x in range(15):
            for y in range(10):
                place["x"].append(random.uniform(8.0 * x, 8.0 * (x + 1), per_tile))
                place["y"].append(random.uniform(8.0 * y, 8.0 * (y + 1), per_tile))
        values = {axis: np.concatenate(parts) for axis, parts in place.items()}
        if size[0] == size[2]:
            values["spatial_size"] = np.full(n, size[0])
        else:
            values["spatial_size"] = np.concatenate([random.triangular(*size, per_tile) for _ in range(150)])

        def jittered(value):
            return random.uniform(0.975 * value, 1.025 * value, n)

        kinds = [("dom", cells["template_dom"])] + ([("non_dom", cells["template_non"])] if composite else [])
        for column, name in (("kpeaks", "kpeak{}_ms"), ("weight", "weight{}"), ("delay", "delay{}_ms")):
            for kind, template in kinds:
                for k in "01":
                    values[f"{column}_{kind}_{k}"] = jittered(float(templates[template][name.format(k)]))
        if composite:
            values["sf_sep"] = jittered(float(cells["sf_sep_deg"]))
            values["tuning_angle"] = random.uniform(0.0, 360.0, n)
        for i in range(n):
            drawn = [values[key][i] if key in values else math.nan for key in PARAMETERS]
            result.append([len(result), cells["model"], *drawn])
    return result


# Cells of BMTK


class Node(dict):
    """What the loader of BMTK asks of a node."""

    predefined_jitter = False
    non_dom_params = None

    def __init__(self, row):
        super().__init__(x=float(row["x"]), y=float(row["y"]), spatial_size=float(row["spatial_size"]),
                         pop_name=row["pop_name"])
        pair = lambda name: np.array([float(row[f"{name}_0"]), float(row[f"{name}_1"])])
        self.kpeaks, self.weights, self.delays = pair("kpeaks_dom"), pair("weight_dom"), pair("delay_dom")
        self.kpeaks_non_dom, self.weights_non_dom = pair("kpeaks_non_dom"), pair("weight_non_dom")
        self.delays_non_dom = pair("delay_non_dom")
        self.sf_sep, self.tuning_angle = float(row["sf_sep"]), float(row["tuning_angle"])


class Subfield:
    def __init__(self, linear, spontaneous):
        self.linear, self.spontaneous = linear, spontaneous
        self.amplitude = float(linear.amplitude)
        self.x, self.y = (float(v) for v in linear.spatial_filter.translate)
        self.sigma = float(linear.spatial_filter.sigma[0])
        kernel = linear.temporal_filter.kernel_data
        self.delays = linear.temporal_filter.delays.ravel()
        self.kernel = np.zeros(LAGS)
        self.kernel[: len(kernel)] = kernel


class Unit:
    """A cell of BMTK and its subfields, the dominant one first."""

    def __init__(self, row, gray):
        self.name = f"u{row['node_id']}"
        self.row = row
        self.cell = default_cell_loader(Node(row), None, {})
        if hasattr(self.cell, "dominant_filter"):
            self.fields = {"dom": Subfield(self.cell.dominant_filter, gray / 2.0),
                           "non": Subfield(self.cell.nondominant_filter, gray / 2.0)}
        else:
            self.fields = {"dom": Subfield(self.cell.linear_filter, gray)}


# Movies


def grating(direction, tf=2.0, contrast=0.8, phase=0.0, frames=1000, up=1.0, still=False):
    """As tf shows it: frame n has the clock n ms; pixels at whole degrees."""
    n = np.zeros(frames) if still else np.arange(frames) / 1000.0
    theta = math.radians(direction)
    space = 0.04 * (np.arange(COLUMNS)[None, :] * math.cos(theta) + up * np.arange(ROWS)[:, None] * math.sin(theta))
    return contrast * np.sin(2.0 * np.pi * (space[None] - tf * n[:, None, None]) + math.radians(phase))


def stretched(direction, tf=2.0, contrast=0.8, phase=0.0, frames=1000, still=False):
    """The same on the axes of BMTK's gratings, from border to border."""
    n = np.zeros(frames) if still else np.arange(frames) / 1000.0
    theta = math.radians(direction)
    x, y = np.linspace(0, 120, COLUMNS)[None, :], np.linspace(0, 80, ROWS)[:, None]
    space = 0.04 * (x * math.cos(theta) + y * math.sin(theta))
    return contrast * np.sin(2.0 * np.pi * (space[None] - tf * n[:, None, None]) + math.radians(phase))


def gray(frames):
    return np.zeros((frames, ROWS, COLUMNS))


def flash(value, frames):
    movie = gray(frames)
    movie[500:1000] = value
    return movie


def pattern():
    i, j = np.arange(ROWS)[:, None], np.arange(COLUMNS)[None, :]
    P = ((7 * i + 13 * j + i * j) % 17) / 8.0 - 1.0
    movie = gray(1000)
    movie[200:500], movie[500:800] = P, -P
    return movie


def looming():
    return LoomingMovie(ROWS, COLUMNS).create_movie(t_looming=1.0, gray_screen_dur=0.5)


def on_borders(data):
    return Movie(data, row_range=np.linspace(0, 80, ROWS), col_range=np.linspace(0, 120, COLUMNS), frame_rate=1000.0)


def bmtk_grating(direction, phase=0.0, y_dir="up"):
    movie = GratingMovie(ROWS, COLUMNS, y_dir=y_dir)
    return movie.create_movie(t_max=1.5, gray_screen_dur=0.5, cpd=0.04, temporal_f=2, theta=direction, phase=phase,
                              contrast=0.8, degrees_per_pixel=1.0)


def live(make):
    return np.concatenate([gray(500), make(45.0, frames=400), make(135.0, tf=4.0, contrast=0.4, frames=400), gray(200)])


def cases():
    """(name, path, movie of BMTK or frames of tf)."""
    for name, direction in (("g000", 0.0), ("g045", 45.0), ("g135", 135.0), ("g270", 270.0)):
        yield name, "bmtk", lambda direction=direction: bmtk_grating(direction)
        yield name, "tf", lambda direction=direction: np.concatenate([gray(500), grating(direction)])
    yield "g045down", "bmtk", lambda: bmtk_grating(45.0, 60.0, "down")
    yield "g045down", "tf", lambda: np.concatenate([gray(500), grating(45.0, phase=60.0, up=-1.0)])
    yield "static060", "tf", lambda: np.concatenate([gray(500), grating(60.0, phase=30.0, frames=500, still=True), gray(500)])
    yield "static060", "bmtk", lambda: on_borders(
        np.concatenate([gray(500), stretched(60.0, phase=30.0, frames=500, still=True), gray(500)]))
    for name, value in (("flash_on", 1.0), ("flash_off", -1.0)):
        yield name, "bmtk", lambda value=value: FullFieldFlashMovie(
            np.arange(ROWS), np.arange(COLUMNS), 0.5, 1.0, max_intensity=value, frame_rate=1000.0).full(t_max=1.5)
        yield name, "tf", lambda value=value: flash(value, 1500)
    yield "looming", "bmtk", looming
    yield "looming", "tf", lambda: looming().data
    yield "pattern", "bmtk", lambda: Movie(pattern(), frame_rate=1000.0)
    yield "pattern", "tf", pattern
    yield "live", "bmtk", lambda: on_borders(live(stretched))
    yield "live", "tf", lambda: live(grating)


# The path tf


def axis_weights(position, size, pixels):
    """docs/model/lgn.md#eq-4."""
    sigma = (math.floor(np.float32(size)) + 0.5) / 3.0
    G = ndimage.gaussian_filter1d(np.eye(pixels), sigma, axis=0, mode="constant", truncate=4.0)
    G /= G.sum(axis=0)
    p = min(max(float(np.float32(position)) * (pixels - 1) / pixels, 0.0), pixels - 1.0)
    a = p - math.floor(p)
    return (1.0 - a) * G[:, math.floor(p)] + a * G[:, math.ceil(p)]


def tf_rates(unit, frames):
    rate = 0.0
    for field in unit.fields.values():
        size = float(unit.row["spatial_size"])
        seen = frames @ axis_weights(field.x, size, COLUMNS) @ axis_weights(field.y, size, ROWS)
        filtered = np.convolve(seen, field.kernel)[: len(seen)]
        rate = rate + np.maximum(0.0, field.amplitude * filtered + field.spontaneous)
    return rate


def bmtk_rates(unit, movie):
    return np.array(unit.cell.evaluate(movie, downsample=1, separable=True)[1], dtype=float)


# Tables


def metrics(units):
    names = ["node_id", "pop_name", "subfield", "amplitude", "spont_Hz", "x_deg", "y_deg", "sigma_deg", "delay0_used_ms",
             "delay1_used_ms", "peak", "peak_lag_ms", "trough", "trough_lag_ms", "integral", "abs_integral", "l2",
             "first_lag_ms", "last_lag_ms"]
    for f in (1, 2, 4, 8, 15):
        names += [f"gain_{f}Hz", f"phase_deg_{f}Hz"]
    rows = []
    for unit in units:
        for kind, field in unit.fields.items():
            k = field.kernel
            lags = np.flatnonzero(k)
            response = [np.sum(k * np.exp(-2j * np.pi * f * np.arange(LAGS) / 1000.0)) for f in (1, 2, 4, 8, 15)]
            rows.append([int(unit.row["node_id"]), unit.row["pop_name"], kind, field.amplitude, field.spontaneous, field.x,
                         field.y, field.sigma, *field.delays, k.max(), k.argmax(), k.min(), k.argmin(), k.sum(),
                         np.abs(k).sum(), math.sqrt(np.sum(k * k)), lags[0], lags[-1],
                         *[v for K in response for v in (abs(K), math.degrees(np.angle(K)))]])
    return names, rows


def bmtk_kernel(field):
    """Weights [row][column] on the axes of a grating."""
    axes = np.linspace(0, 80, ROWS), np.linspace(0, 120, COLUMNS)
    return field.linear.spatial_filter.get_kernel(*axes, threshold=-1).full()


def profiles(units):
    rows = []
    for unit in units:
        for kind, field in unit.fields.items():
            kernel = bmtk_kernel(field)
            for axis, weights in (("x", kernel.sum(axis=0)), ("y", kernel.sum(axis=1))):
                rows += [[int(unit.row["node_id"]), kind, axis, int(k), weights[k]] for k in np.flatnonzero(weights)]
    return ["node_id", "subfield", "axis", "pixel", "weight"], rows


def responses(units):
    rows = []
    for unit in units:
        size = float(unit.row["spatial_size"])
        for kind, field in unit.fields.items():
            kernel = bmtk_kernel(field)
            tf = np.outer(axis_weights(field.y, size, ROWS), axis_weights(field.x, size, COLUMNS))
            for cpd in (0.02, 0.04, 0.08):
                for direction in (0, 45, 135, 270):
                    cx, cy = cpd * math.cos(math.radians(direction)), cpd * math.sin(math.radians(direction))
                    wave = lambda x, y: np.exp(2j * np.pi * (cx * x[None, :] + cy * y[:, None]))
                    H = np.sum(kernel * wave(np.linspace(0, 120, COLUMNS), np.linspace(0, 80, ROWS)))
                    H_tf = np.sum(tf * wave(np.arange(COLUMNS), np.arange(ROWS)))
                    rows.append([int(unit.row["node_id"]), kind, cpd, direction, H.real, H.imag, H_tf.real, H_tf.imag])
    return ["node_id", "subfield", "cpd", "direction_deg", "bmtk_re", "bmtk_im", "tf_re", "tf_im"], rows


def kernels(units):
    columns = [(f"{unit.name}_{kind}", field.kernel) for unit in units for kind, field in unit.fields.items()]
    return ["lag_ms", *[name for name, _ in columns]], [[lag, *[k[lag] for _, k in columns]] for lag in range(SHOWN_LAGS)]


def rates(units):
    rows = []
    for name, path, make in cases():
        movie = make()
        all_rates = [(bmtk_rates if path == "bmtk" else tf_rates)(unit, movie) for unit in units]
        rows += [[name, path, t, *[rate[t] for rate in all_rates]] for t in range(0, len(all_rates[0]), 10)]
    return ["case", "path", "t_ms", *[unit.name for unit in units]], rows


def population_rates(rows):
    """Class means for gratings of 1500 ms; filters of BMTK, docs/model/lgn.md#eq-13 in place of a convolution."""
    omega = 2.0 * np.pi * 2.0 / 1000.0
    classes = {row["model"]: row for row in table(TABLES / "unit_classes.csv")}
    n = np.arange(1500)
    found = {}
    for name, cells in classes.items():
        units = [Unit(row, float(cells["gray_rate_Hz"])) for row in rows if row["pop_name"] == name]
        for path in ("bmtk", "tf"):
            x = np.linspace(0, 120, COLUMNS) if path == "bmtk" else np.arange(COLUMNS)
            y = np.linspace(0, 80, ROWS) if path == "bmtk" else np.arange(ROWS)
            waves = []
            for direction in range(0, 360, 45):
                cx, cy = 0.04 * math.cos(math.radians(direction)), 0.04 * math.sin(math.radians(direction))
                waves.append((np.exp(2j * np.pi * cx * x), np.exp(2j * np.pi * cy * y)))
            all_rates = np.zeros((8, len(units), 1500))
            late = 1 if path == "bmtk" else 0
            for u, unit in enumerate(units):
                size = float(unit.row["spatial_size"])
                for field in unit.fields.values():
                    if path == "bmtk":
                        kernel = bmtk_kernel(field)
                        hx, hy = kernel.sum(axis=0), kernel.sum(axis=1)
                    else:
                        hx, hy = axis_weights(field.x, size, COLUMNS), axis_weights(field.y, size, ROWS)
                    padded = np.concatenate([field.kernel, np.zeros(1500)])
                    Q = np.cumsum(padded * np.exp(1j * omega * np.arange(LAGS + 1500)))
                    Q = np.concatenate([np.zeros(late), Q])[:1500] * np.exp(-1j * omega * n)
                    for d, (wave_x, wave_y) in enumerate(waves):
                        H = (hx @ wave_x) * (hy @ wave_y)
                        drive = field.amplitude * 0.8 * (H * Q).imag
                        all_rates[d, u] += np.maximum(0.0, drive + field.spontaneous)
            for d in range(8):
                early, late_part = all_rates[d, :, :500], all_rates[d, :, 500:]
                found[path, 45 * d, name] = (len(units), float(cells["gray_rate_Hz"]), early.mean(), late_part.mean(),
                                             late_part.max())
    result = []
    for path in ("bmtk", "tf"):
        for direction in range(0, 360, 45):
            of_classes = [found[path, direction, name] for name in classes]
            result += [[path, direction, name, *values[1:]] for name, values in zip(classes, of_classes)]
            count, *means, largest = (np.array(column) for column in zip(*of_classes))
            result.append([path, direction, "ALL", *[float(np.average(mean, weights=count)) for mean in means],
                           float(largest.max())])
    names = ["gray_Hz", "mean_0_500ms_Hz", "mean_500_1500ms_Hz", "max_500_1500ms_Hz"]
    return ["path", "direction_deg", "model", *names], result


# Files


def text(value, digits):
    if isinstance(value, str):
        return value
    return "nan" if math.isnan(value) else f"{value:.{digits}g}"


def write(new, name, names, rows, digits):
    with open(HERE / name, encoding="utf8") as file:
        source = file.readline()  # the line with source and units
    with open(new / name, "w", encoding="utf8") as file:
        file.write(source + ",".join(names) + "\n")
        file.writelines(",".join(text(value, digits) for value in row) + "\n" for row in rows)


def compare(new, name):
    a, b = table(new / name), table(HERE / name)
    if len(a) != len(b) or list(a[0]) != list(b[0]):
        print(f"{name}: differs, {len(a)} rows of {list(a[0])}, here {len(b)} of {list(b[0])}")
        return
    worst = {}
    for one, other in zip(a, b):
        for key in one:
            if one[key] == other[key]:
                continue
            kind = f"{one['path']} " if "path" in one and key != "path" else ""
            try:
                apart = abs(float(one[key]) - float(other[key]))
            except ValueError:
                apart = math.inf
            worst[kind + key] = max(worst.get(kind + key, 0.0), math.inf if math.isnan(apart) else apart)
    largest = ", ".join(f"{key} {value:.1e}" for key, value in sorted(worst.items(), key=lambda kv: -kv[1])[:5] if value)
    print(f"{name}: {len(a)} rows; largest difference {largest or 'none'}")


def main():
    new = pathlib.Path(sys.argv[1])
    new.mkdir(exist_ok=True)
    population = make_population()
    names = ["node_id", "pop_name", *PARAMETERS]
    write(new, "population_seed253.csv", names, [[*row[:2], *np.float32(row[2:]).tolist()] for row in population], 9)
    chosen = [int(row["node_id"]) for row in table(HERE / "units.csv")]
    write(new, "units.csv", names, [population[i] for i in chosen], 17)
    for name in ("population_seed253.csv", "units.csv"):
        compare(new, name)

    gray_rate = {row["model"]: float(row["gray_rate_Hz"]) for row in table(TABLES / "unit_classes.csv")}
    units = [Unit(row, gray_rate[row["pop_name"]]) for row in table(new / "units.csv")]
    for name, make, digits in (("temporal_kernels.csv", kernels, 12), ("kernel_metrics.csv", metrics, 12),
                               ("spatial_profiles_bmtk.csv", profiles, 12),
                               ("spatial_grating_response.csv", responses, 10), ("rates.csv", rates, 9)):
        write(new, name, *make(units), digits)
        compare(new, name)
    if sys.argv[2:] == ["population"]:
        rows = table(new / "population_seed253.csv")
        write(new, "population_rates_seed253.csv", *population_rates(rows), 7)
        compare(new, "population_rates_seed253.csv")


if __name__ == "__main__":
    main()
