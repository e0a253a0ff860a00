# SPDX-License-Identifier: Apache-2.0
"""Makes the golden runs of this folder with NEST itself. Needs nest-simulator (pip install nest-simulator) and numpy:

    python make_golden.py

README.md says what the files hold. Everything random comes from numpy's PCG64 with fixed seeds; the inputs are written
to the files too, so that the C++ tests need no random numbers of Python.
"""

import csv
import pathlib

import nest
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
TABLES = HERE.parents[2] / "resources" / "tables"
CLASSES = ["e23", "e4", "e5et", "e5it", "e5np", "e6", "pv", "sst", "vip"]
SLOTS = CLASSES + ["exc"]  # "exc": LGN and background


def table(name):
    with open(TABLES / name) as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


MODELS = table("glif3_cell_models.csv")
PSP = table("unit_psp.csv")
TYPES = {row["synapse_type"]: row for row in table("synapse_types.csv")}
DELAY = {row["pre"]: {post: float(row[post]) for post in CLASSES} for row in table("latency.csv")}


def number(row, key):
    return float(MODELS[row][key])


def nest_parameters(row):
    """Of cell model `row`: receptor port k + 1 is the synapse from SLOTS[k]."""
    types = [TYPES[f"{slot}_to_{MODELS[row]['syn_type']}"] for slot in SLOTS]
    return {
        "V_m": number(row, "E_L_mV"),
        "V_th": number(row, "V_th_mV"),
        "V_reset": number(row, "V_reset_mV"),
        "E_L": number(row, "E_L_mV"),
        "C_m": number(row, "C_m_pF"),
        "g": number(row, "g_nS"),
        "t_ref": number(row, "t_ref_ms"),
        "asc_decay": [number(row, "k1_per_ms"), number(row, "k2_per_ms")],
        "asc_amps": [number(row, "asc_amp1_pA"), number(row, "asc_amp2_pA")],
        "asc_init": [0.0, 0.0],
        "after_spike_currents": True,
        "spike_dependent_threshold": False,
        "adapting_threshold": False,
        "tau_syn_fast": [float(t["tau_fast_ms"]) for t in types],
        "tau_syn_slow": [float(t["tau_slow_ms"]) for t in types],
        "amp_slow": [float(t["amp_slow"]) for t in types],
    }


def start(dt):
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.resolution = dt


def neurons(rows):
    cells = nest.Create("glif_psc_double_alpha", len(rows))
    for cell, row in zip(cells, rows):
        cell.set(nest_parameters(row))
    return cells


def connect(source, target, slot, weight, delay):
    syn = {"synapse_model": "static_synapse", "receptor_type": slot + 1, "weight": weight, "delay": delay}
    nest.Connect(source, target, "one_to_one", syn)


def write(name, header, rows):
    with open(HERE / name, "w") as file:
        file.write(",".join(header) + "\n")
        for row in rows:
            file.write(",".join(str(value) for value in row) + "\n")


def spike_steps(recorder, first_id, dt):
    """(neuron, step) in order of time; step k is the one from k dt to (k + 1) dt, at whose end NEST stamps."""
    times = recorder.events["times"]
    ids = recorder.events["senders"]
    return sorted((int(round(t / dt)) - 1, int(i) - first_id) for t, i in zip(times, ids))


# --- single neurons ----------------------------------------------------------------------------------------------

CURRENT_MS = 240  # a new current every millisecond, then only spikes
SINGLE_MS = 480


def current_pattern():
    """In units of the current that brings the neuron to threshold: rest, a step up, noise, a step down, rest."""
    random = np.random.default_rng(1)
    pattern = np.zeros(CURRENT_MS)
    pattern[10:80] = 1.6
    pattern[90:220] = 1.2 + 1.4 * random.standard_normal(130)
    pattern[220:232] = -1.5
    return np.round(pattern, 3)


def arriving_trains():
    """(slot, whole ms at which a spike arrives); at dt < 1 ms, slot / 10 ms later."""
    random = np.random.default_rng(2)
    return [(slot, int(ms)) for slot in range(len(SLOTS))
            for ms in np.sort(random.choice(np.arange(CURRENT_MS + 5, SINGLE_MS - 20), 30, replace=False))]


def slot_weight(row, slot):
    """pA, a float32: a PSP of 5 mV from excitatory and 3 mV from inhibitory sources."""
    psp = 5.0 if slot not in (6, 7, 8) else -3.0
    return float(np.float32(psp / float(PSP[row]["from_" + SLOTS[slot]])))


