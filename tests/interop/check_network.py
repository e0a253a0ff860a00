#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opens a SONATA folder that Striate wrote with programs Striate did not write, and compares what they see.

    python3 check_network.py /path/to/striate [--no-nest]

Run on 1 December 2026 with Python 3.11.7, h5py 3.16.0, libsonata 0.2.2, BMTK 1.2.0, nest-simulator 3.10.0, numpy 2.4.6 and
pandas 3.1.1, all from PyPI: all 501 checks passed, the 441 spikes of 200 ms of the tiny network at 0.25 ms among them. The
libsonata of PyPI has no deflate, so the network is written with --compression 0 here; its reader of compressed files was not
tried. The spikes Striate writes are read with h5py only. Not part of the test run.
"""
import argparse
import json
import os
import subprocess
import tempfile

import h5py
import libsonata
import numpy as np
import pandas as pd

NODE_TYPES = {"node_id": "u8", "node_type_id": "u8", "node_group_id": "u4", "node_group_index": "u8"}
EDGE_TYPES = {"source_node_id": "u8", "target_node_id": "u8", "edge_type_id": "u4", "edge_group_id": "u2",
              "edge_group_index": "u4", "0/syn_weight": "f8", "0/n_syns_": "i8", "0/nsyns": "u4"}
POPULATIONS = ("v1", "lgn", "bkg")
DURATION_MS, DT_MS = 200, 0.25
checks = 0


def check(condition, what):
    global checks
    checks += 1
    if not condition:
        raise SystemExit(f"FAILED: {what}")


def striate(program, *arguments):
    subprocess.run([program, *map(str, arguments)], check=True, stderr=subprocess.DEVNULL)


def table(network, name):
    return pd.read_csv(os.path.join(network, name), sep=" ", na_values="NULL")


def check_files(network):
    """Every dataset is read to its end; lengths, types and root attributes are those of the reference. Answers counts."""
    counts = {}
    for name in sorted(n for n in os.listdir(network) if n.endswith(".h5")):
        with h5py.File(os.path.join(network, name)) as file:
            check(file.attrs["magic"] == 0x0A7A and tuple(file.attrs["version"]) == (0, 1), f"root attributes of {name}")

            def visit(path, item):
                if isinstance(item, h5py.Dataset):
                    values = item[()]
                    known = {**EDGE_TYPES, **NODE_TYPES}.get(path.split("/", 2)[2])
                    check(known is None or item.dtype == np.dtype("<" + known), f"{name} {path}: {item.dtype}")
                    check(not path.endswith("syn_weight") or np.isfinite(values).all(), f"{name} {path}: finite")

            file.visititems(visit)
            for kind in ("nodes", "edges"):
                for population, group in file.get(kind, {}).items():
                    lengths = {len(group[d]) for d in (EDGE_TYPES | NODE_TYPES) if d in group}
                    check(len(lengths) == 1, f"{name} {population}: one length")
                    counts[population] = lengths.pop()
            for population, group in file.get("edges", {}).items():
                for index in group["indices"].values():
                    check(index["node_id_to_range"] == index["node_id_to_ranges"], f"{name}: one index, two names")
                check((np.diff(group["target_node_id"][()].astype(np.int64)) >= 0).all(), f"{name}: by target")
                types = table(network, name.replace("edges.h5", "edge_types.csv"))
                check(np.isin(group["edge_type_id"][()], types["edge_type_id"]).all(), f"{name}: types in the csv")
    print("h5py:", counts)
    return counts


def check_types(folder, network):
    """Types tables and components against each other and against the edges."""
    neurons = table(network, "v1_node_types.csv")
    check(len(neurons) == neurons["node_type_id"].nunique(), "node types are unique")
    for name in neurons["dynamics_params"]:
        with open(os.path.join(folder, "components", "cell_models", name)) as file:
            model = json.load(file)
        check(model["V_th"] > model["E_L"] and len(model["tau_syn_fast"]) == len(model["amp_slow"]), "cell model")
    with h5py.File(os.path.join(network, "v1_nodes.h5")) as file:
        node_type = file["nodes/v1/node_type_id"][()]
    for source in POPULATIONS:
        types = table(network, source + "_v1_edge_types.csv").set_index("edge_type_id")
        for name in types["dynamics_params"].unique():
            with open(os.path.join(folder, "components", "synaptic_models", name)) as file:
                check(1 <= json.load(file)["receptor_type"] <= 10, name)
        with h5py.File(os.path.join(network, source + "_v1_edges.h5")) as file:
            group = file[f"edges/{source}_to_v1"]
            target, kind = group["target_node_id"][()], group["edge_type_id"][()]
        said = types["target_query"].str.extract(r"node_type_id=='(\d+)'")[0].astype(np.int64)
        check((said.loc[kind].to_numpy() == node_type[target]).all(), f"{source}: types fit the targets")
    print("types and components agree")


def check_libsonata(folder, network, counts):
    circuit = libsonata.CircuitConfig.from_file(os.path.join(folder, "circuit_config.json"))
    check(circuit.node_populations == set(POPULATIONS), "libsonata: node populations of the circuit")
    check(circuit.edge_populations == {p + "_to_v1" for p in POPULATIONS}, "libsonata: edge populations")
    for population in POPULATIONS:
        nodes = circuit.node_population(population)
        kind = circuit.node_population_properties(population).type
        check(kind == ("point_neuron" if population == "v1" else "virtual"), f"libsonata: type of {population}")
        check(nodes.size == counts[population], f"libsonata: size of {population}")
        check(len(nodes.get_attribute("x", nodes.select_all())) == nodes.size, f"libsonata: x of {population}")
        name = population + "_to_v1"
        edges = circuit.edge_population(name)
        check((edges.size, edges.source, edges.target) == (counts[name], population, "v1"), f"libsonata: {name}")
        with h5py.File(os.path.join(network, population + "_v1_edges.h5")) as file:
            source = file[f"edges/{name}/source_node_id"][()]
            target = file[f"edges/{name}/target_node_id"][()]
        random = np.random.default_rng(1)
        for ids, column, select in ((random.integers(0, counts["v1"], 20), target, edges.afferent_edges),
                                    (random.integers(0, counts[population], 20), source, edges.efferent_edges)):
            ids = np.unique(ids)
            found = np.sort(select(ids.tolist()).flatten())
            check(np.array_equal(found, np.flatnonzero(np.isin(column, ids))), f"libsonata: index of {name}")
    print("libsonata: circuit, nodes, edges and both indices agree")


def check_bmtk(folder, network, counts):
    from bmtk.simulator.core.simulation_config import SimulationConfig
    from bmtk.utils import sonata

    config = SimulationConfig.from_json(os.path.join(folder, "config.json"))
    h5 = [n["nodes_file"] for n in config.nodes] + [e["edges_file"] for e in config.edges]
    tables = [n["node_types_file"] for n in config.nodes] + [e["edge_types_file"] for e in config.edges]
    check(all(os.path.exists(p) for p in h5 + tables), "BMTK resolves the manifest")
    check(os.path.isdir(config.components["point_neuron_models_dir"]), "BMTK finds the cell models")
    # A simulation config that names the circuit keeps its own run and inputs.
    with open(os.path.join(folder, "mine.json"), "w") as file:
        json.dump({"network": "config.json", "run": {"tstop": 7.0, "dt": 0.5}, "inputs": {"a": {"input_type": "spikes"}}},
                  file)
    mine = SimulationConfig.from_json(os.path.join(folder, "mine.json"))
    check(mine.run == {"tstop": 7.0, "dt": 0.5} and list(mine.inputs) == ["a"], "BMTK: run and inputs are the user's")
    os.remove(os.path.join(folder, "mine.json"))
    for i, population in enumerate(POPULATIONS):  # one by one: the type ids of lgn and bkg are the same
        one = [i, i + len(POPULATIONS)]
        file = sonata.File(data_files=[h5[k] for k in one], data_type_files=[tables[k] for k in one])
        frame = file.nodes[population].to_dataframe()
        check(len(frame) == counts[population] and frame["pop_name"].notna().all(), f"BMTK nodes of {population}")
        edges = file.edges[population + "_to_v1"]
        check(len(edges) == counts[population + "_to_v1"], f"BMTK edges of {population}")
        target = 17
        rows = list(edges.get_target(target))
        with h5py.File(os.path.join(network, population + "_v1_edges.h5")) as h:
            mine = np.flatnonzero(h[f"edges/{population}_to_v1/target_node_id"][()] == target)
            weight = h.get(f"edges/{population}_to_v1/0/syn_weight")
            expected = weight[()][mine] if weight is not None else None
        check(len(rows) == len(mine), f"BMTK edges into one neuron of {population}")
        got = np.array([row["syn_weight"] for row in rows], dtype=float)
        check(expected is None or np.array_equal(np.sort(got), np.sort(expected)), f"BMTK weights of {population}")
        check(all(row["delay"] > 0 and row["dynamics_params"].endswith(".json") for row in rows), "BMTK edge types")
    print("BMTK: config, node and edge tables agree")


def spikes(path):
    with h5py.File(path) as file:
        group = file["spikes/v1"]
        return sorted(zip(np.round(group["timestamps"][()], 6), group["node_ids"][()]))


def check_nest(folder, run):
    """BMTK runs the network in NEST with the inputs of our run: all spikes are the same."""
    from bmtk.simulator import pointnet

    config = pointnet.Config.from_json(os.path.join(folder, "simulation_config.json"))
    config.build_env()
    network = pointnet.PointNetwork.from_config(config)
    pointnet.PointSimulator.from_config(config, network).run()
    ours, theirs = spikes(os.path.join(run, "spikes.h5")), spikes(os.path.join(folder, "output", "spikes.h5"))
    check(len(ours) > 100 and ours == theirs, f"NEST: {len(theirs)} spikes against our {len(ours)}")
    print(f"BMTK in NEST: all {len(ours)} spikes are equal")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("striate")
    parser.add_argument("--no-nest", action="store_true", help="leave out the run in NEST")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, run = os.path.join(scratch, "net"), os.path.join(scratch, "run")
        network = os.path.join(folder, "network")
        striate(arguments.striate, "simulate", "--network", "tiny", "--dynamics", "nest", "--dt", DT_MS, "--gray-before",
                50, "--duration", DURATION_MS, "--record", "spikes,lgn-spikes,background-spikes", "--out", run)
        striate(arguments.striate, "network", "build", "--network", "tiny", "--compression", 0, "--run", run, "--out",
                folder)
        counts = check_files(network)
        check_types(folder, network)
        check_libsonata(folder, network, counts)
        check_bmtk(folder, network, counts)
        if not arguments.no_nest:
            check_nest(folder, run)
    print(f"all {checks} checks passed")


main()
