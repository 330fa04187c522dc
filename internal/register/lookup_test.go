package register

import (
	"strings"
	"testing"
)

// embeddedRegister loads the embedded files once a test.
func embeddedRegister(t testing.TB) *Register {
	t.Helper()
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func ids(as []*Actor) string {
	var out []string
	for _, a := range as {
		out = append(out, a.ID)
	}
	return strings.Join(out, " ")
}

func TestLookup(t *testing.T) {
	r := embeddedRegister(t)
	tests := []struct{ phenomenon, name, at, want string }{
		{"state", "Azerbaijan", "", "state/AZE"},
		{"the-dropped", "the United States", "", "state/USA"},
		{"possessive", "Azerbaijan's", "", "state/AZE"},
		{"typographic possessive", "Azerbaijan’s", "", "state/AZE"},
		{"acronym with points", "U.S.", "", "state/USA"},
		{"acronym in capitals", "US", "", "state/USA"},
		{"pronoun is no acronym", "us", "", ""},
		{"pronoun at sentence start", "Us", "", ""},
		{"bird is no state", "turkey", "", ""},
		{"british acronym", "Nato", "", "org/nato"},
		{"exact acronym", "Who", "", ""},
		{"exact acronym in capitals", "WHO", "", "org/world-health-organization"},
		{"accents folded", "Recep Tayyip Erdogan", "2018-05-01", "person/recep-tayyip-erdogan"},
		{"accents kept", "Recep Tayyip Erdoğan", "2018-05-01", "person/recep-tayyip-erdogan"},
		{"schwa", "İlham Əliyev", "", "person/ilham-aliyev"},
		{"hyphen for space", "Nagorno Karabakh", "2020-02-14", "defacto/nagorno-karabakh"},
		{"other side's name", "Artsakh", "2020-02-14", "defacto/nagorno-karabakh"},
		{"apostrophe", "Sana'a", "", "gov/YEM"},
		{"capital", "Baku", "", "gov/AZE"},
		{"older name", "Zaire", "", "state/COD"},
		{"former state by date", "Yugoslavia", "1994-05-01", "state/YUG"},
		{"surname that is a month", "May", "2018-02-14", ""},
		{"part of a Burmese name", "Hlaing", "2021-03-14", ""},
		{"romanised from Ukrainian as from Russian", "Sergey Kyslytsya", "2025-02-14", "person/sergiy-kyslytsya"},
		{"romanised otherwise, first name", "Muhammad Morsy", "2012-12-14", "person/mohamed-morsi"},
		{"romanised otherwise, ending", "Volodymyr Zelenskiy", "2020-12-14", "person/volodymyr-zelenskyy"},
		{"article el for al", "Bashar el-Assad", "2015-12-14", "person/bashar-al-assad"},
		{"dj for the crossed d", "Zoran Djindjic", "2002-12-14", "person/zoran-dindic"},
		{"given name in use of a head of an organisation", "Surin", "2010-12-14", "person/surin-pitsuwan"},
		{"day of the week", "Friday", "2025-12-14", ""},
		{"country in a king's name", "Romania", "1946-03-14", "state/ROU"},
		{"number of a pope", "XVI", "2010-03-14", ""},
		{"given name in use as a last name", "Srettha", "2024-03-14", "person/srettha-thavisin"},
		{"organ", "OSCE Minsk Group", "2020-02-14", "org/osce-minsk-group"},
		{"possessive inside", "OSCE's Minsk Group", "2020-02-14", "org/osce-minsk-group"},
		{"composed body", "Azerbaijani foreign ministry", "", "body/AZE/foreign-ministry"},
		{"composed with possessive", "Georgia's defence ministry", "", "body/GEO/defence-ministry"},
		{"composed with of", "Ministry of Foreign Affairs of the Republic of Armenia", "", "body/ARM/foreign-ministry"},
		{"middle initial that the row lacks", "Rex W. Tillerson", "2017-05-01", "person/rex-tillerson"},
		{"name without its article", "Walid Muallem", "2015-05-01", "person/walid-al-moallem"},
		{"a name only after the", "The Hill", "", "outlet/usa-hill"},
		{"spelling of the newspapers", "Mohammed Mossadegh", "1952-06-01", "person/mohammad-mosaddegh"},
		{"last name of father and son, by day", "Duvalier", "1975-03-01", "person/jean-claude-duvalier person/francois-duvalier"},
		{"a common word without the", "Hill", "", ""},
		{"area of a state", "Gaza", "", "region/gaza"},
		{"abbreviation that is a word in small letters", "LeT", "", "group/lashkar-e-taiba"},
		{"word that is an abbreviation in capitals", "Let", "", ""},
		{"plain name before bracketed namesakes", "Supreme Court", "", "org/usa-us-supreme-court"},
		{"composed de facto", "Abkhaz foreign ministry", "", "body/abkhazia/foreign-ministry"},
	}
	for _, tt := range tests {
		t.Run(tt.phenomenon, func(t *testing.T) {
			if got := ids(r.Lookup(tt.name, tt.at)); got != tt.want {
				t.Errorf("Lookup(%q, %q) = %q, want %q", tt.name, tt.at, got, tt.want)
			}
		})
	}
}

// TestSharedSurname: of several who bear a surname the one who leads a state on
// the day comes first, then those in another office.
func TestSharedSurname(t *testing.T) {
	r := embeddedRegister(t)
	for _, tt := range []struct{ name, at, want string }{
		{"Aliyev", "2020-02-14", "person/ilham-aliyev"},
		{"Aliyev", "1995-02-14", "person/heydar-aliyev"},
		{"Papandreou", "1985-02-14", "person/andreas-papandreou"},
		{"Papandreou", "2010-02-14", "person/george-papandreou"},
	} {
		as := r.Lookup(tt.name, tt.at)
		if len(as) < 2 || as[0].ID != tt.want {
			t.Errorf("Lookup(%q, %q) = %q, want %q first of several", tt.name, tt.at, ids(as), tt.want)
		}
	}
}

func TestLongest(t *testing.T) {
	r := embeddedRegister(t)
	tests := []struct {
		text string
		i, n int
		want string
	}{
		{"the OSCE Minsk Group Co - Chairs visited", 1, 6, "org/osce-minsk-group-co-chairs"},
		{"Personal Representative of the OSCE Chairperson-in-Office Andrzej Kasprzyk", 0, 6, "org/osce-personal-representative"},
		{"Ambassador Andrzej Kasprzyk said", 1, 2, "person/andrzej-kasprzyk"},
		{"Tural Ganjaliyev , head", 0, 2, "person/tural-ganjaliyev"},
		{"The Azerbaijani community of Nagorno - Karabakh", 1, 6, "community/azerbaijani-community-of-nagorno-karabakh"},
		{"Azerbaijani and Armenian", 0, 1, "state/AZE"},
		{"Azerbaijan 's foreign ministry said", 0, 4, "body/AZE/foreign-ministry"},
		{"people in the street", 0, 0, ""},
		{"the city", 0, 0, ""},
		{"Islamic State militants", 0, 2, "group/islamic-state"},
		{"an Islamic state", 1, 0, ""},
		{"United Nations , Security Council", 0, 2, "org/united-nations"},
		{"al-Qaeda in Iraq", 0, 3, "group/al-qaeda-in-iraq"},
	}
	for _, tt := range tests {
		n, as := r.Longest(strings.Fields(tt.text), tt.i)
		if n != tt.n || ids(as) != tt.want {
			t.Errorf("Longest(%q, %d) = %d, %q, want %d, %q", tt.text, tt.i, n, ids(as), tt.n, tt.want)
		}
	}
}

func TestOffices(t *testing.T) {
	r := embeddedRegister(t)
	holders := []struct{ state, title, at, want string }{
		{"AZE", "president", "2020-02-14", "person/ilham-aliyev"},
		{"AZ", "foreign minister", "2020-02-14", "person/elmar-mammadyarov"},
		{"USA", "secretary of state", "2020-02-14", "person/mike-pompeo"},
		{"DEU", "head of government", "2010-01-01", "person/angela-merkel"},
		{"United Nations", "secretary-general", "2020-02-14", "person/antonio-guterres"},
		{"org/osce-personal-representative", "personal representative", "2020-02-14", "person/andrzej-kasprzyk"},
		{"USA", "president", "1993-01", "person/bill-clinton"},
		{"NGA", "prime minister", "1963-05-01", "person/abubakar-tafawa-balewa"},
		{"IRN", "head of government", "1952-06-01", "person/mohammad-mosaddegh"},
		{"CHL", "head of state", "1972-03-01", "person/salvador-allende"},
		{"EGY", "foreign minister", "1978-08-01", "person/mohamed-ibrahim-kamel"},
		{"defacto/somaliland", "president", "1999-01-01", "person/muhammad-haji-ibrahim-egal"},
		{"group/frelimo", "leader of the movement", "1965-01-01", "person/eduardo-mondlane"},
	}
	for _, tt := range holders {
		a, ten, ok := r.OfficeHolder(tt.state, tt.title, tt.at)
		if !ok || a.ID != tt.want {
			t.Errorf("OfficeHolder(%q, %q, %q) = %v, want %q", tt.state, tt.title, tt.at, a, tt.want)
		} else if !ten.HeldAt(tt.at) {
			t.Errorf("OfficeHolder(%q, %q, %q): term %+v does not cover the day", tt.state, tt.title, tt.at, ten)
		}
	}
	if _, _, ok := r.OfficeHolder("AZE", "president", "1890-01-01"); ok {
		t.Error("somebody held an office before its time")
	}
	codes := []struct{ id, at, country, sector, code string }{
		{"person/tural-ganjaliyev", "2019-06-01", "AZE", "CVL", "AZECVL"},
		{"person/andrzej-kasprzyk", "2020-02-14", "", "IGO", "IGO"},
		{"person/bill-clinton", "1995-05-05", "USA", "GOV", "USAGOV"},
		{"person/bill-clinton", "2012-05-05", "USA", "ELI", "USAELI"},
		{"person/arayik-harutyunyan", "2021-05-05", "", "PRE", "AZEPRE"},
		{"person/ilham-aliyev", "", "AZE", "GOV", "AZEGOV"},
		{"person/to-lam", "2025-05-05", "VNM", "GOV", "VNMGOV"},
		{"person/keir-starmer", "2021-05-05", "GBR", "PTY", "GBRPTY"},
		{"group/taliban", "2019-05-05", "AFG", "REB", "AFGREB"},
		{"group/taliban", "2022-05-05", "AFG", "GOV", "AFGGOV"},
		{"defacto/abkhazia", "2020-02-14", "", "PRE", "GEOPRE"},
		{"state/XKX", "2020-02-14", "XKX", "", "XKX"},
		{"org/united-nations", "2020-02-14", "", "UNO", "IGOUNO"},
	}
	for _, tt := range codes {
		a := r.ByID(tt.id)
		if a == nil {
			t.Errorf("no actor %q", tt.id)
			continue
		}
		if c, s, code := r.CodeAt(a, tt.at); c != tt.country || s != tt.sector || code != tt.code {
			t.Errorf("CodeAt(%s, %s) = %q %q %q, want %q %q %q", tt.id, tt.at, c, s, code, tt.country, tt.sector, tt.code)
		}
	}
}

func TestCountries(t *testing.T) {
	r := embeddedRegister(t)
	for word, want := range map[string]string{
		"Azerbaijani": "state/AZE", "Britons": "state/GBR", "Dutch": "state/NLD", "Azeris": "state/AZE",
		"Turkish Cypriot": "defacto/northern-cyprus", "Soviet": "state/SUN", "Congolese": "state/COD", "Baku": "", "Kurdish": "",
	} {
		got := ""
		if a := r.Demonym(word); a != nil {
			got = a.ID
		}
		if got != want {
			t.Errorf("Demonym(%q) = %q, want %q", word, got, want)
		}
	}
	for code, want := range map[string]string{"AZE": "AZE", "az": "AZE", "XKX": "XKX", "ROM": "ROU", "JAP": "JPN", "TMP": "TLS", "QQQ": ""} {
		got := ""
		if a := r.CountryByCode(code); a != nil {
			got = a.Country
		}
		if got != want {
			t.Errorf("CountryByCode(%q) = %q, want %q", code, got, want)
		}
	}
	for name, want := range map[string]string{"Burma": "state/MMR", "Swaziland": "state/SWZ", "GDR": "state/DDR", "Artsakh": "defacto/nagorno-karabakh", "Baku": ""} {
		got := ""
		if a := r.CountryByName(name); a != nil {
			got = a.ID
		}
		if got != want {
			t.Errorf("CountryByName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestDescribe(t *testing.T) {
	r := embeddedRegister(t)
	tests := []struct {
		phrase, kind, country, sectors, code string
		group                                bool
	}{
		{"a Jordanian opposition MP", "person", "JOR", "OPP LEG", "JOROPP", false},
		{"rebels", "person", "", "REB", "IMGREB", true},
		{"Syrian rebels", "armed group", "SYR", "REB", "SYRREB", true},
		{"Israeli soldiers", "organization", "ISR", "MIL", "ISRMIL", true},
		{"two Israeli infantrymen", "person", "ISR", "MIL", "ISRMIL", true},
		{"police", "organization", "", "COP", "COP", true},
		{"the Moldovan minister", "person", "MDA", "GOV", "MDAGOV", false},
		{"court in Tashkent", "organization", "UZB", "JUD", "UZBJUD", true},
		{"anti-government protesters in Belarus", "person", "BLR", "CVL", "BLRCVL", true},
		{"Turkish journalist", "person", "TUR", "JRN", "TURJRN", false},
		{"spokeswoman of the foreign ministry of Georgia", "person", "GEO", "GOV", "GEOGOV", false},
		{"spokesman for the Taliban", "person", "AFG", "REB", "AFGREB", false},
		{"a former Ukrainian defence minister", "person", "UKR", "ELI", "UKRELI", false},
		{"senior Hamas official", "person", "PSE", "REB", "PSEREB", false},
		{"Norwegian aid workers", "person", "NOR", "NGO", "NORNGO", true},
		{"rebel commander", "person", "", "REB", "IMGREB", false},
		{"leader of the Sudanese opposition", "person", "SDN", "OPP", "SDNOPP", false},
		{"residents of Gaza", "person", "PSE", "CVL", "PSECVL", true},
		{"Peter Kingfisher King", "", "", "", "", false},
		{"senior U.S. officials", "person", "USA", "GOV", "USAGOV", true},
		{"stones and bottles", "", "", "", "", false},
	}
	for _, tt := range tests {
		d := r.Describe(strings.Fields(tt.phrase), "")
		if string(d.Kind) != tt.kind || d.Country != tt.country || strings.Join(d.Sectors, " ") != tt.sectors || d.Code != tt.code || d.Group != tt.group {
			t.Errorf("Describe(%q) = kind %q country %q sectors %v code %q group %v (head %q), want %q %q %q %q %v",
				tt.phrase, d.Kind, d.Country, d.Sectors, d.Code, d.Group, d.Head, tt.kind, tt.country, tt.sectors, tt.code, tt.group)
		}
	}
	for phrase, thing := range map[string]bool{"Iranian sanctions": true, "executive order": true, "passenger jet": true, "Iranian soldiers": false, "Iranian envoy persona non grata": false,
		"spokesman for the order": false, "foreign ministry": false} {
		if d := r.Describe(strings.Fields(phrase), ""); d.Thing != thing {
			t.Errorf("Describe(%q).Thing is %v", phrase, d.Thing)
		}
	}
	if d := r.Describe([]string{"Azerbaijani", "foreign", "minister"}, ""); d.Title != "foreign minister" {
		t.Errorf("title of a foreign minister: %q", d.Title)
	}
}
