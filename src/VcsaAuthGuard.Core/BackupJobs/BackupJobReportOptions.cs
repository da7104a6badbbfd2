namespace VcsaAuthGuard.BackupJobs;

/// <summary>Specifies how the rows of a job report are read.</summary>
public sealed record BackupJobReportOptions
{
    private const string DayFirst = "dd/MM/yyyy";
    private const string MonthFirst = "MM/dd/yyyy";

    /// <summary>Gets the date formats that a user can give.</summary>
    public static string[] DateFormats => [DayFirst, MonthFirst];

    /// <summary>Gets the time zone of times without one, by its IANA or Windows name; null to take them as UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Gets the order of day and month in dates such as 02/11/2026; null to find it out from the report.</summary>
    public ReportDateOrder? DateOrder { get; init; }

    /// <summary>Gets whether a run needs a status.</summary>
    public bool IsStatusRequired { get; init; } = true;

    /// <summary>Gets whether a run needs a job's name.</summary>
    public bool IsJobRequired { get; init; }

    /// <summary>Gets the maximum number of rows that are read; an Excel sheet has 1,048,576.</summary>
    internal int MaxRows { get; init; } = 1_048_576;

    /// <summary>Gets the order of one of <see cref="DateFormats"/>; null for null.</summary>
    /// <param name="format">The format.</param>
    public static ReportDateOrder? OrderFromFormat(string? format) =>
        format switch
        {
            null => null,
            DayFirst => ReportDateOrder.DayFirst,
            MonthFirst => ReportDateOrder.MonthFirst,
            _ => throw new ArgumentException(
                $"'{format}' is not a date format that is known here: {DayFirst} or {MonthFirst}.",
                nameof(format)
            ),
        };
}
