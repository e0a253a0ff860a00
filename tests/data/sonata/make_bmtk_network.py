# SPDX-License-Identifier: Apache-2.0
"""Makes the small network of this folder with the network builder of BMTK (pip install bmtk h5py; made with BMTK 1.2.0,
h5py 3.16.0, numpy 2.4.6, Python 3.11). Run it in this folder with PYTHONHASHSEED=0
(the builder orders the columns of its csv files by hash): it writes bmtk/ and expected_*.csv. The tables of the model
come from resources/tables. The expected values are those handed to the builder, not read back from its files."""
import csv
import json
import os
import shutil

import numpy as np
from bmtk.builder.networks import NetworkBuilder

TABLES = "../../../resources/tables/"
rng = np.random.default_rng(7)


def table(name):
    with open(TABLES + name) as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


models = {int(row["node_type_id"]): row for row in table("glif3_cell_models.csv")}
synapses = {row["synapse_type"]: row for row in table("synapse_types.csv")}
latency = {row["pre"]: row for row in table("latency.csv")}
lgn_models = {row["model"]: row for row in table("lgn_models.csv")}
background = {int(row["node_type_id"]): float(row["bkg_weight_pA"]) for row in table("lgn_bkg_weights_model.csv")}
populations = {row["pop_name"]: row for row in table("populations.csv")}

# Two models of e23Cux2, one of e4other, one of i4Pvalb, one of i23Sst: in builder order, not in the model's order.
first_of = {}
for node_type, row in models.items():
    first_of.setdefault(row["pop_name"], []).append(node_type)
chosen = [(first_of["i4Pvalb"][1], 6), (first_of["e23Cux2"][0], 14), (first_of["e23Cux2"][2], 9),
          (first_of["e4other"][0], 17), (first_of["i23Sst"][0], 4)]

shutil.rmtree("bmtk", ignore_errors=True)
os.makedirs("bmtk/components/cell_models")
os.makedirs("bmtk/components/synaptic_models")
os.makedirs("bmtk/network")

# The receptor numbers are arbitrary: here in alphabetical order of the synapse types each target class has.
classes = sorted({models[m]["syn_type"] for m, _ in chosen})
receptor = {}
for post in classes:
    names = sorted(f"{pre}_to_{post}" for pre in classes + ["exc"])
    for k, name in enumerate(names):
        receptor[name] = k + 1
        with open(f"bmtk/components/synaptic_models/{name}.json", "w") as file:
            json.dump({"receptor_type": k + 1}, file)

for node_type, _ in chosen:
    row = models[node_type]
    names = sorted((n for n in receptor if n.endswith("_to_" + row["syn_type"])), key=receptor.get)
    number = lambda key: float(row[key])
    with open(f"bmtk/components/cell_models/{node_type}_glif_lif_asc_config.json", "w") as file:
        json.dump({
            "V_m": number("E_L_mV"), "V_th": number("V_th_mV"), "g": number("g_nS"), "E_L": number("E_L_mV"),
            "C_m": number("C_m_pF"), "t_ref": number("t_ref_ms"), "V_reset": number("V_reset_mV"),
            "asc_init": [0.0, 0.0], "asc_decay": [number("k1_per_ms"), number("k2_per_ms")],
            "asc_amps": [number("asc_amp1_pA"), number("asc_amp2_pA")],
            "tau_syn_fast": [float(synapses[n]["tau_fast_ms"]) for n in names],
            "tau_syn_slow": [float(synapses[n]["tau_slow_ms"]) for n in names],
            "amp_slow": [float(synapses[n]["amp_slow"]) for n in names],
            "spike_dependent_threshold": False, "after_spike_currents": True, "adapting_threshold": False,
        }, file)

