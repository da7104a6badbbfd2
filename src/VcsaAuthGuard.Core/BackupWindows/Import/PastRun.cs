namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>A past run of a job, as reports of backup products list them.</summary>
/// <param name="Job">The job's name.</param>
/// <param name="Start">When it started.</param>
/// <param name="Duration">How long it took; null where it has no end: it failed, or runs still.</param>
/// <param name="VMs">How many VMs it had, where the report says.</param>
/// <param name="Server">The vCenter, where the report says.</param>
public sealed record PastRun(string Job, DateTimeOffset Start, TimeSpan? Duration, int? VMs = null, string? Server = null)
{
    /// <summary>Reads a run.</summary>
    /// <param name="get">Gives the value under a column's name, or null; names are those of common reports, each asked for in turn.</param>
    /// <param name="timeZone">The zone of times that say none, by its IANA or Windows name.</param>
    /// <exception cref="FormatException">A value is missing or wrong; the message says which and why.</exception>
    public static PastRun Read(Func<string, object?> get, string timeZone) => PastRunFields.Read(get, timeZone);
}
