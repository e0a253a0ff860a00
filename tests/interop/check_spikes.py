# SPDX-License-Identifier: Apache-2.0
"""Recorded spikes under other programs' readers: libsonata's and h5py's.

    pip install libsonata h5py
    striate simulate --network tiny --duration 200 --out run
    python check_spikes.py run/spikes.h5 [population]

Prints what was read and ends with status 1 when a reader refuses the file or two readers differ. Run by hand; last run
with libsonata 0.2.2, h5py 3.16.0 (HDF5 2.0.0), numpy 2.4.6, Python 3.11.
"""

import sys

import h5py
import libsonata
import numpy


def main(path, population="v1"):
    with h5py.File(path, "r") as file:
        group = file["spikes"][population]
        times, ids = group["timestamps"][:], group["node_ids"][:]
        names = h5py.check_enum_dtype(group.attrs.get_id("sorting").dtype)
        filters = [group[name].compression for name in ("timestamps", "node_ids")]
    print(f"h5py: {len(times)} spikes, sorting {names}, compression {filters}")
    if names != {"none": 0, "by_id": 1, "by_time": 2}:
        return "sorting is not the enumeration of SONATA"

    spikes = libsonata.SpikeReader(path)[population]
    read = spikes.get()
    print(f"libsonata: {len(read)} spikes, sorting {spikes.sorting}, times in {spikes.time_units}")
    if spikes.sorting != "by_time" or spikes.time_units != "ms":
        return "libsonata reads another order or unit"
    if [id for id, _ in read] != ids.tolist() or [time for _, time in read] != times.tolist():
        return "libsonata and h5py read different spikes"
    if not numpy.all(numpy.diff(times) >= 0):
        return "the times do not rise"
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