def single(dt, pattern, trains):
    start(dt)
    rows = list(range(len(MODELS)))
    cells = neurons(rows)
    recorder = nest.Create("spike_recorder")
    nest.Connect(cells, recorder)
    meter = nest.Create("multimeter", params={"record_from": ["V_m", "I"], "interval": dt})
    nest.Connect(meter, cells)
    for cell, row in zip(cells, rows):
        unit = number(row, "g_nS") * (number(row, "V_th_mV") - number(row, "E_L_mV"))
        values = [float(np.float32(unit * p)) for p in pattern] + [0.0]
        # Acts on the membrane from ms k + 2 on: the generator needs a time above 0, the connection a delay.
        generator = nest.Create("step_current_generator", params={
            "amplitude_times": [float(k + 1) for k in range(len(values))], "amplitude_values": values})
        nest.Connect(generator, cell, syn_spec={"delay": 1.0})
    for slot in range(len(SLOTS)):
        shift = slot * 0.1 if dt < 1 else 0.0
        generator = nest.Create("spike_generator", params={
            "spike_times": [round(ms + shift - 2.0, 1) for s, ms in trains if s == slot]})
        for cell, row in zip(cells, rows):
            connect(generator, cell, slot, slot_weight(row, slot), 2.0)
    nest.Simulate(float(SINGLE_MS))
    events = meter.events
    count = len(rows)
    order = np.lexsort((events["senders"], events["times"]))
    v = events["V_m"][order].reshape(-1, count)
    current = events["I"][order].reshape(-1, count)
    # Row k of v: after step k. The current recorded there is the one of step k + 1.
    first = int(np.argmax(current[:, 0] != 0)) + 1
    return v, spike_steps(recorder, cells[0].global_id, dt), first


def make_single():
    pattern = current_pattern()
    trains = arriving_trains()
    write("single_current.csv", ["in_threshold_currents"], [[p] for p in pattern])
    write("single_trains.csv", ["slot", "arrival_ms"], trains)
    samples = [5, 14, 31, 60, 83, 95, 121, 160, 200, 225, 236, 250, 266, 283, 300, 322, 345, 367, 391, 410, 433, 452,
               465, 478]  # ms: the step that ends there
    for dt, name in ((0.1, "0.1"), (1.0, "1")):
        v, spikes, first = single(dt, pattern, trains)
        print(f"dt {dt}: first current acts in step {first}, {len(spikes)} spikes, "
              f"{len(set(i for _, i in spikes))} of {len(MODELS)} models fire")
        per_ms = round(1 / dt)
        write(f"single_v_dt{name}.csv", ["model"] + [f"ms{ms}" for ms in samples],
              [[row] + [f"{v[ms * per_ms - 1, row]:.12g}" for ms in samples] for row in range(len(MODELS))])
        lists = [[] for _ in MODELS]
        for step, row in spikes:
            lists[row].append(step)
        write(f"single_spikes_dt{name}.csv", ["model", "steps"],
              [[row, " ".join(map(str, steps))] for row, steps in enumerate(lists)])


# --- network -----------------------------------------------------------------------------------------------------

NETWORK_MS = 1000
LGN_UNITS = 60
SOURCES = 20


def make_network():
    random = np.random.default_rng(3)
    # Two neurons of every cell model in table order: 402 neurons of all populations and classes.
    rows = [row for row in range(len(MODELS)) for _ in range(2)]
    slot_of = [CLASSES.index(MODELS[row]["syn_type"]) for row in rows]
    count = len(rows)

    def weight(target, slot, psp):
        """As it stands in the file; both simulators take the nearest float32."""
        return f"{psp / float(PSP[rows[target]]['from_' + SLOTS[slot]]):.5g}"

    recurrent = []
    for target in range(count):
        others = [i for i in range(count) if i != target]
        for source in sorted(random.choice(others, 22, replace=False)):
            inhibits = slot_of[source] >= 6
            psp = random.uniform(0.3, 1.5) * (-0.8 if inhibits else 1.0)
            recurrent.append((int(source), target, weight(target, slot_of[source], psp)))
    lgn = [(int(unit), target, weight(target, 9, random.uniform(1.5, 4.0)))
           for target in range(count) for unit in sorted(random.choice(LGN_UNITS, 6, replace=False))]
    background = [(int(source), target, weight(target, 9, random.uniform(0.4, 1.0)))
                  for target in range(count) for source in sorted(random.choice(SOURCES, 4, replace=False))]
    lgn_spikes = [(ms, unit) for ms in range(NETWORK_MS - 5) for unit in range(LGN_UNITS) if random.random() < 0.04]
    background_spikes = [(ms, source) for ms in range(NETWORK_MS - 5) for source in range(SOURCES)
                         for _ in range(random.poisson(0.15))]

    write("network_neurons.csv", ["model"], [[row] for row in rows])
    write("network_recurrent.csv", ["source", "target", "weight_pA"], recurrent)
    write("network_lgn.csv", ["source", "target", "weight_pA"], lgn)
    write("network_background.csv", ["source", "target", "weight_pA"], background)
    write("network_lgn_spikes.csv", ["ms", "unit"], lgn_spikes)
    write("network_background_spikes.csv", ["ms", "source"], background_spikes)

    for dt, name in ((0.1, "0.1"), (0.25, "0.25"), (1.0, "1")):
        start(dt)
        cells = neurons(rows)
        recorder = nest.Create("spike_recorder")
        nest.Connect(cells, recorder)

        def generators(events, number_of):
            """An input spike of ms k is stamped at the end of the first step of that ms."""
            trains = [[] for _ in range(number_of)]
            for ms, source in events:
                trains[source].append(round(ms + dt, 3))
            made = nest.Create("spike_generator", number_of)
            for generator, train in zip(made, trains):
                generator.spike_times = train
            return made

        units = generators(lgn_spikes, LGN_UNITS)
        sources = generators(background_spikes, SOURCES)
        for source, target, w in recurrent:
            delay = DELAY[CLASSES[slot_of[source]]][CLASSES[slot_of[target]]]
            connect(cells[source], cells[target], slot_of[source], float(np.float32(w)), delay)
        for unit, target, w in lgn:
            connect(units[unit], cells[target], 9, float(np.float32(w)), 1.7)
        for source, target, w in background:
            connect(sources[source], cells[target], 9, float(np.float32(w)), 1.0)
        nest.Simulate(float(NETWORK_MS))
        spikes = spike_steps(recorder, cells[0].global_id, dt)
        print(f"network, dt {dt}: {len(spikes)} spikes, {len(set(i for _, i in spikes))} of {count} neurons fire")
        write(f"network_spikes_dt{name}.csv", ["step", "neuron"], spikes)


