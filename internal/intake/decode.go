package intake

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// broken says where bytes are no text and why.
type broken struct {
	line   int
	offset int64
	reason string
}

// unzip decompresses and says so when that fails.
type unzip struct{ zr *gzip.Reader }

func newGzip(r io.Reader) (io.Reader, error) {
	zr, err := gzip.NewReader(r)
	return unzip{zr}, err
}

// Read gives decompressed bytes.
func (u unzip) Read(p []byte) (int, error) {
	n, err := u.zr.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("broken gzip: %w", err)
	}
	return n, err
}

// decode gives the text of a file: UTF-8 with or without a byte order mark,
// UTF-16 with one, or Windows-1252 where the bytes as a whole read as that.
// Nothing else is changed: line ends and white space stay.
func decode(data []byte) (string, *broken) {
	switch {
	case bytes.HasPrefix(data, []byte{0xef, 0xbb, 0xbf}):
		data = data[3:]
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}) && len(data) > 2 && len(data)%2 == 0:
		return utf16(data, unicode.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}) && len(data) > 2 && len(data)%2 == 0:
		return utf16(data, unicode.BigEndian)
	}
	if what, at := binary(data); what != "" {
		return "", &broken{lineOf(data, at), int64(at), what}
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	at := firstInvalid(data)
	if !plausible1252(data) {
		return "", &broken{lineOf(data, at), int64(at), fmt.Sprintf("broken UTF-8: byte 0x%02x", data[at])}
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return "", &broken{lineOf(data, at), int64(at), "neither UTF-8 nor Windows-1252"}
	}
	return string(out), nil
}

func utf16(data []byte, order unicode.Endianness) (string, *broken) {
	for i := 2; i+1 < len(data); i += 2 {
		u := unit(data[i:], order)
		switch {
		case u == 0:
			return "", &broken{1, int64(i), "binary file: NUL in UTF-16"}
		case u >= 0xdc00 && u < 0xe000:
			return "", &broken{1, int64(i), "broken UTF-16: half a surrogate pair"}
		case u >= 0xd800 && u < 0xdc00:
			if i+3 >= len(data) {
				return "", &broken{1, int64(i), "broken UTF-16: half a surrogate pair"}
			}
			if v := unit(data[i+2:], order); v < 0xdc00 || v >= 0xe000 {
				return "", &broken{1, int64(i), "broken UTF-16: half a surrogate pair"}
			}
			i += 2
		}
	}
	out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
	if err != nil {
		return "", &broken{1, 0, "broken UTF-16"}
	}
	return string(out), nil
}

func unit(b []byte, order unicode.Endianness) uint16 {
	if order == unicode.LittleEndian {
		return uint16(b[0]) | uint16(b[1])<<8
	}
	return uint16(b[1]) | uint16(b[0])<<8
}

// binary names what a file is that is no text, and where that shows: by a
// NUL byte, a known signature, or more than one control character in fifty.
func binary(data []byte) (what string, at int) {
	mime := http.DetectContentType(data)
	if !strings.HasPrefix(mime, "text/") && mime != "application/octet-stream" {
		return "binary file: " + mime, 0
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return "binary file: NUL byte", i
	}
	n, first := 0, -1
	for i, b := range data {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b || b == 0x7f {
			if n++; first < 0 {
				first = i
			}
		}
	}
	if n*50 > len(data) {
		return "binary file: control characters", first
	}
	return "", 0
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return -1
}

func lineOf(data []byte, at int) int { return 1 + bytes.Count(data[:at], []byte{'\n'}) }

// plausible1252 says whether bytes that are not UTF-8 read as Windows-1252
// as a whole: no sequence in them is good UTF-8, no byte is undefined there,
// letters stand in words beside plain letters and not upper case after lower
// case, and the euro sign stands beside a digit. Broken UTF-8 fails one of
// these nearly always, because its lead bytes read as accented capitals and
// its continuation bytes as signs inside words.
func plausible1252(data []byte) bool {
	for i := 0; i < len(data); {
		if data[i] < 0x80 {
			i++
			continue
		}
		if r, n := utf8.DecodeRune(data[i:]); r != utf8.RuneError && n > 1 {
			return false
		}
		if !plausibleAt(data, i) {
			return false
		}
		i++
	}
	return true
}

func plausibleAt(data []byte, i int) bool {
	b := data[i]
	before, after := byte(' '), byte(' ')
	if i > 0 {
		before = data[i-1]
	}
	if i+1 < len(data) {
		after = data[i+1]
	}
	switch {
	case b == 0x81 || b == 0x8d || b == 0x8f || b == 0x90 || b == 0x9d:
		return false
	case b == 0x80:
		return isDigit(before) || isDigit(after) || after == ' ' && i+2 < len(data) && isDigit(data[i+2])
	case !isHigh(b): // signs: quotes, dashes, no-break space
		return !isHigh(before) || b >= 0x91 && b <= 0x97 || b == 0x85 || b == 0xa0 || b == 0xbb
	}
	if isUpperHigh(b) && isLower(before) {
		return false
	}
	// the word around must have at least as many plain letters as others
	plain, high := 0, 0
	for j := i; j >= 0 && (isLetter(data[j]) || isHigh(data[j])); j-- {
		plain, high = count(data[j], plain, high)
	}
	for j := i + 1; j < len(data) && (isLetter(data[j]) || isHigh(data[j])); j++ {
		plain, high = count(data[j], plain, high)
	}
	return plain >= high || high == 1 && isOneLetterWord(b)
}

func count(b byte, plain, high int) (int, int) {
	if isHigh(b) {
		return plain, high + 1
	}
	return plain + 1, high
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
func isLower(b byte) bool {
	return 'a' <= b && b <= 'z' || b >= 0xdf && b != 0xf7 || b == 0x9a || b == 0x9c || b == 0x9e
}
func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }
func isUpperHigh(b byte) bool {
	return b >= 0xc0 && b <= 0xde && b != 0xd7 || b == 0x8a || b == 0x8c || b == 0x8e || b == 0x9f
}
func isHigh(b byte) bool {
	return b >= 0xc0 && b != 0xd7 && b != 0xf7 || b == 0x8a || b == 0x8c || b == 0x8e || b >= 0x9a && b <= 0x9f && b != 0x9b && b != 0x9d || b == 0x83
}

// isOneLetterWord: "à", "é", "ó" and their capitals are words by themselves.
func isOneLetterWord(b byte) bool {
	return strings.IndexByte("\xe0\xe8\xe9\xf3\xc0\xc8\xc9\xd3", b) >= 0
}

// language gives the ISO 639-1 code of a text: what the input says, if that
// is a code or a name of a language, else what the letters show, "" where
// they show too little.
func language(given, s string) string {
	if given = strings.ToLower(strings.TrimSpace(given)); given != "" {
		code, _, _ := strings.Cut(strings.ReplaceAll(given, "_", "-"), "-")
		if len(code) == 2 {
			return code
		}
		for l := whatlanggo.Afr; l <= whatlanggo.Zul; l++ {
			if strings.ToLower(l.String()) == code || l.Iso6393() == code {
				return l.Iso6391()
			}
		}
	}
	info := whatlanggo.Detect(cut(s, 800))
	if info.Lang < 0 || len(s) < 200 && !info.IsReliable() {
		return ""
	}
	return info.Lang.Iso6391()
}
