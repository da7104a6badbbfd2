using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>
/// Represents windows that overlap at one vCenter: a span without a break in which at least two of them run at every moment, of different
/// roles unless asked otherwise. Spans with the same windows are one overlap with several occurrences.
/// </summary>
public sealed record WindowOverlap
{
    /// <summary>Gets the windows that run in the span, at least two. An array, which PowerShell can index.</summary>
    public IReadOnlyList<BackupWindow> Windows { get; init => field = new ItemList<BackupWindow>(value); } = new ItemList<BackupWindow>([]);

    /// <summary>Gets their roles, each once.</summary>
    public IReadOnlyList<WindowRole> Roles { get; init => field = new ItemList<WindowRole>(value); } = new ItemList<WindowRole>([]);

    /// <summary>Gets the vCenter; null if no window names one.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the start of the first span, in UTC, cut to the horizon.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>Gets the end of the first span, in UTC, cut to the horizon.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>Gets the length of the first span.</summary>
    public TimeSpan Duration => End - Start;

    /// <summary>Gets the number of such spans in the horizon.</summary>
    public int Occurrences { get; init; }

    /// <summary>Gets the length of all spans together.</summary>
    public TimeSpan TotalDuration { get; init; }

    /// <summary>Gets the start of the last span, in UTC.</summary>
    public DateTimeOffset LastStart { get; init; }

    /// <summary>Gets the largest number of VMs processed together, by the windows that say; null if none does.</summary>
    public int? VMs { get; init; }

    /// <summary>Gets the largest number of sessions held together, by the windows that say; null if none does.</summary>
    public int? Sessions { get; init; }

    /// <summary>Gets whether every window says its VMs; if not, the load is at least what is shown.</summary>
    public bool IsLoadKnown { get; init; }

    /// <summary>Gets whether the VMs are over the limit given.</summary>
    public bool IsOverVMLimit { get; init; }

    /// <summary>Gets whether the sessions are over the limit given.</summary>
    public bool IsOverSessionLimit { get; init; }

    /// <summary>
    /// Gets the wait of the last request if all came at once, by the model; null if no window says VMs and seconds per request.
    /// </summary>
    public TimeSpan? PredictedWait { get; init; }

    /// <summary>Gets the number of requests that would wait longer than 300 s (KB 440879); null if the wait is.</summary>
    public long? TokensAtRisk { get; init; }

    /// <summary>Gets the severity.</summary>
    public OverlapSeverity Severity { get; init; }

    /// <summary>
    /// Gets the windows, the vCenter and what is known of the load: <c>Nightly + Scan (vc01, 700 VMs, 340 sessions, wait 390 s, 128
    /// tokens at risk)</c>.
    /// </summary>
    public string Description
    {
        get
        {
            string?[] parts =
            [
                Server ?? "any vCenter",
                VMs is null ? null : FormattableString.Invariant($"{VMs} VMs"),
                Sessions is null ? null : FormattableString.Invariant($"{Sessions} sessions"),
                PredictedWait is TimeSpan wait ? FormattableString.Invariant($"wait {(long)wait.TotalSeconds} s") : null,
                TokensAtRisk is null ? null : FormattableString.Invariant($"{TokensAtRisk} tokens at risk"),
            ];
            return $"{string.Join(" + ", Windows)} ({string.Join(", ", parts.Where(part => part is not null))})";
        }
    }

    /// <summary>Returns the same overlap with its times converted, such as to a time zone's offset.</summary>
    /// <param name="convert">Converts a time.</param>
    public WindowOverlap WithTimes(Func<DateTimeOffset, DateTimeOffset> convert) =>
        this with { Start = convert(Start), End = convert(End), LastStart = convert(LastStart) };

    /// <summary>Returns the windows and when they first overlap.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{string.Join(" + ", Windows)}: {Start:yyyy-MM-dd HH:mmzzz}, {Duration:c}");
}
