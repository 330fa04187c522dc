package lang

import (
	"fmt"
	"strings"
)

// Gender of a name, title or noun.
type Gender byte

// Genders; Unknown is the zero value.
const (
	Unknown Gender = 0
	Male    Gender = 'm'
	Female  Gender = 'f'
)

// Being is what a noun says of its bearer.
type Being struct {
	Group  bool // a body of people, else a person
	Gender Gender
}

func genderOf(s string) (Gender, error) {
	switch s {
	case "m":
		return Male, nil
	case "f":
		return Female, nil
	case "-":
		return Unknown, nil
	}
	return Unknown, fmt.Errorf("gender %q is none of m, f, -", s)
}

// loadGenders reads lines of a word and a gender.
func loadGenders(name string) (map[string]Gender, error) {
	out := map[string]Gender{}
	err := eachLine(name, func(f []string) error {
		if len(f) != 2 || f[0] != strings.ToLower(f[0]) {
			return fmt.Errorf("want lower-case word, tab, gender")
		}
		g, err := genderOf(f[1])
		if err != nil {
			return err
		}
		if _, dup := out[f[0]]; dup {
			return fmt.Errorf("%s stands here twice", f[0])
		}
		out[f[0]] = g
		return nil
	})
	return out, err
}

func loadBeings(name string) (map[string]Being, error) {
	out := map[string]Being{}
	err := eachLine(name, func(f []string) error {
		if len(f) != 3 || f[0] != strings.ToLower(f[0]) || f[1] != "person" && f[1] != "group" {
			return fmt.Errorf("want lower-case noun, person or group, gender")
		}
		g, err := genderOf(f[2])
		if err != nil {
			return err
		}
		if _, dup := out[f[0]]; dup {
			return fmt.Errorf("%s stands here twice", f[0])
		}
		out[f[0]] = Being{Group: f[1] == "group", Gender: g}
		return nil
	})
	return out, err
}
