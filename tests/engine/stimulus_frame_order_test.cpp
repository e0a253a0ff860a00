// SPDX-License-Identifier: Apache-2.0
#include "engine/core/errors.h"
#include "engine/stimulus/movie/frame_order.h"
#include "engine/stimulus/movie/movie.h"
#include "tests/engine/png_files.h"
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <random>

using namespace striate;
using namespace striate::test;
using striate::test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

/// The names as they are shown; they are given in their right order and shuffled before.
Names ordered(Names names) {
  std::mt19937 generator(5);
  std::ranges::shuffle(names, generator);
  Names result;
  for (const fs::path& file : in_frame_order({names.begin(), names.end()}).files)
    result.push_back(file.string());
  return result;
}

std::string remark(const Names& names) {
  return in_frame_order({names.begin(), names.end()}).remark;
}

std::string refusal(Names names) {
  std::mt19937 generator(7);
  std::ranges::shuffle(names, generator);
  try {
    in_frame_order({names.begin(), names.end()});
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::vector<float> frames_of(const fs::path& folder) {
  MovieSettings settings;
  settings.file = folder.string();
  const auto movie = load_movie(settings, 120.0, 80.0).movie;
  std::vector<float> values;
  for (std::int64_t i = 0; i < movie->frames(); ++i)
    for (const double x : {1.0, 30.0, 60.0, 90.0, 119.0})
      values.push_back(static_cast<float>(movie->luminance(x, 40.0, i)));
  return values;
}

} // namespace

TEST_CASE("frames are in order of the number that changes, wherever it stands") {
  for (const Names& names :
       {Names{"8_left.png", "9_left.png", "10_left.png", "11_left.png"},
        Names{"frame8.png", "frame9.png", "frame10.png", "frame11.png"},
        Names{"img-0001-of-0100.png", "img-0002-of-0100.png", "img-0003-of-0100.png"},
        Names{"a_2_b_9.png", "a_2_b_10.png", "a_2_b_11.png"}, Names{"f08.png", "f9.png", "f010.png", "f0011.png"},
        Names{"Frame1.png", "frame2.PNG", "FRAME3.png"},
        Names{"8_left.png", "9_right.png", "10_left.png", "11_right.png"},
        Names{"mouse42_day3_9.png", "mouse42_day3_10.png"},
        Names{"20240131_235958.png", "20240131_235959.png", "20240201_000001.png"},
        Names{"chunk2_f9.png", "chunk2_f10.png", "chunk10_f1.png", "chunk10_f2.png"},
        Names{"left_9.png", "left_10.png", "right_1.png", "right_2.png"}, Names{"v1.9.png", "v1.10.png", "v1.11.png"},
        Names{"9_t0.9.png", "10_t1.0.png", "11_t1.1.png"},
        Names{"18446744073709551614.png", "18446744073709551615.png", "18446744073709551616.png"},
        Names{"12_scene_340.png", "13_scene_2.png", "14_scene_51.png"}}) {
    CAPTURE(names.front());
    CHECK(ordered(names) == names);
  }
}

TEST_CASE("how the order was found is said") {
  CHECK(contains(remark({"10_left.png", "9_left.png"}), "the number in their names, from 9_left.png to 10_left.png"));
  CHECK(contains(remark({"b.png", "a.png"}), "alphabetical order of their names, from a.png to b.png"));
  CHECK(contains(remark({"f10.png", "f0.png", "f20.png"}), "steps of 10"));
  CHECK(contains(remark({"t1000.png", "t1033.png", "t1067.png"}), "unequal steps"));
  CHECK(contains(remark({"a1_b1.png", "a1_b2.png", "a2_b1.png"}), "first changing part of their names"));
  CHECK(contains(remark({"1_340.png", "2_51.png", "3_112.png"}), "consecutive number in their names"));
  CHECK(remark({"alone.png"}).empty());
}

TEST_CASE("names that say no order are refused with both files") {
  CHECK(contains(refusal({"01.png", "1.png"}), "same number"));
  CHECK(contains(refusal({"1.png", "1.PNG"}), "same number"));
  CHECK(contains(refusal({"f1.png", "f2.png", "f4.png"}), "number 3 is missing"));
  CHECK(contains(refusal({"1_left.png", "3_left.png"}), "number 2 is missing"));
  CHECK(contains(refusal({"f0.png", "f10.png", "f30.png", "f40.png"}), "number 20 is missing"));
  CHECK(contains(refusal({"c1_f1.png", "c1_f2.png", "c2_f1.png", "c2_f3.png"}), "number 2 is missing"));
  CHECK(contains(refusal({"1_of_3.png", "2_of_2.png", "3_of_1.png"}), "do not increase together"));
  CHECK(contains(refusal({"5_1.png", "3_7.png", "9_4.png"}), "do not increase together"));
  CHECK(contains(refusal({"frame1.png", "frame2.png", "cover.png"}), "different patterns"));
  CHECK(contains(refusal({"3f2a.png", "9c01.png", "77b.png"}), "different patterns"));
  CHECK(contains(refusal({"x_-5.png", "x_0.png", "x_5.png"}), "is signed"));
  CHECK(contains(refusal({"t0.5.png", "t0.25.png"}), "fractions"));
}

TEST_CASE("leading numbers are the same movie as padded ones; what is no picture is left out and named") {
  const fs::path practice = fs::path(STRIATE_TEST_DATA) / "practice" / "28_frame_order";
  const std::vector<float> padded = frames_of(practice / "padded");
  REQUIRE(padded.size() == 12 * 5);
  CHECK(std::ranges::adjacent_find(padded, std::not_equal_to{}) != padded.end());
  CHECK(frames_of(practice / "leading") == padded);

  const TemporaryFolder folder;
  fs::copy(practice / "leading", folder / "movie", fs::copy_options::recursive);
  for (const char* name : {".DS_Store", "._1_left.png", "Thumbs.db", "notes.txt"})
    std::ofstream(folder / "movie" / name) << "no picture";
  fs::create_directory(folder / "movie" / "13_left.png");
  CHECK(frames_of(folder / "movie") == padded);
  MovieSettings settings;
  settings.file = (folder / "movie").string();
  const std::string notice = load_movie(settings, 120.0, 80.0).notice;
  CHECK(contains(notice, "left out: .DS_Store, ._1_left.png, 13_left.png, Thumbs.db and 1 more"));
  CHECK(contains(notice, "from 1_left.png to 12_left.png"));
}

TEST_CASE("frames of differ in size are said") {
  const TemporaryFolder folder;
  test::write_png((folder / "1.png").string(), {}, test::row_of(120, {9}));
  test::PngKind small;
  small.columns = 60;
  test::write_png((folder / "2.png").string(), small, test::row_of(60, {9}));
  MovieSettings settings;
  settings.file = (folder / "").string();
  CHECK(contains(load_movie(settings, 120.0, 80.0).notice, "differ in size"));
}
