// SPDX-License-Identifier: Apache-2.0
// The one reader of text tables: whatever a spreadsheet, NumPy, pandas or R writes gives the numbers of the plain file.
#include "engine/core/csv.h"
#include "engine/core/csv_reader.h"
#include "engine/core/errors.h"
#include "engine/core/number_text.h"
#include "tests/support/sentences.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>

#include <cmath>
#include <doctest/doctest.h>
#include <fstream>
#include <functional>
#include <limits>

using namespace striate;
using namespace striate::test;

namespace {

std::string utf16(std::string_view ascii, bool little) {
  std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : ascii) {
    if (!little)
      bytes += '\0';
    bytes += c;
    if (little)
      bytes += '\0';
  }
  return bytes;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

const std::string plain = "node_id,pop_name,x\n0,e23Cux2,1.5\n1,i4Pvalb,-2.25\n2,L2/3 Exc,1000\n";

void is_plain(const std::string& text) {
  CAPTURE(text);
  const CsvTable table = CsvTable::parse(text, "t.csv");
  REQUIRE(table.rows() == 3);
  CHECK(table.integer(1, "node_id") == 1);
  CHECK(table.text(0, "pop_name") == "e23Cux2");
  CHECK(table.text(2, "pop_name") == "L2/3 Exc");
  CHECK(table.numbers("x") == std::vector<double>{1.5, -2.25, 1000.0});
}

} // namespace

TEST_CASE("Tables: separators, quotes, comments, line ends") {
  const CsvTable commas = CsvTable::parse("# note\na,b,\"c d\"\r\n1,,\"x, y\"\r\n\n-2.5e3,nan,z", "t.csv");
  CHECK(commas.rows() == 2);
  CHECK(commas.columns() == std::vector<std::string>{"a", "b", "c d"});
  CHECK(commas.integer(0, "a") == 1);
  CHECK(commas.number(1, "a") == -2500.0);
  CHECK(std::isnan(commas.number(0, "b")));
  CHECK(std::isnan(commas.number(1, "b")));
  CHECK(commas.text(0, "c d") == "x, y");
  CHECK(commas.numbers("a") == std::vector<double>{1.0, -2500.0});
  CHECK(commas.has_column("b"));
  CHECK_FALSE(commas.has_column("B"));

  const CsvTable spaces = CsvTable::parse("id  name  value\n1 \"two words\"   NULL\n", "s.csv");
  CHECK(spaces.text(0, "name") == "two words");
  CHECK(std::isnan(spaces.number(0, "value")));
}

TEST_CASE("Tables: every dialect gives the numbers of the plain file") {
  is_plain(plain);
  is_plain("\xEF\xBB\xBF" + plain);
  is_plain(utf16(plain, true));
  is_plain(utf16(plain, false));
  is_plain(utf16(replaced(plain, ",", "\t"), true)); // "Unicode text" of a spreadsheet
  is_plain(replaced(plain, ",", ";"));
  is_plain(replaced(plain, ",", "\t"));
  is_plain("sep=;\r\n" + replaced(replaced(plain, ",", ";"), "\n", "\r\n"));
  is_plain("\xEF\xBB\xBF\"SEP=\t\"\n" + replaced(plain, ",", "\t"));
  is_plain(replaced(replaced(plain, ",", ";"), ".", ","));
  is_plain(replaced(replaced(plain, ",", "\t"), ".", ","));
  is_plain(replaced(plain, "\n", "\r"));
  is_plain(replaced(plain, "\n", "\r\n"));
  is_plain(replaced(plain, "\n", "\n\n"));
  is_plain(plain.substr(0, plain.size() - 1));
  is_plain(replaced(plain, ",", " , "));
  is_plain(replaced(plain, "\n", ",\n"));
  is_plain(replaced(plain, "\n", ",,,\n") + ",,,,,\n");
  is_plain("node_id;pop_name;x\n" + replaced(plain.substr(plain.find('\n') + 1), ",", ";") + ";;\n");
  is_plain("node_id,pop_name,x\n" + replaced(plain.substr(plain.find('\n') + 1), "\n", ",\n"));
  is_plain("node_id,pop_name,x,\n" + plain.substr(plain.find('\n') + 1));
  is_plain(replaced("  " + plain, "\n", "  \n  "));
  is_plain("\"node_id\",\"pop_name\",\"x\"\n\"0\",\"e23Cux2\",\"1.5\"\n\"1\",\"i4Pvalb\",\"-2.25\"\n\"2\",\"L2/3 "
           "Exc\",\"1000\"\n");
  is_plain(",node_id,pop_name,x\n0,0,e23Cux2,1.5\n1,1,i4Pvalb,-2.25\n2,2,L2/3 Exc,1000\n");
  is_plain(" node_id pop_name x\n0 0 e23Cux2 1.5\n1 1 i4Pvalb -2.25\n2 2 \"L2/3 Exc\" 1000\n");
  is_plain("\tnode_id\tpop_name\tx\n0\t0\te23Cux2\t1.5\n1\t1\ti4Pvalb\t-2.25\n2\t2\tL2/3 Exc\t1000\n");
  is_plain("# node_id,pop_name,x\n" + plain.substr(plain.find('\n') + 1));
  is_plain("#made by a script, today\n#node_id pop_name x\n" + plain.substr(plain.find('\n') + 1));
}

