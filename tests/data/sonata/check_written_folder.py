#!/usr/bin/env python3
"""Opens a SONATA folder that Striate wrote with programs Striate did not write, and compares what they see.

    striate network build --network tiny --out NET
    python3 check_written_folder.py NET

Checked with h5py 3.16.0, libsonata 0.2.2, BMTK 1.2.0, numpy 2.4.6, pandas 3.1.1 (Python 3.11). Not part of the test run.
"""
import json
import os
import sys

import h5py
import libsonata
import numpy as np
import pandas as pd

folder = sys.argv[1]
network = os.path.join(folder, "network")
checks = 0


def check(condition, what):
    global checks
    checks += 1
    if not condition:
        sys.exit(f"FAILED: {what}")


def csv(name):
    return pd.read_csv(os.path.join(network, name), sep=" ", na_values="NULL")


# --- h5py: every dataset of every file is read to its end, types are those of the reference -------------------------
edge_types = {"source_node_id": "u8", "target_node_id": "u8", "edge_type_id": "u4", "edge_group_id": "u2",
              "edge_group_index": "u4", "0/syn_weight": "f8", "0/n_syns_": "i8", "0/nsyns": "u4"}
node_types = {"node_id": "u8", "node_type_id": "u8", "node_group_id": "u4", "node_group_index": "u8"}
counts = {}
for name in sorted(os.listdir(network)):
    if not name.endswith(".h5"):
        continue
    with h5py.File(os.path.join(network, name)) as file:
        check(file.attrs["magic"] == 0x0A7A and tuple(file.attrs["version"]) == (0, 1), f"root attributes of {name}")

        def visit(path, item):
            if isinstance(item, h5py.Dataset):
                values = item[()]
                check(item.compression == "gzip" and item.shuffle, f"{name} {path}: filters")
                known = {**edge_types, **node_types}.get(path.split("/", 2)[2])
                if known:
                    check(item.dtype == np.dtype("<" + known), f"{name} {path}: {item.dtype}")
                if path.endswith("syn_weight"):
                    check(np.isfinite(values).all(), f"{name} {path}: finite")

        file.visititems(visit)
        for kind in ("nodes", "edges"):
            for population in file.get(kind, {}):
                group = file[kind][population]
                lengths = {len(group[d]) for d in (edge_types | node_types) if d in group}
                check(len(lengths) == 1, f"{name} {population}: one length")
                counts[population] = lengths.pop()
                if kind == "edges":
                    source, target = population.split("_to_")
                    for column, nodes in (("source_node_id", source), ("target_node_id", target)):
                        check(group[column].attrs["node_population"] == nodes, f"{name} {column}: node_population")
                        check(group[column][()].max() < counts.get(nodes, 2**63), f"{name} {column}: range")
                    check((np.diff(group["target_node_id"][()].astype(np.int64)) >= 0).all(), f"{name}: by target")
                    types = csv(name.replace("edges.h5", "edge_types.csv"))
                    check(np.isin(group["edge_type_id"][()], types["edge_type_id"]).all(), f"{name}: types in the csv")
print("h5py:", counts)

# --- types tables and components against each other ----------------------------------------------------------------
neurons = csv("v1_node_types.csv")
check(len(neurons) == neurons["node_type_id"].nunique(), "node types are unique")
components = os.path.join(folder, "components")
for _, row in neurons.iterrows():
    with open(os.path.join(components, "cell_models", row["dynamics_params"])) as file:
        model = json.load(file)
    check(model["V_th"] > model["E_L"] and len(model["tau_syn_fast"]) == len(model["amp_slow"]), "cell model")
