package register

import "strings"

// spelling gives the one spelling under which the index keeps a word of a name
// that English reports write in several ways: "Mohammed", "Mohamad" and
// "Muhammad"; "Serhiy", "Sergii" and "Sergey"; "Zelensky" and "Zelenskyy". It
// works on folded words and leaves every other word as it is. The groups are
// romanisations of one name, no translations: "Pyotr" is not "Peter".
func spelling(w string) string {
	if len(w) < 2 {
		return w
	}
	switch w {
	case "el":
		return "al"
	// Arabic and Persian given names and family names
	case "mohammed", "mohammad", "mohamad", "muhammad", "muhammed", "muhamad", "muhamed", "mohammod", "mahomed", "mehmed":
		return "mohamed"
	case "ahmad", "ahmet", "achmad":
		return "ahmed"
	case "hussain", "husain", "husayn", "hossein", "hosein", "husein", "hossain":
		return "hussein"
	case "hasan", "hassen":
		return "hassan"
	case "abdallah", "abdulla", "abdalla", "abdollah":
		return "abdullah"
	case "abdel", "abdoul", "abdal":
		return "abdul"
	case "abdelrahman", "abdulrahman", "abdurrahman", "abdirahman", "abdourahmane", "abdourahamane":
		return "abdurahman"
	case "mahmud", "mehmood", "mahmood":
		return "mahmoud"
	case "mostafa", "moustafa", "mustapha", "moustapha":
		return "mustafa"
	case "yousef", "youssef", "yousif", "yousuf", "youssouf", "yusif", "yusef", "yousaf":
		return "yusuf"
	case "khaled", "khalad":
		return "khalid"
	case "rachid", "rasheed":
		return "rashid"
	case "sayyid", "sayyed", "seyed", "seyyed", "syed":
		return "sayed"
	case "kareem":
		return "karim"
	case "naser":
		return "nasser"
	case "waleed":
		return "walid"
	case "qasem", "qasim", "qassim", "kassem", "kassim", "ghasem", "ghassem", "qasam":
		return "qassem"
	case "soleimani", "suleimani", "sulaimani", "suleymani":
		return "soleymani"
	case "moammar", "muammer", "moamer", "muamar":
		return "muammar"
	case "gadhafi", "qaddafi", "qadhafi", "kadafi", "kaddafi", "kadhafi", "gadafi", "khadafy", "qadafi", "gathafi":
		return "gaddafi"
	case "mehdi":
		return "mahdi"
	case "masoud", "masud", "masood", "massud":
		return "massoud"
	case "muqtada", "moktada", "muktada":
		return "moqtada"
	case "shaikh", "sheik", "shaykh", "cheikh", "sheikha":
		return "sheikh"
	case "faysal", "feisal", "faissal":
		return "faisal"
	case "salih":
		return "saleh"
	case "haidar", "haydar", "hayder", "haidr":
		return "haider"
	case "sulaiman", "sulayman", "soliman", "suleyman", "sulaymon", "sulieman", "solaiman":
		return "suleiman"
	case "ruhani", "rohani", "rowhani":
		return "rouhani"
	case "javad":
		return "jawad"
	case "omer", "umar":
		return "omar"
	case "nuri", "noori":
		return "nouri"
	case "husni":
		return "hosni"
	case "jafar", "jaffar", "jafer", "jaffer":
		return "jaafar"
	case "ebrahim", "ibraheem", "ibrahem":
		return "ibrahim"
	case "esmail", "ismael", "ismaeel", "esmaeil":
		return "ismail"
	case "zawahri", "zawahari":
		return "zawahiri"
	case "maleki":
		return "maliki"
	case "sadam":
		return "saddam"
	case "morsy", "mursi", "mursy":
		return "morsi"
	case "sissi":
		return "sisi"
	case "usama":
		return "osama"
	// Russian, Ukrainian, Belarusian, Georgian and Bulgarian given names
	case "sergey", "serhiy", "serhii", "sergiy", "sergii", "siarhei", "syarhey", "serghei":
		return "sergei"
	case "aleksandr", "alexandr", "oleksandr", "olexander", "olexandr", "alyaksandr", "aliaksandr", "aleksander", "aleksandar":
		return "alexander"
	case "aleksei", "aleksey", "alexey", "oleksiy", "oleksii", "alyaksei", "aliaksei":
		return "alexei"
	case "dmitri", "dmitriy", "dmitrii", "dmytro", "dzmitry", "dimitry", "dimitri":
		return "dmitry"
	case "andrey", "andriy", "andrii", "andrij":
		return "andrei"
	case "nikolay", "nickolay", "nickolai", "nikolaj", "mykola", "mikola":
		return "nikolai"
	case "yury", "yuriy", "yurii", "iurii":
		return "yuri"
	case "evgeny", "evgeni", "evgeniy", "evgenii", "yevgeni", "yevgeniy", "yevgenii", "yevhen", "yevheniy", "evgueni":
		return "yevgeny"
	case "mykhailo", "mykhaylo", "mikheil", "mikhael", "mihail":
		return "mikhail"
	case "vasiliy", "vasili", "vasilii", "vasyl", "vassily":
		return "vasily"
	case "valeri", "valeriy", "valerii":
		return "valery"
	case "gennadi", "gennadiy", "gennadii", "hennadiy", "hennadii":
		return "gennady"
	case "anatoli", "anatoliy", "anatolii":
		return "anatoly"
	case "georgi", "georgiy", "georgii", "heorhii", "heorhiy", "giorgi":
		return "georgy"
	case "vitali", "vitaliy", "vitalii":
		return "vitaly"
	case "victor":
		return "viktor"
	case "grigori", "grigoriy", "grigorii", "hryhoriy", "hryhorii":
		return "grigory"
	case "maksim", "maksym":
		return "maxim"
	case "vladimer", "volodymyr", "uladzimir", "wladimir":
		return "vladimir"
	case "ihor":
		return "igor"
	case "oleh":
		return "oleg"
	case "pavlo":
		return "pavel"
	case "kostyantyn", "kostiantyn":
		return "konstantin"
	case "viacheslav", "vyacheslau":
		return "vyacheslav"
	case "denys":
		return "denis"
	case "kyrylo", "kyrill", "kiril":
		return "kirill"
	case "yuliya", "iulia":
		return "yulia"
	case "natalya", "nataliya", "nataliia":
		return "natalia"
	case "tatyana", "tetiana", "tetyana":
		return "tatiana"
	case "yekaterina", "kateryna":
		return "ekaterina"
	case "arseniy", "arsenii", "arseni":
		return "arseny"
	case "timoshenko":
		return "tymoshenko"
	case "khrushchov", "khruschev", "krushchev":
		return "khrushchev"
	case "zhirinovskiy":
		return "zhirinovsky"
	}
	if n := len(w); n > 6 {
		switch w[n-4:] {
		case "skyy", "skiy", "skyi", "skij", "skii": // Zelenskyy, Poltavskiy
			return w[:n-4] + "sky"
		case "vych": // Yanukovych
			return w[:n-4] + "vich"
		}
	}
	if strings.Contains(w, "dj") { // Djindjic for Đinđić
		return strings.ReplaceAll(w, "dj", "d")
	}
	return w
}
