using System.Globalization;
using System.Text.RegularExpressions;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Translates the rows of schtasks in another language to English. The columns are the same in every language and are told by their
/// place; the kind of a schedule follows from the form of its days and months: a count of days, names of days with a count of weeks, or
/// days of the month. Only the names of days and months, and the state, are words of a language. A row that fits no form is an error.
/// </summary>
/// <param name="header">The name of the column with the tasks, which decides where days fit several languages.</param>
internal sealed class SchtasksTranslation(string header)
{
    private const string None = "N/A";

    /// <summary>A line of a block: its name, and its value behind at least two blanks or, behind a long name, behind one.</summary>
    private static readonly Regex BlockLine = new(@"^(?<name>\S.*?):(?:\s{2,}|\s)(?<value>.*)$", RegexOptions.CultureInvariant);

    private static readonly Regex Padded = new(@"^(?<name>\S.*?)\s?:\s{2,}(?<value>\S.*)$", RegexOptions.CultureInvariant);

    private static readonly Regex Clock = new(
        @"(?<hour>\d{1,2})[:.](?<minute>\d{2})(?:[:.](?<second>\d{2}))?", RegexOptions.CultureInvariant);

    private static readonly Regex DateOnly = new(@"\d{1,4}[/.\-]\s?\d{1,2}[/.\-]\s?\d{1,4}", RegexOptions.CultureInvariant);
    private static readonly Regex Number = new(@"\d+", RegexOptions.CultureInvariant);

    /// <summary>Returns whether a text begins with the block of a task, in any language.</summary>
    public static bool IsBlocks(string text) => Blocks(text).Take(1).Any(block => block.Values.Length == SchtasksRow.Columns.Count);

