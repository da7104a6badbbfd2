namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>
/// Windows that run together against one vCenter: a span without a break in which at least two of them run at every moment, of
/// different roles unless asked otherwise. Spans with the same windows are one overlap with several occurrences.
/// </summary>
public sealed record WindowOverlap
{
    /// <summary>The windows that run in the span, at least two. An array, which PowerShell can index.</summary>
    public IReadOnlyList<BackupWindow> Windows { get; init; } = [];

    /// <summary>Their roles, each once.</summary>
    public IReadOnlyList<WindowRole> Roles { get; init; } = [];

    /// <summary>The vCenter; null where no window names one: then any.</summary>
    public string? Server { get; init; }

    /// <summary>When the first span starts, in UTC, cut to the horizon.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>When the first span ends, in UTC, cut to the horizon.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>How long the first span is.</summary>
    public TimeSpan Duration => End - Start;

    /// <summary>How many such spans the horizon has.</summary>
    public int Occurrences { get; init; }

    /// <summary>How long all of them are together.</summary>
    public TimeSpan TotalDuration { get; init; }

    /// <summary>When the last span starts, in UTC.</summary>
    public DateTimeOffset LastStart { get; init; }

    /// <summary>How many VMs are worked on together at most, by the windows that say; null where none does.</summary>
    public int? VMs { get; init; }

    /// <summary>How many sessions are held together at most, by the windows that say; null where none does.</summary>
    public int? Sessions { get; init; }

    /// <summary>Whether every window says its VMs; if not, the load is at least what is shown.</summary>
    public bool IsLoadKnown { get; init; }

    /// <summary>Whether the VMs are over the limit given.</summary>
    public bool IsOverVMLimit { get; init; }

    /// <summary>Whether the sessions are over the limit given.</summary>
    public bool IsOverSessionLimit { get; init; }

    /// <summary>How long the last request would wait if all came at once, by the model; null where no window says VMs and seconds per request.</summary>
    public TimeSpan? PredictedWait { get; init; }

    /// <summary>How many requests would wait longer than a token lives, 300 s (KB 440879); null where the wait is.</summary>
    public long? TokensAtRisk { get; init; }

    /// <summary>How bad it is.</summary>
    public OverlapSeverity Severity { get; init; }
}
