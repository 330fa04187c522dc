package gazetteer

import (
	"math"
	"slices"
)

// earthRadius is the mean radius in kilometres.
const earthRadius = 6371.0

// Distance is the great-circle distance in kilometres between two points in
// degrees (haversine formula).
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	dLat, dLon := (lat2-lat1)*rad, (lon2-lon1)*rad
	a := math.Sin(dLat/2)*math.Sin(dLat/2) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Sin(dLon/2)*math.Sin(dLon/2)
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(a)))
}

// Nearby finds populated places by position. It is built once with
// Gazetteer.Nearby and may be shared.
type Nearby struct {
	g    *Gazetteer
	refs []Ref
	cell []int32 // cell number of each of refs, sorted
}

func cellOf(lat, lon float64) int32 {
	y := min(max(int32(math.Floor(lat))+90, 0), 179)
	x := (int32(math.Floor(lon))%360 + 540) % 360
	return y*360 + x
}

// Nearby sorts the populated places into cells of one degree (about 20 ms for
// the embedded gazetteer).
func (g *Gazetteer) Nearby() *Nearby {
	n := &Nearby{g: g}
	type item struct {
		cell int32
		ref  Ref
	}
	var items []item
	for ti, t := range g.tables {
		for i := range t.id {
			r := g.base[ti] + Ref(i)
			switch kinds[t.kind[i]&0x0f] {
			case City, Village, Quarter:
				items = append(items, item{cellOf(float64(t.lat[i])/degree, float64(t.lon[i])/degree), r})
			}
		}
	}
	slices.SortFunc(items, func(a, b item) int {
		if a.cell != b.cell {
			return int(a.cell - b.cell)
		}
		return int(a.ref - b.ref)
	})
	for _, it := range items {
		n.refs = append(n.refs, it.ref)
		n.cell = append(n.cell, it.cell)
	}
	return n
}

// Nearest is the populated place closest to a point and its distance in
// kilometres, looked for up to two degrees away; ok is false if there is none.
func (n *Nearby) Nearest(lat, lon float64) (p Place, km float64, ok bool) {
	best, at := math.Inf(1), NoRef
	for dy := -2; dy <= 2; dy++ {
		for dx := -2; dx <= 2; dx++ {
			if lat+float64(dy) < -90 || lat+float64(dy) > 90 {
				continue
			}
			c := cellOf(lat+float64(dy), lon+float64(dx))
			i, _ := slices.BinarySearch(n.cell, c)
			for ; i < len(n.cell) && n.cell[i] == c; i++ {
				b := n.g.Brief(n.refs[i])
				if d := Distance(lat, lon, b.Lat, b.Lon); d < best {
					best, at = d, n.refs[i]
				}
			}
		}
	}
	if at == NoRef {
		return Place{}, 0, false
	}
	return n.g.Place(at), best, true
}
