package gazetteer

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Dump collects lines of a GeoNames dump file (cities500.txt,
// cities15000.txt, allCountries.txt, or a state's file) and turns them into
// rows. The layout is the 19 columns of the GeoNames readme.
type Dump struct {
	iso3  map[string]string // ISO2 -> ISO3
	rows  []dumpRow
	names map[string]division // code -> what Division said
}

type dumpRow struct {
	Row
	code1, code2 string // GeoNames codes: "UA.14", "US.CA.059"; "" if none
}

type division struct {
	name    string
	id      int
	aliases []string
}

// NewDump starts a collection; iso3 translates country codes.
func NewDump(iso3 map[string]string) *Dump {
	return &Dump{iso3: iso3, names: map[string]division{}}
}

// Division names a first-order ("UA.14") or second-order ("US.CA.059")
// division, as admin1CodesASCII.txt and admin2Codes.txt do.
func (d *Dump) Division(code, name string, id int, aliases []string) {
	d.names[code] = division{name, id, aliases}
}

// Line adds one line and gives the id it has. Features that news does not
// name (shops, fields, streets) are passed over without error.
func (d *Dump) Line(line string) (id int, err error) {
	f := strings.Split(line, "\t")
	if len(f) < 15 {
		return 0, fmt.Errorf("%d columns, a GeoNames line has 19", len(f))
	}
	r := dumpRow{}
	if r.ID, err = strconv.Atoi(f[0]); err != nil || r.ID <= 0 || r.ID > 1<<32-1 {
		return 0, fmt.Errorf("geonameid %q is no number", f[0])
	}
	if r.Lat, err = strconv.ParseFloat(f[4], 64); err != nil || !(r.Lat >= -90 && r.Lat <= 90) {
		return 0, fmt.Errorf("latitude %q", f[4])
	}
	if r.Lon, err = strconv.ParseFloat(f[5], 64); err != nil || !(r.Lon >= -180 && r.Lon <= 180) {
		return 0, fmt.Errorf("longitude %q", f[5])
	}
	if f[14] != "" {
		if r.Population, err = strconv.Atoi(f[14]); err != nil || r.Population < 0 || r.Population > 1<<32-1 {
			return 0, fmt.Errorf("population %q", f[14])
		}
	}
	if f[8] != "" {
		if r.Country = d.iso3[f[8]]; r.Country == "" {
			return r.ID, nil // a code that no state of ours has, such as a dissolved state's
		}
	}
	r.Name = f[1]
	var keep bool
	if r.Kind, r.Rank, keep = kindOf(f[6], f[7], r.Population); !keep || r.Name == "" {
		return r.ID, nil
	}
	r.Alternates = alternates(f[1], f[2], f[3])
	if f[3] != "" {
		r.Fame = 1 + strings.Count(f[3], ",")
	}
	if f[10] != "" && f[10] != "00" {
		r.code1 = f[8] + "." + f[10]
		if f[11] != "" {
			r.code2 = r.code1 + "." + f[11]
		}
	}
	d.rows = append(d.rows, r)
	return r.ID, nil
}

// kindOf reads a feature class and code.
func kindOf(class, code string, pop int) (k Kind, rank Rank, keep bool) {
	switch class {
	case "P":
		switch code {
		case "PPLC":
			return City, Capital, true
		case "PPLA":
			return City, RegionSeat, true
		case "PPLA2":
			return City, DistrictSeat, true
		case "PPLX":
			return Quarter, Plain, true
		case "PPLH", "PPLQ", "PPLW", "PPLCH":
			return Village, Plain, true
		}
		if pop >= 1000 || code == "PPLA3" || code == "PPLG" {
			return City, Plain, true
		}
		return Village, Plain, true
	case "A":
		switch code {
		case "ADM1":
			return Region, Plain, true
		case "ADM2", "ADM3":
			return District, Plain, true
		}
	case "H":
		switch code {
		case "OCN", "SEA", "GULF", "STRT", "BAY", "CHN", "LK", "LKS", "RSV", "STM", "STMS", "CNL", "SD", "FJD", "LGN", "DLTA":
			return Water, Plain, true
		}
	case "T":
		switch code {
		case "ISL", "ISLS", "ISLET", "ATOL":
			return Island, Plain, true
		case "MT", "MTS", "PK", "PKS", "VLC", "PASS", "HLL", "HLLS":
			return Mountain, Plain, true
		case "PEN", "CAPE", "VAL", "PLN", "PLAT", "DSRT":
			return Area, Plain, true
		}
	case "L":
		switch code {
		case "RGN", "RGNH", "RGNE", "CONT":
			return Area, Plain, true
		case "MILB", "NVB":
			return Site, Plain, true
		}
	case "S":
		switch code {
		case "AIRB", "AIRP", "CMPRF", "DAM", "BDG", "PSN":
			return Site, Plain, true
		}
	}
	return "", Plain, false
}

// alternates keeps the other names in Latin letters that a newspaper might
// print. GeoNames mixes in airport codes and machine transliterations in lower
// case, which are left out.
func alternates(name, ascii, list string) []string {
	var out []string
	add := func(s string) {
		s = strings.TrimSpace(s)
		if s == "" || s == name || !latin(s) || len(s) <= 4 && strings.ToUpper(s) == s {
			return
		}
		first := []rune(s)[0]
		if !unicode.IsUpper(first) {
			w, _, cut := strings.Cut(strings.ReplaceAll(s, " ", "-"), "-")
			if !cut || !articles[w] {
				return
			}
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	add(ascii)
	for a := range strings.SplitSeq(list, ",") {
		add(a)
	}
	return out
}

func latin(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) && r != 'ʻ' && r != 'ʼ' {
			return false
		}
	}
	return true
}

// Rows puts the divisions first, gives those without coordinates of their own
// the middle of their towns and the sum of their inhabitants, and links every
// place to its divisions. Divisions without towns and coordinates are left
// out. The order depends only on the set of lines.
func (d *Dump) Rows() ([]Row, error) {
	rows := slices.Clone(d.rows)
	slices.SortFunc(rows, func(a, b dumpRow) int {
		return cmp.Or(strings.Compare(a.Country, b.Country), strings.Compare(a.code1, b.code1), strings.Compare(a.code2, b.code2), cmp.Compare(a.ID, b.ID))
	})
	members := map[string][]int{}
	own := map[string]int{} // code -> row that is the division itself
	for i, r := range rows {
		switch {
		case r.Kind == Region && r.code1 != "":
			own[r.code1] = i
		case r.Kind == District && r.code2 != "":
			own[r.code2] = i
		case r.Kind == City || r.Kind == Village:
			if r.code1 != "" {
				members[r.code1] = append(members[r.code1], i)
			}
			if r.code2 != "" {
				members[r.code2] = append(members[r.code2], i)
			}
		}
	}
	codes := make([]string, 0, len(d.names))
	for c := range d.names {
		if len(members[c]) > 0 {
			codes = append(codes, c)
		}
	}
	for c := range own {
		if _, named := d.names[c]; !named || len(members[c]) == 0 {
			codes = append(codes, c)
		}
	}
	slices.SortFunc(codes, func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Count(a, "."), strings.Count(b, ".")), strings.Compare(a, b))
	})
	codes = slices.Compact(codes)
	if len(codes) >= 65534 {
		return nil, fmt.Errorf("gazetteer: %d divisions, at most 65533 fit", len(codes))
	}
	var out []Row
	at := map[string]int{}
	used := map[int]bool{}
	for _, c := range codes {
		div := d.names[c]
		r := Row{ID: div.id, Name: div.name, Alternates: div.aliases, Kind: Region, Adm1: -1, Adm2: -1}
		cc, _, _ := strings.Cut(c, ".")
		r.Country = d.iso3[cc]
		if strings.Count(c, ".") == 2 {
			r.Kind = District
			if p, ok := at[c[:strings.LastIndexByte(c, '.')]]; ok {
				r.Adm1 = p
			}
		}
		if i, ok := own[c]; ok {
			used[i] = true
			r.ID, r.Lat, r.Lon, r.Population = rows[i].ID, rows[i].Lat, rows[i].Lon, rows[i].Population
			if r.Name == "" {
				r.Name = rows[i].Name
			}
			r.Alternates = append(slices.Clone(r.Alternates), rows[i].Alternates...)
		} else {
			r.Lat, r.Lon = middle(rows, members[c])
		}
		r.Alternates = append(slices.Clone(r.Alternates), plainDivision(r)...)
		if r.Population == 0 {
			for _, m := range members[c] {
				r.Population += rows[m].Population
			}
		}
		at[c] = len(out)
		out = append(out, r)
	}
	for i, r := range rows {
		if used[i] {
			continue
		}
		r.Adm1, r.Adm2 = -1, -1
		if p, ok := at[r.code1]; ok {
			r.Adm1 = p
		}
		if p, ok := at[r.code2]; ok {
			r.Adm2 = p
		}
		out = append(out, r.Row)
	}
	return out, nil
}

