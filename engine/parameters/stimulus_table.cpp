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
                  "Drifting grating, static grating, gray screen, contrast-reversing grating, sum of two gratings, "
                  "full-field flashes, moving bar, looming disc, BMTK's looming disc, or a movie from files.")),
      when(directed, angle("direction", "Direction", 0.0,
                           "Direction of motion of the grating or bar, perpendicular to the bars. 0° = to the right, "
                           "counted counter-clockwise, 90° = upward. Neurons' tuning angles use the same convention.")),
      when(gratings, real("spatial-frequency", "Stimulus", "Spatial freq.", "cyc/°", 0.0, 0.5, 0.005, 3, 0.04,
                          "Cycles per degree of visual angle, 0 to 0.5; the 1° pixel grid cannot represent higher "
                          "frequencies. 0 is full-field flicker; above 0.25 the grid is coarse.")),
      when(moving_gratings,
           real("temporal-frequency", "Stimulus", "Temporal freq.", "Hz", 0.0, 60.0, 0.25, 2, 2.0,
                "Cycles per second at a point, 0 to 60 Hz (frames last 1 ms). 0 is a static grating.")),
      when(contrasted, real("contrast", "Stimulus", "Contrast", "", 0.0, 1.0, 0.05, 2, 0.8,
                            "Contrast, 0 (gray) to 1 (black to white); of a flash, bar or disc, its distance from the "
                            "gray.")),
      when(gratings, angle("phase", "Phase", 0.0,
                           "Phase of the sine at its first frame, in degrees; an increase of 360° shifts the pattern "
                           "back by one cycle.")),
      when(gratings, choice("waveform", "Stimulus", "Waveform", {"sine", "square"}, 0,
                            "sine, or square: the odd harmonics up to the 15th that pixels of 1° can show, below 0.5 "
                            "cyc/°.")),
      live(flag("restart-phase", "Stimulus", "Restart on change", false,
                "On: every change restarts the stimulus at its phase, as in the reference protocols. Off: the pattern "
                "continues without a jump at the centre of the field.")),
      real("gray-before", "Stimulus", "Gray before", "ms", 0.0, 100000.0, 100.0, 0, 500.0,
           "Gray screen from the start of a run to the onset of the stimulus."),
      real("grating-duration", "Stimulus", "Stimulus duration", "ms", 0.0, 1.0e7, 100.0, 0, 0.0,
           "Time before the screen returns to gray; 0 = until the run ends."),
      text("protocol", "Stimulus", "Protocol",
           "A sequence of stimuli instead of a single one: a CSV or JSON table (start, duration in ms and any stimulus "
           "parameters), or a name such as osi_dsi, filternet_8dir_10trials or contrast-series. Its times count from "
           "the start of the run; parameters it does not set stay live. Tuning runs use its rows as trials; training "
           "draws trials from them. Empty: none."),

      when(gratings, choice("aperture", "Aperture", "Aperture", {"none", "disc", "square", "gaussian"}, 0,
                            "Aperture of gratings; gray outside.")),
      when(gratings, real("aperture-size", "Aperture", "Size", "°", 1.0, 200.0, 1.0, 1, 30.0,
                          "Diameter of the disc, side of the square, or full width at half height of the Gaussian, in "
                          "degrees.")),
      when(centred, real("centre-x", "Aperture", "Centre x", "°", -100.0, 300.0, 1.0, 1, 60.0,
                         "Azimuth of the centre of the aperture, of the looming disc and of the bar's path, in degrees "
                         "from the left border of the field; V1 looks at 60°.")),
      when(centred,
           real("centre-y", "Aperture", "Centre y", "°", -100.0, 300.0, 1.0, 1, 40.0,
                "Elevation of the same centre, in degrees from the lower border of the field, upward; V1 looks "
                "at 40°.")),

      when({"plaid"},
           named("Plaid", angle("plaid-angle", "Angle between", 90.0,
                                "Direction of the second grating, counted counter-clockwise from that of the "
                                "first."))),
      when({"plaid"}, real("plaid-spatial-frequency", "Plaid", "Spatial freq. 2", "cyc/°", 0.0, 0.5, 0.005, 3, 0.04,
                           "Spatial frequency of the second grating.")),
      when({"plaid"}, real("plaid-temporal-frequency", "Plaid", "Temporal freq. 2", "Hz", 0.0, 60.0, 0.25, 2, 2.0,
                           "Temporal frequency of the second grating.")),
      when({"plaid"}, real("plaid-contrast", "Plaid", "Contrast 2", "", 0.0, 1.0, 0.05, 2, 0.2,
                           "Contrast of the second grating. The sum of both is not clipped, also above 1.")),

      when(objects, choice("polarity", "Flash, bar, disc", "Polarity", {"dark", "light"}, 0,
                           "Whether the flash, bar or disc is darker or lighter than the gray.")),
      when({"flash"}, real("flash-on", "Flash, bar, disc", "Flash duration", "ms", 0.0, 1.0e6, 50.0, 0, 250.0,
                           "Duration of each full-field flash.")),
      when({"flash"}, real("flash-off", "Flash, bar, disc", "Gray between", "ms", 0.0, 1.0e6, 50.0, 0, 750.0,
                           "Gray between two flashes; 0 = one flash without end.")),
      when({"moving-bar"}, real("bar-width", "Flash, bar, disc", "Bar width", "°", 0.5, 100.0, 1.0, 1, 5.0,
                                "Width of the bar along its motion; it is as long as the field.")),
      when({"moving-bar", "looming-disc"},
           real("speed", "Flash, bar, disc", "Speed", "°/s", 0.0, 1000.0, 5.0, 1, 50.0,
                "Speed of the bar, which re-enters after leaving the field, or of the disc's edge.")),
      when({"looming-disc"}, real("start-radius", "Flash, bar, disc", "Initial radius", "°", 0.0, 200.0, 1.0, 1, 1.0,
                                  "Radius of the looming disc in its first frame.")),
      when({"looming-disc"},
           real("end-radius", "Flash, bar, disc", "Final radius", "°", 0.0, 200.0, 1.0, 1, 40.0,
                "Radius at which the looming disc stops; it shrinks if this is below the initial radius.")),

      when(
          {"movie"},
          path(text("movie", "Movie", "File",
                    "A PNG file, a folder of PNG files (in order of their numbers), a NumPy array (.npy), an HDF5 file "
                    "(.h5, .hdf5, .nwb) or plain numbers. One pixel per degree of the field; other sizes are "
                    "resampled."))),
      when({"movie"}, text("movie-layout", "Movie", "Layout",
                           "HDF5: the data set, frames x rows x columns; may be empty when there is just one. Plain "
                           "numbers: columns x rows and type, such as \"120x80 float32\".")),
      when({"movie"}, real("frame-rate", "Movie", "Frame rate", "Hz", 0.01, 1000.0, 1.0, 2, 30.0,
                           "Frames per second; each is held until the next. 4 Hz shows a picture for 250 ms.")),
      when({"movie"}, choice("movie-range", "Movie", "Range", {"automatic", "0..255", "0..1", "-1..1"}, 0,
                             "Values of the file that are black and white. automatic: 0..255 for pictures and bytes, "
                             "0..1 for true and false, 0..65535 for 16-bit numbers above 255; for others the first of "
                             "0..1, -1..1, 0..255 that holds all, else their minimum and maximum.")),
      when({"movie"}, flag("movie-flip", "Movie", "First row on top", true,
                           "On: the first row of a frame is its top, as in picture files. Off: its bottom, as the "
                           "reference takes natural scenes.")),
      when({"movie"}, flag("movie-repeat", "Movie", "Repeat", true,
                           "On: the movie starts again after its last frame. Off: the screen turns gray.")),
  };
}

} // namespace striate::table
