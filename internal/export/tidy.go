package export

import (
	"strings"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// The tidy tables: one row a finding (or actor, hop, claim, task), one
// column a value. The tag parquet names the column, doc explains it; csv,
// parquet and the codebook are all made from these types.

// articleRow is one article.
type articleRow struct {
	Article    string `parquet:"article" doc:"id of the article"`
	URL        string `parquet:"url" doc:"address of the article"`
	Title      string `parquet:"title" doc:"title as published"`
	Outlet     string `parquet:"outlet" doc:"publishing outlet"`
	Byline     string `parquet:"byline" doc:"writer named"`
	Published  string `parquet:"published" doc:"day of publication, ISO prefix; empty if unknown"`
	Language   string `parquet:"language" doc:"ISO 639-1"`
	SHA256     string `parquet:"sha256" doc:"digest of the stored text"`
	CopyOf     string `parquet:"copy_of" doc:"article that this one copies"`
	SameEvent  string `parquet:"same_event_as" doc:"articles that report the same main event, divided by ;"`
	Background string `parquet:"background_paragraphs" doc:"numbers of background paragraphs from 0, divided by ;"`
	Engine     string `parquet:"engine" doc:"versions that read it"`
}

// hopRow is one hop of a publication chain.
type hopRow struct {
	Article string `parquet:"article" doc:"id of the article"`
	Number  int64  `parquet:"number" doc:"place in the chain from 1, the outlet first"`
	Who     string `parquet:"who" doc:"outlet, agency, website, official or document"`
	Kind    string `parquet:"kind" doc:"outlet, agency, website, broadcaster, official, document"`
	Date    string `parquet:"date" doc:"its date, ISO prefix"`
	Start   int64  `parquet:"start" doc:"first byte of the evidence in the article's text"`
	End     int64  `parquet:"end" doc:"byte behind the evidence"`
}

// actorRow is one actor of one article.
type actorRow struct {
	Article  string `parquet:"article" doc:"id of the article"`
	Actor    string `parquet:"actor" doc:"id of the actor"`
	Name     string `parquet:"name" doc:"name"`
	Kind     string `parquet:"kind" doc:"person, state, government, organization, community, armed group, office, people"`
	Country  string `parquet:"country" doc:"ISO 3166-1 alpha-3; empty for international and de facto bodies"`
	Sector   string `parquet:"sector" doc:"PLOVER sector"`
	Plover   string `parquet:"plover" doc:"country and sector code"`
	Offices  string `parquet:"offices" doc:"offices held, divided by ;"`
	Mentions int64  `parquet:"mentions" doc:"number of mentions"`
}

// head is what all rows of findings begin with.
type head struct {
	Article    string  `parquet:"article" doc:"id of the article"`
	Finding    string  `parquet:"finding" doc:"id of the finding"`
	Incident   string  `parquet:"incident" doc:"id shared by all reports of one occurrence; empty if not joined"`
	Status     string  `parquet:"status" doc:"new, background, restated, planned, hypothetical, claimed, negated"`
	Start      int64   `parquet:"start" doc:"first byte of the evidence in the article's text"`
	End        int64   `parquet:"end" doc:"byte behind the evidence"`
	Evidence   string  `parquet:"evidence" doc:"text of the evidence"`
	Confidence float64 `parquet:"confidence" doc:"0 to 1"`
	Rule       string  `parquet:"rule" doc:"rule or lexicon entry"`
	Published  string  `parquet:"published" doc:"day of publication"`
	Outlet     string  `parquet:"outlet" doc:"publishing outlet"`
}

// dateCols is a date: an interval of days with precision and basis.
type dateCols struct {
	From      string `parquet:"date_from" doc:"first day, YYYY-MM-DD"`
	To        string `parquet:"date_to" doc:"last day, YYYY-MM-DD"`
	Precision string `parquet:"date_precision" doc:"decade, year, season, month, week, day, hour"`
	Basis     string `parquet:"date_basis" doc:"stated, anchored, inferred"`
}

// placeCols is a place on the map.
type placeCols struct {
	Place   string   `parquet:"place" doc:"name of the place"`
	Country string   `parquet:"place_country" doc:"ISO 3166-1 alpha-3"`
	Lat     *float64 `parquet:"lat,optional" doc:"degrees north"`
	Lon     *float64 `parquet:"lon,optional" doc:"degrees east"`
	GeoName int64    `parquet:"geonameid" doc:"GeoNames id, 0 if none"`
}

type contactRow struct {
	Head         head      `parquet:"head"`
	Format       string    `parquet:"format" doc:"meeting, visit, call, talks, letter"`
	Stage        string    `parquet:"stage" doc:"announced, held, cancelled"`
	Participants string    `parquet:"participants" doc:"ids of actors, divided by ;"`
	Names        string    `parquet:"participant_names" doc:"their names, divided by ;"`
	When         dateCols  `parquet:"when"`
	Where        placeCols `parquet:"where"`
	Topics       string    `parquet:"topics" doc:"topics, divided by ;"`
	ReportedBy   string    `parquet:"reported_by" doc:"sides that report it, divided by ;"`
}

type statementRow struct {
	Head        head     `parquet:"head"`
	Speaker     string   `parquet:"speaker" doc:"id of the speaker"`
	SpeakerName string   `parquet:"speaker_name" doc:"name of the speaker"`
	Capacity    string   `parquet:"capacity" doc:"in what capacity"`
	Addressee   string   `parquet:"addressee" doc:"ids of those addressed, divided by ;"`
	Act         string   `parquet:"act" doc:"claim, deny, accuse, demand, offer, accept, reject, commit, threaten, praise, express-readiness, condition, appeal, inform"`
	Issue       string   `parquet:"issue" doc:"issue"`
	Content     string   `parquet:"content" doc:"text of the content"`
	Conditions  string   `parquet:"conditions" doc:"texts of the conditions, divided by ;"`
	Direct      bool     `parquet:"direct" doc:"direct speech"`
	Via         string   `parquet:"via" doc:"who passed it on, divided by ;"`
	When        dateCols `parquet:"when"`
}

type eventRow struct {
	Head           head      `parquet:"head"`
	Type           string    `parquet:"type" doc:"PLOVER type"`
	Planned        string    `parquet:"planned_type" doc:"type of the deed that is planned"`
	Mode           string    `parquet:"mode" doc:"PLOVER mode"`
	Cameo          string    `parquet:"cameo" doc:"CAMEO code, text with its leading zero"`
	Contexts       string    `parquet:"contexts" doc:"PLOVER contexts, divided by ;"`
	Quad           int64     `parquet:"quad" doc:"1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"`
	Score          float64   `parquet:"score" doc:"PLOVER score, -10 to 10"`
	Actors         string    `parquet:"actors" doc:"ids of actors, divided by ;"`
	ActorNames     string    `parquet:"actor_names" doc:"their names, divided by ;"`
	ActorCodes     string    `parquet:"actor_codes" doc:"their PLOVER codes, divided by ;"`
	Recipients     string    `parquet:"recipients" doc:"ids of recipients, divided by ;"`
	RecipientNames string    `parquet:"recipient_names" doc:"their names, divided by ;"`
	RecipientCodes string    `parquet:"recipient_codes" doc:"their PLOVER codes, divided by ;"`
	When           dateCols  `parquet:"when"`
	Where          placeCols `parquet:"where"`
	Dead           *int64    `parquet:"dead,optional" doc:"dead; empty if not said"`
	Injured        *int64    `parquet:"injured,optional" doc:"injured; empty if not said"`
	Size           *int64    `parquet:"size,optional" doc:"number taking part; empty if not said"`
	Attribution    string    `parquet:"attribution" doc:"who says so, divided by ;"`
	Trigger        string    `parquet:"trigger" doc:"words that give the event"`
}

type instrumentRow struct {
	Head       head   `parquet:"head"`
	Name       string `parquet:"name" doc:"name as used"`
	Kind       string `parquet:"kind" doc:"agreement, resolution, mandate, ceasefire, declaration"`
	Date       string `parquet:"date" doc:"ISO prefix"`
	Count      *int64 `parquet:"count,optional" doc:"how many, where several are named as one"`
	Parties    string `parquet:"parties" doc:"ids of parties, divided by ;"`
	Provisions string `parquet:"provisions" doc:"texts of provisions, divided by ;"`
}

// claimRow is one claim on an instrument's fate.
type claimRow struct {
	Article string `parquet:"article" doc:"id of the article"`
	Finding string `parquet:"instrument" doc:"id of the instrument's finding"`
	Name    string `parquet:"name" doc:"name of the instrument"`
	By      string `parquet:"by" doc:"who claims: an actor's id or the outlet's name"`
	ByName  string `parquet:"by_name" doc:"name of who claims"`
	Against string `parquet:"against" doc:"ids of those said to have, or not to have, done it, divided by ;"`
	Status  string `parquet:"status" doc:"implemented, partly_implemented, not_implemented, violated, reaffirmed, called_for"`
	Start   int64  `parquet:"start" doc:"first byte of the evidence"`
	End     int64  `parquet:"end" doc:"byte behind the evidence"`
	Text    string `parquet:"evidence" doc:"text of the evidence"`
}

type displacementRow struct {
	Head   head     `parquet:"head"`
	Group  string   `parquet:"group" doc:"who"`
	Kind   string   `parquet:"kind" doc:"displaced, wish to return, right to return, returned"`
	Number *int64   `parquet:"number,optional" doc:"how many; empty if not said"`
	From   string   `parquet:"from" doc:"from where"`
	By     string   `parquet:"by" doc:"who says so"`
	When   dateCols `parquet:"when"`
}

type controlRow struct {
	Head       head     `parquet:"head"`
	Territory  string   `parquet:"territory" doc:"territory"`
	Holder     string   `parquet:"holder" doc:"id of the holder"`
	HolderName string   `parquet:"holder_name" doc:"name of the holder"`
	By         string   `parquet:"by" doc:"who says so"`
	Kind       string   `parquet:"kind" doc:"occupied, held, claimed, liberated"`
	When       dateCols `parquet:"when"`
}

type mandateRow struct {
	Head     head   `parquet:"head"`
	Body     string `parquet:"body" doc:"id of the body"`
	BodyName string `parquet:"body_name" doc:"name of the body"`
	Tasks    string `parquet:"tasks" doc:"texts of the tasks, divided by ;"`
	Source   string `parquet:"source" doc:"document that gives the mandate"`
	Date     string `parquet:"date" doc:"ISO prefix"`
}

type processRow struct {
	Head      head     `parquet:"head"`
	Name      string   `parquet:"name" doc:"name"`
	Format    string   `parquet:"format" doc:"body or format that leads it"`
	Mediators string   `parquet:"mediators" doc:"ids of mediators, divided by ;"`
	Outcome   string   `parquet:"outcome" doc:"no result, progress, round held, suspended, resumed, concluded"`
	When      dateCols `parquet:"when"`
}

// listSep divides values in one cell. A value's own semicolons become commas.
const listSep = "; "

func join(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ReplaceAll(s, ";", ",")
	}
	return strings.Join(out, listSep)
}