// plainDivision is the name of a division without its type word: Abyan for
// Abyan Governorate. Counties are never called so.
func plainDivision(r Row) []string {
	for _, w := range []string{"Governorate", "Province", "Department", "Region", "State", "Oblast", "Oblisi", "Division", "District", "Raion", "Rayon", "Prefecture", "Voivodeship", "Krai", "Republic", "Municipality", "Emirate"} {
		if s, ok := strings.CutSuffix(r.Name, " "+w); ok && len(s) > 2 {
			return []string{s}
		}
		for _, of := range []string{" of ", " de ", " "} {
			if s, ok := strings.CutPrefix(r.Name, w+of); ok && len(s) > 2 {
				return []string{s}
			}
		}
	}
	return nil
}

// middle is the centre of the box that holds the towns, leaving out the
// outermost twentieth on each side. Towns crowd on one side of many
// provinces, so that their mean lies farther from the middle of the area.
func middle(rows []dumpRow, members []int) (lat, lon float64) {
	var lats, lons []float64
	for _, m := range members {
		lats = append(lats, rows[m].Lat)
		lons = append(lons, rows[m].Lon)
	}
	slices.Sort(lats)
	slices.Sort(lons)
	cut := len(lats) / 20
	return (lats[cut] + lats[len(lats)-1-cut]) / 2, (lons[cut] + lons[len(lons)-1-cut]) / 2
}

// WantLoose says whether a row is found by skeleton too: only where names are
// transliterated from another script does that find more than it confuses.
func WantLoose(r Row) bool {
	return r.Kind != Quarter && strings.Contains(transliterated, " "+r.Country+" ")
}

// transliterated lists the states whose names come out of another script or
// have been written by several conventions.
const transliterated = " AFG ARE ARM AZE BGD BGR BHR BLR COM CYP DJI DZA EGY ERI ETH GEO GRC IND IRN IRQ ISR JOR KAZ KGZ KWT LBN LBY LKA MAR MDA MDV MKD MLI MMR MNG MRT NER NPL OMN PAK PSE QAT RUS SAU SDN SOM SRB SSD SYR TCD TJK TKM TUN TUR UKR UZB XKX YEM BIH MNE ESH THA KHM LAO "
