# filled with the lgn tests
