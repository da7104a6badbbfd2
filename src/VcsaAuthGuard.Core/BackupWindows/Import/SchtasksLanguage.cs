namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Represents the words of a language that a task's schedule is read by. Source of the names of days and months: Unicode CLDR; of the
/// German words for a task and its state: the plugin windows_tasks of Checkmk. Everything else in the list of schtasks is told by its
/// column and its form.
/// </summary>
/// <param name="Task">The word for a task, as the name of its column has it.</param>
/// <param name="Enabled">The beginnings of the word for an enabled task.</param>
/// <param name="Disabled">The beginnings of the word for a disabled task.</param>
/// <param name="Days">The days from Sunday; a name may be cut, and other short forms follow a bar.</param>
/// <param name="Months">The months from January.</param>
/// <param name="Month">The word for a month in "every month".</param>
internal sealed record SchtasksLanguage(string Task, string Enabled, string Disabled, string Days, string Months, string Month)
{
    /// <summary>Gets the languages that are known.</summary>
    public static IReadOnlyList<SchtasksLanguage> All { get; } =
    [
        new("task", "enabled", "disabled",
            "sunday monday tuesday wednesday thursday friday saturday",
            "january february march april may june july august september october november december", "month"),
        new("aufgabe", "aktiv", "deaktiv",
            "sonntag montag dienstag mittwoch donnerstag freitag samstag|sonnabend",
            "januar|jänner februar märz|mrz april mai juni juli august september oktober november dezember", "monat"),
        new("tâche", "activ", "désactiv|desactiv",
            "dimanche lundi mardi mercredi jeudi vendredi samedi",
            "janvier février|fevrier mars avril mai juin juillet août|aout septembre octobre novembre décembre|decembre", "mois"),
        new("tarea", "habilit|activ", "deshabilit|desactiv",
            "domingo lunes martes miércoles|miercoles jueves viernes sábado|sabado",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", "mes"),
        new("attività", "abilitat|attivat", "disabilitat|disattivat",
            "domenica lunedì|lunedi martedì|martedi mercoledì|mercoledi giovedì|giovedi venerdì|venerdi sabato",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre", "mes"),
        new("tarefa", "habilitad|ativad|ativo", "desabilitad|desativad",
            "domingo segunda terça|terca quarta quinta sexta sábado|sabado",
            "janeiro fevereiro março|marco abril maio junho julho agosto setembro outubro novembro dezembro", "mês|mes"),
        new("taak", "ingeschakeld", "uitgeschakeld",
            "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag",
            "januari februari maart|mrt april mei juni juli augustus september oktober november december", "maand"),
        new("zadani", "włączon", "wyłączon",
            "niedziela|ndz|nd poniedziałek wtorek środa|sroda czwartek piątek|piatek|pt sobota",
            "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik|paź listopad grudzień", "miesi"),
        new("задач", "включен", "отключен|выключен",
            "воскресенье|вс понедельник|пн вторник|вт среда|ср четверг|чт пятница|пт суббота|сб",
            "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь", "месяц"),
        new("タスク", "有効", "無効",
            "日曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日",
            "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月", "毎月|すべての月"),
        new("任务", "已启用|启用", "已禁用|禁用",
            "星期日|周日 星期一|周一 星期二|周二 星期三|周三 星期四|周四 星期五|周五 星期六|周六",
            "1月|一月 2月|二月 3月|三月 4月|四月 5月|五月 6月|六月 7月|七月 8月|八月 9月|九月 10月|十月 11月|十一月 12月|十二月", "每月|每个月"),
    ];

    /// <summary>Returns whether a text begins with one of several words, or contains it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">The words, divided by bars.</param>
    /// <param name="anywhere">True if a word may stand anywhere in the text.</param>
    public static bool Has(string text, string words, bool anywhere = false)
    {
        string lower = text.Trim().ToLowerInvariant();
        return words.Split('|').Any(word => anywhere ? lower.Contains(word) : lower.StartsWith(word, StringComparison.Ordinal));
    }

    /// <summary>Gets the places of a list of names, such as days, among the names of this language; null if one is not among them or
    /// could be several.</summary>
    /// <param name="text">The list, divided by commas or blanks.</param>
    /// <param name="names">The names of this language.</param>
    public static int[]? Places(string text, string names)
    {
        string[] all = names.Split(' ');
        List<int> places = [];
        foreach (string word in text.ToLowerInvariant().Split([',', ' ', ';', '、', '.'], StringSplitOptions.RemoveEmptyEntries))
        {
            int[] found = Find(all, name => name == word) is { Length: 1 } exact ? exact
                : Find(all, name => word.Length <= name.Length && name.StartsWith(word, StringComparison.Ordinal));
            if (found.Length != 1)
            {
                return null;
            }

            places.Add(found[0]);
        }

        return places.Count == 0 ? null : [.. places];
    }

    private static int[] Find(string[] all, Func<string, bool> isMatch) =>
        [.. Enumerable.Range(0, all.Length).Where(i => all[i].Split('|').Any(isMatch))];
}