    /// <summary>Reads the blocks of a list by the order of their lines.</summary>
    public static List<SchtasksRow> ReadBlocks(string text)
    {
        List<SchtasksRow> rows = [];
        foreach ((long line, string[] values) in Blocks(text))
        {
            SchtasksRow row = new(line);
            for (int i = 0; i < Math.Min(values.Length, SchtasksRow.Columns.Count); i++)
            {
                row[SchtasksRow.Columns[i]] = values[i];
            }

            row.Error = values.Length == SchtasksRow.Columns.Count ? null
                : FormattableString.Invariant($"Its block has {values.Length} lines, not {SchtasksRow.Columns.Count}.");
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Returns the name of a block's second line, which is that of the task.</summary>
    public static string TaskHeader(string text) =>
        text.Split('\n').Select(line => Padded.Match(line.Trim()))
            .FirstOrDefault(line => line.Success && line.Groups["value"].Value is ['\\', _, ..])?.Groups["name"].Value ?? "";

    /// <summary>Translates all rows.</summary>
    public void Translate(IReadOnlyList<SchtasksRow> rows)
    {
        SchtasksRow[] timed = [.. rows.Where(row => row.Error is null && HasDigit(row[SchtasksRow.StartTime]))];
        SchtasksRow[] weekly = [.. timed.Where(row => KindOf(row) == "WEEKLY")];
        SchtasksLanguage[] languages = LanguagesOf(weekly);
        foreach (SchtasksRow row in rows.Where(row => row.Error is null))
        {
            try
            {
                Translate(row, languages);
            }
            catch (FormatException e)
            {
                row.Error = e.Message;
            }
        }
    }

    private static IEnumerable<(long Line, string[] Values)> Blocks(string text)
    {
        List<string> values = [];
        long first = 0;
        long line = 0;
        foreach (string raw in text.Split('\n').Append(""))
        {
            line++;
            Match match = BlockLine.Match(raw.Trim());
            Match padded = Padded.Match(raw.Trim());
            if (match.Success || raw.Trim() is [.., ':'])
            {
                first = values.Count == 0 ? line : first;
                values.Add((padded.Success ? padded : match).Groups["value"].Value.Trim());
            }
            else if (raw.Trim().Length > 0 && values.Count > 0)
            {
                values[values.Count - 1] += raw.Trim();
            }
            else if (values.Count > 0)
            {
                // The folder's line stands directly above the first task.
                int folder = values.Count > 2 && values[0] is ['\\', ..] && values[2] is ['\\', ..] ? 1 : 0;
                if (values.Count > folder + 1 && values[folder + 1] is ['\\', ..])
                {
                    yield return (first + folder, [.. values.Skip(folder)]);
                }

                values.Clear();
            }
        }
    }

    private SchtasksLanguage[] LanguagesOf(SchtasksRow[] weekly)
    {
        SchtasksLanguage[] fitting =
        [
            .. SchtasksLanguage.All.Where(language =>
                weekly.All(row => SchtasksLanguage.Places(row[SchtasksRow.Days], language.Days) is not null)),
        ];
        SchtasksLanguage[] named = [.. fitting.Where(language => SchtasksLanguage.Has(header, language.Task, anywhere: true))];
        return named.Length > 0 ? named : fitting.Length > 0 ? fitting : [.. SchtasksLanguage.All];
    }

    private static void Translate(SchtasksRow row, SchtasksLanguage[] languages)
    {
        if (row[SchtasksRow.Name].Length == 0 || row[SchtasksRow.Name][0] != '\\')
        {
            throw new FormatException($"Its second column '{row[SchtasksRow.Name]}' is not the path of a task.");
        }

        row[SchtasksRow.State] = StateOf(row);
        if (!HasDigit(row[SchtasksRow.StartTime]))
        {
            row[SchtasksRow.StartTime] = None;
            return;
        }

        row[SchtasksRow.StartTime] = TimeOf(row[SchtasksRow.StartTime]);
        row[SchtasksRow.StartDate] = DateOf(row[SchtasksRow.StartDate]);
        row[SchtasksRow.EndDate] = DateOf(row[SchtasksRow.EndDate]);
        foreach (string column in (string[])[SchtasksRow.RepeatEvery, SchtasksRow.RepeatDuration])
        {
            string[] numbers = [.. Number.Matches(row[column]).Cast<Match>().Select(match => match.Value)];
            row[column] = numbers.Length == 2 ? $"{numbers[0]} Hour(s), {numbers[1]} Minute(s)" : "Disabled";
        }

        string kind = KindOf(row)
            ?? throw new FormatException(
                $"Its days '{row[SchtasksRow.Days]}' and months '{row[SchtasksRow.Months]}' are of a form that is not known.");
        if (kind == "WEEKLY")
        {
            row[SchtasksRow.Days] = Names(row[SchtasksRow.Days], languages, language => language.Days, SchtasksLanguage.All[0].Days);
        }
        else if (kind == "MONTHLY" && !languages.Any(language =>
            SchtasksLanguage.Has(row[SchtasksRow.Months], language.Month, anywhere: true)
            && SchtasksLanguage.Places(row[SchtasksRow.Months], language.Months) is null))
        {
            row[SchtasksRow.Months] = Names(
                row[SchtasksRow.Months], languages, language => language.Months, SchtasksLanguage.All[0].Months);
        }

        row[SchtasksRow.ScheduleType] = kind;
    }

    /// <summary>Tells the kind of a schedule by the form of its days and months; null where they have none that is known.</summary>
    private static string? KindOf(SchtasksRow row)
    {
        string days = row[SchtasksRow.Days];
        string months = row[SchtasksRow.Months];
        bool isNumbers = HasDigit(days) && days.All(c => c is ',' or ' ' || char.IsDigit(c));
        return isNumbers ? "MONTHLY"
            : HasDigit(days) && !HasDigit(months) ? "DAILY"
            : !HasDigit(days) && HasDigit(months) ? "WEEKLY"
            : !HasDigit(days) && days == months ? "ONCE"
            : null;
    }

    /// <summary>Gets the English short names of days or months; they must be the same in every language that fits.</summary>
    private static string Names(
        string text, SchtasksLanguage[] languages, Func<SchtasksLanguage, string> names, string english)
    {
        string[] readings =
        [
            .. languages.Select(language => SchtasksLanguage.Places(text, names(language)))
                .Where(places => places is not null)
                .Select(places => string.Join(",", places!.Select(place => english.Split(' ')[place].Substring(0, 3).ToUpperInvariant())))
                .Distinct(),
        ];
        return readings.Length == 1 ? readings[0]
            : throw new FormatException(readings.Length == 0
                ? $"'{text}' are not names of days or months in a language that is known here."
                : $"'{text}' are names of different days or months in several languages.");
    }

    /// <summary>Gets the state; where its word is not known, a task with a next run is enabled.</summary>
    private static string StateOf(SchtasksRow row)
    {
        string state = row[SchtasksRow.State];
        return SchtasksLanguage.All.Any(language => SchtasksLanguage.Has(state, language.Disabled)) ? "Disabled"
            : HasDigit(row[SchtasksRow.NextRun])
                || SchtasksLanguage.All.Any(language => SchtasksLanguage.Has(state, language.Enabled)) ? "Enabled"
            : throw new FormatException($"Its state '{state}' is not known here, and it has no next run.");
    }

    private static string TimeOf(string text)
    {
        Match match = Clock.Match(text);
        if (!match.Success)
        {
            throw new FormatException($"'{text}' is not a time of day.");
        }

        int hour = int.Parse(match.Groups["hour"].Value, CultureInfo.InvariantCulture);
        string rest = text.Remove(match.Index, match.Length).ToUpperInvariant().Replace(".", "").Replace(" ", "").Replace("\u00A0", "");
        bool isAfternoon = rest is "PM" or "午後" or "下午" or "ΜΜ";
        bool isMorning = rest is "AM" or "午前" or "上午";
        hour = isAfternoon || isMorning ? (hour % 12) + (isAfternoon ? 12 : 0) : hour;
        return FormattableString.Invariant($"{hour:00}:{match.Groups["minute"].Value}:00");
    }

    private static string DateOf(string text) => DateOnly.Match(text) is { Success: true } match ? match.Value.Replace(" ", "") : None;

    private static bool HasDigit(string text) => text.Any(char.IsDigit);
}
