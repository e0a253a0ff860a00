#pragma once

class Far {};
