// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/stimulus/movie/movie.h"
#include "tests/engine/png_files.h"
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>
#include <hdf5.h>

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <fstream>
#include <random>

using namespace striate;
using namespace striate::test;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t pixels = 120 * 80;

struct Shown {
  double value; ///< at one place
  std::string notice;
};

Shown shown(const fs::path& file, const std::string& layout = {},
            MovieSettings::Range range = MovieSettings::Range::automatic) {
  MovieSettings settings;
  settings.file = file.string();
  settings.layout = layout;
  settings.range = range;
  const LoadedMovie loaded = load_movie(settings, 120.0, 80.0);
  return {loaded.movie->luminance(20.0, 30.0, 0), loaded.notice};
}

std::string refusal(const fs::path& file, const std::string& layout = {}) {
  try {
    shown(file, layout);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// Values 0..255 as a movie shows them.
double shade(double value) {
  return 2.0 * value / 255.0 - 1.0;
}

Shown shown_png(const PngKind& kind, const std::vector<std::uint8_t>& row) {
  const TemporaryFolder folder;
  write_png((folder / "one.png").string(), kind, row);
  return shown(folder / "one.png");
}

PngKind kind(int bits, int color_type = PNG_COLOR_TYPE_GRAY) {
  PngKind kind;
  kind.bits = bits;
  kind.color_type = color_type;
  return kind;
}

PngKind tagged(PngKind kind, std::function<void(png_structp, png_infop)> tags) {
  kind.tags = std::move(tags);
  return kind;
}

/// A .npy file with these header fields.
void write_npy(const fs::path& file, const std::string& descr, const std::string& shape, const std::string& data,
               bool fortran = false, int version = 1) {
  std::string header =
      fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': {}, }}", descr, fortran ? "True" : "False", shape);
  header.resize((header.size() / 64 + 1) * 64, ' ');
  header.back() = '\n';
  std::ofstream out(file, std::ios::binary);
  out << "\x93NUMPY" << static_cast<char>(version) << '\0' << static_cast<char>(header.size() & 255)
      << static_cast<char>(header.size() >> 8);
  if (version > 1)
    out << '\0' << '\0';
  out << header << data;
}

template <typename Number>
std::string bytes_of(Number value, bool big_endian = false, std::size_t times = pixels) {
  std::string one(reinterpret_cast<const char*>(&value), sizeof value);
  if (big_endian)
    std::reverse(one.begin(), one.end());
  std::string all;
  for (std::size_t i = 0; i < times; ++i)
    all += one;
  return all;
}

/// An HDF5 movie of one frame; the file's type may differ from the memory's.
template <typename Number>
void write_h5(const fs::path& file, hid_t file_type, hid_t memory_type, Number value) {
  const std::vector<Number> values(pixels, value);
  const hsize_t size[] = {1, 80, 120};
  const hid_t out = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t space = H5Screate_simple(3, size, nullptr);
  const hid_t data = H5Dcreate2(out, "frames", file_type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  REQUIRE(H5Dwrite(data, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
  H5Dclose(data);
  H5Sclose(space);
  H5Fclose(out);
}

} // namespace

TEST_CASE("a PNG value means the same with 1 to 16 bits, in gray, palette and colour, interlaced or not") {
  CHECK(shown_png(kind(8), row_of(120, {128})).value == doctest::Approx(shade(128)));
  CHECK(shown_png(kind(16), row_of(120, {0x80, 0x80})).value == shown_png(kind(8), row_of(120, {128})).value);
  CHECK(shown_png(kind(16), row_of(120, {0x80, 0x00})).value == doctest::Approx(2.0 * 32768 / 65535.0 - 1.0));
  CHECK(shown_png(kind(1), row_of(15, {0xFF})).value == 1.0);
  CHECK(shown_png(kind(2), row_of(30, {0xAA})).value == doctest::Approx(shade(170)));
  CHECK(shown_png(kind(4), row_of(60, {0x88})).value == doctest::Approx(shade(136)));
  CHECK(shown_png(kind(8, PNG_COLOR_TYPE_RGB), row_of(120, {77, 77, 77})).value == doctest::Approx(shade(77)));
  CHECK(shown_png(kind(16, PNG_COLOR_TYPE_RGB), row_of(120, {77, 77, 77, 77, 77, 77})).value ==
        doctest::Approx(shade(77)));
  png_color colors[] = {{10, 10, 10}, {200, 200, 200}};
  CHECK(shown_png(tagged(kind(8, PNG_COLOR_TYPE_PALETTE),
                         [&](png_structp png, png_infop info) { png_set_PLTE(png, info, colors, 2); }),
                  row_of(120, {1}))
            .value == doctest::Approx(shade(200)));
  PngKind interlaced = kind(8);
  interlaced.interlaced = true;
  CHECK(shown_png(interlaced, row_of(120, {99})).value == doctest::Approx(shade(99)));
  const fs::path practice = fs::path(STRIATE_TEST_DATA) / "practice" / "28_frame_order" / "png_gamma";
  CHECK(shown(practice / "mid16.png").value == shown(practice / "mid8.png").value);
}

TEST_CASE("a file without tags, one of sRGB and one of gamma 1/2.2 are alike; another gamma is converted") {
  const auto with_gamma = [](int bits, png_fixed_point gamma, const std::vector<std::uint8_t>& row) {
    return shown_png(
        tagged(kind(bits), [gamma](png_structp png, png_infop info) { png_set_gAMA_fixed(png, info, gamma); }), row);
  };
  const double plain = shown_png(kind(8), row_of(120, {90})).value;
  CHECK(with_gamma(8, 45455, row_of(120, {90})).value == plain);
  CHECK(shown_png(tagged(kind(8), [](png_structp png, png_infop info) { png_set_sRGB_gAMA_and_cHRM(png, info, 0); }),
                  row_of(120, {90}))
            .value == plain);
  const Shown linear = with_gamma(16, 100000, row_of(120, {0x38, 0x38}));
  CHECK(linear.value == doctest::Approx(shade(255.0 * std::pow(56.0 / 255.0, 1.0 / 2.2))).epsilon(1e-3));
  CHECK(contains(linear.notice, "gamma 1 is converted"));
  CHECK(with_gamma(8, 55556, row_of(120, {90})).value ==
        doctest::Approx(shade(255.0 * std::pow(90.0 / 255.0, 1.8 / 2.2))).epsilon(1e-3));
  for (const int end : {0, 255})
    CHECK(with_gamma(8, 100000, row_of(120, {static_cast<std::uint8_t>(end)})).value == shade(end));
}

TEST_CASE("colours are shown as gray of their luminance, transparent parts as the gray screen, and it is said") {
  const Shown green = shown_png(kind(8, PNG_COLOR_TYPE_RGB), row_of(120, {0, 255, 0}));
  CHECK(green.value == doctest::Approx(shade(255.0 * std::pow(0.7152, 1.0 / 2.2))).epsilon(1e-3));
  CHECK(contains(green.notice, "luminance"));
  // Primaries of their own: green carries all the light when the others have none.
  const Shown own = shown_png(tagged(kind(8, PNG_COLOR_TYPE_RGB),
                                     [](png_structp png, png_infop info) {
                                       png_set_gAMA_fixed(png, info, 45455);
                                       png_set_cHRM(png, info, 0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06);
                                     }),
                              row_of(120, {0, 255, 0}));
  CHECK(own.value == doctest::Approx(shade(255.0 * std::pow(0.6274, 1.0 / 2.2))).epsilon(2e-3)); // Adobe RGB
  CHECK(shown_png(kind(8, PNG_COLOR_TYPE_GRAY_ALPHA), row_of(120, {200, 0})).value == doctest::Approx(0.0));
  const Shown half = shown_png(kind(8, PNG_COLOR_TYPE_GRAY_ALPHA), row_of(120, {255, 51}));
  CHECK(half.value == doctest::Approx(0.2));
  CHECK(contains(half.notice, "transparent parts are shown as mid-gray"));
  CHECK(shown_png(kind(8, PNG_COLOR_TYPE_RGB_ALPHA), row_of(120, {40, 40, 40, 255})).value ==
        doctest::Approx(shade(40)));
  CHECK(shown_png(tagged(kind(8),
                         [](png_structp png, png_infop info) {
                           png_color_16 key{};
                           key.gray = 7;
                           png_set_tRNS(png, info, nullptr, 0, &key);
                         }),
                  row_of(120, {7}))
            .value == doctest::Approx(0.0));
}

TEST_CASE("an animation, a scale of brightness by code and a damaged chunk are refused") {
  const TemporaryFolder folder;
  const auto with_chunk = [&](const char* name, std::vector<std::uint8_t> data) {
    write_png(
        (folder / "x.png").string(),
        tagged(kind(8), [&](png_structp png,
                            png_infop) { png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_ALWAYS, nullptr, 0); }),
        row_of(120, {1}));
    // Put in after IHDR (8 bytes of signature and 25 of the chunk).
    std::ifstream in(folder / "x.png", std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    std::string chunk(name);
    chunk.append(data.begin(), data.end());
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char c : chunk) {
      crc ^= static_cast<unsigned char>(c);
      for (int k = 0; k < 8; ++k)
        crc = (crc & 1) != 0 ? 0xEDB88320u ^ crc >> 1 : crc >> 1;
    }
    crc = ~crc;
    const auto word = [](std::uint32_t v) {
      return std::string{static_cast<char>(v >> 24), static_cast<char>(v >> 16), static_cast<char>(v >> 8),
                         static_cast<char>(v)};
    };
    bytes.insert(33, word(static_cast<std::uint32_t>(data.size())) + chunk + word(crc));
    std::ofstream(folder / "x.png", std::ios::binary) << bytes;
    return folder / "x.png";
  };
  CHECK(contains(refusal(with_chunk("acTL", {0, 0, 0, 5, 0, 0, 0, 0})), "animated PNG"));
  CHECK(refusal(with_chunk("acTL", {0, 0, 0, 1, 0, 0, 0, 0})).empty());
  CHECK(contains(refusal(with_chunk("cICP", {9, 16, 0, 1})), "code 16"));
  CHECK(refusal(with_chunk("cICP", {1, 13, 0, 1})).empty());
  const fs::path damaged = with_chunk("gAMA", {0, 1, 0x86, 0xA0});
  std::fstream file(damaged, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(33 + 9); // a byte of gamma: its checksum no longer fits
  file.put('\x07');
  file.close();
  CHECK(contains(refusal(damaged), "x.png"));
}

TEST_CASE("equal frames are equal whatever the file, its type, byte order and order of axes") {
  const TemporaryFolder folder;
  const double gray = shown_png(kind(8), row_of(120, {128})).value;
  const auto npy = [&](const char* descr, const std::string& data, const char* shape = "(1, 80, 120)",
                       bool fortran = false, int version = 1) {
    write_npy(folder / "a.npy", descr, shape, data, fortran, version);
    return shown(folder / "a.npy");
  };
  CHECK(npy("|u1", bytes_of<std::uint8_t>(128)).value == gray);
  CHECK(npy("|u1", bytes_of<std::uint8_t>(128), "(80, 120)").value == gray);
  CHECK(npy("|u1", bytes_of<std::uint8_t>(128), "(1, 80, 120)", true, 3).value == gray);
  CHECK(npy("<u2", bytes_of<std::uint16_t>(32896)).value == gray);
  CHECK(npy(">u2", bytes_of<std::uint16_t>(32896, true)).value == gray);
  CHECK(npy("<u2", bytes_of<std::uint16_t>(128)).value == gray);
  CHECK(npy("<i8", bytes_of<std::int64_t>(128)).value == gray);
  CHECK(npy("<f4", bytes_of<float>(128.0f / 255.0f)).value == doctest::Approx(gray).epsilon(1e-4));
  CHECK(npy(">f8", bytes_of<double>(128.0 / 255.0, true)).value == doctest::Approx(gray).epsilon(1e-4));
  CHECK(npy("<f8", bytes_of<double>(128.0)).value == gray);
  CHECK(npy("<f2", bytes_of<std::uint16_t>(0x3800)).value == 0.0); // 0.5
  CHECK(npy("|b1", bytes_of<std::uint8_t>(1)).value == 1.0);
  CHECK(contains(npy("|b1", bytes_of<std::uint8_t>(0)).notice, "true and false"));
  CHECK(npy("<i2", bytes_of<std::int16_t>(-1)).value == -1.0);

  const auto h5 = [&](hid_t type, hid_t memory, auto value) {
    write_h5(folder / "a.h5", type, memory, value);
    return shown(folder / "a.h5").value;
  };
  CHECK(h5(H5T_STD_U8LE, H5T_NATIVE_UINT8, std::uint8_t{128}) == gray);
  CHECK(h5(H5T_STD_U16BE, H5T_NATIVE_UINT16, std::uint16_t{32896}) == gray);
  CHECK(h5(H5T_STD_I64BE, H5T_NATIVE_INT64, std::int64_t{128}) == gray);
  CHECK(h5(H5T_IEEE_F64BE, H5T_NATIVE_DOUBLE, 128.0 / 255.0) == doctest::Approx(gray).epsilon(1e-4));
  const hid_t boolean = H5Tenum_create(H5T_NATIVE_INT8);
  std::int8_t member = 0;
  H5Tenum_insert(boolean, "FALSE", &member);
  member = 1;
  H5Tenum_insert(boolean, "TRUE", &member);
  CHECK(h5(boolean, boolean, std::int8_t{1}) == 1.0);
  H5Tclose(boolean);

  std::ofstream(folder / "raw.bin", std::ios::binary) << bytes_of<std::uint16_t>(32896);
  CHECK(shown(folder / "raw.bin", "120x80 uint16").value == gray);
}

TEST_CASE("Fortran order has the same pixels as C order") {
  const TemporaryFolder folder;
  std::string c, f;
  const auto value = [](std::size_t frame, std::size_t row, std::size_t column) {
    return static_cast<char>(100 * frame + row + column);
  };
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t r = 0; r < 80; ++r)
      for (std::size_t k = 0; k < 120; ++k)
        c += value(i, r, k);
  for (std::size_t k = 0; k < 120; ++k)
    for (std::size_t r = 0; r < 80; ++r)
      for (std::size_t i = 0; i < 2; ++i)
        f += value(i, r, k);
  write_npy(folder / "c.npy", "|u1", "(2, 80, 120)", c);
  write_npy(folder / "f.npy", "|u1", "(2, 80, 120)", f, true);
  MovieSettings settings;
  settings.file = (folder / "c.npy").string();
  const auto one = load_movie(settings, 120.0, 80.0).movie;
  settings.file = (folder / "f.npy").string();
  const auto other = load_movie(settings, 120.0, 80.0).movie;
  for (std::int64_t i = 0; i < 2; ++i)
    for (double x = 0; x < 120; x += 7)
      for (double y = 0; y < 80; y += 3)
        CHECK(one->luminance(x, y, i) == other->luminance(x, y, i));
  CHECK(one->luminance(3.0, 79.0, 1) == doctest::Approx(shade(103)));
}

TEST_CASE("which values are black and white is never a silent guess") {
  const TemporaryFolder folder;
  write_npy(folder / "mask.npy", "|u1", "(80, 120)", bytes_of<std::uint8_t>(1));
  CHECK(contains(refusal(folder / "mask.npy"), "two shades of black"));
  CHECK(shown(folder / "mask.npy", "", MovieSettings::Range::zero_to_one).value == 1.0);
  CHECK(shown(folder / "mask.npy", "", MovieSettings::Range::zero_to_255).value == doctest::Approx(shade(1)));
  write_npy(folder / "words.npy", "<u2", "(80, 120)", bytes_of<std::uint16_t>(4000));
  CHECK(contains(shown(folder / "words.npy").notice, "16-bit numbers, so values 0 to 65535"));
  write_npy(folder / "real.npy", "<f4", "(80, 120)", bytes_of<float>(0.5f));
  CHECK(contains(shown(folder / "real.npy").notice, "real numbers, so values 0 to 1"));
  write_npy(folder / "large.npy", "<i4", "(80, 120)", bytes_of<std::int32_t>(4000));
  CHECK(contains(refusal(folder / "large.npy"), "choose the movie range"));
}

TEST_CASE("NumPy files that are no movies get a sentence") {
  const TemporaryFolder folder;
  const fs::path file = folder / "a.npy";
  const std::string data = bytes_of<std::uint8_t>(5);
  write_npy(file, "|u1", "(80, 120, 1, 1)", data);
  CHECK(contains(refusal(file), "frames x rows x columns"));
  write_npy(file, "<c8", "(80, 120)", data);
  CHECK(contains(refusal(file), "<c8"));
  write_npy(file, "|O", "(80, 120)", data);
  CHECK(contains(refusal(file), "not plain numbers"));
  write_npy(file, "|u1", "(80, 121)", data);
  CHECK(contains(refusal(file), "its header says 1 frames of 9680"));
  write_npy(file, "|u1", "(4000000000000, 80, 120)", data);
  CHECK(contains(refusal(file), "its header says"));
  write_npy(file, "|u1", "(0, 80, 120)", "");
  CHECK(contains(refusal(file), "at least one frame"));
  write_npy(file, "|u1", "(80, 120", data);
  CHECK(contains(refusal(file), "a.npy"));
  for (const char* start : {"", "\x93NUMPY", "\x93NUMPY\x09\x01\xff\xff{}", "PK\x03\x04 a zip archive of arrays"}) {
    std::ofstream(file, std::ios::binary) << start;
    CHECK(contains(refusal(file), "NumPy array"));
  }
  std::ofstream(folder / "a.npz") << "PK";
  CHECK(contains(refusal(folder / "a.npz"), "(.npy)"));
}

TEST_CASE("files with changed bytes are read or refused, never more than that") {
  const TemporaryFolder folder;
  const auto bytes_in = [](const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(in)), {});
  };
  write_png((folder / "whole.png").string(),
            tagged(kind(8, PNG_COLOR_TYPE_RGB_ALPHA),
                   [](png_structp png, png_infop info) { png_set_gAMA_fixed(png, info, 100000); }),
            row_of(120, {1, 2, 3, 200}));
  write_npy(folder / "whole.npy", "<u2", "(3, 8, 10)", bytes_of<std::uint16_t>(300, false, 240), true);
  std::mt19937 random(11);
  int read = 0, refused = 0;
  for (const char* name : {"whole.png", "whole.npy"}) {
    const std::string whole = bytes_in(folder / name);
    const fs::path changed = (folder / "changed").replace_extension(fs::path(name).extension());
    for (int round = 0; round < 400; ++round) {
      std::string bytes = whole;
      for (int k = 0; k < 1 + round % 4; ++k)
        bytes[random() % std::min<std::size_t>(bytes.size(), 140)] = static_cast<char>(random());
      if (round % 10 == 0)
        bytes.resize(random() % bytes.size());
      std::ofstream(changed, std::ios::binary) << bytes;
      refusal(changed).empty() ? ++read : ++refused;
    }
  }
  CHECK(read > 20);
  CHECK(refused > 100);
}