population_of = dict(zip(neurons["node_type_id"], neurons["pop_name"]))
for name in ("v1_v1", "lgn_v1", "bkg_v1"):
    types = csv(name + "_edge_types.csv").set_index("edge_type_id")
    for file_name in types["dynamics_params"].unique():
        with open(os.path.join(components, "synaptic_models", file_name)) as file:
            check(1 <= json.load(file)["receptor_type"] <= 10, file_name)
    with h5py.File(os.path.join(network, name + "_edges.h5")) as file:
        group = file["edges/" + name.replace("_", "_to_", 1)]
        target, kind = group["target_node_id"][()], group["edge_type_id"][()]
    with h5py.File(os.path.join(network, "v1_nodes.h5")) as file:
        node_type = file["nodes/v1/node_type_id"][()]
    said = types["target_query"].str.extract(r"node_type_id=='(\d+)'")[0].astype(np.int64)
    check((said.loc[kind].to_numpy() == node_type[target]).all(), f"{name}: types fit the targets")
print("types and components agree")

# --- libsonata: selections by both indices give the same edges as the columns ----------------------------------------
for population in ("v1", "lgn", "bkg"):
    nodes = libsonata.NodeStorage(os.path.join(network, population + "_nodes.h5")).open_population(population)
    check(nodes.size == counts[population], f"libsonata: size of {population}")
    check(len(nodes.get_attribute("x", nodes.select_all())) == nodes.size, f"libsonata: x of {population}")
    name = population + "_to_v1"
    path = os.path.join(network, population + "_v1_edges.h5")
    edges = libsonata.EdgeStorage(path).open_population(name)
    check(edges.size == counts[name], f"libsonata: size of {name}")
    check((edges.source, edges.target) == (population, "v1"), f"libsonata: ends of {name}")
    with h5py.File(path) as file:
        source = file[f"edges/{name}/source_node_id"][()]
        target = file[f"edges/{name}/target_node_id"][()]
    random = np.random.default_rng(1)
    for ids, column, select in ((random.integers(0, counts["v1"], 20), target, edges.afferent_edges),
                                (random.integers(0, counts[population], 20), source, edges.efferent_edges)):
        ids = np.unique(ids)
        found = np.sort(select(ids.tolist()).flatten())
        check(np.array_equal(found, np.flatnonzero(np.isin(column, ids))), f"libsonata: index of {name}")
print("libsonata: nodes, edges and both indices agree")

# --- BMTK: its SONATA reader builds node and edge tables from the config's files ------------------------------------
from bmtk.simulator.core.simulation_config import SimulationConfig  # noqa: E402
from bmtk.utils import sonata  # noqa: E402

config = SimulationConfig.from_json(os.path.join(folder, "config.json"))
h5 = [n["nodes_file"] for n in config.nodes] + [e["edges_file"] for e in config.edges]
tables = [n["node_types_file"] for n in config.nodes] + [e["edge_types_file"] for e in config.edges]
check(all(os.path.exists(p) for p in h5 + tables), "BMTK resolves the manifest")
check(os.path.isdir(config.components["point_neuron_models_dir"]), "BMTK finds the cell models")
file = sonata.File(data_files=h5, data_type_files=tables)
for population in ("v1", "lgn", "bkg"):
    frame = file.nodes[population].to_dataframe()
    check(len(frame) == counts[population] and frame["pop_name"].notna().all(), f"BMTK nodes of {population}")
    edges = file.edges[population + "_to_v1"]
    check(len(edges) == counts[population + "_to_v1"], f"BMTK edges of {population}")
    target = 17
    rows = list(edges.get_target(target))
    with h5py.File(os.path.join(network, population + "_v1_edges.h5")) as h:
        column = h[f"edges/{population}_to_v1/target_node_id"][()]
        weight = h.get(f"edges/{population}_to_v1/0/syn_weight")
        mine = np.flatnonzero(column == target)
        expected = weight[()][mine] if weight is not None else None
    check(len(rows) == len(mine), f"BMTK edges into one neuron of {population}")
    got = np.array([row["syn_weight"] for row in rows], dtype=float)
    if expected is not None:
        check(np.array_equal(np.sort(got), np.sort(expected)), f"BMTK weights of {population}")
    check(all(row["delay"] > 0 and row["dynamics_params"].endswith(".json") for row in rows), "BMTK edge types")
print("BMTK: node and edge tables agree")
print(f"all {checks} checks passed")
