package link

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"rapporteur/internal/doc"
	"rapporteur/internal/register"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// sentence makes a document of one sentence: words between single spaces, all
// of them proper nouns but the verb "said", which is the root. The words of
// person are an entity.
func sentence(t *testing.T, words, person, day string) *doc.Document {
	t.Helper()
	d := doc.New(words, text.Span{End: text.Offset(len(words))}, when.Date{From: day, To: day}, "")
	var toks []doc.Token
	var tags []doc.Tag
	var heads []int
	var rels []string
	var ents []doc.Entity
	at, root := 0, 0
	forms := strings.Fields(words)
	for i, f := range forms {
		toks = append(toks, doc.Token{Span: text.Span{Start: text.Offset(at), End: text.Offset(at + len(f))}, Form: f})
		at += len(f) + 1
		tag := doc.Tag{UPOS: "PROPN", Lemma: f}
		if f == "said" {
			tag.UPOS, root = "VERB", i
		}
		tags = append(tags, tag)
	}
	for range forms {
		heads, rels = append(heads, root), append(rels, "nsubj")
	}
	heads[root], rels[root] = -1, "root"
	n := len(strings.Fields(person))
	for i := 0; i+n <= len(forms); i++ {
		if strings.Join(forms[i:i+n], " ") == person {
			ents = append(ents, doc.Entity{Start: i, End: i + n, Type: doc.Person})
		}
	}
	for _, err := range []error{d.SetTokens(toks, []doc.Sentence{{End: len(toks)}}), d.SetTags(tags), d.SetTree(heads, rels), d.SetEntities(ents)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func TestNamesakes(t *testing.T) {
	r, err := register.Load(fstest.MapFS{"leaders.tsv": {Data: []byte("# rapporteur register leaders 1\nperson\taliases\tstate\ttitle\tfrom\tto\n" +
		"Jane Quillfeather (one)\tJane Quillfeather\tAZE\tpresident\t2010\t2018\n" +
		"Jane Quillfeather (two)\tJane Quillfeather\tNZL\tdefence minister\t2010\t2018\n" +
		"Anna Oakshott\tOakie\tAZE\tforeign minister\t2010\t2018\n" +
		"John Oakshott\t\tAZE\tdefence minister\t2012\t2018\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		phenomenon, words, person, want string
	}{
		{"the one whose country is named", "Jane Quillfeather said Wellington New Zealand", "Jane Quillfeather", "person/jane-quillfeather-two"},
		{"without a country, the one who leads a state", "Jane Quillfeather said no", "Jane Quillfeather", "person/jane-quillfeather-one"},
		{"the one introduced by the full name, though the register gives the last name to another", "Anna Oakshott said Oakshott Azerbaijan", "Oakshott", "person/anna-oakshott"},
	} {
		l := Find(sentence(t, tt.words, tt.person, "2015-06-01"), r)
		var got []string
		for _, a := range l.Actors {
			if a.Kind == register.Person {
				got = append(got, a.Key)
			}
		}
		if len(got) != 1 || got[0] != "reg:"+tt.want {
			t.Errorf("%s: %v, want %s alone", tt.phenomenon, got, tt.want)
		}
	}
}

// knowsPerson says that one of the actors is a person of the register.
func knowsPerson(l *Links) bool {
	return slices.ContainsFunc(l.Actors, func(a Actor) bool { return a.Known != nil && a.Known.Kind == register.Person })
}

func TestLastNameFarFromOffice(t *testing.T) {
	r, err := register.Load(fstest.MapFS{"leaders.tsv": {Data: []byte("# rapporteur register leaders 1\nperson\taliases\tstate\ttitle\tfrom\tto\n" +
		"Jane Quillfeather\t\tAZE\tpresident\t1950-03\t1955\n" +
		"Jane Quillfeather\t\tAZE\tforeign minister\t1947\t1950-03\n" +
		"John Threadgold\t\tAZE\tdefence minister\t2012\t2018\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		phenomenon, words, person, day string
		known                          bool
	}{
		{"last name, in office", "Quillfeather said no", "Quillfeather", "1952-06-01", true},
		{"last name, some years after, country named", "Quillfeather said Azerbaijan", "Quillfeather", "1970-06-01", true},
		{"last name, generations after, country named", "Quillfeather said Azerbaijan", "Quillfeather", "2015-06-01", false},
		{"last name, long before, country named", "Quillfeather said Azerbaijan", "Quillfeather", "1930-06-01", false},
		{"generations after, with title", "President Quillfeather said no", "Quillfeather", "2015-06-01", true},
		{"generations after, full name", "Jane Quillfeather said no", "Jane Quillfeather", "2015-06-01", true},
		{"no day", "Quillfeather said no", "Quillfeather", "", true},
		{"last name of a minister, country not named", "Threadgold said no", "Threadgold", "2015-06-01", false},
		{"last name of a minister, country named", "Threadgold said Azerbaijan", "Threadgold", "2015-06-01", true},
		{"last name of a minister, with title", "Minister Threadgold said no", "Threadgold", "2015-06-01", true},
	} {
		l := Find(sentence(t, tt.words, tt.person, tt.day), r)
		if known := knowsPerson(l); known != tt.known {
			t.Errorf("%s: known %v, want %v: %+v", tt.phenomenon, known, tt.known, l.Actors)
		}
	}
}

func TestLastNameBehindOthers(t *testing.T) {
	r, err := register.Load(fstest.MapFS{"leaders.tsv": {Data: []byte("# rapporteur register leaders 1\nperson\taliases\tstate\ttitle\tfrom\tto\n" +
		"Jane Quillfeather\tJanet Olga Quillfeather\tAZE\tpresident\t2010\t2020\n" +
		"Tom Fennwick\tFennwick\tAZE\tprime minister\t2010\t2020\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		phenomenon, words, person string
		known                     bool
	}{
		{"another first name", "Peter Quillfeather said no", "Peter Quillfeather", false},
		{"another first name before a short form", "Sue Fennwick said no", "Sue Fennwick", false},
		{"a first name of an alias", "Janet Quillfeather said no", "Janet Quillfeather", true},
		{"a middle name of an alias", "Olga Quillfeather said no", "Olga Quillfeather", true},
		{"title inside the entity", "President Quillfeather said no", "President Quillfeather", true},
		{"title before the short form", "Minister Fennwick said no", "Minister Fennwick", true},
	} {
		l := Find(sentence(t, tt.words, tt.person, "2015-06-01"), r)
		if known := knowsPerson(l); known != tt.known {
			t.Errorf("%s: known %v, want %v: %+v", tt.phenomenon, known, tt.known, l.Actors)
		}
	}
}

func TestNamesake(t *testing.T) {
	r, err := register.Load(fstest.MapFS{"leaders.tsv": {Data: []byte("# rapporteur register leaders 1\nperson\taliases\tstate\ttitle\tfrom\tto\n" +
		"Otto Brown\t\tAZE\tpresident\t1950\t1955\n" +
		"Otto Quillfeather\t\tAZE\tpresident\t1955\t1957\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		phenomenon, words, person, day string
		known                          bool
	}{
		{"frequent last name, generations after", "Otto Brown said no", "Otto Brown", "2015-06-01", false},
		{"the country named", "Azerbaijan heard Otto Brown said no", "Otto Brown", "2015-06-01", true},
		{"in office", "Otto Brown said no", "Otto Brown", "1952-06-01", true},
		{"rare last name", "Otto Quillfeather said no", "Otto Quillfeather", "2015-06-01", true},
	} {
		l := Find(sentence(t, tt.words, tt.person, tt.day), r)
		if known := knowsPerson(l); known != tt.known {
			t.Errorf("%s: known %v, want %v: %+v", tt.phenomenon, known, tt.known, l.Actors)
		}
	}
}

// A common last name means whoever held the title that stands before it.
func TestTitledLastName(t *testing.T) {
	r, err := register.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ words, person, day, want string }{
		{"President Bush said", "Bush", "1990-05-05", "George H. W. Bush"},
		{"President Bush said", "Bush", "2003-05-05", "George W. Bush"},
		{"Boatswain Bush said", "Bush", "2003-05-05", "Bush"},
	} {
		l := Find(sentence(t, c.words, c.person, c.day), r)
		if a := l.At(1); a < 0 || l.Actors[a].Name != c.want && (l.Actors[a].Known == nil || l.Actors[a].Known.Name != c.want) {
			t.Errorf("%s, %s: %+v, want %s", c.words, c.day, l.Actors, c.want)
		}
	}
}
