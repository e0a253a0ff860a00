#pragma once
#include "engine/simulation/nest/tables.h"

class Far;
