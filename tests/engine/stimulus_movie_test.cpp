// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/stimulus/movie/movie.h"
#include "engine/stimulus/movie/picture.h"
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>
#include <hdf5.h>

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <limits>
#include <png.h>
#include <string>

using namespace striate;
using namespace striate::test;
namespace fs = std::filesystem;

namespace {

struct Folder : TemporaryFolder {
  std::string file(const std::string& name) const { return (*this / name).string(); }
};

void write_png(const std::string& file, int columns, int rows, const std::vector<std::uint8_t>& gray) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(columns);
  image.height = static_cast<png_uint_32>(rows);
  image.format = PNG_FORMAT_GRAY;
  REQUIRE(png_image_write_to_file(&image, file.c_str(), 0, gray.data(), 0, nullptr) != 0);
}

/// A picture whose upper half is white and whose lower half is black.
void write_half_white(const std::string& file, int columns = 120, int rows = 80) {
  std::vector<std::uint8_t> gray(static_cast<std::size_t>(columns) * rows, 0);
  std::fill(gray.begin(), gray.begin() + std::ssize(gray) / 2, std::uint8_t{255});
  write_png(file, columns, rows, gray);
}

template <typename Number>
void write_numbers(const std::string& file, const std::vector<Number>& values) {
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(values.data()),
             static_cast<std::streamsize>(values.size() * sizeof(Number)));
}