# --- the same network with delays of single synapses and with models of other kinds -----------------------------------

# Per cell model: what its neurons have in place of nest_parameters(). Every 7th model is one of these, in turn.
OTHER_MODELS = [
    {"after_spike_currents": False},
    {"asc_r": [0.4, 0.9]},
    {"V_m": 9.0},  # above E_L
    {"V_reset": -4.0},  # above E_L
    {"ASCurrents": [-60.0, 25.0]},
    {"asc_r": [0.0, 1.0], "V_m": -3.0, "V_reset": 2.5, "ASCurrents": [10.0, -30.0]},
]


def other_model(row):
    """Parameters of model `row` that differ; potentials are above E_L here and as NEST wants them in the result."""
    if row % 7 != 0:
        return {}
    changed = dict(OTHER_MODELS[row // 7 % len(OTHER_MODELS)])
    for key in ("V_m", "V_reset"):
        if key in changed:
            changed[key] += number(row, "E_L_mV")
    return changed


def rows_of(name):
    with open(HERE / name) as file:
        return list(csv.DictReader(file))


def make_own_delays():
    random = np.random.default_rng(4)
    rows = [int(row["model"]) for row in rows_of("network_neurons.csv")]
    count = len(rows)
    ends = {"recurrent": ("source", 0.6, 3.4), "lgn": ("source", 0.3, 4.1), "background": ("source", 0.5, 2.5)}
    synapses = {}
    for kind, (source, low, high) in ends.items():
        table = rows_of(f"network_{kind}.csv")
        delays = random.uniform(low, high, len(table))
        # Half of them as people write them, among these many in the middle between two steps.
        few = random.random(len(table)) < 0.5
        delays[few] = np.round(delays[few] * 40.0) / 40.0
        synapses[kind] = [(int(row[source]), int(row["target"]), float(np.float32(row["weight_pA"])), float(f"{d:.6g}"))
                          for row, d in zip(table, delays)]
        write(f"own_{kind}_delays.csv", ["delay_ms"], [[d] for _, _, _, d in synapses[kind]])
    write("own_models.csv", ["model", "after_spike_currents", "asc_r_1", "asc_r_2", "V_m_mV", "V_reset_mV", "asc_start_1_pA",
                             "asc_start_2_pA"],
          [[row, int(changed.get("after_spike_currents", True)), *changed.get("asc_r", [1.0, 1.0]),
            changed.get("V_m", number(row, "E_L_mV")), changed.get("V_reset", number(row, "V_reset_mV")),
            *changed.get("ASCurrents", [0.0, 0.0])]
           for row in range(len(MODELS)) if (changed := other_model(row))])

    for dt, name in ((0.1, "0.1"), (0.25, "0.25")):
        start(dt)
        cells = neurons(rows)
        for cell, row in zip(cells, rows):
            if changed := other_model(row):
                cell.set(changed)
        recorder = nest.Create("spike_recorder")
        nest.Connect(cells, recorder)
        inputs = {}
        for kind, column, number_of in (("lgn", "unit", LGN_UNITS), ("background", "source", SOURCES)):
            trains = [[] for _ in range(number_of)]
            for event in rows_of(f"network_{kind}_spikes.csv"):
                trains[int(event[column])].append(round(int(event["ms"]) + dt, 3))
            inputs[kind] = nest.Create("spike_generator", number_of)
            for generator, train in zip(inputs[kind], trains):
                generator.spike_times = train
        for source, target, weight, delay in synapses["recurrent"]:
            connect(cells[source], cells[target], CLASSES.index(MODELS[rows[source]]["syn_type"]), weight, delay)
        for kind in ("lgn", "background"):
            for source, target, weight, delay in synapses[kind]:
                connect(inputs[kind][source], cells[target], 9, weight, delay)
        nest.Simulate(float(NETWORK_MS))
        spikes = spike_steps(recorder, cells[0].global_id, dt)
        print(f"own delays, dt {dt}: {len(spikes)} spikes, {len(set(i for _, i in spikes))} of {count} neurons fire")
        write(f"own_spikes_dt{name}.csv", ["step", "neuron"], spikes)


if __name__ == "__main__":
    make_single()
    make_network()
    make_own_delays()
