using System.Globalization;
using System.Text.RegularExpressions;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Rewrites dates with a month's name in English, German, French or Spanish, such as <c>Dienstag, 4. August 2026 20:00:23</c>, for which
/// reports use the culture of the server. Source of the names: Unicode CLDR, months of the Gregorian calendar, wide and abbreviated.
/// </summary>
internal static class MonthNames
{
    private const string Weekday = @"^\s*(?:\p{L}+\.?,?\s+)?";
    private const string Rest = @"(?<year>\d{4})(?!\d)(?:,|\s|\b(?:at|um|à|a las)\b)*(?<rest>.*)$";

    private static readonly string[] Names =
    [
        "january jan januar jänner janvier janv enero ene",
        "february feb februar février févr fév febrero",
        "march mar märz mär mrz mars marzo",
        "april apr avril avr abril abr",
        "may mai mayo",
        "june jun juni juin junio",
        "july jul juli juillet juil julio",
        "august aug août aout agosto ago",
        "september sep sept septembre septiembre",
        "october oct oktober okt octobre octubre",
        "november nov novembre noviembre",
        "december dec dezember dez décembre déc diciembre dic",
    ];

    private static readonly Dictionary<string, int> Numbers = Names
        .SelectMany((names, i) => names.Split(' ').Select(name => (name, i + 1)))
        .ToDictionary(entry => entry.name, entry => entry.Item2);

    private static readonly Regex DayFirst = new(
        Weekday + @"(?<day>\d{1,2})(?:\.|er)?[\s/-]\s*(?:de\s+)?(?<month>\p{L}{3,})\.?[\s/-]\s*(?:de[l]?\s+)?" + Rest,
        RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly Regex MonthFirst = new(
        Weekday + @"(?<month>\p{L}{3,})\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+" + Rest,
        RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>Returns the text with its date as <c>2026-08-04</c>; the text itself where it has no month's name.</summary>
    public static string ToIso(string text)
    {
        foreach (Regex form in (Regex[])[DayFirst, MonthFirst])
        {
            Match match = form.Match(text);
            if (match.Success && Numbers.TryGetValue(match.Groups["month"].Value.ToLowerInvariant(), out int month))
            {
                int day = int.Parse(match.Groups["day"].Value, CultureInfo.InvariantCulture);
                string date = FormattableString.Invariant($"{match.Groups["year"].Value}-{month:00}-{day:00}");
                return $"{date} {match.Groups["rest"].Value}".TrimEnd();
            }
        }

        return text;
    }
}
