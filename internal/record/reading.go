package record

import "context"

// Reading names an earlier reading of an article, by the engine that made it.
type Reading struct {
	Article string `json:"article"`
	Engine  string `json:"engine"`
}

// Readings is what a store offers beside Store so that a record read by an
// older version is kept, beside the present one, until it is dropped. Nothing
// but this interface sees kept readings.
type Readings interface {
	// KeepReading keeps a record under its article and engine; one that is
	// there already is left as it is, and then added is false.
	KeepReading(ctx context.Context, rec *Record) (added bool, err error)
	// Readings lists what is kept, by article, then engine.
	Readings(ctx context.Context) ([]Reading, error)
	// Reading gives a kept record; ErrNotFound if there is none.
	Reading(ctx context.Context, r Reading) (*Record, error)
	// DropReadings removes the readings of an engine, of all engines where it
	// is "", and says how many they were.
	DropReadings(ctx context.Context, engine string) (n int, err error)
}
