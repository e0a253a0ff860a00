#pragma once
// clang-format off
#include <QString>
#include <clocale>
#include <string>

inline double number(const std::string& text) { return std::stod(text); }
inline void locale() { setlocale(LC_ALL, ""); }