TEST_CASE("Tables: numbers as programs spell them") {
  const CsvTable table = CsvTable::parse("v\n+1\n1.\n.5\n1e3\n1E+03\n\" 7 \"\n-.5e-1\ninf\n-Infinity\n", "t.csv");
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(table.numbers("v") == std::vector<double>{1, 1, .5, 1000, 1000, 7, -.05, infinity, -infinity});
  CHECK(table.integer(0, "v") == 1);
  CHECK(table.integer(4, "v") == 1000);
  CHECK(error_of([&] { table.integer(7, "v"); }) == "t.csv, line 9, column \"v\": \"inf\" is not a whole number.");
  for (const char* word :
       {"", "nan", "NaN", "-nan", "NA", "N/A", "n/a", "#N/A", "null", "NULL", "None", "none", "<NA>"}) {
    CAPTURE(word);
    const CsvTable one = CsvTable::parse(fmt::format("v,w\n1,{}\n", word), "t.csv");
    CHECK(one.missing(0, "w"));
    CHECK(std::isnan(one.number(0, "w")));
    CHECK(error_of([&] { one.integer(0, "w"); }).find("a whole number is missing") != std::string::npos);
  }
  for (const char* word : {"1,5", "1 000", "0x10", "1e999", "--1", "+-1", "1.5.2", "12a", "-", "+", "1e", "nanx"}) {
    CAPTURE(word);
    const CsvTable one = CsvTable::parse(fmt::format("v,w\n1,\"{}\"\n", word), "t.csv");
    CHECK(error_of([&] { one.number(0, "w"); }).find("t.csv, line 2, column \"w\"") == 0);
  }
}

TEST_CASE("Tables: decimal commas, and what may be a separator of thousands") {
  const CsvTable table = CsvTable::parse("a;b\n1,5;-,25\n2;1e3\n-0,5e1;7,\n", "t.csv");
  CHECK(table.numbers("a") == std::vector<double>{1.5, 2.0, -5.0});
  CHECK(table.numbers("b") == std::vector<double>{-.25, 1000.0, 7.0});
  for (const char* text : {"1,234.5", "1.234,5", "1,234,567"})
    CHECK(error_of([&] { CsvTable::parse(fmt::format("a;b\n1;{}\n", text), "t.csv").number(0, "b"); }) ==
          fmt::format("t.csv, line 2, column \"b\": \"{}\" is not a number in a table separated by "
                      "semicolons: write it without thousands separators and with a decimal point or comma.",
                      text));
  const CsvTable mixed = CsvTable::parse("a;b\n1;1,5\n3;2.5\n", "t.csv");
  CHECK(mixed.number(1, "a") == 3.0);
  const std::string sentence = error_of([&] { mixed.number(0, "b"); });
  CHECK(sentence.find("\"1,5\" has a different decimal mark from the number at t.csv, line 3, column \"b\"") !=
        std::string::npos);
  CHECK(error_of([&] { mixed.number(1, "b"); }) != "no error");
}

TEST_CASE("Tables: quotes hold separators, line breaks and quotes") {
  const CsvTable table =
      CsvTable::parse("id,text,x\n1,\"a \"\"b\"\", c\",2\n2,\"two\nlines\",3\r\n3,it's 5\" long,4\n", "t.csv");
  REQUIRE(table.rows() == 3);
  CHECK(table.text(0, "text") == "a \"b\", c");
  CHECK(table.text(1, "text") == "two\nlines");
  CHECK(table.text(2, "text") == "it's 5\" long");
  CHECK(table.line(1) == 3);
  CHECK(table.line(2) == 5);
  CHECK(error_of([] { CsvTable::parse("a,b\n1,\"x\n2,3\n", "t.csv"); }) == "t.csv, line 2: a quote is not closed.");
  CHECK(error_of([] { CsvTable::parse("a,b\n1,\"x\"y\n", "t.csv"); }).find("t.csv, line 2: text follows a closing") ==
        0);
}