v1 = NetworkBuilder("v1")
neurons = []
for node_type, count in chosen:
    row, pop = models[node_type], populations[models[node_type]["pop_name"]]
    r, phi = rng.uniform(1, 100, count), rng.uniform(0, 2 * np.pi, count)
    values = dict(x=r * np.cos(phi), y=-rng.uniform(100, 400, count), z=r * np.sin(phi),
                  tuning_angle=np.linspace(0, 360, count, endpoint=False),
                  target_sizes=np.round(rng.lognormal(float(pop["nsyn_shape"]), 0.1, count) * 1000))
    v1.add_nodes(N=count, node_type_id=node_type, model_type="point_process",
                 model_template="nest:glif_psc_double_alpha",
                 dynamics_params=f"{node_type}_glif_lif_asc_config.json", ei=row["ei"], location=pop["location"],
                 pop_name=row["pop_name"], **values)
    for i in range(count):
        neurons.append(dict(node_id=len(neurons), node_type_id=node_type, pop_name=row["pop_name"],
                            **{key: value[i] for key, value in values.items()}))

lgn = NetworkBuilder("lgn")
units = []
for number, (name, count) in enumerate([("sON_TF4", 7), ("sOFF_TF8", 6), ("sONsOFF_001", 5)]):
    row = lgn_models[name]
    composite = not np.isnan(float(row["sf_sep_deg"]))
    values = dict(x=rng.uniform(0, 120, count), y=rng.uniform(0, 80, count), spatial_size=rng.uniform(2, 9, count),
                  tuning_angle=rng.uniform(0, 360, count) if composite else np.full(count, np.nan),
                  sf_sep=rng.uniform(3, 5, count) if composite else np.full(count, np.nan))
    for key in ["kpeaks_dom", "weight_dom", "delay_dom", "kpeaks_non_dom", "weight_non_dom", "delay_non_dom"]:
        for k in "01":
            values[f"{key}_{k}"] = float(row[f"{key}_{k}"]) * rng.uniform(0.975, 1.025, count)
    lgn.add_nodes(N=count, node_type_id=100 + number, model_type="virtual", ei="e", location="LGN", pop_name=name, **values)
    for i in range(count):
        units.append(dict(node_id=len(units), pop_name=name, **{key: value[i] for key, value in values.items()}))

bkg = NetworkBuilder("bkg")
bkg.add_nodes(N=5, node_type_id=100, model_type="virtual", ei="e", location="BKG", pop_name="SG_001",
              x=np.zeros(5), y=np.zeros(5))

edges = {"v1": [], "lgn": [], "bkg": []}


def connect(network, source_name, source_pop, target_type, pre, delay, edge_type, pairs, **csv_columns):
    """pairs: {(source id, target id): [weights of its rows]}"""
    post = models[target_type]["syn_type"]
    sources = {"pop_name": source_pop} if source_pop else {}
    counts = {pair: len(weights) for pair, weights in pairs.items()}
    kwargs = dict(target={"node_type_id": target_type}, source=sources, edge_type_id=edge_type,
                  connection_rule=lambda s, t, c: c.get((s.node_id, t.node_id), 0), connection_params={"c": counts},
                  dynamics_params=f"{pre}_to_{post}.json", delay=delay, model_template="static_synapse", **csv_columns)
    types = network.add_edges(
        source=network.nodes(**sources), target=v1.nodes(node_type_id=target_type),
        **{key: value for key, value in kwargs.items() if key not in ("source", "target")})
    return types


edge_type = 100
targets = {node_type: [n["node_id"] for n in neurons if n["node_type_id"] == node_type] for node_type, _ in chosen}
for source_pop in dict.fromkeys(n["pop_name"] for n in neurons):
    sources = [n["node_id"] for n in neurons if n["pop_name"] == source_pop]
    excitatory = source_pop.startswith("e")
    pre = models[first_of[source_pop][0]]["syn_type"]
    for node_type, _ in chosen:
        pairs = {(s, t): [float(rng.lognormal(1.0, 0.7)) * (1 if excitatory else -1)]
                 for s in sources for t in targets[node_type] if s != t and rng.uniform() < 0.13}
        if pairs:
            delay = float(latency[pre][models[node_type]["syn_type"]])
            types = connect(v1, "v1", source_pop, node_type, pre, delay, edge_type, pairs, weight_function="weight_function_recurrent")
            types.add_properties("syn_weight", rule=lambda s, t, p: p[(s.node_id, t.node_id)][0],
                                 rule_params={"p": pairs}, dtypes=float)
            types.add_properties("n_syns_", rule=1, dtypes=int)
            edges["v1"] += [(s, t, w[0], delay, edge_type) for (s, t), w in pairs.items()]
        edge_type += 1

