#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""NEST and Striate on the same network with the same input spikes: are the spikes equal, and how long does each take?

Optional: nothing else in the project needs it. Needs nest-simulator, numpy and h5py (pip install nest-simulator h5py) and
a built `striate`.

    striate network build --network small --out /tmp/small     # or any SONATA folder with the same layout
    python3 nest_side_by_side.py /tmp/small --striate build/default/bin/striate --duration 1000 --dt 0.1

Without --lgn-spikes and --background-spikes the script draws Poisson spikes (--lgn-rate, --background-rate) and writes
them to the work folder. Both programs read the same files: a spike at time t with k dt < t <= (k + 1) dt belongs to step
k, so NEST gets it at (k + 1) dt. With --striate-spikes the recording of an earlier run is compared instead of starting
one.

Prints the number of spikes on both sides, how many are at the same step, the first one that is not, and for NEST the time
of building and simulating, for Striate the figures of its JSON summary.
"""

import argparse
import csv
import json
import pathlib
import shlex
import subprocess
import time

import h5py
import nest
import numpy as np


def types_table(path, key):
    """{id: row} of a SONATA types table."""
    with open(path, newline="") as file:
        lines = (" ".join(line.split()) for line in file)
        return {int(row[key]): row for row in csv.DictReader(lines, delimiter=" ", quotechar='"')}


def nodes(folder, population):
    with h5py.File(folder / "network" / f"{population}_nodes.h5") as file:
        group = file[f"nodes/{population}"]
        ids = group["node_id"][:] if "node_id" in group else np.arange(len(group["node_type_id"]))
        return ids.astype(np.int64), group["node_type_id"][:].astype(np.int64)


def edges(folder, source):
    """Of one population into v1: source and target ids, weight (pA), delay (ms), receptor."""
    network = folder / "network"
    types = types_table(network / f"{source}_v1_edge_types.csv", "edge_type_id")
    with h5py.File(network / f"{source}_v1_edges.h5") as file:
        group = file[f"edges/{source}_to_v1"]
        sources = group["source_node_id"][:].astype(np.int64)
        targets = group["target_node_id"][:].astype(np.int64)
        of_row = group["edge_type_id"][:].astype(np.int64)
        columns = {name: group["0"][name][:] for name in ("syn_weight", "delay", "nsyns", "n_syns_") if name in group["0"]}

    ids = np.array(sorted(types))
    place = np.searchsorted(ids, of_row)

    def of_types(convert):
        return np.array([convert(types[i]) for i in ids])[place]

    receptors = {}
    for row in types.values():
        name = row["dynamics_params"]
        if name not in receptors:
            text = (folder / "components" / "synaptic_models" / name).read_text()
            receptors[name] = json.loads(text)["receptor_type"]
    weight = columns["syn_weight"] if "syn_weight" in columns else of_types(lambda row: float(row["syn_weight"]))
    # Striate holds weights as float32.
    weight = weight.astype(np.float32).astype(np.float64)
    for count in ("nsyns", "n_syns_"):
        if count in columns:
            weight = weight * columns[count]
    delay = columns["delay"] if "delay" in columns else of_types(lambda row: float(row["delay"]))
    return sources, targets, weight, delay.astype(np.float64), of_types(lambda row: receptors[row["dynamics_params"]])


def merged(sources, targets, weight, delay, receptor):
    """LGN rows of one pair as one edge whose weight is rounded to float32 once: what Striate simulates."""
    key = targets * (sources.max() + 1) + sources
    _, first, inverse, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    total = np.bincount(inverse, weight)
    total = np.where(count == 1, weight[first], total).astype(np.float32).astype(np.float64)
    return sources[first], targets[first], total, delay[first], receptor[first]


def read_spikes(path):
    with h5py.File(path) as file:
        group = file["spikes"]
        if "timestamps" not in group:
            group = group[next(iter(group))]
        ids = group["node_ids"] if "node_ids" in group else group["gids"]
        return group["timestamps"][:], ids[:].astype(np.int64)


def write_spikes(path, population, times, ids):
    order = np.lexsort((ids, times))
    with h5py.File(path, "w") as file:
        file.attrs["magic"] = np.uint32(0x0A7A)
        file.attrs["version"] = np.array([0, 1], np.uint32)
        group = file.create_group(f"spikes/{population}")
        group.attrs["sorting"] = "by_time"
        group.create_dataset("timestamps", data=times[order]).attrs["units"] = "ms"
        group.create_dataset("node_ids", data=ids[order].astype(np.uint64))


def poisson_spikes(ids, rate, duration, dt, seed, at_most_one):
    """Counts per ms and source, stamped at the end of the first step of the ms, as Striate draws its own LGN spikes."""
    random = np.random.default_rng(seed)
    times, which = [], []
    for ms in range(duration):
        counts = random.poisson(rate / 1000.0, len(ids))
        if at_most_one:
            counts = np.minimum(counts, 1)
        fired = np.repeat(ids, counts)
        which.append(fired)
        times.append(np.full(len(fired), ms + dt))
    return np.concatenate(times), np.concatenate(which)


def generators(ids, times, sources, dt, duration):
    ends = np.ceil(times / dt - 1e-6) * dt
    inside = ends <= duration
    order = np.lexsort((ends[inside], sources[inside]))
    ends, sources = ends[inside][order], sources[inside][order]
    made = nest.Create("spike_generator", len(ids))
    begin, end = np.searchsorted(sources, ids), np.searchsorted(sources, ids, side="right")
    made.set([{"spike_times": np.round(ends[b:e], 6).tolist()} for b, e in zip(begin, end)])
    return made


def connect(pre_ids, pre_of, post_ids, post_of, rows):
    """pre_of[i]: NEST id of the node with SONATA id pre_ids[i]."""
    sources, targets, weight, delay, receptor = rows
    pre = pre_of[np.searchsorted(pre_ids, sources)]
    post = post_of[np.searchsorted(post_ids, targets)]
    nest.Connect(pre, post, "one_to_one", {
        "synapse_model": "static_synapse", "weight": weight, "delay": delay, "receptor_type": receptor.astype(int)})


def run_nest(folder, inputs, dt, duration, threads):
    begin = time.perf_counter()
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.set(resolution=dt, local_num_threads=threads)
    ids, type_of = nodes(folder, "v1")
    cells = nest.Create("glif_psc_double_alpha", len(ids))
    models = types_table(folder / "network" / "v1_node_types.csv", "node_type_id")
    parameters = {}
    for node_type, row in models.items():
        parameters[node_type] = json.loads((folder / "components" / "cell_models" / row["dynamics_params"]).read_text())
    known = set(nest.GetDefaults("glif_psc_double_alpha"))
    cells.set([{k: v for k, v in parameters[t].items() if k in known} for t in type_of])
    cell_of = np.array(cells.tolist())
    recorder = nest.Create("spike_recorder")
    nest.Connect(cells, recorder)
    connect(ids, cell_of, ids, cell_of, edges(folder, "v1"))
    for population, (times, sources) in inputs.items():
        source_ids, _ = nodes(folder, population)
        made = generators(source_ids, times, sources, dt, duration)
        rows = edges(folder, population)
        connect(source_ids, np.array(made.tolist()), ids, cell_of, merged(*rows) if population == "lgn" else rows)
    nest.Prepare()
    built = time.perf_counter()
    nest.Run(float(duration))
    done = time.perf_counter()
    nest.Cleanup()
    events = recorder.events
    position = np.searchsorted(cell_of, events["senders"])
    return np.asarray(events["times"]), ids[position], built - begin, done - built


def run_striate(options, lgn, background, work):
    out = work / "striate"
    command = [*shlex.split(options.striate), "simulate", "--network", "file", "--network-file", str(options.network),
               "--dynamics", "nest", "--dt", str(options.dt), "--duration", str(options.duration),
               "--threads", str(options.threads), "--lgn-spikes", str(lgn), "--background-spikes", str(background),
               "--json", "--overwrite", "--out", str(out)]
    print("$", shlex.join(command))
    summary = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return out / "spikes.h5", summary


def steps(times, ids, dt):
    pairs = np.stack([np.rint(times / dt).astype(np.int64) - 1, ids])
    return pairs[:, np.lexsort((pairs[1], pairs[0]))]


def compare(ours, theirs, dt):
    a, b = set(map(tuple, ours.T.tolist())), set(map(tuple, theirs.T.tolist()))
    print(f"spikes: NEST {theirs.shape[1]}, Striate {ours.shape[1]}, at the same step {len(a & b)}")
    different = sorted(a ^ b)
    if not different:
        print("every spike of every neuron is at the same step")
        return
    step, neuron = different[0]
    who = "Striate" if (step, neuron) in a else "NEST"
    print(f"{len(different)} differ; the first at {(step + 1) * dt:.3f} ms, neuron {neuron}, only in {who}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=pathlib.Path, help="SONATA folder with network/ and components/")
    parser.add_argument("--striate", default="striate", help="the program, or a command that starts it")
    parser.add_argument("--striate-spikes", type=pathlib.Path, help="compare with this recording; start nothing")
    parser.add_argument("--lgn-spikes", type=pathlib.Path)
    parser.add_argument("--background-spikes", type=pathlib.Path)
    parser.add_argument("--lgn-rate", type=float, default=6.0, help="Hz, when no file is given")
    parser.add_argument("--background-rate", type=float, default=250.0, help="Hz, when no file is given")
    parser.add_argument("--duration", type=int, default=1000, help="ms")
    parser.add_argument("--dt", type=float, default=0.1, help="ms")
    parser.add_argument("--threads", type=int, default=1, help="for both programs")
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("nest_side_by_side"))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)

    files = {"lgn": options.lgn_spikes, "bkg": options.background_spikes}
    rates = {"lgn": options.lgn_rate, "bkg": options.background_rate}
    for seed, population in enumerate(files):
        if files[population] is None:
            files[population] = options.work / f"{population}_spikes.h5"
            ids, _ = nodes(options.network, population)
            write_spikes(files[population], population, *poisson_spikes(
                ids, rates[population], options.duration, options.dt, seed, population == "lgn"))
    inputs = {population: read_spikes(path) for population, path in files.items()}

    recording, summary = options.striate_spikes, None
    if recording is None:
        recording, summary = run_striate(options, files["lgn"], files["bkg"], options.work)
    times, ids, build_s, run_s = run_nest(options.network, inputs, options.dt, options.duration, options.threads)
    compare(steps(*read_spikes(recording), options.dt), steps(times, ids, options.dt), options.dt)
    seconds = options.duration / 1000.0
    print(f"NEST {nest.__version__}, {options.threads} thread(s): build {build_s:.1f} s, "
          f"simulate {run_s:.2f} s, wall/model {run_s / seconds:.2f}")
    if summary is not None:
        print(f"Striate, {summary['threads']} thread(s): simulate {summary['wall_s']:.2f} s, "
              f"wall/model {summary['wall_over_model']:.2f}")


if __name__ == "__main__":
    main()
