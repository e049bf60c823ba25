/* What sources differ on, in the mail's language. English says it in full words of its own ("Date of the call");
 * elsewhere the kind is ours, and what only the source can say, a name, an office, a noun, stands behind it in brackets
 * as it is. */
#include "render/labels.h"

/* One language a block. */
/* clang-format off */
static const struct {
    const char *lang, *of[DIFFER_KINDS];
} kinds[] = {
    {"de", {"Angaben", "Datum", "Uhrzeit", "Jahr", "Ort", "Amt", "Alter", "Zahl der Toten", "Zahl der Verletzten",
            "Zahl der Vermissten", "Zahl der Festgenommenen", "Anzahl", "Betrag", "Anteil", "Dauer", "Entfernung",
            "Temperatur", "Ergebnis", "Rang"}},
    {"fr", {"Informations", "Date", "Heure", "Année", "Lieu", "Fonction", "Âge", "Nombre de morts", "Nombre de blessés",
            "Nombre de disparus", "Nombre d’arrestations", "Nombre", "Montant", "Part", "Durée", "Distance",
            "Température", "Résultat", "Rang"}},
    {"es", {"Datos", "Fecha", "Hora", "Año", "Lugar", "Cargo", "Edad", "Número de muertos", "Número de heridos",
            "Número de desaparecidos", "Número de detenidos", "Número", "Importe", "Porcentaje", "Duración", "Distancia",
            "Temperatura", "Resultado", "Puesto"}},
    {"it", {"Dati", "Data", "Ora", "Anno", "Luogo", "Carica", "Età", "Numero dei morti", "Numero dei feriti",
            "Numero dei dispersi", "Numero degli arrestati", "Numero", "Importo", "Percentuale", "Durata", "Distanza",
            "Temperatura", "Risultato", "Posto"}},
    {"pt", {"Dados", "Data", "Hora", "Ano", "Local", "Cargo", "Idade", "Número de mortos", "Número de feridos",
            "Número de desaparecidos", "Número de detidos", "Número", "Valor", "Percentagem", "Duração", "Distância",
            "Temperatura", "Resultado", "Posição"}},
    {"nl", {"Gegevens", "Datum", "Tijd", "Jaar", "Plaats", "Ambt", "Leeftijd", "Aantal doden", "Aantal gewonden",
            "Aantal vermisten", "Aantal aanhoudingen", "Aantal", "Bedrag", "Aandeel", "Duur", "Afstand",
            "Temperatuur", "Uitslag", "Rang"}},
    {"pl", {"Dane", "Data", "Godzina", "Rok", "Miejsce", "Urząd", "Wiek", "Liczba zabitych", "Liczba rannych",
            "Liczba zaginionych", "Liczba zatrzymanych", "Liczba", "Kwota", "Odsetek", "Czas trwania", "Odległość",
            "Temperatura", "Wynik", "Pozycja"}},
    {"sv", {"Uppgifter", "Datum", "Klockslag", "År", "Plats", "Ämbete", "Ålder", "Antal döda", "Antal skadade",
            "Antal saknade", "Antal gripna", "Antal", "Belopp", "Andel", "Varaktighet", "Avstånd",
            "Temperatur", "Resultat", "Placering"}},
    {"ru", {"Сведения", "Дата", "Время", "Год", "Место", "Должность", "Возраст", "Число погибших", "Число раненых",
            "Число пропавших без вести", "Число задержанных", "Число", "Сумма", "Доля", "Длительность", "Расстояние",
            "Температура", "Результат", "Позиция"}},
    {"uk", {"Відомості", "Дата", "Час", "Рік", "Місце", "Посада", "Вік", "Кількість загиблих", "Кількість поранених",
            "Кількість зниклих безвісти", "Кількість затриманих", "Кількість", "Сума", "Частка", "Тривалість", "Відстань",
            "Температура", "Результат", "Позиція"}},
    {"tr", {"Bilgiler", "Tarih", "Saat", "Yıl", "Yer", "Görev", "Yaş", "Ölü sayısı", "Yaralı sayısı",
            "Kayıp sayısı", "Gözaltı sayısı", "Sayı", "Tutar", "Oran", "Süre", "Uzaklık",
            "Sıcaklık", "Sonuç", "Sıra"}},
    {"ar", {"المعلومات", "التاريخ", "الوقت", "السنة", "المكان", "المنصب", "العمر", "عدد القتلى", "عدد الجرحى",
            "عدد المفقودين", "عدد الموقوفين", "العدد", "المبلغ", "النسبة", "المدة", "المسافة",
            "درجة الحرارة", "النتيجة", "الترتيب"}},
    {"he", {"פרטים", "תאריך", "שעה", "שנה", "מקום", "תפקיד", "גיל", "מספר ההרוגים", "מספר הפצועים",
            "מספר הנעדרים", "מספר העצורים", "מספר", "סכום", "שיעור", "משך", "מרחק",
            "טמפרטורה", "תוצאה", "דירוג"}},
    {"ko", {"내용", "날짜", "시각", "연도", "장소", "직책", "나이", "사망자 수", "부상자 수",
            "실종자 수", "체포된 사람 수", "수", "금액", "비율", "기간", "거리",
            "기온", "결과", "순위"}},
    {"ja", {"内容", "日付", "時刻", "年", "場所", "役職", "年齢", "死者数", "負傷者数",
            "行方不明者数", "逮捕者数", "数", "金額", "割合", "期間", "距離",
            "気温", "結果", "順位"}},
    {"zh-tw", {"內容", "日期", "時間", "年份", "地點", "職位", "年齡", "死亡人數", "受傷人數",
            "失蹤人數", "被捕人數", "數量", "金額", "比例", "時長", "距離",
            "溫度", "結果", "名次"}},
    {"zh", {"内容", "日期", "时间", "年份", "地点", "职位", "年龄", "死亡人数", "受伤人数",
            "失踪人数", "被捕人数", "数量", "金额", "比例", "时长", "距离",
            "温度", "结果", "名次"}},
};
/* clang-format on */

/* The date "of the call", the amount "of the fine": those words are ours and English. */
static bool of_the_source(enum differ_kind k)
{
    return k == DIFFER_OFFICE || k == DIFFER_AGE || k == DIFFER_NUMBER;
}

struct str labels_differ(struct arena *a, const struct labels *l, const struct differ *d)
{
    struct str lang = str_c(l->lang);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!str_eqc(lang, kinds[i].lang))
            continue;
        const char *kind = kinds[i].of[d->kind < DIFFER_KINDS ? d->kind : DIFFER_OTHER];
        if (d->kind == DIFFER_OTHER)
            return d->about.n ? d->about : str_c(kind);
        return of_the_source(d->kind) && d->subject.n ? str_fmt(a, "%s (" STR_FMT ")", kind, STR_ARG(d->subject))
                                                      : str_c(kind);
    }
    return d->about;
}
