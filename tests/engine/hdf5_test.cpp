// SPDX-License-Identifier: Apache-2.0
// Files of anybody, with everything that HDF5 allows in an attribute or a dataset: a value or one sentence, never a
// crash and never an endless read.
#include "engine/hdf5/attribute.h"
#include "engine/hdf5/dataset.h"
#include "engine/hdf5/group.h"
#include "engine/hdf5/refusal.h"
#include "tests/support/temporary_folder.h"

#include <doctest/doctest.h>
#include <fstream>
#include <functional>
#include <iterator>

using namespace striate;
using namespace striate::hdf5;
using striate::test::TemporaryFolder;

namespace {

/// A file that the test fills by the plain library.
class Sandbox {
public:
  explicit Sandbox(hsize_t user_block = 0) {
    const Id creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
    H5Pset_userblock(creation, user_block);
    file_ = {H5Fcreate(path().c_str(), H5F_ACC_TRUNC, creation, H5P_DEFAULT), H5Fclose};
  }
  std::filesystem::path path() const { return folder_ / "any.h5"; }
  std::filesystem::path beside(const char* name) const { return folder_ / name; }
  hid_t writing() const { return file_; }
  const QuietErrors& quiet() const { return quiet_; }

  void attribute(const char* name, hid_t type, hid_t space, const void* values) const {
    const Id made(H5Acreate2(file_, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    REQUIRE(made.valid());
    if (values != nullptr)
      REQUIRE(H5Awrite(made, type, values) >= 0);
  }
  void dataset(const char* name, hid_t type, hid_t space, const void* values, hid_t creation = H5P_DEFAULT) const {
    const Id made(H5Dcreate2(file_, name, type, space, H5P_DEFAULT, creation, H5P_DEFAULT), H5Dclose);
    INFO(name << ": " << last_reason());
    REQUIRE(made.valid());
    if (values != nullptr)
      REQUIRE(H5Dwrite(made, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
  }
  void close() { REQUIRE(file_.reset()); }

  std::string bytes() const {
    std::ifstream in(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void set_bytes(const std::string& bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }

private:
  TemporaryFolder folder_;
  QuietErrors quiet_;
  Id file_;
};

Id scalar() {
  return {H5Screate(H5S_SCALAR), H5Sclose};
}
Id list(hsize_t length) {
  return {H5Screate_simple(1, &length, nullptr), H5Sclose};
}
Id text_type(std::size_t size, H5T_str_t padding = H5T_STR_NULLTERM, H5T_cset_t set = H5T_CSET_ASCII) {
  Id type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, size);
  H5Tset_strpad(type, padding);
  H5Tset_cset(type, set);
  return type;
}

/// What the work gives, or the sentence.
std::string outcome(const std::function<std::string()>& work) {
  try {
    return work();
  } catch (const Error& refusal) {
    return refusal.what();
  }
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string text_of(const Sandbox& sandbox, const char* name) {
  return outcome([&] { return read_text(open_to_read(sandbox.path()), name, sandbox.path()); });
}

std::string number_of(const Sandbox& sandbox, const char* name) {
  return outcome([&] {
    const Id file = open_to_read(sandbox.path());
    return std::to_string(static_cast<long long>(Attribute::find(file, name, sandbox.path())->number()));
  });
}

std::string first_row(const Sandbox& sandbox, const char* name) {
  return outcome([&] {
    const Id file = open_to_read(sandbox.path());
    const Dataset data = Dataset::open(file, name, sandbox.path(), std::string("/") + name);
    data.require_list(StoredType::Kind::real);
    return std::to_string(static_cast<long long>(data.all<double>().front()));
  });
}

} // namespace

TEST_CASE("text attributes: every extent, length and padding") {
  Sandbox sandbox;
  const Id name(text_type(8)), variable(text_type(H5T_VARIABLE, H5T_STR_NULLTERM, H5T_CSET_UTF8));
  sandbox.attribute("scalar", name, scalar(), "ms\0\0\0\0\0\0");
  sandbox.attribute("one", name, list(1), "ms\0\0\0\0\0\0");
  const std::string many(64 * 8, 'x');
  sandbox.attribute("many", name, list(64), many.data());
  sandbox.attribute("none", name, list(0), nullptr);
  const Id null(H5Screate(H5S_NULL), H5Sclose);
  sandbox.attribute("null", name, null, nullptr);
  sandbox.attribute("full", text_type(2, H5T_STR_NULLPAD), scalar(), "ms");
  sandbox.attribute("no_end", text_type(2), scalar(), "ms");
  sandbox.attribute("spaces", text_type(8, H5T_STR_SPACEPAD), scalar(), "ms      ");
  sandbox.attribute("only_spaces", text_type(3, H5T_STR_SPACEPAD), scalar(), "   ");
  const char* texts[] = {"µs", nullptr, ""};
  sandbox.attribute("variable", variable, scalar(), &texts[0]);
  sandbox.attribute("variable_one", variable, list(1), &texts[0]);
  sandbox.attribute("variable_many", variable, list(3), texts);
  sandbox.attribute("variable_null", variable, scalar(), &texts[1]);
  sandbox.attribute("variable_empty", variable, scalar(), &texts[2]);
  sandbox.attribute("unwritten", variable, scalar(), nullptr);
  const std::string longest(200'000, 'y');
  const char* pointer = longest.c_str();
  sandbox.attribute("longest", variable, scalar(), &pointer);
  sandbox.close();

  for (const char* fine : {"scalar", "one", "full", "no_end", "spaces"})
    CHECK(text_of(sandbox, fine) == "ms");
  for (const char* fine : {"variable", "variable_one"})
    CHECK(text_of(sandbox, fine) == "µs");
  for (const char* empty : {"null", "only_spaces", "variable_null", "variable_empty", "unwritten"})
    CHECK(text_of(sandbox, empty).empty());
  CHECK(text_of(sandbox, "longest") == longest);
  CHECK(holds(text_of(sandbox, "many"), "The attribute many of "));
  CHECK(holds(text_of(sandbox, "many"), "holds 64 values where one text is expected"));
  CHECK(holds(text_of(sandbox, "none"), "is empty where one text is expected"));
  CHECK(holds(text_of(sandbox, "variable_many"), "holds 3 values where one text is expected"));
  CHECK(holds(text_of(sandbox, "absent"), "it is missing"));
  const Id file = open_to_read(sandbox.path());
  CHECK(Attribute::find(file, "variable_many", sandbox.path())->texts() == std::vector<std::string>{"µs", "", ""});
  CHECK(Attribute::find(file, "many", sandbox.path())->texts() == std::vector<std::string>(64, "xxxxxxxx"));
}

TEST_CASE("attributes of other classes") {
  Sandbox sandbox;
  const double real = 2.5;
  const std::int32_t negative = -3;
  const std::uint64_t large = ~std::uint64_t{0};
  sandbox.attribute("real", H5T_NATIVE_DOUBLE, scalar(), &real);
  sandbox.attribute("negative", H5T_NATIVE_INT32, scalar(), &negative);
  sandbox.attribute("large", H5T_NATIVE_UINT64, list(1), &large);
  const std::uint16_t big_endian = 0x0700;
  sandbox.attribute("big_endian", H5T_STD_U16BE, scalar(), &big_endian);
  const Id half(H5Tcopy(H5T_IEEE_F32LE), H5Tclose);
  H5Tset_fields(half, 15, 10, 5, 0, 10);
  H5Tset_size(half, 2);
  H5Tset_ebias(half, 15);
  const std::uint16_t seven = 0x4700; // 7 in half precision
  sandbox.attribute("half", half, scalar(), &seven);
  const double two[] = {1.0, 2.0};
  sandbox.attribute("two", H5T_NATIVE_DOUBLE, list(2), two);
  const Id logical(H5Tenum_create(H5T_NATIVE_INT8), H5Tclose);
  std::int8_t value = 0;
  H5Tenum_insert(logical, "FALSE", &value);
  value = 1;
  H5Tenum_insert(logical, "TRUE", &value);
  sandbox.attribute("logical", logical, scalar(), &value);
  value = 5;
  sandbox.attribute("unnamed", logical, scalar(), &value);
  {
    const Id kept(H5Tcopy(logical), H5Tclose);
    REQUIRE(H5Tcommit2(sandbox.writing(), "kept_type", kept, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT) >= 0);
    value = 1;
    sandbox.attribute("committed", kept, list(1), &value);
  }
  const Id compound(H5Tcreate(H5T_COMPOUND, 8), H5Tclose);
  H5Tinsert(compound, "re", 0, H5T_NATIVE_FLOAT);
  H5Tinsert(compound, "im", 4, H5T_NATIVE_FLOAT);
  const float pair[] = {1.0f, 2.0f};
  sandbox.attribute("compound", compound, scalar(), pair);
  const Id opaque(H5Tcreate(H5T_OPAQUE, 4), H5Tclose);
  sandbox.attribute("opaque", opaque, scalar(), "abcd");
  const hsize_t four = 4;
  const Id array(H5Tarray_create2(H5T_NATIVE_UINT8, 1, &four), H5Tclose);
  sandbox.attribute("array", array, scalar(), "abcd");
  const Id lists(H5Tvlen_create(H5T_NATIVE_INT), H5Tclose);
  sandbox.attribute("lists", lists, scalar(), nullptr);
  hobj_ref_t reference = 0;
  REQUIRE(H5Rcreate(&reference, sandbox.writing(), "/kept_type", H5R_OBJECT, -1) >= 0);
  sandbox.attribute("reference", H5T_STD_REF_OBJ, scalar(), &reference);
  sandbox.close();

  CHECK(number_of(sandbox, "real") == "2");
  CHECK(number_of(sandbox, "negative") == "-3");
  for (const char* seven_of : {"big_endian", "half"})
    CHECK(number_of(sandbox, seven_of) == "7");
  for (const char* one : {"logical", "committed"})
    CHECK(number_of(sandbox, one) == "1");
  CHECK(holds(number_of(sandbox, "two"), "holds 2 values where one number is expected"));
  const Id file = open_to_read(sandbox.path());
  const auto find = [&](const char* name) { return *Attribute::find(file, name, sandbox.path()); };
  CHECK(find("large").whole() == large);
  CHECK(find("two").numbers() == std::vector<double>{1.0, 2.0});
  CHECK(find("logical").word() == "TRUE");
  CHECK(holds(outcome([&] { return find("unnamed").word(); }), "not part of its enumeration"));
  CHECK(holds(outcome([&] { return std::to_string(find("negative").whole()); }), "is -3 where a non-negative number"));
  CHECK(holds(outcome([&] { return std::to_string(find("real").whole()); }), "holds numbers where a whole number"));
  for (const char* other : {"compound", "opaque", "array", "lists", "reference"}) {
    CHECK(holds(number_of(sandbox, other), "where numbers are expected"));
    CHECK(holds(text_of(sandbox, other), "where text is expected"));
    CHECK(holds(outcome([&] { return find(other).word(); }), "where text is expected"));
  }
  CHECK(holds(text_of(sandbox, "real"), "holds numbers where text is expected"));
}

TEST_CASE("datasets: ranks, types, links and storage") {
  Sandbox sandbox;
  const double values[] = {7.0, 8.0, 9.0, 10.0};
  const std::int64_t ids[] = {3, -1};
  const hsize_t square[] = {2, 2};
  sandbox.dataset("list", H5T_NATIVE_DOUBLE, list(4), values);
  sandbox.dataset("scalar", H5T_NATIVE_DOUBLE, scalar(), values);
  sandbox.dataset("square", H5T_NATIVE_DOUBLE, Id(H5Screate_simple(2, square, nullptr), H5Sclose), values);
  sandbox.dataset("negative", H5T_NATIVE_INT64, list(2), ids);
  sandbox.dataset("nothing", H5T_NATIVE_INT64, Id(H5Screate(H5S_NULL), H5Sclose), nullptr);
  const std::uint64_t large[] = {1, ~std::uint64_t{0}};
  sandbox.dataset("large", H5T_NATIVE_UINT64, list(2), large);
  sandbox.dataset("swapped", H5T_IEEE_F64BE, list(1), "\x40\x1c\0\0\0\0\0\0"); // 7
  const Id opaque(H5Tcreate(H5T_OPAQUE, 4), H5Tclose);
  sandbox.dataset("opaque", opaque, list(1), "abcd");
  const char* words[] = {"one", "", nullptr, "µ"};
  const Id variable(text_type(H5T_VARIABLE));
  sandbox.dataset("words", variable, list(4), words);
  sandbox.dataset("padded", text_type(4, H5T_STR_SPACEPAD), list(2), "ab  cdef");
  const hid_t file = sandbox.writing();
  REQUIRE(H5Lcreate_soft("/list", file, "soft", H5P_DEFAULT, H5P_DEFAULT) >= 0);
  REQUIRE(H5Lcreate_soft("/circle", file, "circle", H5P_DEFAULT, H5P_DEFAULT) >= 0);
  REQUIRE(H5Lcreate_soft("/nowhere", file, "dangling", H5P_DEFAULT, H5P_DEFAULT) >= 0);
  REQUIRE(H5Lcreate_external("absent.h5", "/list", file, "elsewhere", H5P_DEFAULT, H5P_DEFAULT) >= 0);
  REQUIRE(H5Lcreate_external("any2.h5", "/list", file, "beside", H5P_DEFAULT, H5P_DEFAULT) >= 0);
  { const Id group(H5Gcreate2(file, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose); }
  const Id external(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_external(external, "/etc/hostname", 0, 8);
  sandbox.dataset("external", H5T_NATIVE_INT64, list(1), nullptr, external);
  const Id mapped(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_virtual(mapped, list(4), ".", "/list", list(4));
  sandbox.dataset("virtual", H5T_NATIVE_DOUBLE, list(4), nullptr, mapped);
  const hsize_t chunk = 1000;
  const Id chunks(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_chunk(chunks, 1, &chunk);
  sandbox.dataset("unstored", H5T_NATIVE_DOUBLE, list(10'000'000'000), nullptr, chunks);
  const hsize_t endless[] = {hsize_t{1} << 40, hsize_t{1} << 40};
  const hsize_t small[] = {1000, 1};
  const Id wide(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_chunk(wide, 2, small);
  const Id too_many(H5Screate_simple(2, endless, nullptr), H5Sclose);
  if (too_many.valid()) {
    const Id made(H5Dcreate2(file, "endless", H5T_NATIVE_INT8, too_many, H5P_DEFAULT, wide, H5P_DEFAULT), H5Dclose);
  }
  H5Pset_filter(chunks, 32000, H5Z_FLAG_OPTIONAL, 0, nullptr);
  sandbox.dataset("filtered", H5T_NATIVE_DOUBLE, list(4000), nullptr, chunks);
  {
    const Id second(H5Fcreate(sandbox.beside("any2.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose);
    const Id made(H5Dcreate2(second, "list", H5T_NATIVE_DOUBLE, list(4), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                  H5Dclose);
    REQUIRE(H5Dwrite(made, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
  }
  sandbox.close();

  for (const char* fine : {"list", "soft", "swapped", "beside"})
    CHECK(first_row(sandbox, fine) == "7");
  CHECK(holds(first_row(sandbox, "scalar"), "has 0 dimensions where one is expected"));
  CHECK(holds(first_row(sandbox, "square"), "has 2 dimensions where one is expected"));
  CHECK(holds(first_row(sandbox, "nothing"), "is empty"));
  for (const char* other : {"opaque", "words"})
    CHECK(holds(first_row(sandbox, other), "does not hold numbers"));
  for (const char* none : {"circle", "dangling", "elsewhere", "absent"})
    CHECK(holds(first_row(sandbox, none), "the dataset is missing"));
  CHECK(holds(first_row(sandbox, "group"), "a dataset is expected here, not a group"));
  for (const char* elsewhere : {"external", "virtual"})
    CHECK(holds(first_row(sandbox, elsewhere), "stores its values in external files"));
  CHECK(holds(first_row(sandbox, "unstored"), "claims 10000000000 rows but holds 0 bytes"));
  if (too_many.valid())
    CHECK(holds(first_row(sandbox, "endless"), "an impossible number of values"));
  CHECK(holds(first_row(sandbox, "filtered"), "uses HDF5 filter 32000"));

  const Id opened = open_to_read(sandbox.path());
  const auto open = [&](const char* name) { return Dataset::open(opened, name, sandbox.path(), name); };
  CHECK(open("scalar").all<double>() == std::vector<double>{7.0});
  CHECK(open("square").row_values() == 2);
  std::vector<float> row(2);
  open("square").read<float>(1, row);
  CHECK(row == std::vector<float>{9.0f, 10.0f});
  CHECK(open("words").texts() == std::vector<std::string>{"one", "", "", "µ"});
  CHECK(open("padded").texts() == std::vector<std::string>{"ab", "cdef"});
  CHECK(holds(outcome([&] { return std::to_string(open("negative").all<std::uint64_t>().size()); }),
              "row 1: -1 where a non-negative number is expected"));
  CHECK(holds(outcome([&] { return std::to_string(open("large").all<std::int64_t>().size()); }),
              "row 1: 18446744073709551615 where a number below 2^63 is expected"));
  CHECK(open("large").all<std::uint64_t>().back() == large[1]);
  CHECK(holds(outcome([&] { return std::to_string(open("list").all<std::int64_t>().size()); }),
              "does not hold whole numbers"));
  CHECK(holds(outcome([&] {
                std::vector<double> beyond(2);
                open("list").read<double>(3, beyond);
                return std::string();
              }),
              "has 4 rows"));
  CHECK(children(opened).size() >= 17);
  CHECK(holds(outcome([&] {
                open_group(opened, "list", sandbox.path(), "/list");
                return std::string();
              }),
              "a group is expected here"));
}

TEST_CASE("files that are none") {
  Sandbox sandbox;
  sandbox.close();
  CHECK(holds(outcome([&] {
                open_to_read(sandbox.beside("absent.h5"));
                return std::string();
              }),
              "does not exist"));
  sandbox.set_bytes("text");
  CHECK(holds(outcome([&] {
                open_to_read(sandbox.path());
                return std::string();
              }),
              "not an HDF5 file"));
}

// HDF5 1.10 loops for ever over the first damage and reads beyond its memory over others.
TEST_CASE("every byte of a global heap may be damaged") {
  for (const hsize_t user_block : {0, 512}) {
    Sandbox sandbox(user_block);
    const char* texts[] = {"seconds", "milliseconds", "a third text that is longer"};
    const Id variable(text_type(H5T_VARIABLE));
    for (const char*& text : texts)
      sandbox.attribute(text, variable, scalar(), &text);
    sandbox.dataset("words", variable, list(3), texts);
    sandbox.close();
    for (const char* text : texts)
      CHECK(text_of(sandbox, text) == text);
    const std::string sane = sandbox.bytes();
    const std::size_t heap = sane.find("GCOL");
    REQUIRE(heap != std::string::npos);
    std::string bytes = sane;
    REQUIRE(bytes[heap + 24] == 7); // the length of "seconds"
    bytes[heap + 24] = 0;
    sandbox.set_bytes(bytes);
    CHECK(holds(text_of(sandbox, "seconds"), "The attribute seconds of "));
    CHECK(holds(text_of(sandbox, "seconds"), "the heap of its strings is damaged"));
    for (std::size_t at = heap; at < heap + 200; ++at)
      for (const int value : {0, 1, 0x7f, 0xff}) {
        bytes = sane;
        bytes[at] = static_cast<char>(value);
        sandbox.set_bytes(bytes);
        for (const char* text : texts)
          CHECK_FALSE(text_of(sandbox, text).size() > 300);
        CHECK_FALSE(outcome([&] {
                      const Id file = open_to_read(sandbox.path());
                      return Dataset::open(file, "words", sandbox.path(), "/words").texts().front();
                    }).size() > 300);
      }
  }
}
