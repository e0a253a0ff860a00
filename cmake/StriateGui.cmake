# SPDX-License-Identifier: Apache-2.0
# Qt and VTK, found once for ui/ and app/. VTK must be asked for by component: without, its Qt 5 widgets are demanded.
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Svg)
find_package(VTK 9.1 REQUIRED COMPONENTS CommonCore CommonDataModel RenderingCore RenderingContext2D)
