#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opens the files of a recording with other programs' readers (h5py, libsonata) and compares them with each other.

    striate simulate --network tiny --duration 300 --out run \\
        --record spikes,lgn-spikes,lgn-rates,background-spikes,simulation-data \\
        --probe 'v:core:1; spikes:all:10; count:L4:10'
    python3 check_recording.py run

Needs h5py, numpy and libsonata (pip). Not part of the tests: they need no Python.
"""

import sys
from pathlib import Path

import h5py
import libsonata
import numpy as np


def spikes(folder):
    """libsonata and h5py see the same spikes in every file."""
    found = {}
    for name, population in (("spikes.h5", "v1"), ("lgn_spikes.h5", "lgn"), ("background_spikes.h5", "bkg")):
        reader = libsonata.SpikeReader(str(folder / name))
        assert reader.get_population_names() == [population]
        by_libsonata = reader[population].get_dict()
        with h5py.File(folder / name) as file:
            group = file["spikes"][population]
            assert group["timestamps"].attrs["units"] in ("ms", b"ms")
            assert file.attrs["magic"] == 0x0A7A and list(file.attrs["version"]) == [0, 1]
            times, ids = group["timestamps"][:], group["node_ids"][:]
        assert np.array_equal(by_libsonata["timestamps"], times)
        assert np.array_equal(by_libsonata["node_ids"], ids)
        assert np.all(np.diff(times) >= 0) and times[0] > 0
        found[population] = (times, ids)
        print(f"{name}: {len(times)} spikes, {times[0]} to {times[-1]} ms")
    return found


def report(folder, name, population):
    reader = libsonata.ElementReportReader(str(folder / name))
    assert reader.get_population_names() == [population]
    pop = reader[population]
    frame = pop.get()
    with h5py.File(folder / name) as file:
        group = file["report"][population]
        data = group["data"][:]
        start, stop, step = group["mapping/time"][:]
        ids = group["mapping/node_ids"][:]
        assert np.array_equal(group["mapping/index_pointer"][:], np.arange(len(ids) + 1))
    assert data.shape == (round((stop - start) / step), len(ids))
    assert pop.times == (start, stop, step) and pop.time_units == "ms"
    assert np.array_equal(pop.get_node_ids(), ids)
    assert np.array_equal(np.asarray(frame.data), data)
    assert np.allclose(frame.times, start + step * np.arange(len(data)))
    assert not np.isnan(data).any()
    print(f"{name}: {data.shape[0]} x {data.shape[1]}, {pop.data_units}, {start} to {stop} ms by {step}")
    return ids, data


def simulation(folder, found, core_ids, v_mV):
    with h5py.File(folder / "simulation_data.hdf5") as file:
        data = file["Data"]
        z, z_lgn, v = data["z"][0], data["z_lgn"][0], data["v"][0]
        assert data["v"].dtype == np.float16 and data["z"].dtype == np.uint8
        assert data.attrs["Date"] > 1.6e9
        rest, threshold = file["v1/core_E_L_mV"][:], file["v1/core_V_th_mV"][:]
        assert np.array_equal(file["v1/core_node_id"][:], core_ids)
        assert len(file["v1/pop_name"][:]) == z.shape[1]
        for name in ("input_current", "recurrent_current", "bottom_up_current"):
            assert data[name].shape == data["v"].shape and data[name].attrs["units"] in ("pA", b"pA")
    for population, raster in (("v1", z), ("lgn", z_lgn)):
        steps, ids = np.nonzero(raster)
        assert np.array_equal(steps + 1.0, found[population][0]) and np.array_equal(ids, found[population][1])
    error = np.abs(rest + v.astype(float) * (threshold - rest) - v_mV)
    assert error.max() < 0.05, error.max()  # float16 of values around 1
    print(f"simulation_data.hdf5: z {z.shape}, v in float16 within {error.max():.4f} mV of the report")


def main():
    folder = Path(sys.argv[1])
    found = spikes(folder)
    core_ids, v_mV = report(folder, "report_v_core.h5", "v1")
    ids, counts = report(folder, "report_spikes_all.h5", "v1")
    assert counts.sum() == len(found["v1"][0])
    expected = np.zeros_like(counts)
    np.add.at(expected, (np.ceil(found["v1"][0] / 10).astype(int) - 1, found["v1"][1].astype(int)), 1)
    assert np.array_equal(counts, expected)
    report(folder, "report_count_L4.h5", "v1_populations")
    with h5py.File(folder / "lgn_rates.h5") as file:
        rates = file["firing_rates/lgn/firing_rates_Hz"]
        assert rates.shape == (len(file["firing_rates/lgn/times"]), len(file["firing_rates/lgn/node_id"]))
        print(f"lgn_rates.h5: {rates.shape}, mean {rates[:].mean():.2f} Hz")
    simulation(folder, found, core_ids, v_mV)
    print("all files agree")


if __name__ == "__main__":
    main()
