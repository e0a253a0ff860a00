#pragma once

class Far {
};
