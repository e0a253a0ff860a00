# SPDX-License-Identifier: Apache-2.0
"""Makes the check values of this folder with NumPy and SciPy alone (pip install numpy scipy; README.md has the versions):

    python make_expected.py new

reads the inputs here, writes spikes, counts and all expected_*.csv to the folder `new`, and says how far each of them is
from the file of the same name here. It shares no line with the program: the formulas are those of docs/model/analysis.md.
"""

import csv
import math
import pathlib
import sys

import numpy as np
from scipy import optimize, signal, stats

HERE = pathlib.Path(__file__).resolve().parent
QUANTILES = HERE.parents[2] / "resources" / "reference" / "neuropixels_quantiles.csv"
ANGLES = np.arange(8) * 45.0
TRIALS = 10
STEPS = 4000
EVOKED, SPONTANEOUS = (2000, 4000), (0, 2000)
SECONDS = 2.0
NAN = math.nan


def table(path):
    with open(path, encoding="utf8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def column(rows, key):
    return np.array([float(row[key]) for row in rows])


# Inputs


def scramble(value):
    """A mixing function of 32 bits."""
    value ^= value >> np.uint32(16)
    value *= np.uint32(0x7FEB352D)
    value ^= value >> np.uint32(15)
    value *= np.uint32(0x846CA68B)
    value ^= value >> np.uint32(16)
    return value


def chained(seed, *keys):
    value = scramble(np.array([seed], dtype=np.uint32))
    for key in keys:
        value = scramble(value ^ np.asarray(key, dtype=np.uint32))
    return value


def make_spikes(nodes, rates):
    """[direction][trial]: times and neurons. A spike is where a hash of (neuron, direction, trial, ms) is below its rate;
    excitatory neurons follow the grating at 12.5 Hz more than inhibitory ones."""
    time = np.arange(STEPS)
    wave = np.cos(2.0 * np.pi * 12.5 * (time - 2000) / 1000.0)
    trials = [[[] for _ in range(TRIALS)] for _ in ANGLES]
    for i, node in enumerate(nodes):
        depth = 0.6 if node["pop_name"].startswith("e") else 0.35
        for k, angle in enumerate(ANGLES):
            evoked = float(rates[i][f"rate_dir{angle:.0f}"]) * (1.0 + depth * wave)
            rate = np.where(time < 2000, float(rates[i]["rate_spont"]), evoked)
            limit = np.floor(rate / 1000.0 * 2.0**32)
            for q in range(TRIALS):
                fires = chained(20240611, i, k, q, time) < limit
                trials[k][q].append(np.flatnonzero(fires))
    return trials


def spike_rows(trials):
    rows = []
    for k, angle in enumerate(ANGLES):
        for q in range(TRIALS):
            spikes = [(int(t), i) for i, times in enumerate(trials[k][q]) for t in times]
            rows += [(angle, q, t, i) for t, i in sorted(spikes)]
    return ["angle_deg", "trial", "time_ms", "node_id"], rows


def in_window(times, window):
    return np.count_nonzero((times >= window[0]) & (times < window[1]))


def count_rows(counts, quiet):
    rows = [(i, angle, q, counts[k, q, i], quiet[k, q, i])
            for i in range(counts.shape[2]) for k, angle in enumerate(ANGLES) for q in range(TRIALS)]
    return ["node_id", "angle_deg", "trial", "count_evoked_2000_4000", "count_spont_0_2000"], rows


# Neurons


def cell_type(name):
    layer = {"1": "L1", "2": "L2/3", "4": "L4", "5": "L5", "6": "L6"}[name[1]]
    if name.startswith("i1"):
        return "L1_Inh"
    if name.startswith("e5"):
        return f"L5_{name[2:]}"
    if name.startswith("e"):
        return f"{layer}_Exc"
    return f"{layer}_" + {"Pvalb": "PV", "Sst": "SST", "Vip": "VIP", "Htr3a": "VIP"}[name.lstrip("i0123456789")]


def merged(kind):
    return "L5_Exc" if kind in ("L5_ET", "L5_IT", "L5_NP") else kind


def circular(a, b):
    apart = np.abs(a - b) % 360.0
    return np.minimum(apart, 360.0 - apart)


def selectivity(rates):
    """OSI and DSI of rates [direction]."""
    total = rates.sum()
    if total == 0.0:
        return NAN, NAN
    theta = np.radians(ANGLES)
    return abs(np.sum(rates * np.exp(2j * theta))) / total, abs(np.sum(rates * np.exp(1j * theta))) / total


def vector_direction(rates):
    if rates.sum() == 0.0:
        return NAN
    theta = np.radians(ANGLES)
    axis = np.angle(np.sum(rates * np.exp(2j * theta))) / 2.0
    side = np.real(np.exp(-1j * axis) * np.sum(rates * np.exp(1j * theta)))
    return np.degrees(axis + (0.0 if side >= 0.0 else np.pi)) % 360.0


def hotelling(rates, reference):
    """T2 and p of rates [direction][trial]."""
    if rates.sum() == 0.0:
        return NAN, NAN
    theta = np.radians(ANGLES)[:, None]
    v = np.array([(rates * np.cos(2.0 * theta)).sum(axis=0), (rates * np.sin(2.0 * theta)).sum(axis=0)])
    mean = v.mean(axis=1)
    if reference:
        mean = mean - mean.mean()
    n = v.shape[1]
    T2 = n * mean @ np.linalg.pinv(np.cov(v)) @ mean
    return T2, stats.f.sf((n - 2) * T2 / (2.0 * (n - 1)), 2, n - 2)


def double_gaussian(x, theta):
    C, Rp, Rn, p, s = x
    return (C + Rp * np.exp(-circular(theta, p) ** 2 / (2.0 * s * s))
            + Rn * np.exp(-circular(theta, p - 180.0) ** 2 / (2.0 * s * s)))


def fit(rates, starts):
    """SSE, angle and peak of the best fit from several starts (p, s)."""
    M = rates.max()
    low, high = [-M, 0.0, 0.0, 0.0, 22.5], [M, 3.0 * M, 3.0 * M, 360.0, np.inf]
    best = None
    for p, s in starts:
        found = optimize.least_squares(lambda x: double_gaussian(x, ANGLES) - rates, [0.0, M, M, p, s],
                                       bounds=(low, high), xtol=1e-12, ftol=1e-12, gtol=1e-12, max_nfev=2000)
        if best is None or found.cost < best.cost:
            best = found
    C, Rp, Rn, p, s = best.x
    return 2.0 * best.cost, (p if Rn < Rp else p - 180.0) % 360.0, max(Rp, Rn), min(Rp, Rn)


def fits(rates):
    if rates.max() == 0.0:
        return [NAN] * 6 + [0]
    first = ANGLES[rates.argmax()]
    starts = [(p, s) for p in ([0.0, 360.0] if first == 0.0 else [first]) for s in (22.5, 45.0, 90.0)]
    as_published = fit(rates, starts)[:3]
    grid = [(p, s) for p in np.arange(0.0, 360.0, 22.5) for s in (23.0, 30.0, 45.0, 70.0, 90.0)]
    *best, other = fit(rates, starts + grid)
    return [*as_published, *best, int(other < 0.95 * best[2])]


METRIC_NAMES = ["node_id", "pop_name", "cell_type", "r_um", "in_core200_lt", "in_core200_le", "in_core400_lt",
                "in_core400_le", "ave_rate_hz", "spont_rate_hz", "max_mean_rate_hz", "preferred_angle_deg", "OSI", "DSI",
                "OSI_box", "DSI_box", "pref_dir_deg", "pref_ori_deg", "T2_standard", "p_standard", "T2_compat",
                "p_compat", "fit_sse_reference", "fit_angle_reference", "fit_peak_reference", "fit_sse_best",
                "fit_angle_best", "fit_peak_best", "fit_well_posed", "compat_preferred_angle", "compat_max_mean_rate"]


def neuron_metrics(nodes, radius, counts, quiet):
    rows = []
    for i, node in enumerate(nodes):
        by_trial = counts[:, :, i] / SECONDS
        rates = by_trial.mean(axis=1)
        osi, dsi = selectivity(rates)
        responsive = rates.max() >= 0.5
        preferred = ANGLES[rates.argmax()]
        direction = vector_direction(rates)
        compat = hotelling(by_trial, True)
        of_fit = fits(rates)
        tuned = compat[1] < 0.05
        rows.append((i, node["pop_name"], cell_type(node["pop_name"]), radius[i], int(radius[i] < 200),
                     int(radius[i] <= 200), int(radius[i] < 400), int(radius[i] <= 400), rates.mean(),
                     quiet[:, :, i].mean() / SECONDS, rates.max(), preferred, osi, dsi, osi if responsive else NAN,
                     dsi if responsive else NAN, direction, direction % 180.0, *hotelling(by_trial, False), *compat,
                     *of_fit, of_fit[1] if tuned else NAN, of_fit[2] if tuned else rates.max()))
    return METRIC_NAMES, rows


def sparsity(rates):
    n = len(rates)
    return (1.0 - rates.mean() ** 2 / np.mean(rates**2)) / (1.0 - 1.0 / n) if rates.any() else NAN


def pearson(a, b):
    return np.corrcoef(a, b)[0, 1] if np.ptp(a) > 0.0 and np.ptp(b) > 0.0 else NAN


def reliability(counts):
    half = TRIALS // 2
    return pearson(counts[:, :half].mean(axis=1), counts[:, half:].mean(axis=1))


def response_statistics(counts, quiet):
    rows = []
    for i in range(counts.shape[2]):
        before = quiet[:, :, i]
        phi = before.var() / before.mean() if before.any() else NAN
        p = stats.poisson.sf(np.floor(counts[:, :, i].sum() / phi), before.sum() / phi) if phi > 0.0 else NAN
        rows.append((i, phi, p, sparsity(counts[:, :, i].mean(axis=1)), reliability(counts[:, :, i])))
    return ["node_id", "spont_dispersion", "quasi_poisson_p", "lifetime_sparsity", "split_half_reliability"], rows


def box(values):
    values = np.sort(values[~np.isnan(values)])
    if len(values) == 0:
        return 0, *[NAN] * 6, 0
    q1, median, q3 = np.percentile(values, [25, 50, 75])
    reach = 1.5 * (q3 - q1)
    inside = values[(values >= q1 - reach) & (values <= q3 + reach)]
    return len(values), values.mean(), q1, median, q3, inside.min(), inside.max(), len(values) - len(inside)


def box_statistics(metrics, radius):
    names, rows = metrics
    by_name = {name: np.array([row[k] for row in rows]) for k, name in enumerate(names)}
    kinds = np.array([merged(kind) for kind in by_name["cell_type"]])
    result = []
    for metric, key in (("evoked_rate", "ave_rate_hz"), ("preferred_rate", "max_mean_rate_hz"),
                        ("spontaneous_rate", "spont_rate_hz"), ("OSI", "OSI_box"), ("DSI", "DSI_box")):
        for kind in sorted(set(kinds)):
            values = by_name[key][(kinds == kind) & (radius < 400.0)].astype(float)
            if len(values):
                result.append((metric, kind, *box(values)))
    return ["metric", "cell_type", "n", "mean", "q1", "median", "q3", "whisker_low", "whisker_high", "n_fliers"], result


# Comparison


SIMILARITY_NAMES = ["metric", "cell_type", "n_model", "n_reference", "ks_statistic", "similarity", "counted"]


def mean_row(result, metric):
    """The mean over the types with 15 values on both sides."""
    counted = [row for row in result if row[0] == metric and row[6]]
    return metric, "MEAN_OF_TYPES_WITH_15", "", "", NAN, np.mean([row[5] for row in counted]), len(counted)


def samples(rows, kind, source, key):
    values = np.array([float(row[key]) for row in rows if row["cell_type"] == kind and row["data_type"] == source])
    return values[~np.isnan(values)]


def similarity(rows):
    kinds = list(dict.fromkeys(row["cell_type"] for row in rows))
    other = next(row["data_type"] for row in rows if row["data_type"] != "model")
    result = []
    for metric in ("rate_hz", "OSI"):
        for kind in kinds:
            a, b = samples(rows, kind, "model", metric), samples(rows, kind, other, metric)
            D = stats.ks_2samp(a, b).statistic
            result.append((metric, kind, len(a), len(b), D, 1.0 - D, int(min(len(a), len(b)) >= 15)))
        result.append(mean_row(result, metric))
    return SIMILARITY_NAMES, result


def recorded_cdf(x, probabilities, quantiles, units):
    if x < quantiles[0]:
        return 0.0
    if x >= quantiles[-1]:
        return 1.0
    above = np.searchsorted(quantiles, x, side="right")
    share = (x - quantiles[above - 1]) / (quantiles[above] - quantiles[above - 1])
    p = probabilities[above - 1] + share * (probabilities[above] - probabilities[above - 1])
    return math.floor(p * (units - 1) + 1.0 + 1e-9) / units


def table_similarity(rows):
    recorded = {(row["cell_type"], row["metric"]): row for row in table(QUANTILES)}
    result = []
    for kind in dict.fromkeys(row["cell_type"] for row in rows):
        for metric, key in (("evoked_rate", "rate_hz"), ("OSI", "OSI")):
            row = recorded[kind, metric]
            names = [name for name in row if name.startswith("q0.") or name == "q1.00"]
            probabilities = np.array([float(name[1:]) for name in names])
            quantiles = np.array([float(row[name]) for name in names])
            units = int(row["n_units"])
            x = np.sort(samples(rows, kind, "model", key))
            n = len(x)
            F = np.array([recorded_cdf(value, probabilities, quantiles, units) for value in x])
            j = np.arange(1, n + 1)
            D = max(np.abs(j / n - F).max(), np.abs((j - 1) / n - F).max())
            result.append((metric, kind, n, units, D, 1.0 - D, int(min(n, units) >= 15)))
    result += [mean_row(result, "evoked_rate"), mean_row(result, "OSI")]
    return SIMILARITY_NAMES, result


# Populations


def laminar(nodes, radius):
    place = {"VIP": 1, "Inh": 1, "SST": 2, "PV": 3}
    keyed = []
    for i, node in enumerate(nodes):
        if radius[i] < 400.0:
            kind = cell_type(node["pop_name"])
            key = 10 * int(node["pop_name"][1]) + place.get(kind.split("_")[1], 4)
            keyed.append((key, float(node["tuning_angle"]), i, node["pop_name"], merged(kind)))
    keyed.sort()
    N = len(keyed)
    order = [(i, name, kind, angle, key, rank, N - rank) for rank, (key, angle, i, name, kind) in enumerate(keyed)]
    layers = []
    for digit, label in ((1, "L1"), (2, "L2/3"), (4, "L4"), (5, "L5"), (6, "L6")):
        ranks = [rank for rank, row in enumerate(keyed) if row[0] // 10 == digit]
        low = N - ranks[0] - len(ranks)
        layers.append((label, ranks[0], len(ranks), low, low + len(ranks) / 2.0, int(digit in (1, 4, 6))))
    return ((["node_id", "pop_name", "cell_type_l5merged", "tuning_angle", "sort_key", "rank_from_top", "y_plot"], order),
            (["layer", "first_rank", "n_neurons", "rect_y0", "label_y", "shaded"], layers))


def population_activity(nodes, radius, trial):
    names, traces = ["bin_start_ms"], [np.arange(0, STEPS, 10)]
    for layer in "12456":
        for letter in "i" if layer == "1" else "ie":
            members = [i for i, node in enumerate(nodes)
                       if node["pop_name"][:2] == letter + layer and radius[i] < 400.0]
            spikes = np.concatenate([trial[i] for i in members])
            counts = np.histogram(spikes, bins=np.arange(0, STEPS + 1, 10))[0]
            names.append(("Inhibitory" if letter == "i" else "Excitatory") + " L" + layer.replace("2", "2/3"))
            traces.append(counts / (len(members) * 0.010))
    return names, list(zip(*traces))


def angle_profile(nodes, radius, counts):
    core = radius < 400.0
    tuning = column(nodes, "tuning_angle")[core]
    edges = np.linspace(tuning.min(), tuning.max(), 50)
    rows = []
    for k in (0, 2):
        rate = counts[k].mean(axis=0)[core] / SECONDS
        for b in range(49):
            inside = (tuning >= edges[b]) & (tuning < edges[b + 1])
            rows.append((ANGLES[k], edges[b], edges[b + 1], inside.sum(), rate[inside].mean() if inside.any() else NAN))
    return ["angle_deg", "bin_lo", "bin_hi", "n", "mean_rate_hz"], rows


def pooled(trial, members, window, closed=False):
    """Spikes per ms; a closed end counts a spike at it in the last ms."""
    counts = np.zeros(window[1] - window[0])
    for i in members:
        times = trial[i]
        np.add.at(counts, times[(times >= window[0]) & (times < window[1])] - window[0], 1)
        if closed:
            counts[-1] += np.count_nonzero(times == window[1])
    return counts


def fano(nodes, radius, trials):
    excitatory = [i for i, node in enumerate(nodes) if node["pop_name"].startswith("e") and radius[i] < 400.0]
    groups = {"E_core400": excitatory, "E_core400_first15": excitatory[:15],
              "all_core400": [i for i in range(len(nodes)) if radius[i] < 400.0]}
    rows = []
    for group, members in groups.items():
        for condition, length, window in (("evoked", 300, (2200, 2500)), ("evoked", 1800, (2200, 4000)),
                                          ("spont", 300, (200, 500)), ("spont", 1800, (200, 2000))):
            counts = [pooled(trial, members, window) for of_direction in trials for trial in of_direction]
            for b in range(20):
                seconds = 10.0 ** (-3.0 + 3.0 * b / 19.0)
                if seconds >= length / 1000.0 / 5.0:
                    break
                width = max(1, round(1000.0 * seconds))
                bins = length // width
                binned = [c[: bins * width].reshape(bins, width).sum(axis=1) for c in counts]
                values = np.array([c.var() / c.mean() if c.any() else 0.0 for c in binned])
                rows.append((group, len(members), condition, length, b, seconds, width, bins, values[0], len(values),
                             values.mean(), values.std(), values.std() / math.sqrt(len(values))))
    return ["group", "n_neurons", "condition", "window_ms", "bin_index", "bin_s", "bin_ms", "n_bins", "fano_dir0_trial0",
            "n_trials", "fano_mean", "fano_sd_ddof0", "fano_sem"], rows


BANDS = {"theta": (4, 8), "alpha": (8, 12), "beta": (12, 30), "gamma": (30, 80)}


def band_power(f, density, band):
    inside = (f >= band[0]) & (f <= band[1])
    return np.trapezoid(density[inside], f[inside])


def spectra(nodes, radius, trials):
    kinds = [merged(cell_type(node["pop_name"])) for node in nodes]
    rows, summary = [], []
    for kind in ("L2/3_Exc", "L2/3_PV", "L4_Exc", "L5_Exc", "L6_Exc"):
        members = [i for i in range(len(nodes)) if kinds[i] == kind and radius[i] < 400.0]
        for condition, window in (("evoked", EVOKED), ("spont", SPONTANEOUS)):
            own, published = [], []
            for of_direction in trials:
                for trial in of_direction:
                    welch = dict(fs=1.0, window="hann", nperseg=1000, noverlap=500, detrend="constant")
                    f, plain = signal.welch(pooled(trial, members, window), **welch)
                    own.append(plain / 1000.0 / len(members) ** 2)
                    active = sum(len(trial[i]) > 0 for i in members)
                    if active:
                        f, closed = signal.welch(pooled(trial, members, window, closed=True), **welch)
                        published.append(closed / active**2)
            f = f * 1000.0
            own, published = np.array(own), np.array(published)
            mean, compat = own.mean(axis=0), published.mean(axis=0)
            for n in range(101):
                rows.append((kind, condition, f[n], compat[n], published[:, n].std() / math.sqrt(len(published)), mean[n],
                             own[:, n].std() / math.sqrt(len(own))))
            shown = (f >= 4.0) & (f <= 80.0)
            powers = [power for band in BANDS.values()
                      for power in (band_power(f, compat, band), band_power(f, mean, band))]
            summary.append((kind, condition, len(members), len(own), f[shown][mean[shown].argmax()], mean[shown].max(),
                            mean[shown].mean(), *powers))
    return ((["cell_type", "condition", "freq_hz", "psd_compat_mean", "psd_compat_sem", "psd_mean_per_hz",
              "psd_sem_per_hz"], rows),
            (["cell_type", "condition", "n_cells", "n_spectra", "peak_hz_4_80", "peak_psd_per_hz", "mean_psd_per_hz_4_80",
              *[name for band in BANDS for name in (f"{band}_power_compat", f"{band}_power")]], summary))


# Weights


def binned(name, x, y, low, high, width):
    rows = []
    edges = [low + b * width for b in range(round((high - low) / width) + 1)]
    for b in range(len(edges) - 1):
        first = x >= edges[b] - 1e-12 if b == 0 else x > edges[b] + 1e-12
        inside = first & (x <= edges[b + 1] + 1e-12)
        n = np.count_nonzero(inside)
        if n:
            sem = y[inside].std(ddof=1) / math.sqrt(n) if n > 1 else NAN
            rows.append((name, edges[b], edges[b + 1], n, y[inside].mean(), sem))
    return rows


def edge_files(nodes, edges, counts):
    tuning = column(nodes, "tuning_angle")
    weight = column(edges, "syn_weight")
    pairs = [(int(edge["source_id"]), int(edge["target_id"])) for edge in edges]
    D = np.array([circular(tuning[a], tuning[b]) for a, b in pairs])
    folded = np.minimum(D, 180.0 - D)
    mean = counts.mean(axis=1)
    c = np.array([pearson(mean[:, a], mean[:, b]) for a, b in pairs])
    listed = [(a, b, weight[e], D[e], folded[e], c[e]) for e, (a, b) in enumerate(pairs)]

    X = np.column_stack([np.cos(np.radians(D)), np.cos(np.radians(2.0 * D)), np.ones(len(D))])
    coefficient, _, _, _ = np.linalg.lstsq(X, weight, rcond=None)
    degrees = len(D) - 3
    spread = np.sqrt(np.diag(np.linalg.inv(X.T @ X)) * np.sum((weight - X @ coefficient) ** 2) / degrees)
    p = 2.0 * stats.t.sf(np.abs(coefficient / spread), degrees)
    used = ~np.isnan(c)
    line = stats.linregress(c[used], weight[used])
    a, b, constant = coefficient
    fits_ = [("cos_a", a), ("cos_b", b), ("cos_c", constant), ("cos_a_over_c", a / constant),
             ("cos_b_over_c", b / constant), ("cos_p_a", p[0]), ("cos_p_b", p[1]), ("corr_slope", line.slope),
             ("corr_intercept", line.intercept), ("corr_p", line.pvalue), ("corr_pearson_r", line.rvalue),
             ("n_edges", len(edges))]
    bins = binned("direction_difference", D, weight, 0.0, 180.0, 20.0)
    bins += binned("response_correlation", c[used], weight[used], -0.2, 0.5, 0.05)
    return ((["source_id", "target_id", "syn_weight", "direction_difference_deg", "orientation_difference_deg",
              "response_correlation"], listed),
            (["variable", "bin_lo", "bin_hi", "n", "mean_weight", "sem_ddof1"], bins), (["quantity", "value"], fits_))


def contrast(rows):
    found = {(int(r["neuron"]), float(r["contrast"]), float(r["angle_deg"]), int(r["trial"])): float(r["count_1800ms"])
             for r in rows}
    result = []
    for neuron in sorted({key[0] for key in found}):
        for level in sorted({key[1] for key in found}):
            counts = np.array([[found[neuron, level, angle, q] for q in range(TRIALS)] for angle in ANGLES])
            rates = counts.mean(axis=1) / 1.8
            result.append((neuron, level, rates.mean(), *selectivity(rates), sparsity(rates), reliability(counts)))
    return ["neuron", "contrast", "mean_rate_hz", "OSI", "DSI", "lifetime_sparsity", "split_half_reliability"], result


def window_edges(rows):
    t = column(rows, "time_ms")
    kept = {"half_open [2000,4000)": (t >= 2000) & (t < 4000), "half_open [0,2000)": (t >= 0) & (t < 2000),
            "left_open (500,2500]": (t > 500) & (t <= 2500), "left_open (100,500]": (t > 100) & (t <= 500),
            "open (700,2500)": (t > 700) & (t < 2500)}
    return ["window", "n_spikes"], [(f'"{name}"', np.count_nonzero(inside)) for name, inside in kept.items()]


# Files


def text(value):
    if isinstance(value, str):
        return value
    return "nan" if np.isnan(value) else f"{value:.10g}"


def write(path, names, rows):
    with open(path, "w", encoding="utf8") as file:
        file.write(",".join(names) + "\n")
        file.writelines(",".join(text(value) for value in row) + "\n" for row in rows)


def compare(name, new, here):
    """Largest difference by column: relative, or absolute below 1e-6."""
    a, b = table(new / name), table(here / name)
    if len(a) != len(b) or list(a[0]) != list(b[0]):
        print(f"{name}: differs; {len(a)} rows of {list(a[0])}, here {len(b)} of {list(b[0])}")
        return
    worst, different = {}, 0
    for one, other in zip(a, b):
        for key in one:
            if one[key] == other[key]:
                continue
            different += 1
            try:
                x, y = float(one[key]), float(other[key])
                apart = 0.0 if math.isnan(x) and math.isnan(y) else abs(x - y) / max(abs(y), 1e-6)
            except ValueError:
                apart = math.inf
            worst[key] = max(worst.get(key, 0.0), math.inf if math.isnan(apart) else apart)
    largest = ", ".join(f"{key} {value:.1e}" for key, value in sorted(worst.items(), key=lambda kv: -kv[1])[:6] if value)
    print(f"{name}: {len(a)} rows, {different} texts differ" + (f"; largest difference {largest}" if largest else ""))


def main():
    new = pathlib.Path(sys.argv[1])
    new.mkdir(exist_ok=True)
    nodes = table(HERE / "input_nodes.csv")
    radius = np.hypot(column(nodes, "x"), column(nodes, "z"))
    trials = make_spikes(nodes, table(HERE / "input_rates_closed_form.csv"))
    counts = np.array([[[in_window(t, EVOKED) for t in trial] for trial in of_direction] for of_direction in trials])
    quiet = np.array([[[in_window(t, SPONTANEOUS) for t in trial] for trial in of_direction] for of_direction in trials])
    similar = table(HERE / "input_similarity_samples.csv")
    order, layers = laminar(nodes, radius)
    metrics = neuron_metrics(nodes, radius, counts, quiet)
    psd, summary = spectra(nodes, radius, trials)
    listed, bins, fitted = edge_files(nodes, table(HERE / "input_edges.csv"), counts)
    files = {
        "input_spikes.csv": spike_rows(trials),
        "input_spike_counts.csv": count_rows(counts, quiet),
        "expected_neuron_metrics.csv": metrics,
        "expected_response_stats.csv": response_statistics(counts, quiet),
        "expected_box_stats.csv": box_statistics(metrics, radius),
        "expected_similarity.csv": similarity(similar),
        "expected_similarity_vs_neuropixels_table.csv": table_similarity(similar),
        "expected_laminar_order.csv": order,
        "expected_laminar_layers.csv": layers,
        "expected_population_activity_dir0_trial0.csv": population_activity(nodes, radius, trials[0][0]),
        "expected_rate_vs_tuning_angle.csv": angle_profile(nodes, radius, counts),
        "expected_fano.csv": fano(nodes, radius, trials),
        "expected_psd.csv": psd,
        "expected_psd_summary.csv": summary,
        "expected_edges.csv": listed,
        "expected_edge_bins.csv": bins,
        "expected_edge_fits.csv": fitted,
        "expected_contrast.csv": contrast(table(HERE / "input_contrast_counts.csv")),
        "expected_window_edges.csv": window_edges(table(HERE / "input_window_edges.csv")),
    }
    for name, (names, rows) in files.items():
        write(new / name, names, rows)
        compare(name, new, HERE)


if __name__ == "__main__":
    main()
