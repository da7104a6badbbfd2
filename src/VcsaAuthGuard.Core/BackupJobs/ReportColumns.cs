using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>Specifies what a column of a job report contains.</summary>
internal enum ReportField
{
    Job,
    VM,

    /// <summary>A name of the VM if the job has another name, otherwise of the job.</summary>
    Name,
    Start,
    End,
    Duration,
    Status,
    Message,
    VMCount,
    Server,
    Workload,
}

/// <summary>Represents a column of a job report.</summary>
/// <param name="Field">The content of the column.</param>
/// <param name="Rank">The place in the list of names: of two columns with the same content the one with the lower rank counts.</param>
/// <param name="Unit">The unit of bare numbers, from the name (<c>Duration (s)</c>) or by the product's documentation.</param>
/// <param name="TimeZone">The time zone in the name's brackets, such as <c>Start Time (UTC)</c>.</param>
internal sealed record ReportColumn(ReportField Field, int Rank, TimeSpan? Unit, string? TimeZone)
{
    /// <summary>Gets whether the column's status is a text of its own for a failed run, as in the tasks of Proxmox Backup.</summary>
    public bool IsFreeText { get; init; }
}

/// <summary>
/// Finds the columns of job reports by their names, without blanks and punctuation. The names are in <c>ReportColumns.csv</c>, best first,
/// each with its source; those marked as a translation have none, because no public report of Veeam in German, French or Spanish was found.
/// </summary>
internal static class ReportColumns
{
    private static readonly ILookup<ReportField, string> Names = ReportData.Read("ReportColumns.csv")
        .ToLookup(row => EnumName.Parse<ReportField>(row["Field"]!), row => row["Name"]!);

    private static readonly Dictionary<string, ReportColumn> Known = ReportData.Read("ReportColumns.csv")
        .Select((row, rank) => (Key: Normalize(row["Name"]!), Column: ToColumn(row, rank)))
        .ToDictionary(entry => entry.Key, entry => entry.Column);

    /// <summary>Gets the names of a field that a message can show.</summary>
    public static string Examples(ReportField field) => string.Join(", ", Names[field].Take(4));

    /// <summary>Gets the columns that the names of a header mean; null for each name that is not known.</summary>
    public static ReportColumn?[] FindAll(IReadOnlyCollection<string> names)
    {
        string[] keys = [.. names.Select(Normalize)];
        ReportColumn?[] columns = [.. names.Select(Find)];
        for (int i = 0; i < columns.Length; i++)
        {
            // NetBackup's server is the master server, not a vCenter Server; Nakivo's status is that of the job, not of its last run.
            columns[i] = (keys[i] == "server" && keys.Contains("class")) || (keys[i] == "status" && keys.Contains("lrstate")) ? null
                : columns[i] is { Field: ReportField.Status } status && keys.Contains("workertype") ? status with { IsFreeText = true }
                : columns[i];
        }

        return columns;
    }

    /// <summary>Gets the column that a name means; null for a name that is not known.</summary>
    public static ReportColumn? Find(string name)
    {
        (string plain, string? bracket) = SplitBracket(name);
        string key = Normalize(plain);
        if (Known.TryGetValue(key, out ReportColumn? found))
        {
            return bracket is null ? found : found with
            {
                Unit = DurationText.UnitFromName(bracket) ?? found.Unit,
                TimeZone = ZoneFromText(bracket),
            };
        }

        // A name with its unit, such as DurationSec.
        foreach (KeyValuePair<string, ReportColumn> known in Known.Where(entry => entry.Value.Field == ReportField.Duration))
        {
            if (key.StartsWith(known.Key, StringComparison.Ordinal)
                && DurationText.UnitFromName(key.Substring(known.Key.Length)) is TimeSpan unit)
            {
                return known.Value with { Unit = unit };
            }
        }

        return null;
    }

    /// <summary>Returns a name without blanks and punctuation: Start Time, start_time and StartTime are one name.</summary>
    public static string Normalize(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static ReportColumn ToColumn(CsvRow row, int rank)
    {
        ReportField field = EnumName.Parse<ReportField>(row["Field"]!);
        return new(field, rank, row["Unit"] is string unit ? DurationText.UnitFromName(unit) : null, null);
    }

    private static (string Plain, string? Bracket) SplitBracket(string name)
    {
        int open = name.LastIndexOfAny(['(', '[']);
        string rest = open < 0 ? "" : name.Substring(open + 1).Trim();
        return open <= 0 || rest.Length == 0 || rest[rest.Length - 1] is not (')' or ']')
            ? (name, null)
            : (name.Substring(0, open), rest.Remove(rest.Length - 1).Trim());
    }

    /// <summary>Gets the time zone that a bracket names: UTC, GMT+01:00, Europe/Berlin; null for any other text.</summary>
    private static string? ZoneFromText(string text)
    {
        bool isOffset = text.StartsWith("GMT", StringComparison.OrdinalIgnoreCase) && text.Length > 3;
        return TimeZoneNames.TryNormalize(isOffset ? text.ToUpperInvariant().Replace("GMT", "UTC") : text, out string zone) ? zone : null;
    }
}
