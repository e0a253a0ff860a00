// SPDX-License-Identifier: Apache-2.0
#include "engine/parameters/table_parts.h"

namespace striate::table {

namespace {

using Kinds = std::vector<std::string>;

/// A live parameter that matters for some kinds of stimulus only.
Parameter when(const Kinds& kinds, Parameter p) {
  p.kinds = kinds;
  return live(std::move(p));
}

Parameter named(const char* group, Parameter p) {
  p.group = group;
  return p;
}

} // namespace

std::vector<Parameter> stimulus_parameters() {
  const Kinds gratings{"drifting-grating", "static-grating", "counterphase", "plaid"};
  const Kinds moving_gratings{"drifting-grating", "counterphase", "plaid"};
  const Kinds directed{"drifting-grating", "static-grating", "counterphase", "plaid", "moving-bar"};
  const Kinds objects{"flash", "moving-bar", "looming-disc"};
  const Kinds contrasted{"drifting-grating", "static-grating", "counterphase", "plaid", "flash",
                         "moving-bar",       "looming-disc"};
  const Kinds centred{"drifting-grating", "static-grating", "counterphase", "plaid", "moving-bar", "looming-disc"};
  return {
      live(choice("stimulus", "Stimulus", "Stimulus",
                  {"drifting-grating", "static-grating", "gray", "counterphase", "plaid", "flash", "moving-bar",
                   "looming-disc", "bmtk-looming", "movie"},
                  0,
                  "Stimulus type: a drifting or static grating, a gray screen, a contrast-reversing grating, a plaid "
                  "(sum of two gratings), full-field flashes, a moving bar, a looming disc, the BMTK looming disc, or "
                  "a movie from files.")),
      when(directed,
           angle("direction", "Direction", 0.0,
                 "Direction of motion of the grating or bar; the bars are perpendicular to it. 0° = rightward, "
                 "counter-clockwise, 90° = upward. Neurons' tuning angles use the same convention.")),
      when(gratings, real("spatial-frequency", "Stimulus", "Spatial freq.", "cyc/°", 0.0, 0.5, 0.005, 3, 0.04,
                          "Cycles per degree of visual angle, 0 to 0.5; the 1° pixel grid cannot represent higher "
                          "frequencies and is coarse above 0.25. 0 is full-field flicker.")),
      when(moving_gratings,
           real("temporal-frequency", "Stimulus", "Temporal freq.", "Hz", 0.0, 60.0, 0.25, 2, 2.0,
                "Cycles per second at each point, 0 to 60 Hz (frames last 1 ms). 0 is a static grating.")),
      when(contrasted, real("contrast", "Stimulus", "Contrast", "", 0.0, 1.0, 0.05, 2, 0.8,
                            "Contrast, 0 (gray) to 1 (black to white), or a percentage; for a flash, bar or disc, its "
                            "difference from the gray.")),
      when(gratings,
           angle("phase", "Phase", 0.0,
                 "Phase of the sine in its first frame, 0 to 360°; increasing it moves the pattern backward.")),
      when(gratings,
           choice("waveform", "Stimulus", "Waveform", {"sine", "square"}, 0,
                  "sine or square: the odd harmonics up to the 15th below the 0.5 cyc/° limit of the 1° pixel grid.")),
      live(flag("restart-phase", "Stimulus", "Restart on change", false,
                "On: every change restarts the stimulus at its own phase, as in the reference protocols. Off: the "
                "stimulus continues without a jump at the centre of the field.")),
      real("gray-before", "Stimulus", "Gray before", "ms", 0.0, 100000.0, 100.0, 0, 500.0,
           "Gray screen from the start of a run to the onset of the stimulus."),
      real("grating-duration", "Stimulus", "Stimulus for", "ms", 0.0, 1.0e7, 100.0, 0, 0.0,
           "Duration of the stimulus before the screen returns to gray; 0 = until the run ends."),
      text("protocol", "Stimulus", "Protocol",
           "A stimulus sequence instead of a single stimulus: a CSV or JSON table (start, duration in ms and any "
           "stimulus parameters), or a name such as osi_dsi, filternet_8dir_10trials or contrast-series. Times count "
           "from the start of the run; parameters it does not set stay live. Tuning runs present its rows as trials; "
           "training draws its trials from them. Empty: none."),

      when(gratings, choice("aperture", "Aperture", "Aperture", {"none", "disc", "square", "gaussian"}, 0,
                            "Aperture of gratings; gray outside it.")),
      when(gratings,
           real("aperture-size", "Aperture", "Size", "°", 1.0, 200.0, 1.0, 1, 30.0,
                "Diameter of the disc, side of the square, or full width at half height of the Gaussian, in degrees.")),
      when(centred, real("centre-x", "Aperture", "Centre x", "°", -100.0, 300.0, 1.0, 1, 60.0,
                         "Azimuth of the centre of the aperture, the looming disc and the bar's path, in degrees from "
                         "the left border of the field; V1's field is centred at 60°.")),
      when(centred, real("centre-y", "Aperture", "Centre y", "°", -100.0, 300.0, 1.0, 1, 40.0,
                         "Elevation of the same centre, in degrees from the lower border of the field, upward; V1's "
                         "field is centred at 40°.")),

      when({"plaid"},
           named("Plaid", angle("plaid-angle", "Angle between", 90.0,
                                "Direction of the second grating relative to the first, counter-clockwise."))),
      when({"plaid"}, real("plaid-spatial-frequency", "Plaid", "Spatial freq. 2", "cyc/°", 0.0, 0.5, 0.005, 3, 0.04,
                           "Spatial frequency of the second grating.")),
      when({"plaid"}, real("plaid-temporal-frequency", "Plaid", "Temporal freq. 2", "Hz", 0.0, 60.0, 0.25, 2, 2.0,
                           "Temporal frequency of the second grating.")),
      when({"plaid"}, real("plaid-contrast", "Plaid", "Contrast 2", "", 0.0, 1.0, 0.05, 2, 0.2,
                           "Contrast of the second grating. The sum of both is not clipped, even above 1.")),

      when(objects, choice("polarity", "Flash, bar, disc", "Polarity", {"dark", "light"}, 0,
                           "Flash, bar or disc darker or lighter than the gray.")),
      when({"flash"}, real("flash-on", "Flash, bar, disc", "Flash for", "ms", 0.0, 1.0e6, 50.0, 0, 250.0,
                           "Duration of each full-field flash.")),
      when({"flash"}, real("flash-off", "Flash, bar, disc", "Gray between", "ms", 0.0, 1.0e6, 50.0, 0, 750.0,
                           "Gray between two flashes; 0 = a single flash without end.")),
      when({"moving-bar"}, real("bar-width", "Flash, bar, disc", "Bar width", "°", 0.5, 100.0, 1.0, 1, 5.0,
                                "Width of the bar along its motion; its length spans the field.")),
      when({"moving-bar", "looming-disc"},
           real("speed", "Flash, bar, disc", "Speed", "°/s", 0.0, 1000.0, 5.0, 1, 50.0,
                "Speed of the bar, which restarts when it has left the field, or of the disc's edge.")),
      when({"looming-disc"}, real("start-radius", "Flash, bar, disc", "Start radius", "°", 0.0, 200.0, 1.0, 1, 1.0,
                                  "Radius of the looming disc in its first frame.")),
      when({"looming-disc"},
           real("end-radius", "Flash, bar, disc", "End radius", "°", 0.0, 200.0, 1.0, 1, 40.0,
                "Final radius of the looming disc; the disc shrinks if it is smaller than the start radius.")),

      when({"movie"},
           path(text(
               "movie", "Movie", "File",
               "A PNG file, a folder of PNG files (ordered by number), a NumPy array (.npy), an HDF5 file (.h5, .hdf5, "
               ".nwb) or raw binary numbers. One pixel per degree of the field; other sizes are resampled."))),
      when({"movie"}, text("movie-layout", "Movie", "Layout",
                           "HDF5: the dataset, frames x rows x columns; may be empty if there is only one. Raw binary "
                           "numbers: columns x rows and type, such as \"120x80 float32\".")),
      when({"movie"}, real("frame-rate", "Movie", "Frame rate", "Hz", 0.01, 1000.0, 1.0, 2, 30.0,
                           "Frames per second; each is held until the next. At 4 Hz a frame lasts 250 ms.")),
      when({"movie"}, choice("movie-range", "Movie", "Range", {"automatic", "0..255", "0..1", "-1..1"}, 0,
                             "File values shown as black and white. automatic: 0..255 for images and bytes, 0..1 for "
                             "booleans, 0..65535 for 16-bit numbers above 255; otherwise the first of 0..1, -1..1, "
                             "0..255 that contains all values, or else their minimum and maximum.")),
      when({"movie"}, flag("movie-flip", "Movie", "First row on top", true,
                           "On: the first row of a frame is its top, as in image files. Off: its bottom, as the "
                           "reference reads natural scenes.")),
      when({"movie"}, flag("movie-repeat", "Movie", "Repeat", true,
                           "On: the movie repeats after its last frame. Off: the screen turns gray.")),
  };
}

} // namespace striate::table