void write_hdf5(const std::string& file, const std::vector<hsize_t>& size, const std::vector<float>& values,
                const std::vector<std::string>& names = {"frames"}) {
  const hid_t out = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t space = H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr);
  for (const std::string& name : names) {
    const hid_t dataset = H5Dcreate2(out, name.c_str(), H5T_NATIVE_FLOAT, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    REQUIRE(H5Dwrite(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
    H5Dclose(dataset);
  }
  H5Sclose(space);
  H5Fclose(out);
}

MovieSettings settings(const std::string& file, const std::string& layout = {}) {
  MovieSettings movie;
  movie.file = file;
  movie.layout = layout;
  return movie;
}

LoadedMovie load(const MovieSettings& movie) {
  return load_movie(movie, 120.0, 80.0);
}

std::string sentence_of(const MovieSettings& movie) {
  try {
    load(movie);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

} // namespace

TEST_CASE("a picture stands upright, black is -1 and white 1") {
  const Folder folder;
  write_half_white(folder.file("half.png"));
  const LoadedMovie loaded = load(settings(folder.file("half.png")));
  CHECK(loaded.movie->frames() == 1);
  CHECK(loaded.movie->luminance(60.0, 79.0, 0) == 1.0);
  CHECK(loaded.movie->luminance(60.0, 0.0, 0) == -1.0);
  CHECK(loaded.movie->luminance(0.0, 40.0, 0) == 1.0);
  CHECK(loaded.movie->luminance(0.0, 39.0, 0) == -1.0);
  MovieSettings as_reference = settings(folder.file("half.png"));
  as_reference.top_row_first = false;
  CHECK(load(as_reference).movie->luminance(60.0, 0.0, 0) == 1.0);
}

TEST_CASE("another size is resampled, and said to be") {
  const Folder folder;
  write_half_white(folder.file("large.png"), 640, 480);
  const LoadedMovie loaded = load(settings(folder.file("large.png")));
  CHECK(contains_all(loaded.notice, {"640 x 480", "120 x 80", "0 to 255"}));
  CHECK(loaded.movie->luminance(60.0, 70.0, 0) == doctest::Approx(1.0));
  CHECK(loaded.movie->luminance(60.0, 10.0, 0) == doctest::Approx(-1.0));
}

TEST_CASE("resampling is the antialiased bilinear filter") {
  // Two to one: a triangle of four pixels, weights 1 3 3 1 over 8; at the border 3 3 1 over 7.
  const Picture row{8, 1, {0, 1, 2, 3, 4, 5, 6, 40}};
  const Picture half = resampled(row, 4, 1);
  CHECK(half.values[1] == doctest::Approx((1.0 + 3.0 * 2.0 + 3.0 * 3.0 + 4.0) / 8.0));
  CHECK(half.values[0] == doctest::Approx((3.0 * 0.0 + 3.0 * 1.0 + 2.0) / 7.0));
  CHECK(resampled(row, 8, 1) == row);
  const Picture twice = resampled({2, 1, {0, 8}}, 4, 1);
  CHECK(twice.values == std::vector<float>{0, 2, 6, 8});
}

TEST_CASE("a folder is shown in the order of its numbers, each picture for its time") {
  const Folder folder;
  for (const int number : {9, 10, 11})
    write_png(folder.file(fmt::format("frame{}.png", number)), 120, 80,
              std::vector<std::uint8_t>(120 * 80, static_cast<std::uint8_t>(number)));
  MovieSettings movie = settings(folder.path().string());
  movie.frame_rate_Hz = 40.0;
  movie.repeats = false;
  const auto loaded = load(movie).movie;
  REQUIRE(loaded->frames() == 3);
  for (int n = 0; n < 3; ++n)
    CHECK(loaded->luminance(5.0, 5.0, n) == doctest::Approx(2.0 * (9 + n) / 255.0 - 1.0));
  CHECK(loaded->picture_at(-1) == Footage::gray);
  CHECK(loaded->picture_at(0) == 0);
  CHECK(loaded->picture_at(24) == 0);
  CHECK(loaded->picture_at(25) == 1);
  CHECK(loaded->picture_at(74) == 2);
  CHECK(loaded->picture_at(75) == Footage::gray);
  CHECK(Movie(*loaded, 40.0, true).picture_at(75) == 0);
}

TEST_CASE("numbers keep or guess their range") {
  const Folder folder;
  const auto value = [&](const std::vector<float>& two, MovieSettings::Range range = MovieSettings::Range::automatic) {
    std::vector<float> frame(120 * 80, two[0]);
    frame.back() = two[1];
    write_numbers(folder.file("raw.bin"), frame);
    MovieSettings movie = settings(folder.file("raw.bin"), "120x80 float32");
    movie.range = range;
    return load(movie).movie->luminance(0.0, 79.0, 0);
  };
  CHECK(value({0.25f, 1.0f}) == doctest::Approx(-0.5));
  CHECK(value({0.25f, -1.0f}) == doctest::Approx(0.25));
  CHECK(value({51.0f, 200.0f}) == doctest::Approx(-0.6));
  CHECK(value({1000.0f, 3000.0f}) == doctest::Approx(-1.0));
  CHECK(value({0.25f, 0.5f}, MovieSettings::Range::symmetric) == doctest::Approx(0.25));
  CHECK_THROWS_WITH_AS(value({0.5f, 1.5f}, MovieSettings::Range::zero_to_one), doctest::Contains("1.5"), Error);
  CHECK_THROWS_WITH_AS(value({500.0f, 500.0f}), doctest::Contains("range"), Error);
}

TEST_CASE("an HDF5 array is a movie; which one must be clear") {
  const Folder folder;
  std::vector<float> values(2 * 80 * 120, 0.0f);
  std::fill(values.begin() + 80 * 120, values.end(), 1.0f);
  write_hdf5(folder.file("movie.h5"), {2, 80, 120}, values);
  const auto movie = load(settings(folder.file("movie.h5"))).movie;
  REQUIRE(movie->frames() == 2);
  CHECK(movie->luminance(1.0, 1.0, 0) == -1.0);
  CHECK(movie->luminance(1.0, 1.0, 1) == 1.0);
  write_hdf5(folder.file("two.h5"), {2, 80, 120}, values, {"a", "b"});
  CHECK(contains_all(sentence_of(settings(folder.file("two.h5"))), {"two.h5", "a, b"}));
  CHECK(load(settings(folder.file("two.h5"), "b")).movie->frames() == 2);
  CHECK(contains_all(sentence_of(settings(folder.file("two.h5"), "c")), {"two.h5", "c"}));
  write_hdf5(folder.file("flat.h5"), {2 * 80 * 120}, values);
  CHECK(contains_all(sentence_of(settings(folder.file("flat.h5"))), {"flat.h5", "frames x rows x columns"}));
}

TEST_CASE("files that are no movies get a sentence that names them") {
  const Folder folder;
  CHECK(contains_all(sentence_of(settings("")), {"No movie"}));
  CHECK(contains_all(sentence_of(settings(folder.file("absent.png"))), {"absent.png", "exist"}));
  CHECK(contains_all(sentence_of(settings(folder.path().string())), {"no PNG files"}));

  std::ofstream(folder.file("text.png")) << "this is no picture";
  CHECK(contains_all(sentence_of(settings(folder.file("text.png"))), {"text.png", "PNG"}));
  std::ofstream(folder.file("empty.png"));
  CHECK(contains_all(sentence_of(settings(folder.file("empty.png"))), {"empty.png"}));
  write_half_white(folder.file("cut.png"));
  fs::resize_file(folder.file("cut.png"), fs::file_size(folder.file("cut.png")) - 30);
  CHECK(contains_all(sentence_of(settings(folder.file("cut.png"))), {"cut.png"}));
  std::ofstream(folder.file("photo.jpg")) << "x";
  CHECK(contains_all(sentence_of(settings(folder.file("photo.jpg"))), {"photo.jpg", "PNG"}));
  CHECK(contains_all(sentence_of(settings(folder.path().string())), {"photo.jpg", "not a PNG"}));

  const std::vector<float> frame(120 * 80, 0.0f);
  write_hdf5(folder.file("cut.h5"), {1, 80, 120}, frame);
  fs::resize_file(folder.file("cut.h5"), 1500);
  CHECK(contains_all(sentence_of(settings(folder.file("cut.h5"))), {"cut.h5"}));
  std::ofstream(folder.file("text.h5")) << "no HDF5 at all";
  CHECK(contains_all(sentence_of(settings(folder.file("text.h5"))), {"text.h5"}));
  write_hdf5(folder.file("none.h5"), {0, 80, 120}, frame);
  CHECK(contains_all(sentence_of(settings(folder.file("none.h5"))), {"none.h5", "0 frames"}));

  write_numbers(folder.file("raw.bin"), std::vector<float>(120 * 80 + 1));
  CHECK(contains_all(sentence_of(settings(folder.file("raw.bin"))), {"raw.bin", "layout"}));
  CHECK(contains_all(sentence_of(settings(folder.file("raw.bin"), "120x80 float32")), {"38404 bytes", "whole number"}));
  for (const char* layout : {"120x80", "120 80 float32", "x", "0x80 float32", "120x80 complex", "99999x99999 float32"})
    CHECK(contains_all(sentence_of(settings(folder.file("raw.bin"), layout)), {layout, "Invalid movie layout"}));
}

TEST_CASE("missing frames and values that are no numbers are named") {
  const Folder folder;
  for (const int number : {1, 2, 4})
    write_half_white(folder.file(fmt::format("f{}.png", number)));
  CHECK(contains_all(sentence_of(settings(folder.path().string())), {"f2.png", "f4.png", "3 is missing"}));
  std::vector<float> frames(2 * 80 * 120, 0.5f);
  frames[80 * 120 + 3 * 120 + 7] = std::numeric_limits<float>::quiet_NaN();
  write_numbers(folder.file("nan.bin"), frames);
  CHECK(contains_all(sentence_of(settings(folder.file("nan.bin"), "120x80 float32")),
                     {"frame 1", "nan", "row 3", "column 7"}));
}