TEST_CASE("Tables: the sentence names file, line, column and what is wrong") {
  const CsvTable table = CsvTable::parse("# note\na,b\n1,2\n1.5,two\n", "t.csv");
  CHECK(error_of([&] { table.number(1, "b"); }) ==
        "t.csv, line 4, column \"b\": \"two\" is not a number (fields assumed to be separated by commas).");
  CHECK(error_of([&] { table.integer(1, "a"); }) == "t.csv, line 4, column \"a\": \"1.5\" is not a whole number.");
  CHECK(error_of([&] { table.text(0, "c"); }) == "t.csv lacks the column \"c\".");
  CHECK(error_of([] { CsvTable::parse("a,b\n1,2,3\n", "t.csv"); }) ==
        "t.csv, line 2: 3 fields where the header has 2 (separated by commas); the file is damaged or uses another "
        "separator.");
  CHECK(error_of([] { CsvTable::parse("a;b\n1\n", "t.csv"); }).find("t.csv, line 2: 1 fields where") == 0);
  CHECK(CsvTable::parse("cell type\nPvalb\nSst\n", "t.csv").columns() == std::vector<std::string>{"cell type"});
  CHECK(error_of([] { CsvTable::parse("# only a note\n", "t.csv"); }) ==
        "t.csv has no header line; it is empty or not a table.");
  CHECK(error_of([] { CsvTable::parse("1 2\n3 4\n", "t.csv"); }).find("it begins with numbers") != std::string::npos);
  CHECK(error_of([] { CsvTable::read("no/such/file.csv"); }) ==
        "The table no/such/file.csv cannot be read; check that it exists and is readable.");
  CHECK(error_of([] { CsvTable::parse(std::string_view("a,b\n1,\0\n", 8), "t.csv"); }).find("contains zero bytes") !=
        std::string::npos);
  const CsvTable twice = CsvTable::parse("a,b,a\n1,2,3\n", "t.csv");
  CHECK(twice.number(0, "b") == 2.0);
  CHECK(error_of([&] { twice.number(0, "a"); }) == "t.csv has two columns \"a\"; rename one of them.");
}

TEST_CASE("Rows of a table are read in a stream, also without a header and a second time") {
  const test::TemporaryFolder folder;
  const auto file = folder / "spikes.csv";
  {
    std::ofstream out(file, std::ios::binary);
    out << "# long\n\ntimestamps\tnode_ids\r\n";
    for (int i = 0; i < 100'000; ++i) // beyond one piece
      out << i << ".5\t" << i % 7 << "\r\n";
  }
  CsvReader reader(file);
  CHECK(reader.columns() == std::vector<std::string>{"timestamps", "node_ids"});
  CHECK(reader.find_column("node_ids") == 1);
  CHECK_FALSE(reader.find_column("population"));
  for (int pass = 0; pass < 2; ++pass) {
    std::int64_t rows = 0;
    bool same = true;
    while (reader.next()) {
      same = same && reader.number(0) == static_cast<double>(rows) + .5 && reader.integer(1) == rows % 7 &&
             reader.line() == static_cast<std::uint64_t>(rows) + 4;
      ++rows;
    }
    CHECK(same);
    CHECK(rows == 100'000);
    reader.rewind();
  }
  CsvReader bare("51\t23.4\n52\t1e2\n", "spikes.dat");
  CHECK_FALSE(bare.has_header());
  CHECK(bare.field_count() == 2);
  REQUIRE(bare.next());
  CHECK(bare.integer(0) == 51);
  CHECK(bare.number(1) == 23.4);
  CHECK(bare.place(1) == "spikes.dat, line 1, column 2");
  REQUIRE(bare.next());
  CHECK_FALSE(bare.next());
}

TEST_CASE("Numbers in text: the whole text, one spelling, no locale") {
  CHECK(parse_number("75.5") == 75.5);
  CHECK(parse_number(" +1e3 ") == 1000.0);
  for (const char* text : {"", " ", "75,5", "1 2", "+", "+-1", "nan", "inf", "1e999", "0x10", "1.5x", "+ 1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text));
  }
  CHECK(parse_whole<int>("+12") == 12);
  CHECK_FALSE(parse_whole<int>("1.0"));
  CHECK_FALSE(parse_whole<std::uint8_t>("256"));
  CHECK_FALSE(parse_whole<unsigned>("-1"));
  std::string_view text = "5:rest";
  CHECK(take_number(text) == 5.0);
  CHECK(text == ":rest");
  CHECK_FALSE(take_number(text));
}
