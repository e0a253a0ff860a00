# SPDX-License-Identifier: Apache-2.0
"""Makes check values of this folder with NumPy and SciPy alone (pip install numpy scipy; README.md has the versions):

    python make_expected.py new [networks]

writes the deterministic files (counts and vec_*) to the folder `new` and says how far each is from the file of the same
name here. Then it draws `networks` networks of R = 100 um (20) pair by pair and says how far their in-degrees, weights and
LGN sources are from the expected ones, in standard errors. The rules are those of docs/model/network.md; no line is shared
with the program.
"""

import csv
import math
import pathlib
import sys

import numpy as np
from scipy import special, stats

HERE = pathlib.Path(__file__).resolve().parent
TABLES = HERE.parents[2] / "resources" / "tables"


def table(path):
    with open(path, encoding="utf8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


POPULATIONS = table(TABLES / "populations.csv")
BY_NAME = {row["pop_name"]: row for row in POPULATIONS}
NAMES = list(BY_NAME)
MODELS = table(TABLES / "glif3_cell_models.csv")
MODEL_ROW = {row["node_type_id"]: row for row in MODELS}
UNIT_PSP = {row["node_type_id"]: row for row in table(TABLES / "unit_psp.csv")}
PMAX = {row["source_cell_type"]: row for row in table(TABLES / "conn_pmax.csv")}
SIGMA = {(row["source_ei"], row["target_ei"]): row for row in table(TABLES / "conn_sigma_bratio.csv")}
PSP_CLASS = {row["source_pop"]: row for row in table(TABLES / "psp_lookup.csv")}
PSP = {row["psp_class"]: row for row in table(TABLES / "psp_distributions.csv")}
LGN_CLASSES = table(TABLES / "lgn_models.csv")
LGN_RULES = {row["pop_name"]: row for row in table(TABLES / "lgn_params.csv")}


# Rules


def count(model, radius):
    """docs/model/network.md#eq-1."""
    return math.ceil((radius / 700.0) ** 2 * int(model["N_700"]))


def orientation_factors(source, target):
    """B_1 and B_2 of docs/model/network.md#eq-6."""
    b = float(SIGMA[BY_NAME[source]["ei"], BY_NAME[target]["ei"]]["b_ratio"])
    B1 = 2.0 / (1.0 + b) if b > 0.0 else 1.0
    return B1, b * B1 if b > 0.0 else 1.0


def probability(source, target, dx, dz, theta_s, theta_t, target_r, core_radius, size):
    """docs/model/network.md#eq-5 to #eq-7; arrays are taken."""
    from_e = BY_NAME[source]["ei"] == "e"
    sigma = float(SIGMA[BY_NAME[source]["ei"], BY_NAME[target]["ei"]]["sigma_um"])
    angle = np.radians(theta_t)
    a, b = dx * np.cos(angle) + dz * np.sin(angle), -dx * np.sin(angle) + dz * np.cos(angle)
    D = np.where(target_r <= 1.5 * core_radius, 50.0, 0.0)
    if from_e:
        q = ((a + D) * 1.5 / sigma) ** 2 + (b / (1.5 * sigma)) ** 2
    else:
        q = ((a - D) / sigma) ** 2 + (b / sigma) ** 2
    B1, B2 = orientation_factors(source, target)
    apart = np.abs(theta_s - theta_t) % 180.0
    delta = np.minimum(apart, 180.0 - apart)
    pmax = float(PMAX[BY_NAME[source]["cell_type"]][BY_NAME[target]["cell_type"]])
    p = pmax * np.exp(-q / 2.0) * (B1 + (B2 - B1) * delta / 90.0) * size / float(BY_NAME[target]["nsyn_mean"])
    return np.minimum(1.0, p)


def level(source, target, rule, draw, theta_s, theta_t):
    """docs/model/network.md#eq-9."""
    if rule == "nll":
        return draw
    kinds = BY_NAME[source]["ei"], BY_NAME[target]["ei"]
    noise = 0.0 if kinds == ("e", "e") else (10.0 if kinds == ("i", "i") else 5.0) * draw
    apart = np.abs(theta_t - theta_s + noise) % 360.0
    D = np.minimum(apart, 360.0 - apart)
    if kinds != ("e", "e"):
        return 1.0 - D / 180.0
    B1, B2 = orientation_factors(source, target)
    rising = B1 * D + (B2 - B1) * D**2 / 180.0  # integral of the density up to 90 degrees
    beyond = B2 * (D - 90.0) + (B1 - B2) * (D - 90.0) ** 2 / 180.0
    half = 90.0 * (B1 + B2) / 2.0
    return 1.0 - np.where(D < 90.0, rising, half + beyond) / (2.0 * half)


def weight(source, target, model, v, size):
    """docs/model/network.md#eq-8."""
    psp = PSP[PSP_CLASS[source][target]]
    sigma_p, sigma_n = float(psp["shape"]), float(BY_NAME[target]["nsyn_shape"])
    s = math.sqrt(sigma_p**2 - sigma_n**2) if sigma_p >= sigma_n else 0.001
    u = float(UNIT_PSP[model]["from_" + BY_NAME[source]["syn_type"]])
    sign = 1.0 if BY_NAME[source]["ei"] == "e" else -1.0
    return (sign * float(psp["scale_mV"]) / u * float(BY_NAME[target]["nsyn_scale"]) / size
            * np.exp(s * stats.norm.ppf(np.clip(v, 0.001, 0.999))))


def family_of(name):
    family, _, frequency = name.partition("_TF")
    return family, float(frequency) if frequency else None


def subunit_factors(dominant, T):
    """h of docs/model/network.md#eq-11 for the classes with a frequency."""
    ignored = "sOFF" if dominant == "sON" else "sON"
    families = {}
    for row in LGN_CLASSES:
        family, frequency = family_of(row["model"])
        if frequency is not None:
            families.setdefault(family, []).append(frequency)
    factors = {}
    for family, frequencies in families.items():
        total = sum(abs(T - f) for f in frequencies)
        for f in frequencies:
            h = (1.0 - abs(T - f) / total) / (len(frequencies) - 1)
            factors[f"{family}_TF{f:.0f}"] = 0.0 if family == ignored else h
    return factors


# Deterministic files


def neuron_counts():
    rows = []
    for radius in (50, 100, 200, 400, 700):
        for row in POPULATIONS:
            of_population = [model for model in MODELS if model["pop_name"] == row["pop_name"]]
            rows.append([radius, row["pop_name"], row["cell_type"], len(of_population),
                         sum(count(model, radius) for model in of_population)])
        rows.append([radius, "TOTAL", "all", len(MODELS), sum(row[4] for row in rows if row[0] == radius)])
    return rows


def vec_connection():
    keys = ("dx_um", "dz_um", "theta_source_deg", "theta_target_deg", "target_r_um", "core_radius_um", "target_size")
    rows = []
    for row in table(HERE / "vec_connection.csv"):
        values = [float(row[key]) for key in keys]
        p = probability(row["source_pop"], row["target_pop"], *values)
        rows.append([row["source_pop"], row["target_pop"], *values, float(p)])
    return rows


def vec_weight():
    rows = []
    for row in table(HERE / "vec_weight.csv"):
        source, target = row["source_pop"], row["target_pop"]
        draw, theta_s, theta_t, size = (float(row[key]) for key in
                                        ("draw", "theta_source_deg", "theta_target_deg", "target_size"))
        v = level(source, target, row["rule"], draw, theta_s, theta_t)
        rows.append([source, target, row["target_node_type_id"], row["rule"], draw, theta_s, theta_t, size,
                     float(weight(source, target, row["target_node_type_id"], v, size))])
    return rows


def vec_lgn_subunit():
    rows = []
    for row in table(HERE / "vec_lgn_subunit.csv"):
        factors = subunit_factors(row["dominant"], float(row["cell_TF"]))
        rows.append([row["dominant"], int(row["cell_TF"]), *[factors[key] for key in list(row)[2:]]])
    return rows


def vec_yule():
    rows = []
    for row in table(HERE / "vec_yule.csv"):
        alpha = float(row["alpha"])
        rows.append([alpha, alpha / (alpha - 1.0), *[alpha * special.beta(k, alpha + 1.0) for k in (1, 2, 3, 5, 10)]])
    return rows


def write_and_compare(new, name, rows):
    path = HERE / name
    with open(path, encoding="utf8") as file:
        source, header = file.readline(), file.readline()
    with open(new / name, "w", encoding="utf8") as file:
        file.write(source + header)
        file.writelines(",".join(str(value) for value in row) + "\n" for row in rows)
    a, b = table(new / name), table(path)
    worst, texts = 0.0, int(len(a) != len(b))
    for one, other in zip(a, b):
        for key in one:
            try:
                x, y = float(one[key]), float(other[key])
                worst = max(worst, abs(x - y) / max(abs(y), 1e-300))
            except ValueError:
                texts += one[key] != other[key]
    print(f"{name}: {len(a)} rows; largest relative difference {worst:.1e}, {texts} texts differ")


# Networks of R = 100 um, pair by pair

RADIUS, CORE = 100.0, 50.0


class Network:
    def __init__(self, random):
        self.population, self.model, x, z, theta, size = [], [], [], [], [], []
        for p, row in enumerate(POPULATIONS):
            for model in MODELS:
                if model["pop_name"] != row["pop_name"]:
                    continue
                n = count(model, RADIUS)
                phi = 2.0 * np.pi * random.random(n)
                r = np.sqrt((RADIUS**2 - 1.0) * random.random(n) + 1.0)
                x.append(r * np.cos(phi))
                z.append(r * np.sin(phi))
                theta.append(360.0 * np.arange(n) / n)
                size.append(np.rint(random.lognormal(math.log(float(row["nsyn_scale"])), float(row["nsyn_shape"]), n)))
                self.population += [p] * n
                self.model += [model["node_type_id"]] * n
        self.population, self.model = np.array(self.population), np.array(self.model)
        self.x, self.z, self.theta, self.size = (np.concatenate(part) for part in (x, z, theta, size))
        self.r = np.hypot(self.x, self.z)

    def of(self, name):
        return np.flatnonzero(self.population == NAMES.index(name))


def recurrent(network, random, edges, expected, weights):
    """Adds for every pair of populations the sum of p, what is realised, and |weights| under both rules."""
    for s, source in enumerate(NAMES):
        i = network.of(source)
        for t, target in enumerate(NAMES):
            j = network.of(target)
            p = probability(source, target, network.x[i][:, None] - network.x[j], network.z[i][:, None] - network.z[j],
                            network.theta[i][:, None], network.theta[j], network.r[j], CORE, network.size[j])
            p[i[:, None] == j] = 0.0
            a, b = np.nonzero(random.random(p.shape) < p)
            edges[s, t].append(len(a))
            expected[s, t].append(p.sum())
            for rule in ("nll", "l2l"):
                draw = random.random(len(a)) if rule == "nll" else random.standard_normal(len(a))
                v = level(source, target, rule, draw, network.theta[i[a]], network.theta[j[b]])
                found = np.zeros(len(a))
                for model in np.unique(network.model[j[b]]):
                    onto = network.model[j[b]] == model
                    found[onto] = np.abs(weight(source, target, model, v[onto], network.size[j[b[onto]]]))
                weights[s, t, rule].append(found)


def lgn_units(random):
    """Places and classes, and the axes of composite units."""
    tile = np.array([(x, y) for x in range(15) for y in range(10)])
    place, kind, axis = [], [], []
    for k, row in enumerate(LGN_CLASSES):
        n = int(row["n_per_tile"])
        corner = np.repeat(tile, n, axis=0)
        place.append(8.0 * (corner + random.random(corner.shape)))
        kind += [k] * len(corner)
        axis.append(360.0 * random.random(len(corner)))
    place = np.concatenate(place)
    return place[:, 0] + 1j * place[:, 1], np.array(kind), np.concatenate(axis)


def lgn_sources(network, target, units, random):
    """Numbers of sources and of synapses of one neuron."""
    P, kind, axis = units
    name = NAMES[network.population[target]]
    rule = LGN_RULES[name]
    alpha = float(rule["yule_parameter"])
    n = int(np.rint(0.2 * network.size[target] * float(rule["synapse_ratio_against_e4"]) * (alpha - 1.0) / alpha))
    on = random.random() < float(rule["sON_ratio"])
    T = 0
    while T == 0:
        T = random.poisson(float(rule["poisson_parameter"]))
    theta = network.theta[target]
    e = np.exp(1j * math.radians(theta)) * (1.0 if on else -1.0)
    c = complex(60.0 + 0.07 * network.x[target], 40.0 + 0.04 * network.z[target])
    factors = subunit_factors("sON" if on else "sOFF", T)
    h = np.array([factors.get(row["model"], 1.0) for row in LGN_CLASSES])[kind]
    shift = np.array([float(row["rf_shift"]) for row in LGN_CLASSES])[kind]
    composite = np.array([row["model"] not in factors for row in LGN_CLASSES])[kind]
    turn = np.abs(axis - theta) % 180.0
    h[composite & (np.minimum(turn, 180.0 - turn) >= 15.0)] = 0.0
    rho = (P + 2.5 * shift * e - c) / e
    d2 = 1.5 * rho.real**2 + rho.imag**2 / 1.5
    w = np.exp(-d2 / 50.0) * h * (np.abs(P - c) <= 40.0)
    n = min(n, np.count_nonzero(w))
    # Who is near does not change how many synapses there are, but for the smallest count drawn: it becomes 1.
    k = random.geometric(np.exp(-random.exponential(1.0 / alpha, n)))
    return n, int(np.where(k == k.min(), 1, k).sum()) if n else 0


def report(what, z):
    z = np.array(z)
    print(f"{what}: {len(z)} values, mean {z.mean():.2f} and SD {z.std():.2f} standard errors, largest {np.abs(z).max():.1f}")


def networks(number):
    random = np.random.default_rng(20261201)
    keys = [(s, t) for s in range(22) for t in range(22)]
    edges, expected = {key: [] for key in keys}, {key: [] for key in keys}
    weights = {(*key, rule): [] for key in keys for rule in ("nll", "l2l")}
    sources = {name: [] for name in NAMES}
    for k in range(number):
        network = Network(random)
        recurrent(network, random, edges, expected, weights)
        units = lgn_units(random)
        for name in NAMES:
            of_population = network.of(name)
            for target in random.choice(of_population, min(len(of_population), max(1, 600 // number)), replace=False):
                sources[name].append(lgn_sources(network, target, units, random))
    indegree = {(row["source_pop"], row["target_pop"]): row for row in table(HERE / "indegree.csv") if row["R_um"] == "100"}
    z = []
    for s, t in keys:
        row = indegree[NAMES[s], NAMES[t]]
        own = np.std(expected[s, t], ddof=1) / math.sqrt(number)
        apart = np.mean(expected[s, t]) - float(row["edges_expected"])
        z.append(apart / math.hypot(own, float(row["edges_expected_se"])))
    report("indegree.csv, R = 100, sum of p", z)
    totals = {row["what"]: float(row["edges"]) for row in table(HERE / "edge_totals.csv") if row["R_um"] == "100"}
    spread = [sum(edges[key][k] for key in keys) for k in range(number)]
    print(f"edge_totals.csv, R = 100: {np.mean(spread):.0f} +- {np.std(spread, ddof=1):.0f} recurrent edges, "
          f"here {totals['recurrent all']:.0f}")
    z = []
    for row in table(HERE / "weight_quantiles.csv"):
        if row["R_um"] != "100":
            continue
        of_network = weights[NAMES.index(row["source_pop"]), NAMES.index(row["target_pop"]), row["rule"]]
        median = np.median(np.concatenate(of_network))
        error = float(row["q50_log_sd"]) * math.sqrt(1.0 / number + 1.0 / 20.0)
        z.append((math.log(median) - math.log(float(row["q50"]))) / error)
    report("weight_quantiles.csv, R = 100, ln of the medians", z)
    for what, place in (("connections", 0), ("rows", 1)):
        z = []
        for row in table(HERE / "lgn_expected.csv"):
            if row["net"] != "R100_full":
                continue
            own = np.array(sources[row["target_pop"]], dtype=float)[:, place]
            error = float(row[f"sd_{what}"]) * math.sqrt(1.0 / len(own) + 1.0 / float(row["n_sampled"]))
            z.append((own.mean() - float(row[f"mean_{what}"])) / error)
        report(f"lgn_expected.csv, R100_full, {what}", z)


def main():
    new = pathlib.Path(sys.argv[1])
    new.mkdir(exist_ok=True)
    for name, make in (("neuron_counts.csv", neuron_counts), ("vec_connection.csv", vec_connection),
                       ("vec_weight.csv", vec_weight), ("vec_lgn_subunit.csv", vec_lgn_subunit), ("vec_yule.csv", vec_yule)):
        write_and_compare(new, name, make())
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    if number > 1:
        networks(number)


if __name__ == "__main__":
    main()