# The LGN: one row per synapse, so pairs occur several times, with one weight per target.
for number, (node_type, _) in enumerate(chosen):
    weight = {t: float(rng.uniform(1, 9)) for t in targets[node_type]}
    pairs = {(u["node_id"], t): [weight[t]] * int(rng.integers(1, 5))
             for u in units for t in targets[node_type] if rng.uniform() < 0.13}
    for count in (1, 2, 3, 4):  # the builder stores one row a pair and property, so it is called once per count
        some = {pair: [w[0]] for pair, w in pairs.items() if len(w) >= count}
        types = connect(lgn, "lgn", "", node_type, "exc", 1.7, 100 + 10 * number + count, some,
                        weight_function="ConstantMultiplier_LGN", weight_sigma="[0.0, 50.0]")
        types.add_properties("syn_weight", rule=lambda s, t, p: p[(s.node_id, t.node_id)][0], rule_params={"p": some},
                             dtypes=float)
        edges["lgn"] += [(s, t, w[0], 1.7, 100 + 10 * number + count) for (s, t), w in some.items()]
    four = {(int(s), t): [background[node_type]] for t in targets[node_type] for s in rng.choice(5, 4, replace=False)}
    types = connect(bkg, "bkg", "", node_type, "exc", 1.0, 100 + number, four, syn_weight=background[node_type],
                    weight_function="ConstantMultiplier_BKG")
    types.add_properties("nsyns", rule=1, dtypes=np.uint32)
    edges["bkg"] += [(s, t, w[0], 1.0, 100 + number) for (s, t), w in four.items()]

for network in (v1, lgn, bkg):
    network.build()
    network.save(output_dir="bmtk/network")

names = [("v1", "v1"), ("lgn", "lgn"), ("bkg", "bkg")]
with open("bmtk/config.json", "w") as file:
    json.dump({
        "manifest": {"$BASE_DIR": "${configdir}", "$NETWORK_DIR": "$BASE_DIR/network", "$COMPONENT_DIR": "$BASE_DIR/components"},
        "target_simulator": "NEST", "run": {"tstop": 3000.0, "dt": 1.0},
        "components": {"point_neuron_models_dir": "$COMPONENT_DIR/cell_models",
                       "synaptic_models_dir": "${COMPONENT_DIR}/synaptic_models"},
        "networks": {
            "nodes": [{"nodes_file": f"$NETWORK_DIR/{n}_nodes.h5", "node_types_file": f"$NETWORK_DIR/{n}_node_types.csv"} for n, _ in names],
            "edges": [{"edges_file": f"$NETWORK_DIR/{n}_v1_edges.h5", "edge_types_file": f"$NETWORK_DIR/{n}_v1_edge_types.csv"} for n, _ in names]},
    }, file, indent=1)


def write(name, rows):
    with open(name, "w", newline="\n") as file:
        file.write(",".join(rows[0]) + "\n")
        for row in rows:
            file.write(",".join(repr(float(v)) if isinstance(v, float) else str(v) for v in row.values()) + "\n")


write("expected_neurons.csv", neurons)
write("expected_units.csv", units)
for name, rows in edges.items():
    write(f"expected_edges_{name}.csv",
          [dict(zip(("source", "target", "weight_pA", "delay_ms", "edge_type_id"), row)) for row in sorted(rows)])