func names(rec *record.Record, ids []string) string { return join(nameList(rec, ids)) }

func nameList(rec *record.Record, ids []string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, rec.NameOf(id))
	}
	return out
}

func codes(rec *record.Record, ids []string) string {
	var out []string
	for _, id := range ids {
		code := ""
		if a, ok := rec.Actor(id); ok {
			code = a.Plover
		}
		out = append(out, code)
	}
	return join(out)
}

func cuts(rec *record.Record, spans []text.Span) string {
	var out []string
	for _, sp := range spans {
		out = append(out, sp.In(rec.Article.Text))
	}
	return join(out)
}

func wide(n *int) *int64 {
	if n == nil {
		return nil
	}
	v := int64(*n)
	return &v
}

func headOf(rec *record.Record, f *record.Finding) head {
	return head{rec.Article.ID, f.ID, f.Incident, string(f.Status), int64(f.Start), int64(f.End), f.In(rec.Article.Text), f.Confidence, f.Rule, rec.Article.Published, rec.Article.Outlet}
}

func dateOf(d when.Date) dateCols {
	return dateCols{d.From, d.To, string(d.Precision), string(d.Basis)}
}

func placeOf(w *record.Where) placeCols {
	if w == nil {
		return placeCols{}
	}
	lat, lon := w.Lat, w.Lon
	return placeCols{w.Name, w.Country, &lat, &lon, int64(w.GeoNames)}
}

func officeText(o record.Office) string {
	s := o.Title
	if o.Body != "" {
		s += ", " + o.Body
	}
	if o.From != "" || o.To != "" {
		s += " (" + o.From + "/" + o.To + ")"
	}
	return s
}
