using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.VSphere;


namespace VcsaAuthGuard.Reports;

/// <summary>Represents the content of a report. Every part is optional.</summary>
public sealed record AuthReport
{
    /// <summary>The default title.</summary>
    public const string DefaultTitle = "vCenter authentication report";

    /// <summary>Gets the title of the page.</summary>
    public string Title { get; init; } = DefaultTitle;

    /// <summary>Gets the diagnoses, one for each vCenter.</summary>
    public IReadOnlyList<VcsaDiagnosis> Diagnoses { get; init; } = [];

    /// <summary>Gets the windows in which backups and automation run; if there are none, those of the diagnoses.</summary>
    public IReadOnlyList<BackupWindow> Windows { get; init; } = [];

    /// <summary>Gets the windows of a plan.</summary>
    public IReadOnlyList<PlannedWindow> Plan { get; init; } = [];

    /// <summary>Sessions, as Get-VcsaSession lists them.</summary>
    public IReadOnlyList<VCenterSession> Sessions { get; init; } = [];

    /// <summary>Gets the session summaries that Get-VcsaSession -Summary returns.</summary>
    public IReadOnlyList<SessionSummary> SessionSummaries { get; init; } = [];

    /// <summary>Gets the time at which it is created.</summary>
    public DateTimeOffset Created { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>
    /// Gets the start of the week of windows that is shown without a plan: noon, so that nights are whole, three days before the night of
    /// the largest burst, otherwise of the logs' end, otherwise of now. A plan made for the report is best made from then on.
    /// </summary>
    public DateTimeOffset WindowsFrom
    {
        get
        {
            DateTimeOffset middle =
                Diagnoses.SelectMany(diagnosis => diagnosis.Bursts).OrderByDescending(burst => burst.Count).FirstOrDefault()?.Start
                ?? Diagnoses.Select(diagnosis => diagnosis.To).FirstOrDefault(time => time is not null)
                ?? Created;
            DateTimeOffset utc = middle.ToUniversalTime();
            return new DateTimeOffset(utc.Date, TimeSpan.Zero).AddHours(utc.Hour < 12 ? -12 : 12).AddDays(-3);
        }
    }

    /// <summary>Gets the time zone in which tables show times, an IANA or Windows name; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Gets whether the report has no content.</summary>
    public bool IsEmpty => Diagnoses.Count + Windows.Count + Plan.Count + Sessions.Count + SessionSummaries.Count == 0;
}
