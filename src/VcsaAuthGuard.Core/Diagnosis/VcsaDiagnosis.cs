using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Diagnosis;

/// <summary>What is wrong with one vCenter's API, how sure that is, who causes it and what to do.</summary>
public sealed record VcsaDiagnosis
{
    /// <summary>Whether it is the problem of KB 440879.</summary>
    public DiagnosisVerdict Verdict { get; init; }

    /// <summary>What it is.</summary>
    public DiagnosisCause Cause { get; init; }

    /// <summary>
    /// How sure, 0 to 1: the points that speak for the verdict, of all points for and against it; what could not be seen counts half
    /// against it.
    /// </summary>
    public double Confidence { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What speaks for the verdict, the heaviest first.</summary>
    public IReadOnlyList<DiagnosisEvidence> Evidence { get; init; } = [];

    /// <summary>What speaks against it.</summary>
    public IReadOnlyList<DiagnosisEvidence> Against { get; init; } = [];

    /// <summary>Who to talk to, the first first.</summary>
    public IReadOnlyList<ApiClientLoad> Clients { get; init; } = [];

    /// <summary>The first of them; null when there is none.</summary>
    internal ApiClientLoad? FirstClient => Clients.Count > 0 ? Clients[0] : null;

    /// <summary>What to do, the least disruptive first.</summary>
    public IReadOnlyList<DiagnosisRemedy> Remedies { get; init; } = [];

    /// <summary>What could not be seen.</summary>
    public IReadOnlyList<DiagnosisGap> NotSeen { get; init; } = [];

    /// <summary>The bursts of refused calls, in order of time.</summary>
    public IReadOnlyList<FaultBurst> Bursts { get; init; } = [];

    /// <summary>How many faults of each kind were found.</summary>
    public IReadOnlyList<FaultCount> Faults { get; init; } = [];

    /// <summary>All clients, those with most logins first.</summary>
    public IReadOnlyList<ApiClientLoad> Load { get; init; } = [];

    /// <summary>The vCenter's name, where it was given or a window names just one.</summary>
    public string? Server { get; init; }

    /// <summary>Its version, where the log says it.</summary>
    public string? Version { get; init; }

    /// <summary>The first time in the logs; null when they have none.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The last time in the logs; null when they have none.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The archive it is about, or the platform and the host; null for files and folders.</summary>
    public string? Source { get; init; }

    /// <summary>What was read so far, and what of it could not be used.</summary>
    public LogCounts Counts { get; init; } = new();

    /// <summary>Faults over time, for the report.</summary>
    internal FaultTimeline Timeline { get; init; } = new();

    /// <summary>Faults by host and hour, for the report.</summary>
    internal HostHours HostHours { get; init; } = new();

    /// <summary>The windows it was made with, for the report.</summary>
    internal IReadOnlyList<BackupWindow> Windows { get; init; } = [];
}
